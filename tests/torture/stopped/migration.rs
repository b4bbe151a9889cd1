//! A migration: the file is of the old schema or of the new one, and then the copy before it is there.

use rusqlite::{Connection, OpenFlags};

use super::{Case, End, done, everybody, files, nothing_unfinished};
use crate::power::{make_private, older};
use crate::program::Folder;

const LIST: &[&str] = &["list", "--json"];

/// The schema that the file has before.
const OLD: usize = 2;

pub(crate) fn case() -> Case {
    let folder = Folder::new();
    make_private(&folder.database());
    older::write_version(&folder.database(), OLD);
    let before = files(&folder);
    done(&folder, LIST).unwrap();
    let migrated = everybody(&folder, "customers.db").unwrap();
    let copy = format!("customers.db.before-schema-{}", OLD + 1);
    let hold = move |folder: &Folder, end: End| {
        let path = folder.path(&copy);
        let has_copy = path.exists();
        if schema(folder, "customers.db")? != OLD && !has_copy {
            return Err("it was migrated without a copy".to_owned());
        }
        if has_copy && schema(folder, &copy)? != OLD {
            return Err("the copy has another schema".to_owned());
        }
        if end != End::Killed {
            nothing_unfinished(folder)?;
        }
        done(folder, LIST).map_err(|error| format!("once more: {error}"))?;
        if !path.exists() || schema(folder, &copy)? != OLD {
            return Err("once more, and there is no copy".to_owned());
        }
        if everybody(folder, "customers.db")? == migrated {
            Ok(())
        } else {
            Err("migrated once more it is another one".to_owned())
        }
    };
    Case {
        name: "migration",
        arguments: LIST,
        before,
        hold: Box::new(hold),
    }
}

/// The schema of a file that is whole.
fn schema(folder: &Folder, file: &str) -> Result<usize, String> {
    let read = || {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
        let connection = Connection::open_with_flags(folder.path(file), flags)?;
        let found: String =
            connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        let schema: usize = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        Ok::<_, rusqlite::Error>((found, schema))
    };
    match read() {
        Ok((found, schema)) if found == "ok" => Ok(schema),
        Ok((found, _)) => Err(format!("{file}: {found}")),
        Err(error) => Err(format!("{file}: {error}")),
    }
}
