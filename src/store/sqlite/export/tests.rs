//! Every table and column is decided: exported, or left out for a reason.

use std::collections::BTreeSet;

use super::super::super::{Location, Purpose};
use super::super::Sqlite;

/// Tables with the columns that an export carries, or that follow from what it carries.
const EXPORTED: [(&str, &str); 7] = [
    (
        "customers",
        "id name name_feedback_id name_at company company_feedback_id company_at notes version
         feedback_count first_seen last_seen sort_name company_key primary_email primary_phone tags channels
         checksum",
    ),
    (
        "customer_details",
        "customer_id kind key network spelling value_key identifies is_chosen feedback_id seen_at",
    ),
    (
        "feedback",
        "id source reference customer_id channel message category rating status tags context metadata
         created_at revised_at has_original ingested_at outcome matched_on unattached recording_digest
         checksum",
    ),
    (
        "possible_duplicates",
        "one_id other_id feedback_id noticed_at",
    ),
    ("former_customers", "id became ended_at"),
    (
        "different_customers",
        "one_id other_id marked_at marked_by",
    ),
    (
        "idempotency_keys",
        "key_id idempotency_key request_digest customer_id used_at",
    ),
];

/// The audit, which is carried word for word.
const AUDIT: (&str, &str) = (
    "audit",
    "number at key_id actor action is_removal customer_id other_id approved_by details hash",
);

/// Tables that an export leaves out, and why.
const LEFT_OUT: [(&str, &str); 13] = [
    ("secrets", "a secret never leaves the file"),
    ("keys", "a right is given anew where the directory is taken"),
    ("plans", "what waits for a yes does not wait elsewhere"),
    ("tallies", "counted anew"),
    ("customer_postings", "built anew"),
    ("feedback_postings", "built anew"),
    ("customers_unposted", "built anew"),
    ("feedback_unposted", "built anew"),
    ("customer_zone_starts", "built anew"),
    ("feedback_zone_starts", "built anew"),
    ("customer_zones", "built anew"),
    ("feedback_zones", "built anew"),
    ("label_counts", "counted anew"),
];

fn names(sqlite: &Sqlite, sql: &str) -> BTreeSet<String> {
    let mut statement = sqlite.connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn every_table_is_exported_or_left_out_for_a_reason() {
    let sqlite = Sqlite::open(&Location::Temporary, Purpose::Write).unwrap();
    // The ids that were given stand in `sqlite_sequence`; an export names the highest.
    let there = names(
        &sqlite,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    );
    let carried = EXPORTED.iter().chain([&AUDIT]).map(|(table, _)| *table);
    let left_out = LEFT_OUT.iter().map(|(table, _)| *table);
    let decided: BTreeSet<String> = carried.chain(left_out).map(str::to_owned).collect();
    assert_eq!(
        there, decided,
        "say in `store/sqlite/export` what becomes of a table that is new"
    );
}

#[test]
fn every_column_of_an_exported_table_is_carried() {
    let sqlite = Sqlite::open(&Location::Temporary, Purpose::Write).unwrap();
    for (table, columns) in EXPORTED.iter().chain([&AUDIT]) {
        let there = names(
            &sqlite,
            &format!("SELECT name FROM pragma_table_info('{table}')"),
        );
        let carried: BTreeSet<String> = columns.split_whitespace().map(str::to_owned).collect();
        assert_eq!(
            there, carried,
            "let exports and imports carry a column of {table} that is new"
        );
    }
}
