//! A disk in memory for `SQLite`, for a database file and its logs: it knows what would survive a
//! power cut, and loses its power, fails or is full at the operation that a test names.
//!
//! [`install`] makes it the default for the process. Files for which no disk was mounted go to the
//! real file system.

mod disk;
mod file;
mod methods;
mod trace;
mod vfs;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use disk::{Disk, Fault, Trait};
pub use trace::{Replay, Trace};
pub use vfs::install;

/// A disk that several files are open on.
type Shared = Arc<Mutex<Disk>>;

/// The disks by the database files that are on them.
static DISKS: Mutex<BTreeMap<PathBuf, Shared>> = Mutex::new(BTreeMap::new());

/// A disk for a database file, until this is dropped.
#[derive(Debug)]
pub struct Mounted {
    path: PathBuf,
    disk: Shared,
}

impl Mounted {
    /// Puts a database file, which is given by its canonical path, and its logs on a disk.
    pub fn new(path: &Path, disk: Disk) -> Self {
        let disk = Arc::new(Mutex::new(disk));
        held(&DISKS).insert(path.to_owned(), Arc::clone(&disk));
        Self {
            path: path.to_owned(),
            disk,
        }
    }

    /// The disk, while nobody else uses it.
    pub fn disk(&self) -> MutexGuard<'_, Disk> {
        held(&self.disk)
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        held(&DISKS).remove(&self.path);
    }
}

/// The disk that a path lies on, and the path's last part.
fn mounted(path: &Path) -> Option<(Shared, String)> {
    let text = path.to_str()?;
    let main = ["-wal", "-journal"]
        .iter()
        .find_map(|ending| text.strip_suffix(ending))
        .unwrap_or(text);
    let disk = held(&DISKS).get(Path::new(main)).map(Arc::clone)?;
    let name = path.file_name()?.to_str()?.to_owned();
    Some((disk, name))
}

/// A test that panicked must not hinder the next.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
