use std::fmt::Write as _;

use super::{claims, intakes, lines, told};

#[test]
fn a_csv_file_is_read_whatever_separates_it() {
    for separator in [",", ";", "\t"] {
        let text = "User Email|Message|Rating|Tags|cf_plan|metadata.seats|widget\r\n\
                    jane@acme.io|\"Hello, \"\"you\"\"; all\t\nhere\"|4|\"vip,beta\"|pro|3|w1\r\n\
                    \r\n\
                    |only text|||||\r\n\
                    ||||||\r\n\
                    \"x\"|short"
            .replace('|', separator);
        let read = intakes(text.as_bytes(), None);
        assert_eq!(
            told(&read),
            ["2: Hello, \"you\"; all\t\nhere", "5: only text", "7: short"]
        );
        let event = read[0].result.as_ref().unwrap();
        assert_eq!(claims(event), ["email jane@acme.io"]);
        assert_eq!(event.content.rating, Some(4.0));
        assert_eq!(event.content.tags.len(), 2);
        assert_eq!(
            format!("{:?}", event.identity.custom_fields),
            r#"[("cf_plan", Text("pro"))]"#
        );
        assert_eq!(
            event.content.metadata.as_deref(),
            Some(r#"{"widget":"w1","seats":"3"}"#)
        );
    }
}

#[test]
fn a_record_with_more_cells_than_the_header_is_refused() {
    assert_eq!(
        lines("message,email\na,,\nb,,c\nd\n"),
        ["2: a", "3: refused: it has 3 cells, and the h", "4: d"]
    );
}

#[test]
fn a_first_empty_column_is_a_column() {
    let read = intakes(b"\tmessage\temail\n0\thi\tjane@acme.io\n", None);
    let event = read[0].result.as_ref().unwrap();
    assert_eq!(event.content.message.as_deref(), Some("hi"));
    assert_eq!(
        event.content.metadata.as_deref(),
        Some(r#"{"column_1":"0"}"#)
    );
}

#[test]
fn a_quote_that_never_closes_costs_one_line() {
    let padding = " ".repeat(100);
    let mut text = String::from("message,email\n\"oops,a@acme.io\n");
    for number in 0..12_000 {
        writeln!(text, "message {number},b@acme.io{padding}").unwrap();
    }
    for text in [
        text.as_str(),
        "message,email\n\"oops,a@acme.io\nmessage 0,b@acme.io",
    ] {
        let read = lines(text);
        assert_eq!(read[0], "2: refused: a quote opens here and do");
        assert_eq!(read[1], "3: message 0");
        assert_eq!(read.len(), text.lines().count() - 1);
    }
}

#[test]
fn the_inside_of_an_endless_cell_is_not_taken_for_records() {
    let cell = "a line of a log\n".repeat(70_000);
    let text = format!("message,email\n\"{cell}\",a@acme.io\nnext,b@acme.io\n");
    let read = lines(&text);
    assert!(
        read[1..70_000]
            .iter()
            .all(|line| line.contains("refused: it has fewer cells"))
    );
    assert_eq!(read.last().unwrap(), "70003: next");
}

#[test]
fn an_input_made_of_open_quotes_is_read_in_reasonable_time() {
    let text = "message,email\n".to_owned() + &"x,y\na\",\"b\n".repeat(20_000);
    assert_eq!(lines(&text).len(), 40_000);
}

#[test]
fn a_header_without_a_known_column_is_refused_with_a_hint() {
    let read = intakes(b"hello world\nfoo\n", None);
    assert_eq!(
        read[0].result.as_ref().unwrap_err().reason,
        "it is read as the header of a CSV file, and has no column such as `message`, `email`, \
         `phone` or `user_id`; name the columns, or say with `--format` what the file is"
    );
    assert_eq!(read.len(), 2);
}

#[test]
fn cells_that_are_not_utf8_are_refused_by_line() {
    let read = intakes(b"message\ncaf\xe9\nb\n", None);
    assert_eq!(
        told(&read),
        ["2: refused: byte 4 of it is not UTF-8", "3: b"]
    );
}
