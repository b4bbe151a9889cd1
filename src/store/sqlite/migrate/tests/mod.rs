//! What becomes of older files.

mod rebuilt;
mod third_schema;

use rusqlite::Connection;
use rusqlite::limits::Limit;

use super::super::tallies;
use super::{MIGRATIONS, State, copy_path, migrate, reading_indexes, set_copy_aside, state};

const NEXT: &str = "CREATE TABLE next (id INTEGER) STRICT";

fn and_next() -> Vec<&'static str> {
    MIGRATIONS.into_iter().chain([NEXT]).collect()
}

#[test]
fn an_older_file_is_migrated_after_a_copy_was_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("customers.db");
    let mut connection = Connection::open(&path).unwrap();
    migrate(&mut connection, &path, &MIGRATIONS).unwrap();
    connection
        .execute(
            "UPDATE tallies SET count = 7 WHERE name = 'customers_removed'",
            [],
        )
        .unwrap();

    // As every connection of ours is.
    connection
        .set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)
        .unwrap();

    migrate(&mut connection, &path, &and_next()).unwrap();

    let known = MIGRATIONS.len();
    assert_eq!(
        state(&connection, &path, known + 1).unwrap(),
        State::Current
    );
    let copy = Connection::open(copy_path(&path, known)).unwrap();
    assert_eq!(state(&copy, &path, known).unwrap(), State::Current);
    let kept: i64 = copy
        .query_row(
            "SELECT count FROM tallies WHERE name = 'customers_removed'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(kept, 7);
}

#[test]
fn a_copy_that_comes_too_late_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("customers.db");
    let mut connection = Connection::open(&path).unwrap();
    migrate(&mut connection, &path, &MIGRATIONS).unwrap();
    // Somebody looked before the migration, and copies after it.
    set_copy_aside(&connection, &path, MIGRATIONS.len() - 1).unwrap();
    let files = std::fs::read_dir(folder.path()).unwrap();
    let names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names, ["customers.db"]);
}

#[test]
fn a_failing_migration_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("customers.db");
    let mut connection = Connection::open(&path).unwrap();
    let migrations = [MIGRATIONS[0], "CREATE NONSENSE"];
    assert!(migrate(&mut connection, &path, &migrations).is_err());
    assert_eq!(state(&connection, &path, 1).unwrap(), State::Empty);
}

#[test]
fn a_file_of_the_first_schema_is_found_by_its_postings_afterwards() {
    let mut connection = Connection::open_in_memory().unwrap();
    let path = std::path::Path::new(":memory:");
    connection.execute_batch(MIGRATIONS[0]).unwrap();
    connection
        .execute_batch(
            "PRAGMA application_id = 0x43444952; PRAGMA user_version = 1;
             INSERT INTO customers (id, name, name_at, version, feedback_count, first_seen, last_seen,
                 sort_name, tags, channels, words)
             VALUES (1, 'Zoë Ada', 5, 1, 1, 5, 5, 'zoe ada', 'VIP', 'email', ' ada zoe');
             INSERT INTO customer_tags VALUES (1, 'vip', 'VIP', NULL, 5);
             INSERT INTO customer_channels VALUES ('email', 1);
             INSERT INTO customer_search (rowid, words) VALUES (1, ' ada zoe');
             INSERT INTO feedback (source, reference, channel, created_at, has_original, ingested_at, outcome)
             VALUES ('s', 'r', 'email', 5, 1, 5, 4);
             UPDATE tallies SET count = 1;",
        )
        .unwrap();
    migrate(&mut connection, path, &MIGRATIONS).unwrap();
    let has = |collection: &str, key: &str| -> bool {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {collection}_postings WHERE key = ?1)");
        connection.query_row(&sql, [key], |row| row.get(0)).unwrap()
    };
    for key in ["wzoe", "wada", "tvip", "cemail", "m1970-01"] {
        assert!(has("customer", key), "{key}");
    }
    assert!(has("feedback", "cemail") && has("feedback", "u"));
    let counted: i64 = tallies::rows(&connection, "feedback").unwrap();
    assert_eq!(counted, 1);
}

#[test]
fn a_file_that_an_import_left_without_indexes_gets_them_back() {
    let mut connection = Connection::open_in_memory().unwrap();
    let path = std::path::Path::new(":memory:");
    migrate(&mut connection, path, &MIGRATIONS).unwrap();
    reading_indexes::drop_all(&connection).unwrap();
    assert_eq!(
        state(&connection, path, MIGRATIONS.len()).unwrap(),
        State::Unindexed
    );
    migrate(&mut connection, path, &MIGRATIONS).unwrap();
    assert_eq!(
        state(&connection, path, MIGRATIONS.len()).unwrap(),
        State::Current
    );
}

#[test]
fn every_foreign_key_is_checked_over_an_index_and_every_table_is_strict() {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(
        &mut connection,
        std::path::Path::new(":memory:"),
        &MIGRATIONS,
    )
    .unwrap();
    let tables: Vec<(String, bool)> = connection
        .prepare("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(tables.len() > 8);
    for (table, strict) in tables {
        assert!(strict, "{table} is not STRICT");
        let unindexed: Vec<String> = connection
            .prepare(
                "SELECT key.\"from\" FROM pragma_foreign_key_list(?1) AS key WHERE NOT EXISTS (
                     SELECT 1 FROM pragma_index_list(?1) AS list, pragma_index_info(list.name) AS info
                     WHERE info.seqno = 0 AND info.name = key.\"from\")",
            )
            .unwrap()
            .query_map([&table], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert!(unindexed.is_empty(), "{table}: {unindexed:?} has no index");
    }
}
