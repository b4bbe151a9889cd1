//! An import: there is nothing, or the whole directory.

use serde_json::{Value, json};

use super::{Case, End, done, everybody, files, nothing_unfinished};
use crate::program::Folder;
use crate::scene;

const IMPORT: &[&str] = &["import", "whole.jsonl", "--json"];

/// Where no directory is.
pub(crate) fn into_nothing() -> Case {
    case("import into nothing", |_folder| ())
}

/// Where a directory is in which nothing is kept yet.
pub(crate) fn into_empty() -> Case {
    case("import into an empty directory", |folder| {
        done(folder, &["list"]).unwrap();
    })
}

fn case(name: &'static str, prepare: fn(&Folder)) -> Case {
    let origin = Folder::new();
    drop(scene::populated(&origin.database(), 8));
    done(&origin, &["export", "--output", "whole.jsonl"]).unwrap();
    let whole = everybody(&origin, "customers.db").unwrap();
    let folder = Folder::new();
    std::fs::copy(origin.path("whole.jsonl"), folder.path("whole.jsonl")).unwrap();
    prepare(&folder);
    let before = files(&folder);
    let hold = move |folder: &Folder, end: End| {
        let found = found(folder)?;
        if found != whole && found != json!([]) {
            return Err(format!("a part of it is there: {found}"));
        }
        if end == End::Succeeded && found != whole {
            return Err("it succeeded, and nothing is there".to_owned());
        }
        if end != End::Killed {
            nothing_unfinished(folder)?;
        }
        if found != whole {
            done(folder, IMPORT).map_err(|error| format!("once more: {error}"))?;
            nothing_unfinished(folder)?;
        }
        if self::found(folder)? == whole {
            Ok(())
        } else {
            Err("once more, and it is another one".to_owned())
        }
    };
    Case {
        name,
        arguments: IMPORT,
        before,
        hold: Box::new(hold),
    }
}

/// Everybody who is there.
fn found(folder: &Folder) -> Result<Value, String> {
    if folder.database().exists() {
        everybody(folder, "customers.db")
    } else {
        Ok(json!([]))
    }
}
