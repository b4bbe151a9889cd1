//! What the suites of power cuts and faults share.

pub(crate) mod dump;
pub(crate) mod older;
pub(crate) mod scenario;

use std::path::{Path, PathBuf};

use customer_directory::service::Purpose;
use power_cut::{Disk, Mounted};
use tempfile::TempDir;

use crate::program::folder_in_memory;
use crate::scene;
use dump::Dump;

/// A machine with one disk, which holds a directory.
pub(crate) struct Machine {
    folder: TempDir,
    mounted: Mounted,
}

impl Machine {
    /// A machine that starts with a disk as it is.
    pub(crate) fn start(disk: Disk) -> Self {
        power_cut::install();
        let folder = folder_in_memory();
        let machine = Self {
            mounted: Mounted::new(&path_in(&folder), disk),
            folder,
        };
        // The program looks at the real file's owner and mode, and opens it through the disk.
        if machine.mounted.disk().has("customers.db") {
            make_private(&machine.path());
        }
        machine
    }

    /// The path of the directory.
    pub(crate) fn path(&self) -> PathBuf {
        path_in(&self.folder)
    }

    /// The disk, while nothing is open on it.
    pub(crate) fn disk(&self) -> std::sync::MutexGuard<'_, Disk> {
        self.mounted.disk()
    }

    /// Starts the program and ends it, and answers everything that it kept.
    pub(crate) fn dump(&self) -> Result<Dump, String> {
        let opened = scene::open(&self.path(), Purpose::Write);
        drop(opened.map_err(|error| format!("the directory does not open: {error:?}"))?);
        Dump::of(&self.path())
    }
}

fn path_in(folder: &TempDir) -> PathBuf {
    folder.path().canonicalize().unwrap().join("customers.db")
}

/// Makes an empty file that only its owner may use.
pub(crate) fn make_private(path: &Path) {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(0o600);
    drop(options.open(path).unwrap());
}
