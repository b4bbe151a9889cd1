//! Any changes in any order, against the model.

use crate::{model, trials::Budget};

#[test]
fn after_any_changes_the_directory_says_of_everybody_what_the_model_says() {
    model::run(Budget::trials(320), 1).assert_none_failed();
}

#[test]
#[ignore = "half an hour: cargo test --release --test it any_changes -- --ignored"]
fn after_a_million_changes_the_directory_says_of_everybody_what_the_model_says() {
    model::run(Budget::trials(1_000_000), 2).assert_none_failed();
}
