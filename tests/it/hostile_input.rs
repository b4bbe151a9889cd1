//! Hostile input of every kind, in the short form.

use crate::hostile::{damaged_files, import_lines, protocol_lines, search_texts, small_texts};
use crate::trials::Budget;

#[test]
fn small_texts_are_read_alike_twice_and_bent_keys_and_cursors_are_refused() {
    small_texts::run(Budget::trials(2_000), 1).assert_none_failed();
}

#[test]
fn every_search_text_is_answered_and_counted_alike() {
    search_texts::run(Budget::trials(400), 1).assert_none_failed();
}

#[test]
fn every_line_of_a_file_is_an_event_or_is_refused_with_its_line() {
    import_lines::run(Budget::trials(2_400), 1).assert_none_failed();
}

#[test]
fn a_server_that_is_sent_anything_answers_the_next_good_request() {
    protocol_lines::run(Budget::trials(1_000), 1).assert_none_failed();
}

#[test]
fn a_damaged_file_is_answered_from_or_refused_in_a_sentence() {
    damaged_files::run(Budget::trials(12), 1).assert_none_failed();
}

#[test]
#[ignore = "the long form: cargo test --release --test it hostile_input -- --ignored"]
fn small_texts_in_the_long_form() {
    small_texts::run(Budget::trials(300_000), 2).assert_none_failed();
}

#[test]
#[ignore = "the long form: cargo test --release --test it hostile_input -- --ignored"]
fn search_texts_in_the_long_form() {
    search_texts::run(Budget::trials(300_000), 2).assert_none_failed();
}

#[test]
#[ignore = "the long form: cargo test --release --test it hostile_input -- --ignored"]
fn import_lines_in_the_long_form() {
    import_lines::run(Budget::trials(300_000), 2).assert_none_failed();
}

#[test]
#[ignore = "the long form: cargo test --release --test it hostile_input -- --ignored"]
fn protocol_lines_in_the_long_form() {
    protocol_lines::run(Budget::trials(1_000_000), 2).assert_none_failed();
}

#[test]
#[ignore = "the long form: cargo test --release --test it hostile_input -- --ignored"]
fn damaged_files_in_the_long_form() {
    damaged_files::run(Budget::trials(1_500), 2).assert_none_failed();
}
