//! The command `summary`.

use crate::questions::Questions;
use crate::summarize_customers::events;
use crate::terminal::Terminal;

#[test]
fn the_samples_are_counted_as_a_list_of_them_counts() {
    let samples = Questions::to_samples();
    let summarize = |arguments: &[&str]| {
        let ran = samples
            .terminal
            .run(&[&["summary", "--json"], arguments].concat());
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        ran.json()
    };
    let whole = summarize(&["--top", "50"]);
    assert_eq!(whole["total"], samples.terminal.everybody().len());
    for (dimension, flag) in [
        ("tag", "--tag"),
        ("channel", "--channel"),
        ("company", "--company"),
    ] {
        for counted in whole["by"][dimension]["values"].as_array().unwrap() {
            let value = counted["value"].as_str().unwrap();
            let list = samples.terminal.list(&[flag, value, "--limit", "1"]);
            assert_eq!(list["total"], counted["customers"], "{flag} {value}");
            let part = summarize(&[flag, value, "--by", dimension]);
            assert_eq!(part["total"], counted["customers"], "{flag} {value}");
            let values = part["by"][dimension]["values"].as_array().unwrap();
            assert!(values.contains(counted), "{flag} {value}: {part}");
        }
    }
    let months = whole["by"]["first_seen_month"]["values"]
        .as_array()
        .unwrap();
    assert!(
        months.len() > 6
            && months.is_sorted_by(|one, next| one["value"].as_str() > next["value"].as_str())
    );
    let sum: u64 = months
        .iter()
        .map(|month| month["customers"].as_u64().unwrap())
        .sum();
    assert_eq!(whole["total"], sum);
}

#[test]
fn a_person_reads_tables() {
    let lines: Vec<String> = events().iter().map(ToString::to_string).collect();
    let terminal = Terminal::with(&lines.join("\n"));
    let ran = terminal.run(&["summary", "--top", "1", "--custom-field-key", "cf_plan"]);
    insta::assert_snapshot!(ran.stdout, @r"
    4 customers.

     TAG          CUSTOMERS
     VIP          3
     (others: 2)  2
     (none)       1

     CHANNEL  CUSTOMERS
     widget   4

     COMPANY     CUSTOMERS
     Lumenworks  3
     (none)      1

     FIRST SEEN   CUSTOMERS
     2026-10      3
     (others: 1)  1

     cf_plan      CUSTOMERS
     Pro          2
     (others: 1)  1
     (none)       1
    ");
    let some = terminal.run(&[
        "summary",
        "--tag",
        "vip",
        "--by",
        "tag,channel",
        "--by",
        "tag",
        "--json",
    ]);
    assert_eq!(some.json()["by"].as_object().unwrap().len(), 2);
    let refused = terminal.run(&["summary", "--top", "0"]);
    assert_eq!(
        (refused.code, refused.stderr.lines().count()),
        (Some(1), 1),
        "{refused:?}"
    );
}
