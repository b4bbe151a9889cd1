//! Two who build, and those who wait meanwhile.

use rusqlite::Connection;

use super::super::super::super::{Location, Purpose};
use super::super::super::connection;
use super::super::post_if_many;
use super::{FEEDBACK, POSTING_RULES, Read, build, read, set_rules};

/// The mark of somebody who builds.
const MARK: i64 = -5;

/// A directory in which more rows wait than may, whoever builds.
fn waiting(rules: i64) -> Connection {
    let (connection, _place) = connection::open(&Location::Temporary, Purpose::Write).unwrap();
    let sql = "WITH RECURSIVE numbers (number) AS (
                   SELECT 1 UNION ALL SELECT number + 1 FROM numbers LIMIT 200
               ) INSERT INTO feedback_unposted (id, posted, keys) SELECT number, '', 'wlate' FROM numbers";
    connection.execute(sql, []).unwrap();
    set_rules(&connection, rules).unwrap();
    connection
}

fn count(connection: &Connection) -> u64 {
    let sql = "SELECT count(*) FROM feedback_unposted";
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn who_builds_no_more_forgets_nothing_that_waits() {
    for rules in [POSTING_RULES, MARK - 1] {
        let mut connection = waiting(rules);
        let found = read(&mut connection, &FEEDBACK, 0, MARK).unwrap();
        assert!(matches!(found, Read::NotOurs));
        assert_eq!(count(&connection), 200);
    }
}

#[test]
fn who_was_the_last_of_a_block_and_is_gone_waits_no_longer() {
    let mut connection = waiting(0);
    let sql = "INSERT INTO feedback_unposted (id, posted, keys) VALUES (900, 'wold', '')";
    connection.execute(sql, []).unwrap();
    build(&mut connection).unwrap();
    assert_eq!(count(&connection), 200);
}

#[test]
fn rows_wait_while_somebody_builds_because_what_is_posted_would_be_written_over() {
    for (rules, left) in [(MARK, 200), (POSTING_RULES, 0)] {
        let connection = waiting(rules);
        post_if_many(&connection, &FEEDBACK).unwrap();
        assert_eq!(count(&connection), left);
    }
}
