//! Ingestion that is killed: run again on the same file it ends as if nothing had happened.

use std::io::Write as _;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::terminal::Terminal;

const EVENTS: u64 = 2_000;
const ROUNDS: u64 = 12;

/// Numbers that look like chance and are the same in every run.
struct Dice(u64);

impl Dice {
    /// A number below a bound (the generator `SplitMix64`).
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// Feedback of some hundred people with all that makes ingestion hard: several keys, contacts of
/// two people, repeated events, revisions, and events without an id.
fn feedback(dice: &mut Dice) -> String {
    let mut lines = Vec::new();
    for number in 0..EVENTS {
        let (person, other) = (dice.below(400), dice.below(400));
        let id = format!(
            "fb_{}",
            if dice.below(20) == 0 {
                number / 2
            } else {
                number
            }
        );
        let day = 1 + dice.below(28);
        let mut event = json!({
            "message": format!("The board is {} slow.", dice.below(9)),
            "email": format!("person{person}@lumenworks.io"),
            "name": format!("Person {}", dice.below(1_000)),
            "tags": [format!("tag{}", dice.below(30))],
            "cf_seats": dice.below(100),
            "created_at": format!("2024-03-{day:02}T10:15:{:02}Z", dice.below(60)),
        });
        match dice.below(6) {
            0 => {}
            1 => event["user_id"] = format!("u_{person}").into(),
            2 => event["phone"] = format!("+1415555{:04}", dice.below(40) + person).into(),
            3 => event["user_email"] = format!("person{other}@lumenworks.io").into(),
            4 => event["email"] = Value::Null,
            _ => {
                event["id"] = id.clone().into();
                let sent = format!("2024-04-{day:02}T10:15:00Z");
                event = json!({ "event": "feedback.updated", "timestamp": sent, "data": event });
            }
        }
        if event.get("data").is_none() && dice.below(8) > 0 {
            event["id"] = id.into();
        }
        lines.push(format!("{event}\n"));
    }
    lines.concat()
}

fn start(terminal: &Terminal, file: &str) -> Child {
    let mut command = terminal.command(&["ingest", file]);
    command.stdin(Stdio::piped()).stdout(Stdio::null());
    command.spawn().unwrap()
}

fn kill(child: &mut Child) {
    // SIGKILL; a child that has ended already is fine.
    drop(child.kill());
    child.wait().unwrap();
}

#[test]
fn killed_at_any_moment_and_run_again_it_is_the_directory_of_one_clean_run() {
    let mut dice = Dice(2_024);
    let text = feedback(&mut dice);
    let clean = Terminal::new();
    clean.write("feedback.jsonl", &text);
    let started = Instant::now();
    assert_eq!(clean.run(&["ingest", "feedback.jsonl"]).code, Some(0));
    let duration = u64::try_from(started.elapsed().as_micros()).unwrap();
    let expected = clean.everybody();

    let mut cut_short = 0;
    for round in 0..ROUNDS {
        let terminal = Terminal::new();
        terminal.write("feedback.jsonl", &text);
        if round % 2 == 0 {
            // At any moment of a whole run.
            let mut child = start(&terminal, "feedback.jsonl");
            std::thread::sleep(Duration::from_micros(dice.below(duration)));
            kill(&mut child);
        } else {
            // Amid a line, with everything before it handed over.
            let mut child = start(&terminal, "-");
            let cut = usize::try_from(dice.below(text.len() as u64)).unwrap();
            child
                .stdin
                .as_mut()
                .unwrap()
                .write_all(&text.as_bytes()[..cut])
                .unwrap();
            std::thread::sleep(Duration::from_micros(dice.below(duration / 2)));
            kill(&mut child);
        }
        let left = terminal.everybody();
        cut_short += u64::from(!left.is_empty() && left != expected);
        assert_eq!(terminal.run(&["ingest", "feedback.jsonl"]).code, Some(0));
        let everybody = terminal.everybody();
        assert_eq!(everybody.len(), expected.len(), "round {round}");
        for (customer, expected) in everybody.iter().zip(&expected) {
            assert_eq!(customer, expected, "round {round}");
        }
    }
    // Otherwise the kills came too late to show anything.
    assert!(
        cut_short >= ROUNDS / 2,
        "only {cut_short} runs were cut short"
    );
}
