//! Whatever records hold, both forms give them back.

mod any_record;

use jiff::Timestamp;
use proptest::prelude::*;

use super::{ExportForm, ExportReader, ExportWriter, Refusal, Row, is_export};
use crate::domain::customer::CustomerId;
use crate::domain::difference::Difference;
use crate::domain::export::{ExportCounts, ExportExtent, ExportRecord};
use any_record::record;

const FORMS: [ExportForm; 2] = [ExportForm::JsonLines, ExportForm::Csv];

const EXTENT: ExportExtent = ExportExtent {
    person: None,
    customers: 1,
    feedback: 1,
    last_customer: 9,
    last_feedback: 9,
};

fn written(form: ExportForm, records: &[ExportRecord]) -> Vec<u8> {
    let mut counts = ExportCounts::default();
    let mut writer = ExportWriter::begin(form, Vec::new(), &EXTENT, Timestamp::UNIX_EPOCH).unwrap();
    for record in records {
        writer.record(record).unwrap();
        counts.add(record.kind(), 1);
    }
    writer.end(&counts).unwrap()
}

fn read(bytes: &[u8]) -> Result<Vec<ExportRecord>, Refusal> {
    let mut reader = ExportReader::open(bytes)?;
    let (mut records, mut counts) = (Vec::new(), ExportCounts::default());
    while let Some(row) = reader.advance()? {
        match row {
            Row::Record(record) => {
                counts.add(record.kind(), 1);
                records.push(record);
            }
            Row::End(told) => assert_eq!(told, counts),
        }
    }
    assert_eq!(*reader.extent(), EXTENT);
    Ok(records)
}

proptest! {
    #[test]
    fn whatever_records_hold_both_forms_give_them_back(
        records in prop::collection::vec(record(), 0..6)
    ) {
        for form in FORMS {
            let bytes = written(form, &records);
            let again = read(&bytes).unwrap();
            prop_assert_eq!(&again, &records);
            prop_assert_eq!(written(form, &again), bytes);
        }
    }

    #[test]
    fn a_file_that_is_cut_off_anywhere_is_refused(
        records in prop::collection::vec(record(), 1..3),
        part in 0.0..1.0_f64,
    ) {
        for form in FORMS {
            let bytes = written(form, &records);
            let whole = bytes.trim_ascii_end().len();
            #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss,
                reason = "any place will do")]
            let end = (whole as f64 * part) as usize;
            prop_assert!(read(&bytes[..end]).is_err());
        }
    }

    #[test]
    fn no_cell_of_the_table_begins_a_formula(record in record()) {
        let bytes = written(ExportForm::Csv, &[record]);
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
        for row in rows.records() {
            for cell in &row.unwrap() {
                let is_number = cell.parse::<f64>().is_ok();
                prop_assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']), "{cell:?}");
            }
        }
    }
}

#[test]
fn the_text_of_a_record_never_decides_where_it_ends() {
    let mark = |text: &str| {
        ExportRecord::Difference(Difference {
            one: CustomerId(1),
            other: CustomerId(2),
            marked_at: Timestamp::UNIX_EPOCH,
            marked_by: text.to_owned(),
        })
    };
    let texts = ["x\r\n,,\"", "\u{85}\u{2028}", "'", ""];
    let records = texts.map(mark);
    for form in FORMS {
        assert_eq!(read(&written(form, &records)).unwrap(), records);
    }
}

#[test]
fn an_export_is_known_by_its_first_line() {
    for form in FORMS {
        let bytes = written(form, &[]);
        assert!(is_export(
            bytes.split(|byte| *byte == b'\n').next().unwrap()
        ));
    }
    for line in [
        "\u{feff}customer_directory_export,kind",
        "customer_directory_export;kind;id",
        "\"customer_directory_export\",\"kind\"",
        "{\"customer_directory_export\":2",
        "{\"kind\":\"header\",\"customer_directory_export\":1}",
    ] {
        assert!(is_export(line.as_bytes()), "{line}");
    }
    for line in [
        "",
        "message,email",
        "customer_directory_exports,email",
        "{\"message\":\"customer_directory_export\"}",
        "[{\"customer_directory_export\":1}]",
    ] {
        assert!(!is_export(line.as_bytes()), "{line}");
    }
}
