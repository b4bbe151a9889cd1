//! A restoration: the directory is the old one or the restored one, whole, and nothing is lost.

use std::os::unix::fs::MetadataExt as _;

use super::{Case, End, done, everybody, files, names, nothing_unfinished};
use crate::program::Folder;
use crate::scene;

const RESTORE: &[&str] = &["restore", "kept.db", "--force", "--json"];

pub(crate) fn case() -> Case {
    let folder = Folder::new();
    drop(scene::populated(&folder.database(), 8));
    done(&folder, &["backup", "kept.db"]).unwrap();
    done(&folder, &["create", "--name", "Ana Later"]).unwrap();
    done(&folder, &["erase", "cus_3", "--yes"]).unwrap();
    let before = files(&folder);
    let old = everybody(&folder, "customers.db").unwrap();
    done(&folder, RESTORE).unwrap();
    let restored = everybody(&folder, "customers.db").unwrap();
    assert_ne!(old, restored);
    let hold = move |folder: &Folder, end: End| {
        let found = everybody(folder, "customers.db")?;
        if found == restored {
            let aside = names(folder).into_iter().find(|name| is_aside(name));
            let aside = aside.ok_or("nothing was set aside")?;
            if everybody(folder, &aside)? != old {
                return Err("what was set aside is not what was there".to_owned());
            }
        } else if found != old {
            return Err(format!("neither the old nor the restored one: {found}"));
        } else if end == End::Succeeded {
            return Err("it succeeded, and the old one is there".to_owned());
        }
        if end != End::Killed {
            nothing_unfinished(folder)?;
        }
        // A name has seconds in it.
        for name in names(folder).iter().filter(|name| is_aside(name)) {
            if found == restored {
                std::fs::rename(folder.path(name), folder.path("earlier.db")).unwrap();
            }
        }
        done(folder, RESTORE).map_err(|error| format!("once more: {error}"))?;
        nothing_unfinished(folder)?;
        if everybody(folder, "customers.db")? != restored {
            return Err("restored once more it is another one".to_owned());
        }
        match std::fs::metadata(folder.database()).unwrap().nlink() {
            1 => Ok(()),
            names => Err(format!("the directory has {names} names")),
        }
    };
    Case {
        name: "restore",
        arguments: RESTORE,
        before,
        hold: Box::new(hold),
    }
}

fn is_aside(name: &str) -> bool {
    name.starts_with("customers.db.replaced-") && !name.ends_with("-wal") && !name.ends_with("-shm")
}
