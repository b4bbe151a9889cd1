//! Real servers and real imports are killed at any moment. What they acknowledged is there, once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::chance::Chance;
use crate::cores;
use crate::program::{Folder, Server};
use crate::trials::{Budget, Trials};

/// How many servers write into one directory at once.
const SERVERS: u64 = 3;

/// Kills of servers before a directory is looked at, and another begun.
const KILLS: u64 = 4;

/// How many of a writer's writes are about one customer: one in three adds a tag.
const WRITES_ABOUT_ONE: u64 = 120;

/// The longest that a server lives, in microseconds.
const LONGEST_LIFE: usize = 400_000;

/// Lines of a file that is imported.
const LINES: u64 = 600;

/// What a writer has sent, in its own numbers.
#[derive(Default)]
struct Sent {
    /// What was answered.
    acknowledged: Vec<(u64, Kind)>,
    /// What had no answer when the server was killed. It is sent again to the next one.
    pending: Option<(u64, Kind)>,
    next: u64,
    failure: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Record,
    Create,
    Update,
}

/// Servers that write over stdio. Each kill is a trial; what is found after several is found once.
pub(crate) fn servers(budget: &Budget, seed: u64) -> Trials {
    let mut chance = Chance::new(seed);
    let acknowledged = AtomicUsize::new(0);
    let rounds = budget.in_rounds_of(KILLS * SERVERS);
    let directories = std::iter::repeat_with(|| {
        let life = |chance: &mut Chance| u64::try_from(chance.below(LONGEST_LIFE)).unwrap_or(0);
        (0..KILLS * SERVERS)
            .map(|_| life(&mut chance))
            .collect::<Vec<u64>>()
    });
    let mut trials = cores::try_all(&rounds, directories, |lives| {
        let folder = Folder::new();
        let key = folder.key("read,write");
        let mut writers: Vec<Sent> = (0..SERVERS).map(|_| Sent::default()).collect();
        let rounds: Vec<&[u64]> = lives.chunks(writers.len()).collect();
        for (round, lives) in (1..).zip(&rounds) {
            let is_last = round == rounds.len();
            thread::scope(|scope| {
                for ((number, sent), life) in (0..).zip(&mut writers).zip(*lives) {
                    let (folder, key) = (&folder, key.as_str());
                    scope.spawn(move || live(folder, key, number, sent, *life, is_last));
                }
            });
        }
        for sent in &writers {
            acknowledged.fetch_add(sent.acknowledged.len(), Ordering::Relaxed);
        }
        hold(&folder, &key, &writers).map_err(|error| format!("seed {seed}: {error}"))
    });
    trials.note = format!("{} acknowledged writes", acknowledged.into_inner());
    trials
}

/// Starts a server, writes until it is killed after so many microseconds.
fn live(folder: &Folder, key: &str, writer: u64, sent: &mut Sent, life: u64, is_last: bool) {
    let mut server = folder.serve(key);
    let is_over = AtomicBool::new(false);
    let process = server.process();
    thread::scope(|scope| {
        let over = &is_over;
        scope.spawn(move || {
            thread::sleep(Duration::from_micros(life));
            over.store(true, Ordering::SeqCst);
            kill(process);
        });
        loop {
            let begins_anew = sent.pending.is_none();
            if begins_anew {
                let kind = [Kind::Record, Kind::Create, Kind::Update]
                    [usize::try_from(sent.next % 3).unwrap_or(0)];
                sent.pending = Some((sent.next, kind));
                sent.next += 1;
            }
            if let Err(failure) = send(&mut server, writer, sent) {
                sent.failure.get_or_insert(failure);
                break;
            }
            if sent.pending.is_some() {
                // The server is gone. That it went before it was killed would be a breach.
                thread::sleep(Duration::from_millis(1));
                while !is_over.load(Ordering::SeqCst) {
                    thread::sleep(Duration::from_millis(1));
                }
                break;
            }
        }
    });
    drop(server);
    if is_last && sent.failure.is_none() && sent.pending.is_some() {
        let mut server = folder.serve(key);
        sent.failure = send(&mut server, writer, sent).err();
    }
}

/// Sends what is pending, and notes the answer if there is one.
fn send(server: &mut Server, writer: u64, sent: &mut Sent) -> Result<(), String> {
    let Some((number, kind)) = sent.pending else {
        return Ok(());
    };
    let address = format!("w{writer}-{number}@lumenworks.io");
    let mine = regular(writer, number);
    let (tool, arguments) = match kind {
        Kind::Record => (
            "record_feedback",
            json!({ "id": format!("w{writer}-{number}"), "message": "It came late.", "email": mine }),
        ),
        Kind::Create => (
            "create_customer",
            json!({ "name": "Mira Okafor", "emails": [address],
                    "idempotency_key": format!("w{writer}-{number}") }),
        ),
        Kind::Update => (
            "update_customer",
            json!({ "customer": mine, "add_tags": [format!("t{number}")] }),
        ),
    };
    let Some(result) = server.call(tool, &arguments) else {
        return Ok(());
    };
    if result["isError"] != false {
        return Err(format!("{tool}: {result}"));
    }
    sent.acknowledged.push((number, kind));
    sent.pending = None;
    Ok(())
}

