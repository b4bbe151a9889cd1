//! Customers who were made by hand and never seen.

use serde_json::Value;

use crate::terminal::Terminal;

/// Two who were seen, and two who were not.
fn directory() -> Terminal {
    let terminal = Terminal::with(
        r#"{"id":"fb_1","message":"a","email":"ada@acme.io","name":"Ada","tags":["t"],"created_at":"2026-10-01"}
{"id":"fb_2","message":"b","email":"cy@acme.io","name":"Cy","tags":["t"],"created_at":"2026-11-01"}"#,
    );
    for name in ["Bo", "Di"] {
        let ran = terminal.run(&["create", "--name", name, "--tag", "t"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }
    terminal
}

fn names(page: &Value) -> String {
    let customers = page["customers"].as_array().unwrap().iter();
    let names: Vec<&str> = customers
        .map(|customer| customer["name"].as_str().unwrap())
        .collect();
    names.join(" ")
}

#[test]
fn they_stand_at_the_far_end_of_every_order_by_time_page_by_page() {
    let terminal = directory();
    for (sort, order, expected) in [
        ("last_seen", "desc", "Cy Ada Di Bo"),
        ("last_seen", "asc", "Bo Di Ada Cy"),
        ("first_seen", "desc", "Cy Ada Di Bo"),
        ("first_seen", "asc", "Bo Di Ada Cy"),
        ("feedback_count", "desc", "Cy Ada Di Bo"),
        ("name", "asc", "Ada Bo Cy Di"),
    ] {
        for filter in [&[][..], &["--tag", "t"]] {
            let question = ["--sort", sort, "--order", order, "--limit", "1"];
            let question = [&question[..], filter].concat();
            let mut page = terminal.list(&question);
            let mut seen = vec![names(&page)];
            while let Some(cursor) = page.get("next_cursor").and_then(Value::as_str) {
                page = terminal.list(&[&question[..], &["--cursor", cursor]].concat());
                seen.push(names(&page));
            }
            assert_eq!(seen.join(" "), expected, "{sort} {order} {filter:?}");
        }
    }
}

#[test]
fn no_filter_by_time_and_no_month_means_them() {
    let terminal = directory();
    for (filter, expected) in [
        (&["--seen-before", "2026-10-15"][..], "Ada"),
        (&["--seen-before", "2030-01-01"], "Cy Ada"),
        (&["--seen-after", "2000-01-01"], "Cy Ada"),
        (&["--seen-before", "2030-01-01", "--tag", "t"], "Cy Ada"),
    ] {
        let page = terminal.list(filter);
        assert_eq!(names(&page), expected, "{filter:?}");
        assert_eq!(page["total"], page["returned"], "{filter:?}");
    }
    for filter in [&[][..], &["--tag", "t"]] {
        let ran =
            terminal.run(&[&["summary", "--json", "--by", "first_seen_month"], filter].concat());
        let summary = ran.json();
        assert_eq!(summary["total"], 4);
        let months = &summary["by"]["first_seen_month"];
        assert_eq!(months["values"].as_array().unwrap().len(), 2);
        assert_eq!(months["without"], 2, "{summary}");
    }
}

#[test]
fn they_are_shown_without_dates_until_feedback_comes() {
    let terminal = directory();
    let bo = terminal.run(&["get", "cus_3", "--json", "--full"]).json();
    assert_eq!(bo["customer"].get("first_seen"), None);
    assert_eq!(
        (&bo["customer"]["feedback_count"], &bo["feedback_total"]),
        (&0.into(), &0.into())
    );
    assert_eq!(bo["customer"]["sources"][0]["by_hand"], true);
    for command in [&["get", "cus_3"][..], &["list"]] {
        let ran = terminal.run(command);
        assert_eq!(ran.code, Some(0));
        assert!(!ran.stdout.contains("1970"), "{}", ran.stdout);
    }
    assert_eq!(
        terminal
            .run(&["update", "cus_3", "--add-email", "bo@acme.io"])
            .code,
        Some(0)
    );
    let line = r#"{"id":"fb_9","message":"c","email":"bo@acme.io","created_at":"2026-09-01"}"#;
    assert_eq!(terminal.pipe(line, &["ingest", "-"]).code, Some(0));
    let bo = &terminal.run(&["get", "cus_3", "--json"]).json()["customer"];
    assert_eq!(bo["first_seen"], "2026-09-01T00:00:00Z");
    assert_eq!(
        (&bo["last_seen"], &bo["name"]),
        (&bo["first_seen"], &"Bo".into())
    );
}
