//! Somebody alters the audit. Whoever has noted its head elsewhere notices.

use customer_directory::domain::access::Operator;
use customer_directory::domain::audit::Link;
use customer_directory::service::Purpose;
use rusqlite::types::Value;
use rusqlite::{Connection, params};

use crate::chance::Chance;
use crate::program::Folder;
use crate::scene;
use crate::trials::{Budget, Trials};

const COLUMNS: [&str; 11] = [
    "number",
    "at",
    "key_id",
    "actor",
    "action",
    "is_removal",
    "customer_id",
    "other_id",
    "approved_by",
    "details",
    "hash",
];

pub(crate) fn run(budget: &Budget, seed: u64) -> Trials {
    let (folder, head, rows) = audited();
    let mut trials = Trials::default();
    let mut chance = Chance::new(seed);
    while budget.has_more_after(trials.trials) {
        let copy = folder.path("copy.db");
        std::fs::copy(folder.database(), &copy).unwrap();
        let done = loop {
            if let Some(done) = tamper(&Connection::open(&copy).unwrap(), rows, &mut chance) {
                break done;
            }
        };
        let noticed = scene::open(&copy, Purpose::Read)
            .and_then(|directory| directory.verify_audit(Operator.reader(), Some(head)));
        budget.count(
            &mut trials,
            match noticed {
                Ok(report)
                    if report.first_altered.is_none() && report.has_kept_head == Some(true) =>
                {
                    Err(format!("seed {seed}: unnoticed: {done}"))
                }
                Ok(_) | Err(_) => Ok(()),
            },
        );
    }
    trials
}

/// A directory with changes of every kind, the head of its audit, and how many rows that has.
fn audited() -> (Folder, Link, u64) {
    let folder = Folder::new();
    let mut directory = scene::populated(&folder.database(), 12);
    for number in 0..10 {
        let recording = scene::recording(1_000 + number, number);
        directory
            .record_feedback(scene::writer(1), recording)
            .unwrap();
        let customer = format!("cus_{}", number + 1);
        directory
            .update_customer(scene::writer(2), &customer, &scene::edit(number), None)
            .unwrap();
    }
    for (target, source) in [("cus_1", "cus_2"), ("cus_3", "cus_4")] {
        let plan = directory
            .plan_merge(scene::remover(3), target, source)
            .unwrap();
        directory
            .merge_customers(scene::remover(3), target, source, plan.plan.code.as_str())
            .unwrap();
    }
    let report = directory.verify_audit(Operator.reader(), None).unwrap();
    assert_eq!(report.first_altered, None);
    drop(directory);
    (folder, report.head, report.rows)
}

/// Alters, moves or removes a row, and says what was done; nothing where the chance was none.
fn tamper(connection: &Connection, rows: u64, chance: &mut Chance) -> Option<String> {
    let row = 1 + chance.next() % rows;
    if chance.one_in(12) {
        let last = chance.one_in(2);
        let sql = if last {
            "DELETE FROM audit WHERE number >= ?1"
        } else {
            "DELETE FROM audit WHERE number = ?1"
        };
        connection.execute(sql, [row]).unwrap();
        return Some(format!("{sql}, {row}"));
    }
    let column = chance.pick(&COLUMNS);
    let read = format!("SELECT {column} FROM audit WHERE number = ?1");
    let before: Value = connection
        .query_row(&read, [row], |row| row.get(0))
        .unwrap();
    let after = altered(&before, chance);
    let write = format!("UPDATE audit SET {column} = ?1 WHERE number = ?2");
    // What the schema itself refuses is no tampering.
    connection.execute(&write, params![after, row]).ok()?;
    (after != before).then(|| format!("{column} of {row}: {before:?} became {after:?}"))
}

fn altered(value: &Value, chance: &mut Chance) -> Value {
    match value {
        Value::Null => [Value::Integer(7), Value::Text("7".to_owned())][chance.below(2)].clone(),
        Value::Integer(number) => Value::Integer(number ^ (1 << chance.below(40))),
        Value::Real(number) => Value::Real(number + 1.0),
        Value::Text(text) if text.is_empty() || chance.one_in(8) => Value::Text(format!("{text} ")),
        Value::Text(text) => {
            let place = chance.below(text.chars().count());
            let other = char::from(b' ' + u8::try_from(chance.below(95)).unwrap());
            let swap = |(at, character)| if at == place { other } else { character };
            Value::Text(text.chars().enumerate().map(swap).collect())
        }
        Value::Blob(bytes) => {
            let mut bytes = bytes.clone();
            let place = chance.below(bytes.len());
            bytes[place] ^= 1 << chance.below(8);
            Value::Blob(bytes)
        }
    }
}
