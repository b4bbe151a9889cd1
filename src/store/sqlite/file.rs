//! The database file: made privately, and refused where it does not suit.
//!
//! Only metadata is looked at. Opening the file a second time and closing it would drop the locks
//! that `SQLite` holds for this process.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::super::unfinished::make_private;
use super::super::{StoreError, folder_of};

/// Makes the file and its folder if they are missing, with access for their owner only, and
/// refuses a file that does not suit.
pub(super) fn prepare(path: &Path, may_be_shared: bool) -> Result<(), StoreError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            prepare_folder(path)?;
            make_file(path).map_err(|error| StoreError::Unsuitable {
                path: path.to_owned(),
                problem: format!("cannot be made ({error}); choose another place with `--db`"),
            })
        }
        Ok(_) | Err(_) => refuse_unsuitable(path, may_be_shared),
    }
}

/// Makes the folder of a file if it is missing, with access for its owner only, and refuses one on a
/// network.
pub(super) fn prepare_folder(path: &Path) -> Result<(), StoreError> {
    let folder = folder_of(path);
    make_folder(folder).map_err(|error| StoreError::Unsuitable {
        path: path.to_owned(),
        problem: format!("its folder cannot be made ({error}); choose another with `--db`"),
    })?;
    refuse_network(folder)
}

/// Refuses a file that other users can read, that is a symbolic link, or that lies on a network.
pub(super) fn refuse_unsuitable(path: &Path, may_be_shared: bool) -> Result<(), StoreError> {
    let unsuitable = |problem: String| StoreError::Unsuitable {
        path: path.to_owned(),
        problem,
    };
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.file_type().is_symlink() => Err(unsuitable(
            "is a symbolic link; give the path of the file itself with `--db`".to_owned(),
        )),
        Ok(metadata) if !metadata.is_file() => Err(unsuitable(
            "is not a file; give the path of a database file with `--db`".to_owned(),
        )),
        Ok(metadata) => {
            if !may_be_shared {
                refuse_shared(path, &metadata)?;
            }
            refuse_network(path)
        }
        Err(error) => Err(unsuitable(format!(
            "cannot be looked at ({error}); check its folders and their permissions, or choose another place with `--db`"
        ))),
    }
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

/// Makes an empty file with access for its owner only.
fn make_file(path: &Path) -> std::io::Result<()> {
    match make_private(path) {
        Ok(_) => Ok(()),
        // Another process that starts at the same moment may have made it.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn refuse_shared(path: &Path, metadata: &fs::Metadata) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = metadata.permissions().mode() & 0o777;
    if mode.trailing_zeros() >= 6 {
        return Ok(());
    }
    Err(StoreError::Unsuitable {
        path: path.to_owned(),
        problem: format!(
            "can be used by other users of this machine (mode {mode:o}); \
             type `chmod 600 '{}'`, or allow it with `--allow-shared-file`",
            path.display()
        ),
    })
}

#[cfg(not(unix))]
fn refuse_shared(_: &Path, _: &fs::Metadata) -> Result<(), StoreError> {
    Ok(())
}

/// A write-ahead log needs shared memory, which network filesystems do not have.
#[cfg(target_os = "linux")]
fn refuse_network(path: &Path) -> Result<(), StoreError> {
    let Ok(filesystem) = rustix::fs::statfs(path) else {
        return Ok(());
    };
    match network_filesystem(filesystem.f_type) {
        None => Ok(()),
        Some(name) => Err(StoreError::Unsuitable {
            path: path.to_owned(),
            problem: format!(
                "lies on a network filesystem ({name}), where it would be damaged; choose a local folder with `--db`"
            ),
        }),
    }
}

/// The name of a network filesystem, by its type as `statfs(2)` tells it.
#[cfg(target_os = "linux")]
fn network_filesystem(kind: i64) -> Option<&'static str> {
    /// Magic numbers of `statfs(2)`.
    const NETWORK: [(i64, &str); 8] = [
        (0x6969, "NFS"),
        (0xff53_4d42, "CIFS"),
        (0xfe53_4d42, "SMB2"),
        (0x517b, "SMB"),
        (0x0102_1997, "9p"),
        (0x5346_414f, "AFS"),
        (0x00c3_6400, "Ceph"),
        (0x7375_7245, "Coda"),
    ];
    // Where the type has 32 bits and a sign, its upper half is all ones.
    let magic = kind & 0xffff_ffff;
    let mut known = NETWORK.iter();
    known.find_map(|(known, name)| (*known == magic).then_some(*name))
}

#[cfg(not(target_os = "linux"))]
fn refuse_network(_: &Path) -> Result<(), StoreError> {
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::network_filesystem;

    #[test]
    fn network_filesystems_are_known_by_their_types_and_local_ones_are_not_among_them() {
        for (kind, name) in [
            (0x6969, Some("NFS")),
            (0xff53_4d42, Some("CIFS")),
            (i64::from(0xff53_4d42_u32.cast_signed()), Some("CIFS")),
            (0xfe53_4d42, Some("SMB2")),
            (0x0102_1997, Some("9p")),
            // ext4, XFS, Btrfs, tmpfs, overlayfs.
            (0xef53, None),
            (0x5846_5342, None),
            (0x9123_683e, None),
            (0x0102_1994, None),
            (0x794c_7630, None),
        ] {
            assert_eq!(network_filesystem(kind), name, "{kind:x}");
        }
    }
}
