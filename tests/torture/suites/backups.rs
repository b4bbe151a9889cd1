//! A backup is made while several processes write. Restored elsewhere, it is the directory of one
//! moment between its beginning and its end.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::program::{Folder, Server, said};
use crate::trials::{Budget, Trials};

/// How many servers write; one more writer imports files.
const SERVERS: usize = 2;

/// Lines of each file that is imported.
const LINES: u64 = 30;

/// How many backups are made of one directory, which grows meanwhile.
const BACKUPS: u64 = 10;

/// The longest between two backups, in microseconds.
const LONGEST_PAUSE: usize = 60_000;

/// How many of a server's writes are about one customer.
const WRITES_ABOUT_ONE: u64 = 120;

/// What tells one write of a writer: a piece of feedback, an address or a tag, each of which is named
/// by the writer and the write's number.
const EVIDENCE: &str = "
    SELECT reference FROM feedback
    UNION ALL SELECT replace(address, '@lumenworks.io', '') FROM contacts WHERE address LIKE 'w%@lumenworks.io'
    UNION ALL SELECT spelling FROM customer_tags";

/// A write, by when it was sent and answered.
#[derive(Clone, Copy)]
struct Write {
    sent: Instant,
    acknowledged: Option<Instant>,
}

/// What a writer has sent so far, in the order of its numbers.
type Log = Mutex<Vec<Write>>;

pub(crate) fn run(budget: &Budget, seed: u64) -> Trials {
    let mut trials = Trials::default();
    let mut chance = Chance::new(seed);
    let mut writes = 0;
    while budget.has_more_after(trials.trials) {
        let folder = Folder::on_disk();
        let key = folder.key("read,write");
        let logs: Vec<Log> = (0..=SERVERS).map(|_| Log::default()).collect();
        let is_over = AtomicBool::new(false);
        let write = |writer: usize| {
            let outcome = if writer < SERVERS {
                serve(&folder, &key, writer, &logs[writer], &is_over)
            } else {
                import(&folder, writer, &logs[writer], &is_over)
            };
            // A breach that should end the trial now and not after all backups.
            is_over.fetch_or(outcome.is_err(), Ordering::Relaxed);
            outcome
        };
        let failures = thread::scope(|scope| {
            let write = &write;
            let threads: Vec<_> = (0..logs.len())
                .map(|writer| scope.spawn(move || write(writer)))
                .collect();
            for number in 0..BACKUPS {
                let pause = chance.below(LONGEST_PAUSE);
                thread::sleep(Duration::from_micros(u64::try_from(pause).unwrap_or(0)));
                let outcome = back_up(&folder, number, &logs);
                budget.count(
                    &mut trials,
                    outcome.map_err(|error| format!("seed {seed}: {error}")),
                );
                if is_over.load(Ordering::Relaxed) || !budget.has_more_after(trials.trials) {
                    break;
                }
            }
            is_over.store(true, Ordering::Relaxed);
            let outcomes = threads.into_iter().map(|thread| thread.join().unwrap());
            outcomes.filter_map(Result::err).collect::<Vec<_>>()
        });
        for failure in failures {
            budget.count(&mut trials, Err(format!("seed {seed}: {failure}")));
        }
        writes += logs.iter().map(|log| held(log).len()).sum::<usize>();
    }
    trials.note = format!("{writes} writes meanwhile");
    trials
}

fn held(log: &Log) -> MutexGuard<'_, Vec<Write>> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes through a server until it is over.
fn serve(
    folder: &Folder,
    key: &str,
    writer: usize,
    log: &Log,
    is_over: &AtomicBool,
) -> Result<(), String> {
    let mut server: Server = folder.serve(key);
    for number in 0.. {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let name = format!("w{writer}-{number}");
        let regular = format!("r{writer}-{}@acme.io", number / WRITES_ABOUT_ONE);
        let (tool, arguments) = match number % 3 {
            0 => (
                "record_feedback",
                json!({ "id": name, "message": "It came late.", "email": regular }),
            ),
            1 => (
                "create_customer",
                json!({ "name": "Mira Okafor", "emails": [format!("{name}@lumenworks.io")] }),
            ),
            _ => (
                "update_customer",
                json!({ "customer": regular, "add_tags": [name] }),
            ),
        };
        let place = begin(log, 1);
        let result = server.call(tool, &arguments);
        let result = result.ok_or("a server that nobody killed is gone")?;
        if result["isError"] != false {
            return Err(format!("{tool}: {result}"));
        }
        end(log, place);
    }
    Ok(())
}

