//! Whom a server lets in: the caller's key, and the connection that follows from it.

use std::path::PathBuf;

use thiserror::Error;

use crate::domain::access::{Access, Grant, Key};
use crate::service::{Directory, DirectoryError, Purpose};
use crate::surface::clock::now;

/// No key is longer than this, in bytes; a file that is holds something else.
const LONGEST_KEY_FILE: u64 = 1_024;

/// Where the caller's key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// Nowhere: reading only.
    Nowhere,
    /// In the environment.
    Variable(Secret),
    /// In a file that only its owner may read.
    File(PathBuf),
    /// In both, and nobody guesses which is meant.
    Both,
}

/// A text that is not shown by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("redacted")
    }
}

/// Why a source gives no key, as a sentence.
#[derive(Debug, Error)]
enum KeySourceError {
    #[error("the key in `CUSTOMER_DIRECTORY_KEY` {0}")]
    Variable(crate::domain::access::KeyError),
    #[error("the key in `{}` {problem}", .path.display())]
    File { path: PathBuf, problem: String },
    #[error(
        "both `CUSTOMER_DIRECTORY_KEY` and `CUSTOMER_DIRECTORY_KEY_FILE` are set; leave one of them out"
    )]
    Both,
}

/// Opens the directory for a caller: over a connection that cannot write, unless the caller's key
/// may change something. A key that is not good opens nothing; `reading_only` takes rights away.
pub fn admit<E: From<DirectoryError>>(
    source: &KeySource,
    reading_only: bool,
    open: impl Fn(Purpose) -> Result<Directory, E>,
) -> Result<(Directory, Access), E> {
    let reader = open(Purpose::Read)?;
    let key = match read(source) {
        Ok(Some(key)) => key,
        Ok(None) => return Ok((reader, Access::Keyless)),
        Err(error) => return Ok((reader, barred(error.to_string()))),
    };
    let access = match reader.admit(&key, now())? {
        Access::Barred(why) => return Ok((reader, barred(why))),
        access @ (Access::Keyless | Access::Granted(_)) => access,
    };
    if reading_only {
        return Ok((reader, access.reading_only()));
    }
    drop(reader);
    let mut directory = open(Purpose::Write)?;
    if let Access::Granted(grant) = &access {
        note_start(&mut directory, grant);
    }
    if !access.may_change() {
        drop(directory);
        directory = open(Purpose::Read)?;
    }
    Ok((directory, access))
}

/// Who starts a server is let in even where that cannot be noted.
fn note_start(directory: &mut Directory, grant: &Grant) {
    if let Err(error) = directory.note_start(grant, now()) {
        tracing::warn!(%error, "the use of the key could not be noted");
    }
}

fn barred(why: String) -> Access {
    tracing::error!("{why}");
    Access::Barred(why)
}

fn read(source: &KeySource) -> Result<Option<Key>, KeySourceError> {
    match source {
        KeySource::Nowhere => Ok(None),
        KeySource::Both => Err(KeySourceError::Both),
        KeySource::Variable(Secret(text)) => {
            let key = Key::parse(text).map_err(KeySourceError::Variable)?;
            Ok(Some(key))
        }
        KeySource::File(path) => {
            let unusable = |problem: String| KeySourceError::File {
                path: path.clone(),
                problem,
            };
            let text = private_text(path).map_err(unusable)?;
            let key = Key::parse(&text).map_err(|error| unusable(error.to_string()))?;
            Ok(Some(key))
        }
    }
}

/// The text of a file that only its owner may read.
fn private_text(path: &std::path::Path) -> Result<String, String> {
    let unreadable = |error: std::io::Error| format!("cannot be read ({error})");
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if metadata.permissions().mode() & 0o077 != 0 {
            let path = path.display();
            return Err(format!(
                "can be read by other users; type `chmod 600 {path}`"
            ));
        }
    }
    if !metadata.is_file() || metadata.len() > LONGEST_KEY_FILE {
        return Err("is not a file with one key in it".to_owned());
    }
    std::fs::read_to_string(path).map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::{KeySource, Secret, read};

    #[test]
    fn a_source_that_gives_no_key_says_why_and_never_shows_it() {
        let source = KeySource::Variable(Secret("cdk_abc".to_owned()));
        assert!(!format!("{source:?}").contains("abc"));
        let says = read(&source).unwrap_err().to_string();
        assert!(
            says.contains("CUSTOMER_DIRECTORY_KEY") && !says.contains("abc"),
            "{says}"
        );
        assert_eq!(read(&KeySource::Nowhere).unwrap(), None);
        assert!(
            read(&KeySource::Both)
                .unwrap_err()
                .to_string()
                .contains("both")
        );
        let missing = KeySource::File("no/such/file".into());
        assert!(
            read(&missing)
                .unwrap_err()
                .to_string()
                .contains("no/such/file")
        );
    }
}
