//! A backup that replaces others: none is lost before the new one is there, and each is whole.

use customer_directory::domain::access::Operator;
use customer_directory::domain::audit::Link;
use customer_directory::service::Purpose;

use super::{Case, End, done, everybody, files, nothing_unfinished};
use crate::program::Folder;
use crate::scene;

const BACKUP: &[&str] = &["backup", "kept.db", "--keep", "2", "--json"];

/// The names of backups, the latest first.
const KEPT: [&str; 4] = ["kept.db", "kept.db.1", "kept.db.2", "kept.db.3"];

pub(crate) fn case() -> Case {
    let folder = Folder::new();
    drop(scene::populated(&folder.database(), 8));
    for number in 0..3 {
        done(&folder, BACKUP).unwrap();
        let name = format!("Ana {number}");
        done(&folder, &["create", "--name", &name]).unwrap();
    }
    let before = files(&folder);
    let all = everybody(&folder, "customers.db").unwrap();
    let new = head(&folder, "customers.db").unwrap();
    let old = KEPT[..3].iter().map(|file| head(&folder, file).unwrap());
    let old: Vec<Link> = old.collect();
    let hold = move |folder: &Folder, end: End| {
        if everybody(folder, "customers.db")? != all {
            return Err("the directory is another one".to_owned());
        }
        let heads = heads(folder)?;
        let is_new = heads.first() == Some(&new);
        let needed = if is_new { &old[..2] } else { &old[..] };
        if !needed.iter().all(|head| heads.contains(head)) {
            return Err(format!("a backup is lost: {heads:?}"));
        }
        if end == End::Succeeded && heads != [new, old[0], old[1]] {
            return Err(format!("it succeeded, and there are {heads:?}"));
        }
        if end != End::Killed {
            nothing_unfinished(folder)?;
        }
        done(folder, BACKUP).map_err(|error| format!("once more: {error}"))?;
        nothing_unfinished(folder)?;
        let heads = self::heads(folder)?;
        if heads.first() == Some(&new) && heads.contains(&old[0]) {
            Ok(())
        } else {
            Err(format!("once more, and there are {heads:?}"))
        }
    };
    Case {
        name: "backup",
        arguments: BACKUP,
        before,
        hold: Box::new(hold),
    }
}

/// The heads of those backups that are there. Without the first name none is.
fn heads(folder: &Folder) -> Result<Vec<Link>, String> {
    let there = KEPT.iter().filter(|file| folder.path(file).exists());
    let heads = there.map(|file| head(folder, file));
    let heads = heads.collect::<Result<Vec<_>, _>>()?;
    if folder.path(KEPT[0]).exists() {
        Ok(heads)
    } else {
        Err("the latest backup has no name".to_owned())
    }
}

/// The head of a file whose chain is whole.
fn head(folder: &Folder, file: &str) -> Result<Link, String> {
    let told = |error: &dyn std::fmt::Display| format!("{file}: {error}");
    let directory =
        scene::open(&folder.path(file), Purpose::Inspect).map_err(|error| told(&error))?;
    let report = directory.verify_audit(Operator.reader(), None);
    let report = report.map_err(|error| told(&error))?;
    match report.first_altered {
        None => Ok(report.head),
        Some(number) => Err(format!("{file}: its chain is broken at {number}")),
    }
}
