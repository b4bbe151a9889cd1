//! Tables that a migration makes anew keep their rows, counters and rules.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::super::{MIGRATIONS, migrate};

const ROWS: &str = "
    INSERT INTO customers (id, name, name_at, version, feedback_count, first_seen, last_seen, sort_name, tags, channels)
    VALUES (1, 'Ada', 5, 1, 1, 5, 5, 'ada', 'VIP', 'email'), (2, 'Bo', 6, 1, 1, 6, 6, 'bo', '', 'email'),
           (9, 'Cy', 7, 1, 0, 0, 0, 'cy', '', '');
    DELETE FROM customers WHERE id = 9;
    INSERT INTO contacts VALUES (1, 2, 'ada@a.dev', 'Ada@a.dev', 1, 1, 5), (2, 3, '+14155550100', NULL, 0, NULL, 6);
    INSERT INTO customer_tags VALUES (1, 'vip', 'VIP', NULL, 5);
    INSERT INTO custom_fields VALUES (1, 'cf_plan', '\"pro\"', 'pro', 1, 5);
    INSERT INTO social_handles VALUES (1, 'x', 'ada', 'Ada', 1, 5);
    INSERT INTO feedback VALUES
        (1, 's', 'r1', 1, 'email', 'Hello', 'bug', 4.5, 'open', 'a', '{}', '{}', 5, 6, 1, 7, 2, 2, NULL),
        (2, 's', 'r2', 2, 'email', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 6, NULL, 0, 7, 3, 3, '[]'),
        (9, 's', 'r9', NULL, 'email', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 6, NULL, 1, 7, 4, NULL, NULL);
    DELETE FROM feedback WHERE id = 9;
    INSERT INTO possible_duplicates VALUES (1, 2, 2, 6);
    INSERT INTO customers_unposted VALUES (1, 'wada', 'wada');
    UPDATE tallies SET count = 2 WHERE name IN ('customers', 'feedback');";

const TABLES: [&str; 8] = [
    "customers",
    "customer_tags",
    "custom_fields",
    "social_handles",
    "contacts",
    "feedback",
    "possible_duplicates",
    "sqlite_sequence",
];

/// A file of the second schema with rows, as it is opened by this program.
fn second_schema(rows: &str) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)
        .unwrap();
    connection
        .pragma_update(None, "foreign_keys", true)
        .unwrap();
    for migration in &MIGRATIONS[..2] {
        connection.execute_batch(migration).unwrap();
    }
    connection
        .execute_batch("PRAGMA application_id = 0x43444952; PRAGMA user_version = 2;")
        .unwrap();
    connection.execute_batch(rows).unwrap();
    connection
}

/// The rows of a table, with so many of its columns.
fn rows_of(connection: &Connection, table: &str, columns: usize) -> Vec<String> {
    let order = if table == "sqlite_sequence" {
        "name"
    } else {
        "1, 2, 3"
    };
    let mut statement = connection
        .prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))
        .unwrap();
    let columns = columns.min(statement.column_count());
    statement
        .query_map([], |row| {
            let values = (0..columns).map(|column| row.get_ref(column).map(|v| format!("{v:?}")));
            Ok(values.collect::<Result<Vec<_>, _>>()?.join("|"))
        })
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

fn columns(connection: &Connection, table: &str) -> usize {
    let sql = format!("SELECT * FROM {table}");
    connection.prepare(&sql).unwrap().column_count()
}

#[test]
fn every_row_of_the_second_schema_stays_as_it_was() {
    let mut connection = second_schema(ROWS);
    let before = TABLES.map(|table| {
        let columns = columns(&connection, table);
        (table, columns, rows_of(&connection, table, columns))
    });
    migrate(&mut connection, Path::new(":memory:"), &MIGRATIONS).unwrap();
    for (table, columns, rows) in before {
        assert!(!rows.is_empty(), "{table}");
        assert_eq!(rows, rows_of(&connection, table, columns), "{table}");
    }
    let violations: i64 = connection
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(violations, 0);
    let chosen: i64 = connection
        .query_row("SELECT count(*) FROM contacts WHERE is_chosen", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(chosen, 0);
}

#[test]
fn numbers_go_on_where_they_were() {
    for rows in [ROWS, ""] {
        let mut connection = second_schema(rows);
        migrate(&mut connection, Path::new(":memory:"), &MIGRATIONS).unwrap();
        let sql = "INSERT INTO feedback (source, reference, channel, created_at, has_original, ingested_at, outcome)
                   VALUES ('s', 'new', 'email', 8, 1, 8, 4) RETURNING id";
        let number: i64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(number, if rows.is_empty() { 1 } else { 10 });
        let left: i64 = connection
            .query_row(
                "SELECT count(*) FROM sqlite_sequence WHERE name LIKE 'new%'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(left, 0);
    }
}

#[test]
fn what_was_refused_is_refused() {
    let mut connection = second_schema(ROWS);
    migrate(&mut connection, Path::new(":memory:"), &MIGRATIONS).unwrap();
    for statement in [
        "UPDATE customer_details SET kind = 0",
        "UPDATE customer_details SET kind = 7",
        "UPDATE customer_details SET kind = 4 WHERE kind = 2",
        "UPDATE customer_details SET spelling = NULL WHERE kind = 4",
        "UPDATE customer_details SET value_key = NULL WHERE kind = 5",
        "UPDATE customer_details SET value_key = 'x' WHERE kind = 6",
        "UPDATE customer_details SET identifies = 2",
        "UPDATE customer_details SET is_chosen = 2",
        "UPDATE customer_details SET customer_id = 3",
        "UPDATE feedback SET outcome = 0",
        "UPDATE feedback SET outcome = 5",
        "UPDATE feedback SET matched_on = 4",
        "UPDATE feedback SET has_original = 2",
        "UPDATE feedback SET customer_id = 3",
        "UPDATE feedback SET reference = 'same'",
        "DELETE FROM feedback WHERE id = 2",
        "UPDATE possible_duplicates SET feedback_id = 7",
        "UPDATE possible_duplicates SET one_id = 2",
        "INSERT INTO customer_details VALUES (2, 2, 'ada@a.dev', '', NULL, NULL, 1, 0, NULL, 5)",
        "DELETE FROM customers WHERE id = 1",
    ] {
        assert!(connection.execute(statement, []).is_err(), "{statement}");
    }
}
