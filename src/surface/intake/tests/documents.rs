use std::fmt::Write as _;
use std::io::BufReader;

use super::{intakes, lines, options, told};
use crate::surface::intake::{Events, Format, LONGEST_RECORD};

#[test]
fn json_lines_are_read_line_by_line() {
    assert_eq!(
        lines(
            "\u{feff}\n {\"message\":\"café\"}\r\n\n{\"message\":\"cut\n[1]\n{\"message\":\"last\"}"
        ),
        [
            "2: café",
            "4: refused: it is not JSON: EOF while",
            "5: refused: it is an array; each even",
            "6: last"
        ]
    );
    assert_eq!(lines(""), [""; 0]);
    assert_eq!(lines("\u{feff} \n\n\t"), [""; 0]);
}

#[test]
fn objects_may_be_spread_over_lines_or_share_one() {
    for (text, expected) in [
        ("{\n  \"message\": \"one\"\n}", &["1: one"][..]),
        (
            "{\n\"message\": \"one\"\n}\n{\n\"message\": \"two\"\n}\n",
            &["1: one", "4: two"],
        ),
        (
            "{\"message\":\"one\"}{\"message\":\"two\"}\n{\"message\":\"three\"}",
            &["1: one", "1: two", "2: three"],
        ),
        (
            "{\n\"message\": \"one\n}\n{\n\"message\": \"two\"}",
            &["1: refused: it is not JSON: control c", "4: two"],
        ),
        (
            "{\"message\":\"one\",\n{\"message\":\"two\"}\n{\"message\":\"three\"}\n",
            &[
                "1: refused: it is not JSON: EOF while",
                "2: two",
                "3: three",
            ],
        ),
    ] {
        assert_eq!(lines(text), expected, "{text}");
    }
}

#[test]
fn a_line_at_a_time_is_kept_where_the_format_says_so() {
    let text = "{\n\"message\": \"one\"\n}\n{\"message\":\"two\"}\n";
    let strict = told(&intakes(text.as_bytes(), Some(Format::JsonLines)));
    assert_eq!(strict.len(), 4);
    assert_eq!(strict[3], "4: two");
}

#[test]
fn an_array_is_read_element_by_element() {
    for (text, expected) in [
        ("[]", &[][..]),
        (
            "[{\"message\":\"one\"},{\"message\":\"]}\"}]",
            &["1: one", "1: ]}"],
        ),
        (
            "[\n  {\"message\": \"one\"},\n  {\"message\": \"two\"}\n]\n",
            &["2: one", "3: two"],
        ),
        (
            "[{\"message\":\"one\"}, 7, {\"message\" \"two\"}, null, {\"message\":\"three\"}]",
            &[
                "1: one",
                "1: refused: it is a number; each even",
                "1: refused: it is not JSON: expected ",
                "1: refused: it is `null`; each event ",
                "1: three",
            ],
        ),
        (
            "[{\"message\":\"one\"},\n{\"message\":\"tw",
            &[
                "1: one",
                "2: refused: it is not JSON: EOF while",
                "2: refused: the input ends, and the a",
            ],
        ),
        (
            "\n[\n{\"message\":\"one\"},\n{\"message\":\"two\"}\n\n",
            &["3: one", "4: two", "4: refused: the input ends, and the a"],
        ),
        (
            "[{\"message\":\"one\"}] oops",
            &["1: one", "1: refused: it is not JSON: expected "],
        ),
        (
            "[{\"message\":\"one\"}]\n[{\"message\":\"two\"}]",
            &["1: one", "2: two"],
        ),
    ] {
        assert_eq!(lines(text), expected, "{text}");
    }
}

#[test]
fn a_line_of_ten_megabytes_is_refused_and_the_next_is_read() {
    let ten = "x".repeat(10_000_000);
    for (text, what) in [
        (
            format!("{{\"message\":\"a\"}}\n{{\"message\":\"{ten}\"}}\n{{\"message\":\"b\"}}\n"),
            "line",
        ),
        (
            format!("[{{\"message\":\"a\"}},\n{{\"message\":\"{ten}\"}},\n{{\"message\":\"b\"}}]"),
            "element",
        ),
    ] {
        let read = intakes(text.as_bytes(), None);
        assert_eq!(told(&read)[0], "1: a");
        assert_eq!(told(&read)[2], "3: b");
        let refused = read[1].result.as_ref().unwrap_err();
        assert_eq!(
            refused.reason,
            format!(
                "the {what} has 10000014 bytes; at most 1048576 are read, so shorten or split it"
            )
        );
        assert!(refused.is_cut);
        assert_eq!(refused.raw.len(), LONGEST_RECORD);
    }
    let csv = format!("message\na\n{ten}\nb\n");
    let read = intakes(csv.as_bytes(), None);
    assert_eq!(told(&read)[0], "2: a");
    assert!(told(&read)[1].starts_with("3: refused: the line has 10000000"));
    assert_eq!(told(&read)[2], "4: b");
}

#[test]
fn a_refused_record_keeps_its_text_and_hides_it_from_logs() {
    let read = intakes(b"{\"email\":\"jane@acme.io\"\r\n", Some(Format::JsonLines));
    let refused = read[0].result.as_ref().unwrap_err();
    assert_eq!(refused.raw, b"{\"email\":\"jane@acme.io\"");
    assert!(!format!("{refused:?}").contains("jane"));
}

#[test]
fn text_that_is_not_utf8_is_refused_by_itself() {
    let read = intakes(b"{\"message\":\"caf\xe9\"}\n{\"message\":\"b\"}\n", None);
    assert_eq!(
        told(&read),
        ["1: refused: byte 16 of it is not UTF-", "2: b"]
    );
}

#[test]
fn progress_counts_the_bytes_that_were_read() {
    let text = "\u{feff}{\"message\":\"a\"}\n{\"message\":\"b\"}\n";
    let bytes: Vec<u64> = intakes(text.as_bytes(), None)
        .iter()
        .map(|intake| intake.bytes)
        .collect();
    assert_eq!(bytes, [19, 35]);
}

#[test]
fn an_input_reads_alike_however_small_its_pieces_are() {
    let mut text = String::from("[");
    for number in 0..50 {
        write!(
            text,
            "{{\"message\":\"№ {number} \\\"}}\",\n\"tags\":[\"a\"]}},"
        )
        .unwrap();
    }
    text.push(']');
    let whole = lines(&text);
    assert_eq!(whole.len(), 50);
    for size in 1..5 {
        let reader = BufReader::with_capacity(size, text.as_bytes());
        let events = Events::open(reader, options()).unwrap();
        let pieces: Vec<_> = events.map(Result::unwrap).collect();
        assert_eq!(told(&pieces), whole);
    }
}

#[test]
fn an_error_of_the_input_ends_it() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("unplugged"))
        }
    }
    let input = std::io::Read::chain(&b"{\"message\":\"a\"}\n"[..], Broken);
    let mut events = Events::open(BufReader::new(input), options()).unwrap();
    assert!(events.next().unwrap().is_ok());
    assert!(events.next().unwrap().is_err());
    assert!(events.next().is_none());
}
