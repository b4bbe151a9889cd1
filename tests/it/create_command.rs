//! The command `create`.

use crate::terminal::Terminal;

#[test]
fn a_customer_is_made_with_everything_that_is_given() {
    let terminal = Terminal::new();
    let ran = terminal.run(&[
        "create",
        "--name",
        "Mira Okafor",
        "--company",
        "Lumenworks",
        "--email",
        "Mira@Lumenworks.io",
        "--email",
        "mira@home.net",
        "--phone",
        "+1 (415) 555-0132",
        "--user-id",
        "u_77",
        "--tag",
        "VIP",
        "--tag",
        "beta",
        "--field",
        "cf_seats=25",
        "--field",
        "cf_plan=Pro",
        "--social",
        "github=mira",
        "--notes",
        "Met at the fair.",
    ]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(ran.stdout, @"
    id             cus_1
    name           Mira Okafor
    company        Lumenworks
    e-mails        mira@lumenworks.io, mira@home.net
    phones         +14155550132
    user ids       u_77
    social         github mira
    tags           beta, VIP
    custom fields  cf_plan=Pro, cf_seats=25
    feedback       0
    notes          Met at the fair.
    ");
    let again = terminal.run(&["get", "u_77", "--json"]).json();
    assert_eq!(again["customer"]["custom_fields"]["cf_seats"], 25);
    assert_eq!(again["customer"].get("last_seen"), None);
}

#[test]
fn a_request_with_a_name_makes_one_customer() {
    let terminal = Terminal::new();
    let create = |name: &str| {
        terminal.run(&[
            "create",
            "--name",
            name,
            "--idempotency-key",
            "fair-17",
            "--json",
        ])
    };
    let first = create("Mira").json();
    let second = create("Mira").json();
    assert_eq!(
        (first.get("repeated"), &second["repeated"]),
        (None, &true.into())
    );
    assert_eq!(second["customer"], first["customer"]);
    let third = create("Omar");
    assert_eq!(third.code, Some(1));
    insta::assert_snapshot!(third.stderr, @"customer-directory: `idempotency_key` `fair-17` was used before with other content, and nothing was changed; choose another");
}

#[test]
fn what_cannot_be_used_is_refused_in_a_sentence_and_makes_nobody() {
    let terminal = Terminal::new();
    assert_eq!(
        terminal.run(&["create", "--email", "jane@acme.io"]).code,
        Some(0)
    );
    let before = std::fs::read(terminal.database()).unwrap();
    let long = "x".repeat(10_000);
    let mut refusals = String::new();
    for arguments in [
        &["--email", "JANE@acme.io"][..],
        &["--email", "jane at acme"],
        &["--email", "noreply@acme.io"],
        &["--phone", "call me"],
        &["--name", "Ada", "--tag", &long],
        &["--name", "Ada", "--field", "plan=Pro"],
        &["--company", "Acme"],
        &[],
    ] {
        let ran = terminal.run(&[&["create"], arguments].concat());
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(1), ""),
            "{arguments:?}"
        );
        refusals.push_str(&ran.stderr);
    }
    insta::assert_snapshot!(refusals, @"
    customer-directory: `JANE@acme.io` belongs to `cus_1`; change that customer, or merge the two if they are one person
    customer-directory: `--email`: `jane at acme`: it is not an e-mail address; write it as `name@company.com`
    customer-directory: `--email`: `noreply@acme.io`: it is a placeholder, or on the operator's block list, and identifies nobody; leave it out
    customer-directory: `--phone`: `call me`: it cannot be read as a phone number; write it with its country, as `+1 415 555 0132`
    customer-directory: `--tag`: `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`: it has 10000 characters; at most 200 are kept
    customer-directory: `--field`: `plan`: keys of custom fields start with `cf_`; write `cf_plan`
    customer-directory: `--name`: there is neither a name nor a contact; give a name, or an e-mail, phone or user id
    customer-directory: `--name`: there is neither a name nor a contact; give a name, or an e-mail, phone or user id
    ");
    assert!(std::fs::read(terminal.database()).unwrap() == before);
    assert_eq!(terminal.list(&[])["total"], 1);
    let ran = terminal.run(&["create", "--field", "cf_plan"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("KEY=VALUE"), "{}", ran.stderr);
}
