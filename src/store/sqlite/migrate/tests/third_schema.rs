//! A file of the third schema keeps what it says when what it is kept in goes.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;

use super::super::super::{audit, requests, tallies};
use super::super::{MIGRATIONS, migrate};
use crate::domain::access::KeyId;
use crate::domain::audit::{AuditRow, Detail, Entry, FIRST_LINK};
use crate::domain::customer::CustomerId;
use crate::domain::feedback::FeedbackNumber;

const ROWS: &str = "
    INSERT INTO customers (id, name, name_at, version, feedback_count, first_seen, last_seen, sort_name, tags, channels)
    VALUES (1, 'Ada', 5, 1, 1, 5, 5, 'ada', '', 'email'), (2, 'Bo', 6, 1, 1, 6, 6, 'bo', '', 'email'),
           (3, 'Cy', 7, 1, 0, 0, 0, 'cy', '', '');
    DELETE FROM customers WHERE id = 3;
    INSERT INTO feedback (id, source, reference, customer_id, channel, message, created_at, has_original,
        ingested_at, outcome)
    VALUES (1, 'record_feedback', 'r1', 1, 'email', 'Hello', 5, 1, 7, 2),
           (2, 's', 'r2', 2, 'email', 'Broken', 6, 1, 7, 2), (3, 's', 'r3', 2, 'email', 'Gone', 6, 1, 7, 1),
           (4, 's', 'r4', 2, 'email', 'Gone too', 6, 1, 7, 1);
    DELETE FROM feedback WHERE id IN (3, 4);
    INSERT INTO recordings VALUES (1, 'digest of r1');
    UPDATE tallies SET count = 2 WHERE name IN ('customers', 'feedback');";

fn third_schema(rows: &str) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .pragma_update(None, "foreign_keys", true)
        .unwrap();
    for migration in &MIGRATIONS[..3] {
        connection.execute_batch(migration).unwrap();
    }
    connection
        .execute_batch("PRAGMA application_id = 0x43444952; PRAGMA user_version = 3;")
        .unwrap();
    connection.execute_batch(rows).unwrap();
    connection
}

#[test]
fn rows_are_counted_as_before_and_from_then_on() {
    for (rows, counted) in [(ROWS, 2), ("", 0)] {
        let mut connection = third_schema(rows);
        migrate(&mut connection, Path::new(":memory:"), &MIGRATIONS).unwrap();
        for table in ["customers", "feedback"] {
            let now: i64 = tallies::rows(&connection, table).unwrap();
            assert_eq!(now, counted, "{table}");
        }
        connection
            .execute(
                "INSERT INTO feedback (source, reference, channel, created_at, has_original, ingested_at, outcome)
                 VALUES ('s', 'new', 'email', 8, 1, 8, 4)",
                [],
            )
            .unwrap();
        let now: i64 = tallies::rows(&connection, "feedback").unwrap();
        assert_eq!(now, counted + 1);
        tallies::note_removed(&connection, "feedback", 1).unwrap();
        let now: i64 = tallies::rows(&connection, "feedback").unwrap();
        assert_eq!(now, counted);
    }
}

#[test]
fn what_was_recorded_under_a_name_is_still_known_by_it() {
    let mut connection = third_schema(ROWS);
    migrate(&mut connection, Path::new(":memory:"), &MIGRATIONS).unwrap();
    let digest = |number| requests::recording(&connection, FeedbackNumber(number)).unwrap();
    assert_eq!(digest(1).as_deref(), Some("digest of r1"));
    assert_eq!(digest(2), None);
    assert_eq!(digest(3), None);
}

#[test]
fn the_chain_of_the_audit_is_unbroken() {
    let mut connection = third_schema("");
    let mut link = FIRST_LINK;
    for number in 1..=3 {
        let mut row = AuditRow {
            number,
            at: Timestamp::from_millisecond(1_762_000_000_000).unwrap(),
            key: Some(KeyId::stored("support1".to_owned())),
            actor: "support".to_owned(),
            entry: Entry {
                action: "record_feedback".to_owned(),
                is_removal: false,
                customer: Some(CustomerId(4)),
                other: None,
                approved_by: None,
                details: vec![Detail::Count {
                    name: "feedback".to_owned(),
                    count: number,
                }],
            },
            link,
        };
        row.link = row.link_after(link);
        link = row.link;
        audit::append(&connection, &row).unwrap();
    }
    migrate(&mut connection, Path::new(":memory:"), &MIGRATIONS).unwrap();
    assert_eq!(audit::head(&connection).unwrap(), (3, link));
    let mut before = FIRST_LINK;
    audit::each_after(&connection, 0, &mut |row| {
        assert_eq!(row.link_after(before), row.link, "{}", row.number);
        before = row.link;
        true
    })
    .unwrap();
    assert_eq!(before, link);
}