/// Who is written about so often: another one after a while, because a profile shows so many tags.
fn regular(writer: u64, number: u64) -> String {
    format!("w{writer}-{}@acme.io", number / WRITES_ABOUT_ONE)
}

fn kill(process: u32) {
    let process = i32::try_from(process)
        .ok()
        .and_then(rustix::process::Pid::from_raw);
    if let Some(process) = process {
        // It may have ended already; its id is kept until the child is waited for.
        let _ended = rustix::process::kill_process(process, rustix::process::Signal::KILL);
    }
}

/// Holds that what was acknowledged is there, once, and nothing else.
fn hold(folder: &Folder, key: &str, writers: &[Sent]) -> Result<(), String> {
    let mut server = folder.serve(key);
    for (writer, sent) in (0..).zip(writers) {
        if let Some(failure) = &sent.failure {
            return Err(failure.clone());
        }
        let mut written: BTreeMap<String, (u64, BTreeSet<String>)> = BTreeMap::new();
        for (number, kind) in &sent.acknowledged {
            let (recordings, tags) = written.entry(regular(writer, *number)).or_default();
            match kind {
                Kind::Record => *recordings += 1,
                Kind::Update => drop(tags.insert(format!("t{number}"))),
                Kind::Create => {}
            }
        }
        for (mine, (recordings, tags)) in written {
            let question = json!({ "customer": mine, "detail": "full" });
            let said = server.call("get_customer", &question);
            let said = &said.ok_or("the server is gone")?["structuredContent"]["customer"];
            let shown = said["tags"].as_array().into_iter().flatten();
            let shown: BTreeSet<String> = shown
                .filter_map(|tag| tag.as_str().map(str::to_owned))
                .collect();
            if said["feedback_count"] != recordings || shown != tags {
                return Err(format!(
                    "{recordings} recordings and {tags:?} were made: {said}"
                ));
            }
        }
    }
    let made: usize = writers
        .iter()
        .map(|sent| {
            sent.acknowledged
                .iter()
                .filter(|(_, it)| *it == Kind::Create)
                .count()
        })
        .sum();
    let listed = server
        .call(
            "list_customers",
            &json!({ "search": "mira okafor", "limit": 1 }),
        )
        .ok_or("the server is gone")?;
    if listed["structuredContent"]["total"] != made {
        return Err(format!("{made} customers were made: {listed}"));
    }
    drop(server);
    let verified = folder.json(&["audit", "verify", "--json"])?;
    if verified["is_whole"] != true {
        return Err(format!("the audit: {verified}"));
    }
    Ok(())
}

/// An import, which is run again after it was killed.
pub(crate) fn imports(budget: &Budget, seed: u64) -> Trials {
    let mut chance = Chance::new(seed);
    let lines: Vec<String> = (0..LINES)
        .map(|number| {
            let person = chance.below(150);
            let id = format!("fb_{}", number - number % 20 / 19);
            json!({ "id": id, "message": "It came late.", "user_id": format!("u_{person}"),
                    "email": format!("person{person}@lumenworks.io"),
                    "created_at": format!("2026-03-{:02}T10:15:00Z", 1 + number % 28) })
            .to_string()
        })
        .collect();
    let import = |folder: &Folder| {
        std::fs::write(folder.path("feedback.jsonl"), lines.join("\n")).unwrap();
        folder.command(&["ingest", "feedback.jsonl"])
    };
    let everybody = |folder: &Folder| {
        folder.json(&[
            "list",
            "--limit",
            "100",
            "--sort",
            "first_seen",
            "--full",
            "--json",
        ])
    };
    let clean = Folder::new();
    assert!(import(&clean).status().unwrap().success());
    let expected = everybody(&clean).unwrap();
    let moments = std::iter::repeat_with(|| chance.below(LONGEST_LIFE));
    cores::try_all(budget, moments, |life| {
        let folder = Folder::new();
        let mut child = import(&folder).spawn().unwrap();
        thread::sleep(Duration::from_micros(u64::try_from(life).unwrap_or(0)));
        kill(child.id());
        child.wait().unwrap();
        let again = import(&folder).output().unwrap();
        match everybody(&folder) {
            Ok(found) if again.status.success() && found["customers"] == expected["customers"] => {
                Ok(())
            }
            found => Err(format!(
                "seed {seed}: killed after {life} µs: {again:?} {found:?}"
            )),
        }
    })
}
