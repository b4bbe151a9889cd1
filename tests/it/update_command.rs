//! The command `update`.

use crate::terminal::Terminal;

fn with_jane() -> Terminal {
    Terminal::with(
        r#"{"id":"fb_1","message":"Slow.","email":"jane@acme.io","name":"Jane","tags":["vip"],"created_at":"2026-10-01"}
{"id":"fb_2","message":"Hi.","email":"omar@globex.io","name":"Omar","created_at":"2026-10-02"}"#,
    )
}

#[test]
fn only_what_is_named_changes_and_it_stays_when_feedback_comes_in() {
    let terminal = with_jane();
    let ran = terminal.run(&[
        "update",
        "jane@acme.io",
        "--name",
        "Jane Doe",
        "--add-email",
        "jane@home.net",
        "--primary-email",
        "jane@home.net",
        "--set-field",
        "cf_plan=Pro",
        "--remove-tag",
        "VIP",
        "--append-notes",
        "Renewal in March.",
    ]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(ran.stdout, @"
    id             cus_1
    name           Jane Doe
    e-mails        jane@home.net, jane@acme.io
    custom fields  cf_plan=Pro
    channels       api
    feedback       1
    first seen     2026-10-01T00:00:00Z
    last seen      2026-10-01T00:00:00Z
    notes          Renewal in March.
    ");
    let line = r#"{"id":"fb_3","message":"!","email":"jane@acme.io","name":"J.","cf_plan":"Free","created_at":"2026-10-05"}"#;
    assert_eq!(terminal.pipe(line, &["ingest", "-"]).code, Some(0));
    let jane = &terminal.run(&["get", "cus_1", "--json"]).json()["customer"];
    assert_eq!(jane["name"], "Jane Doe");
    assert_eq!(jane["primary_email"], "jane@home.net");
    assert_eq!(jane["custom_fields"]["cf_plan"], "Pro");
    assert_eq!(jane["feedback_count"], 2);
    let list = terminal.list(&["doe"]);
    assert_eq!(list["customers"][0]["primary_email"], "jane@home.net");
}

#[test]
fn what_changes_nothing_leaves_the_version_and_what_is_refused_leaves_the_file() {
    let terminal = with_jane();
    let json = |arguments: &[&str]| {
        terminal
            .run(&[&["update", "--json"], arguments].concat())
            .json()
    };
    let changed = json(&["cus_1", "--company", "Acme"]);
    assert_eq!(changed["customer"]["version"], 2);
    assert_eq!(json(&["cus_1", "--company", "Acme"]), changed);
    assert_eq!(json(&["cus_1"]), changed);
    let before = std::fs::read(terminal.database()).unwrap();
    let mut refusals = String::new();
    for arguments in [
        &["cus_1", "--add-email", "omar@globex.io"][..],
        &["cus_1", "--name", "J", "--expected-version", "1"],
        &["cus_1", "--add-phone", "call me"],
        &["cus_1", "--primary-email", "omar@globex.io"],
        &["cus_1", "--set-field", "plan=Pro"],
        &["cus_1", "--add-tag", "a", "--remove-tag", "A"],
        &["jane", "--name", "J"],
        &["cus_99", "--name", "J"],
    ] {
        let ran = terminal.run(&[&["update"], arguments].concat());
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(1), ""),
            "{arguments:?}"
        );
        refusals.push_str(&ran.stderr);
    }
    insta::assert_snapshot!(refusals, @"
    customer-directory: `omar@globex.io` belongs to `cus_2`; change that customer, or merge the two if they are one person
    customer-directory: `cus_1` is at version 2, not 1: it was changed in between; look at it again first
    customer-directory: `--add-phone`: `call me`: it cannot be read as a phone number; write it with its country, as `+1 415 555 0132`
    customer-directory: `--primary-email`: `omar@globex.io` is no contact of the customer; name one of theirs, or add it in the same call
    customer-directory: `--set-field`: `plan`: keys of custom fields start with `cf_`; write `cf_plan`
    customer-directory: `tags`: `a` is to be set and to be taken away; ask for one of the two
    customer-directory: no customer is known by `jane`; did you mean cus_1 (Jane)?
    customer-directory: no customer is known by `cus_99`
    ");
    assert!(std::fs::read(terminal.database()).unwrap() == before);
    let ran = terminal.run(&["update", "cus_1", "--clear", "id"]);
    assert_eq!(ran.code, Some(2));
}
