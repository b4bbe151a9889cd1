//! Changes over stdio, each on the disk before it is answered: feedback one by one, and merges of
//! customers who have said much.

mod floor;

use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::conversation::{Call, Conversation};
use crate::figures::{Aim, Bound, Figure};
use crate::program;
use crate::report::Report;
use crate::samples::Samples;
use floor::Floor;

/// How many events are recorded, and their floor inserted.
const EVENTS: u64 = 400;

/// Numbers of later events that nobody else has.
const FIRST_NUMBER: u64 = 40_000_000;

/// How many pairs are merged, and how much each of them has said.
const PAIRS: u64 = 5;
const FEEDBACK: u64 = 10_000;

/// Measures both on a copy of the directory.
pub(super) fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let database = bench.new_database("changes.db")?;
    fs::copy(bench.directory()?, &database)?;
    take_in_pairs(bench, &database)?;
    let mut server = Conversation::open(with_key(&database)?)?;

    let mut floor = Floor::open(&bench.directory()?, &bench.new_database("bare.db")?)?;
    let (mut recorded, mut inserted) = (Samples::default(), Samples::default());
    for number in 0..EVENTS {
        let id = format!("recorded_{number}");
        let event = bench.population.later_event(id, FIRST_NUMBER + number);
        let event = serde_json::to_value(&event)?;
        // In turn: what else the disk does hits both alike.
        inserted.add(floor.insert(&event)?);
        recorded.add(server.call(&Call::new("record_feedback", event))?);
    }
    report.add(
        Figure::rate(
            "changes.record",
            "record_feedback beside a bare insert, at p50",
            1,
            recorded.median(),
        )
        .beside(1, inserted.median())
        .aims(Aim::Ratio(Bound::Least(0.7))),
    );

    report.add(
        Figure::time(
            "changes.merge",
            "merge of two with 10,000 pieces of feedback each, p50",
            merge_all(&mut server, "in_turn")?,
        )
        .aims(Aim::Seen(Bound::Most(0.05))),
    );
    report.add(Figure::time(
        "changes.merge_mixed",
        "the same where theirs came in among that of nine others",
        merge_all(&mut server, "mixed")?,
    ));
    server.close()?;
    bench.remove("changes.")?;
    bench.remove("bare.db")
}

/// A server whose caller may do everything, as often as it likes.
fn with_key(database: &Path) -> Result<std::process::Command> {
    let arguments = [
        "key",
        "create",
        "bench",
        "--scopes",
        "read,write,delete",
        "--confirm",
        "plan",
        "--changes-a-minute",
        "1000000",
        "--removals-an-hour",
        "1000000",
        "--json",
    ];
    let made = program::command(database, &arguments).output()?;
    ensure!(made.status.success(), "no key could be made");
    let record: Value = serde_json::from_slice(&made.stdout)?;
    let key = record["key"].as_str().context("there is no key")?;
    let mut command = program::command(database, &["mcp"]);
    command.env("CUSTOMER_DIRECTORY_KEY", key);
    Ok(command)
}

/// Merges every pair whose feedback came in in this way, and answers how long half of that took.
fn merge_all(server: &mut Conversation, way: &str) -> Result<Duration> {
    let mut merged = Samples::default();
    for pair in 0..PAIRS {
        let [target, source] = [0, 1].map(|which| member(way, pair, which));
        let mut arguments = json!({ "target": target, "source": source });
        server.call(&Call::new("merge_customers", arguments.clone()))?;
        let answer = server.result()?;
        let code = &answer["structuredContent"]["plan"]["code"];
        ensure!(code.is_string(), "a merge was not planned: {answer}");
        arguments["plan"] = code.clone();
        merged.add(server.call(&Call::new("merge_customers", arguments))?);
        let count = &server.result()?["structuredContent"]["customer"]["feedback_count"];
        ensure!(*count == json!(2 * FEEDBACK), "a merge left {count}");
    }
    Ok(merged.median())
}

/// The user id of one of a pair.
fn member(way: &str, pair: u64, which: u64) -> String {
    format!("{way}_{pair}_{which}")
}

/// Takes in the feedback of all pairs: of each customer in turn, and that of all mixed.
fn take_in_pairs(bench: &Bench, database: &Path) -> Result<()> {
    let events = bench.file("changes.jsonl");
    let mut file = BufWriter::new(fs::File::create(&events)?);
    let mut write = |way: &str, person: u64, number: u64| {
        let user_id = member(way, person / 2, person % 2);
        let event = json!({
            "id": format!("{user_id}_{number}"),
            "user_id": user_id,
            "message": "It is slow again.",
            "channel": "chat",
            "created_at": 1_767_225_600 + number * 60 + person,
        });
        writeln!(file, "{event}")
    };
    for person in 0..2 * PAIRS {
        for number in 0..FEEDBACK {
            write("in_turn", person, number)?;
        }
    }
    for number in 0..FEEDBACK {
        for person in 0..2 * PAIRS {
            write("mixed", person, number)?;
        }
    }
    file.flush()?;
    program::ingest(database, &events)?;
    Ok(())
}
