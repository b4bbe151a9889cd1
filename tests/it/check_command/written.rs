//! What no other row repeats, and what has changed since it was written.

use super::{check, copy, done, parts, samples, tamper};

#[test]
fn what_cannot_be_written_anew_is_noticed_and_left() {
    let whole = samples();
    for (sql, part) in [
        (
            "UPDATE audit SET actor = 'nobody' WHERE number = 1",
            "audit",
        ),
        (
            "PRAGMA foreign_keys = OFF; INSERT INTO former_customers VALUES (900, 901, 1)",
            "references",
        ),
        (
            "INSERT INTO former_customers VALUES (2, NULL, 1)",
            "references",
        ),
        (
            "UPDATE customers SET name = upper(name) WHERE id = 3",
            "customers",
        ),
        (
            "UPDATE feedback SET channel = 'fax' WHERE customer_id = 2",
            "feedback",
        ),
        (
            "UPDATE customer_details SET spelling = 'somebody' WHERE customer_id = 3 AND kind = 2",
            "customers",
        ),
        (
            "UPDATE customer_details SET spelling = upper(spelling) WHERE kind = 4 AND customer_id = 4",
            "customers",
        ),
        (
            "UPDATE customer_details SET seen_at = seen_at + 1 WHERE kind = 5 AND customer_id = 4",
            "customers",
        ),
        (
            "UPDATE feedback SET message = upper(message) WHERE id = 5",
            "feedback",
        ),
        ("UPDATE feedback SET rating = 17 WHERE id = 5", "feedback"),
        (
            "UPDATE feedback SET created_at = created_at + 1 WHERE id = 5",
            "feedback",
        ),
        (
            "UPDATE customer_details SET key = upper(key) WHERE kind = 2 AND customer_id = 2 AND identifies = 1",
            "customers",
        ),
    ] {
        let terminal = copy(&whole);
        tamper(&terminal, sql);
        let (code, report) = check(&terminal);
        assert_eq!(code, Some(4), "{sql}: {report}");
        assert!(parts(&report).contains(&part), "{sql}: {report}");
        assert!(
            report["advice"]
                .as_str()
                .unwrap()
                .contains("restore a backup")
        );
        let ran = terminal.run(&["check", "--repair"]);
        assert_eq!(ran.code, Some(4), "{sql}: {ran:?}");
    }
}

#[test]
fn what_has_no_checksum_is_taken_as_it_is_and_given_one() {
    let terminal = samples();
    tamper(
        &terminal,
        "UPDATE customers SET checksum = NULL; UPDATE feedback SET checksum = NULL; \
         UPDATE customers SET name = upper(name) WHERE id = 3",
    );
    assert_eq!(check(&terminal).0, Some(0));
    tamper(
        &terminal,
        "UPDATE tallies SET count = count + 1 WHERE name = 'customers_removed'",
    );
    done(&terminal.run(&["check", "--repair"]));
    tamper(
        &terminal,
        "UPDATE customers SET name = lower(name) WHERE id = 3",
    );
    let (code, report) = check(&terminal);
    assert_eq!((code, parts(&report)), (Some(4), vec!["customers"]));
    tamper(
        &terminal,
        "UPDATE customers SET name = upper(name) WHERE id = 3; \
         UPDATE feedback SET message = upper(message) WHERE id = 5",
    );
    let (code, report) = check(&terminal);
    assert_eq!((code, parts(&report)), (Some(4), vec!["feedback"]));
}
