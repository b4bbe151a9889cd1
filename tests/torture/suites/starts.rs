//! Many processes meet a file that is not there yet, or is an older one.

use std::process::{Child, Output};

use serde_json::Value;

use crate::chance::Chance;
use crate::program::{Folder, said};
use crate::trials::{Budget, Trials};

/// How many processes start at once.
const PROCESSES: u64 = 8;

/// Eight processes start on a file that is not there, half of them write.
pub(crate) fn first(budget: &Budget, seed: u64) -> Trials {
    let mut trials = Trials::default();
    let mut chance = Chance::new(seed);
    while budget.has_more_after(trials.trials) {
        let folder = Folder::new();
        trials.count(start_at_once(&folder, &mut chance).and_then(|written| {
            let listed = folder.json(&["list", "--limit", "100", "--json"])?;
            if listed["total"] == written {
                Ok(())
            } else {
                Err(format!("{written} customers were made: {listed}"))
            }
        }));
    }
    trials
}

/// Starts them all, waits for them all, and answers how many customers they made.
pub(crate) fn start_at_once(folder: &Folder, chance: &mut Chance) -> Result<u64, String> {
    let shift = chance.next() % 2;
    let mut children: Vec<(bool, Child)> = Vec::new();
    for number in 0..PROCESSES {
        let writes = number % 2 == shift;
        let name = format!("Starter {number}");
        let arguments: &[&str] = if writes {
            &["create", "--name", &name, "--json"]
        } else if number % 4 < 2 {
            &["list", "--json"]
        } else {
            &["mcp"]
        };
        children.push((writes, folder.command(arguments).spawn().unwrap()));
    }
    let mut written = 0;
    let mut failure = None;
    for (writes, child) in children {
        let output: Output = child.wait_with_output().unwrap();
        if !output.status.success() {
            failure.get_or_insert(said(&output));
        } else if writes {
            serde_json::from_slice::<Value>(&output.stdout)
                .map_err(|error| format!("an answer that is none: {error}"))?;
            written += 1;
        }
    }
    failure.map_or(Ok(written), Err)
}
