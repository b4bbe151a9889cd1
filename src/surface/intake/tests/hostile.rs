use proptest::prelude::*;

use super::{intakes, options, read};
use crate::surface::intake::{Events, Format};

/// Bytes that look like the beginning of something.
fn fragments() -> impl Strategy<Value = Vec<u8>> {
    let fragment = prop_oneof![
        Just(b"{\"message\":\"hi\"}".to_vec()),
        Just(b"{\"email\":\"a@b.io\",\"metadata\":{\"cf_x\":1}".to_vec()),
        Just(
            b"{\"event\":\"feedback.created\",\"data\":{\"id\":1,\"phone\":\"+1 415 555 0132\"}}"
                .to_vec()
        ),
        Just(b"message,email\n".to_vec()),
        prop::sample::select(&b"{}[]\",:;\t\n\r \\\x00\xef\xbb\xbf"[..])
            .prop_map(|byte| vec![byte]),
        prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(fragment, 0..30).prop_map(|fragments| fragments.concat())
}

proptest! {
    #[test]
    fn no_bytes_make_reading_panic_or_turn_back(bytes in fragments()) {
        for format in [None, Some(Format::JsonLines), Some(Format::Json), Some(Format::Csv)] {
            let read = intakes(&bytes, format);
            prop_assert!(read.is_sorted_by_key(|intake| intake.bytes));
            prop_assert!(read.is_sorted_by_key(|intake| intake.line));
            prop_assert!(read.iter().all(|intake| intake.bytes <= bytes.len() as u64));
        }
    }

    #[test]
    fn json_lines_give_one_result_for_each_line_that_is_not_blank(bytes in fragments()) {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let expected: Vec<u64> = text
            .split(|byte| *byte == b'\n')
            .zip(1..)
            .filter(|(line, _)| !line.trim_ascii().is_empty())
            .map(|(_, number)| number)
            .collect();
        let read: Vec<u64> = intakes(&bytes, Some(Format::JsonLines))
            .iter()
            .map(|intake| intake.line)
            .collect();
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn csv_gives_what_the_parser_gives(
        cells in prop::collection::vec(prop::collection::vec("[ab \",\n;é]{0,5}", 2), 1..8),
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["message", "note"]).unwrap();
        for record in &cells {
            writer.write_record(record).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let expected: Vec<&str> = cells
            .iter()
            .map(|record| record[0].as_str())
            .filter(|message| !message.trim().is_empty())
            .collect();
        let read = intakes(&bytes, Some(Format::Csv));
        let messages: Vec<&str> = read
            .iter()
            .filter_map(|intake| intake.result.as_ref().ok()?.content.message.as_deref())
            .collect();
        prop_assert_eq!(messages, expected);
    }

    #[test]
    fn the_same_input_gives_the_same_ids_and_each_of_its_events_another(bytes in fragments()) {
        let ids = || -> Vec<String> {
            Events::open(&bytes[..], options())
                .unwrap()
                .filter_map(|intake| Some(intake.unwrap().result.ok()?.reference.id))
                .filter(|id| id.starts_with("auto_"))
                .collect()
        };
        let mut first = ids();
        prop_assert_eq!(&first, &ids());
        let count = first.len();
        first.sort();
        first.dedup();
        prop_assert_eq!(first.len(), count);
    }
}

#[test]
fn hostile_text_is_data() {
    let message = "'; DROP TABLE customers; --\u{202e}\u{1b}[2J <script>";
    let event = read(&serde_json::json!({"message": message, "__proto__": {"a": 1}})).unwrap();
    assert_eq!(event.content.message.as_deref(), Some(message));
    assert_eq!(
        event.content.metadata.as_deref(),
        Some(r#"{"__proto__":{"a":1}}"#)
    );
}