/// Imports files until it is over.
fn import(folder: &Folder, writer: usize, log: &Log, is_over: &AtomicBool) -> Result<(), String> {
    for file in 0.. {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let numbers = file * LINES..(file + 1) * LINES;
        let lines: Vec<String> = numbers
            .map(|number| {
                let person = format!("p{}@acme.io", number % 50);
                json!({ "id": format!("w{writer}-{number}"), "message": "It came late.", "email": person })
                    .to_string()
            })
            .collect();
        std::fs::write(folder.path("feedback.jsonl"), lines.join("\n")).unwrap();
        let place = begin(log, LINES);
        let output = folder
            .command(&["ingest", "feedback.jsonl"])
            .output()
            .unwrap();
        if !output.status.success() {
            return Err(format!("an import: {}", said(&output)));
        }
        end(log, place);
    }
    Ok(())
}

/// Notes that so many writes are sent, and answers where the first of them stands.
fn begin(log: &Log, many: u64) -> usize {
    let write = Write {
        sent: Instant::now(),
        acknowledged: None,
    };
    let mut log = held(log);
    log.extend((0..many).map(|_| write));
    log.len() - usize::try_from(many).unwrap_or(0)
}

/// Notes that all writes from a place on are acknowledged.
fn end(log: &Log, place: usize) {
    let now = Instant::now();
    for write in &mut held(log)[place..] {
        write.acknowledged = Some(now);
    }
}

/// Makes a backup, restores it elsewhere, and holds it against what the writers know.
fn back_up(folder: &Folder, number: u64, logs: &[Log]) -> Result<(), String> {
    let name = format!("backup-{number}.db");
    let began = Instant::now();
    let report = folder.json(&["backup", &name, "--json"])?;
    let ended = Instant::now();
    let logs: Vec<Vec<Write>> = logs.iter().map(|log| held(log).clone()).collect();
    let head = report["head"].as_str().unwrap_or_default();
    let verify = ["audit", "verify", "--json", "--head", head];
    is_whole(&folder.json(&verify)?, "the directory")?;

    let other = Folder::on_disk();
    let file = folder.path(&name);
    let file = file.to_str().ok_or("a path that is no text")?;
    other.json(&["restore", file, "--json"])?;
    other.json(&["check", "--json"])?;
    is_whole(&other.json(&verify)?, "what was restored")?;
    let listed = other.json(&["list", "--limit", "1", "--json"])?;
    if listed["total"] != report["customers"] {
        return Err(format!("{report} became {listed}"));
    }
    let found = found(&other.database(), logs.len()).map_err(|error| error.to_string())?;
    of_one_moment(&logs, &found, began, ended)
}

fn is_whole(report: &Value, what: &str) -> Result<(), String> {
    if report["is_whole"] == true && report["has_kept_head"] == true {
        Ok(())
    } else {
        Err(format!("the audit of {what}: {report}"))
    }
}

/// How many writes of each writer are in a file: the first so many, each once.
fn found(path: &Path, writers: usize) -> rusqlite::Result<Vec<Result<usize, String>>> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let names: Vec<String> = connection
        .prepare(EVIDENCE)?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let of_writer = |writer: usize| {
        let start = format!("w{writer}-");
        let numbers = names.iter().filter_map(|name| name.strip_prefix(&start));
        let numbers: Vec<usize> = numbers.filter_map(|number| number.parse().ok()).collect();
        let once: BTreeSet<usize> = numbers.iter().copied().collect();
        let gap = (0..once.len()).find(|number| !once.contains(number));
        match gap {
            None if once.len() == numbers.len() => Ok(once.len()),
            None => Err(format!("a write of writer {writer} is there twice")),
            Some(missing) => Err(format!(
                "write {missing} of writer {writer} is missing, and later ones are there"
            )),
        }
    };
    Ok((0..writers).map(of_writer).collect())
}

/// Holds that a copy has everything that was acknowledged before it began and nothing that was sent
/// after it ended; and that whatever had been acknowledged when something in it was sent is in it too.
fn of_one_moment(
    logs: &[Vec<Write>],
    found: &[Result<usize, String>],
    began: Instant,
    ended: Instant,
) -> Result<(), String> {
    let mut moment = began;
    for (log, found) in logs.iter().zip(found) {
        let last = found.clone()?.checked_sub(1).map(|place| log.get(place));
        match last {
            None => {}
            Some(Some(write)) if write.sent <= ended => moment = moment.max(write.sent),
            Some(_) => return Err("a write is there that was sent after the backup".to_owned()),
        }
    }
    for (writer, (log, found)) in logs.iter().zip(found).enumerate() {
        let found = found.clone()?;
        let is_before = |write: &Write| write.acknowledged.is_some_and(|at| at < moment);
        if let Some(missing) = log.iter().skip(found).position(is_before) {
            return Err(format!(
                "write {} of writer {writer} is missing, which was acknowledged before others were sent that are there",
                found + missing
            ));
        }
    }
    Ok(())
}
