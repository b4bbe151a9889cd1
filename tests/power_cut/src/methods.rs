//! An open file as `SQLite` calls it.
//!
//! A disk is used by one connection at a time: nobody has to be kept out by a lock.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::{Arc, Mutex};

use rusqlite::ffi;

use crate::disk::{Disk, Failure, Operation, Trait};
use crate::file::Region;
use crate::held;

/// A file that is open on a disk. `SQLite` gives the room for it.
#[repr(C)]
pub(crate) struct Open {
    pub(crate) base: ffi::sqlite3_file,
    pub(crate) disk: *const Mutex<Disk>,
    pub(crate) number: usize,
    /// Its folder must be synced with it.
    pub(crate) is_new: bool,
}

pub(crate) static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(lock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// Does something with an open file and its disk.
///
/// # Safety
/// The file was opened by [`open`] and is not closed.
unsafe fn with<T>(file: *mut ffi::sqlite3_file, work: impl FnOnce(&mut Open, &mut Disk) -> T) -> T {
    // SAFETY: as the caller promises; the pointer comes from an `Arc` that `close` gives back.
    unsafe {
        let open = &mut *file.cast::<Open>();
        let disk = &*open.disk;
        work(open, &mut held(disk))
    }
}

fn code(outcome: Result<(), Failure>, error: c_int) -> c_int {
    match outcome {
        Ok(()) => ffi::SQLITE_OK,
        Err(Failure::Error) => error,
        Err(Failure::Full) => ffi::SQLITE_FULL,
    }
}

fn place(number: i64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: SQLite closes each file once.
    unsafe { drop(Arc::from_raw((*file.cast::<Open>()).disk)) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    out: *mut c_void,
    amount: c_int,
    at: i64,
) -> c_int {
    let amount = usize::try_from(amount).unwrap_or(0);
    // SAFETY: SQLite gives room for as many bytes as it asks for.
    let out = unsafe { std::slice::from_raw_parts_mut(out.cast::<u8>(), amount) };
    let work = |open: &mut Open, disk: &mut Disk| {
        if let Err(failure) = disk.step(Operation::Read) {
            return code(Err(failure), ffi::SQLITE_IOERR_READ);
        }
        let content = disk.file(open.number).content.get(place(at)..);
        let content = content.unwrap_or_default();
        let there = content.len().min(amount);
        out[..there].copy_from_slice(&content[..there]);
        out[there..].fill(0);
        if there < amount {
            ffi::SQLITE_IOERR_SHORT_READ
        } else {
            ffi::SQLITE_OK
        }
    };
    // SAFETY: SQLite reads open files only.
    unsafe { with(file, work) }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    bytes: *const c_void,
    amount: c_int,
    at: i64,
) -> c_int {
    let amount = usize::try_from(amount).unwrap_or(0);
    // SAFETY: SQLite gives as many bytes as it says, and writes to open files only.
    unsafe {
        let bytes = std::slice::from_raw_parts(bytes.cast::<u8>(), amount);
        with(file, |open, disk| {
            code(
                disk.write(open.number, place(at), bytes),
                ffi::SQLITE_IOERR_WRITE,
            )
        })
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    let work = |open: &mut Open, disk: &mut Disk| {
        code(
            disk.truncate(open.number, place(size)),
            ffi::SQLITE_IOERR_TRUNCATE,
        )
    };
    // SAFETY: SQLite cuts off open files only.
    unsafe { with(file, work) }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    let work = |open: &mut Open, disk: &mut Disk| {
        let outcome = disk.sync(open.number, open.is_new);
        open.is_new &= outcome.is_err();
        code(outcome, ffi::SQLITE_IOERR_FSYNC)
    };
    // SAFETY: SQLite syncs open files only.
    unsafe { with(file, work) }
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, out: *mut i64) -> c_int {
    // SAFETY: SQLite asks about open files only, and gives room for the answer.
    unsafe {
        let size = with(file, |open, disk| disk.file(open.number).content.len());
        *out = i64::try_from(size).unwrap_or(i64::MAX);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn lock(_: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(_: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: SQLite gives room for the answer.
    unsafe { *out = 0 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(
    file: *mut ffi::sqlite3_file,
    operation: c_int,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: SQLite gives the name and the value of a pragma, or no value, each ending with a zero
    // byte; it copied both from the statement, so nobody else reads what is written over `FULL`.
    unsafe {
        let takes = with(file, |_, disk| disk.is(Trait::TakesFullForNormal));
        if operation == ffi::SQLITE_FCNTL_PRAGMA && takes {
            let words = argument.cast::<*mut c_char>();
            let (name, value) = (*words.add(1), *words.add(2));
            if !value.is_null()
                && CStr::from_ptr(name) == c"synchronous"
                && CStr::from_ptr(value) == c"FULL"
            {
                std::ptr::copy_nonoverlapping(c"1".as_ptr(), value, 2);
            }
        }
    }
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_: *mut ffi::sqlite3_file) -> c_int {
    // What SQLite takes for granted of Unix.
    4_096
}

unsafe extern "C" fn device_characteristics(_: *mut ffi::sqlite3_file) -> c_int {
    // As above: a torn write does not touch what lies beside it.
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    let (region, size) = (place(region.into()), place(size.into()));
    let work = |open: &mut Open, disk: &mut Disk| {
        let shared = &mut disk.file(open.number).shared;
        while extend != 0 && shared.len() <= region {
            shared.push(Region(vec![0; size / size_of::<u64>()].into()));
        }
        let found = shared.get_mut(region);
        found.map_or(std::ptr::null_mut(), |region| {
            region.0.as_mut_ptr().cast::<c_void>()
        })
    };
    // SAFETY: SQLite maps memory of open files only, and gives room for the answer. A region stays
    // where it is until it is unmapped.
    unsafe { *out = with(file, work) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_lock(_: *mut ffi::sqlite3_file, _: c_int, _: c_int, _: c_int) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_barrier(_: *mut ffi::sqlite3_file) {}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // The last connection is gone, and with it what it shared.
    // SAFETY: SQLite unmaps memory of open files only, and uses it no more.
    unsafe { with(file, |open, disk| disk.file(open.number).shared.clear()) };
    ffi::SQLITE_OK
}
