//! The disk as `SQLite` calls it. Opening and naming files.

use std::ffi::{CStr, OsStr, c_char, c_int};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::sync::{Arc, Once, OnceLock};

use rusqlite::ffi;

use crate::methods::{METHODS, Open};
use crate::{Shared, held, mounted};

/// The file system that `SQLite` comes with.
struct Real(*mut ffi::sqlite3_vfs);

// SAFETY: SQLite itself shares it among threads, and nobody changes it.
unsafe impl Send for Real {}
// SAFETY: as above.
unsafe impl Sync for Real {}

static REAL: OnceLock<Real> = OnceLock::new();

/// Makes disks possible in this process.
pub fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // SAFETY: the default file system is there from SQLite's start to its end. The copy is
        // leaked, and so lives as long.
        unsafe {
            let real = ffi::sqlite3_vfs_find(std::ptr::null());
            assert!(!real.is_null(), "SQLite has no file system");
            let mut vfs = std::ptr::read(real);
            vfs.pNext = std::ptr::null_mut();
            vfs.zName = c"power-cut".as_ptr();
            let size = c_int::try_from(size_of::<Open>()).unwrap_or(c_int::MAX);
            vfs.szOsFile = vfs.szOsFile.max(size);
            vfs.xOpen = Some(open);
            vfs.xDelete = Some(delete);
            vfs.xAccess = Some(access);
            // A second one is not there: this runs once.
            let _first = REAL.set(Real(real));
            let code = ffi::sqlite3_vfs_register(Box::into_raw(Box::new(vfs)), 1);
            assert_eq!(code, ffi::SQLITE_OK, "the disk cannot be registered");
        }
    });
}

fn real() -> *mut ffi::sqlite3_vfs {
    REAL.get().map_or(std::ptr::null_mut(), |real| real.0)
}

/// The disk that a path lies on.
///
/// # Safety
/// The name is null or ends with a zero byte.
unsafe fn disk_of(name: *const c_char) -> Option<(Shared, String)> {
    if name.is_null() {
        return None;
    }
    // SAFETY: as the caller promises.
    let name = unsafe { CStr::from_ptr(name) };
    mounted(Path::new(OsStr::from_bytes(name.to_bytes())))
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives room for the larger of both kinds of files, and valid names.
    unsafe {
        let Some((disk, short)) = disk_of(name) else {
            return (*real()).xOpen.map_or(ffi::SQLITE_CANTOPEN, |open| {
                open(real(), name, file, flags, out_flags)
            });
        };
        (*file).pMethods = std::ptr::null();
        let is_main = flags & ffi::SQLITE_OPEN_MAIN_DB != 0;
        let was_there = held(&disk).has(&short);
        // The program makes the main file itself, before SQLite opens it.
        let may_be_made = flags & ffi::SQLITE_OPEN_CREATE != 0
            || is_main && Path::new(OsStr::from_bytes(CStr::from_ptr(name).to_bytes())).exists();
        let Some(number) = held(&disk).open(&short, may_be_made) else {
            return ffi::SQLITE_CANTOPEN;
        };
        let open = Open {
            base: ffi::sqlite3_file {
                pMethods: &raw const METHODS,
            },
            disk: Arc::into_raw(disk),
            number,
            is_new: !was_there && !is_main,
        };
        std::ptr::write(file.cast(), open);
        if !out_flags.is_null() {
            *out_flags = flags;
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    sync_folder: c_int,
) -> c_int {
    // SAFETY: SQLite gives valid names.
    unsafe {
        let Some((disk, short)) = disk_of(name) else {
            return (*real()).xDelete.map_or(ffi::SQLITE_IOERR, |delete| {
                delete(real(), name, sync_folder)
            });
        };
        match held(&disk).delete(&short, sync_folder != 0) {
            Ok(true) => ffi::SQLITE_OK,
            Ok(false) => ffi::SQLITE_IOERR_DELETE_NOENT,
            Err(_) => ffi::SQLITE_IOERR_DELETE,
        }
    }
}

unsafe extern "C" fn access(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives valid names and room for the answer.
    unsafe {
        let Some((disk, short)) = disk_of(name) else {
            return (*real())
                .xAccess
                .map_or(ffi::SQLITE_IOERR, |access| access(real(), name, flags, out));
        };
        *out = c_int::from(held(&disk).has(&short));
    }
    ffi::SQLITE_OK
}
