//! Records that were refused: to a file that was asked for, else the first few to stderr.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::path::Path;

use serde::Serialize;

use super::CommandError;
use crate::surface::intake::Rejection;

/// Refused records that are shown where no file takes them.
const MOST_SHOWN: u64 = 10;

/// One refused record.
#[derive(Serialize)]
struct Refused<'a> {
    file: &'a str,
    line: u64,
    reason: &'a str,
    record: std::borrow::Cow<'a, str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    record_is_cut: bool,
}

/// Where refused records go.
pub(super) struct Rejects {
    file: Option<BufWriter<File>>,
    count: u64,
}

impl Rejects {
    /// Opens the file, readable by its owner only: refused records hold people's data.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, CommandError> {
        let Some(path) = path else {
            return Ok(Self {
                file: None,
                count: 0,
            });
        };
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let file = options.open(path).map_err(|source| CommandError::File {
            what: format!("`{}` cannot be written", path.display()),
            source,
        })?;
        #[cfg(unix)]
        {
            // A file that was there keeps its mode, which may let others read.
            use std::os::unix::fs::PermissionsExt as _;
            let private = std::fs::Permissions::from_mode(0o600);
            file.set_permissions(private)
                .map_err(|source| CommandError::File {
                    what: format!("`{}` cannot be made private", path.display()),
                    source,
                })?;
        }
        Ok(Self {
            file: Some(BufWriter::new(file)),
            count: 0,
        })
    }

    /// Notes one refused record.
    pub(super) fn add(
        &mut self,
        file: &str,
        line: u64,
        rejection: &Rejection,
    ) -> Result<(), CommandError> {
        self.count += 1;
        let failed = |source| CommandError::File {
            what: "the file of rejects cannot be written".to_owned(),
            source,
        };
        if let Some(rejects) = &mut self.file {
            let refused = Refused {
                file,
                line,
                reason: &rejection.reason,
                record: String::from_utf8_lossy(&rejection.raw),
                record_is_cut: rejection.is_cut,
            };
            serde_json::to_writer(&mut *rejects, &refused)
                .map_err(std::io::Error::from)
                .map_err(failed)?;
            rejects.write_all(b"\n").map_err(failed)
        } else {
            if self.count <= MOST_SHOWN {
                tell(&format!("{file}:{line}: {}", rejection.reason));
            }
            Ok(())
        }
    }

    /// Writes out what is left, and says how many more there were.
    pub(super) fn finish(&mut self) -> Result<(), CommandError> {
        let failed = |source| CommandError::File {
            what: "the file of rejects cannot be written".to_owned(),
            source,
        };
        match &mut self.file {
            Some(rejects) => rejects.flush().map_err(failed)?,
            None if self.count > MOST_SHOWN => {
                tell(&format!(
                    "… and {} more refused; see all with `--rejects FILE`",
                    self.count - MOST_SHOWN
                ));
            }
            None => {}
        }
        Ok(())
    }
}

fn tell(line: &str) {
    // Where stderr is gone, nobody is left to tell.
    let _unread = writeln!(std::io::stderr(), "{line}");
}
