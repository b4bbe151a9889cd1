//! How much memory another process has.

/// What a process has in memory now, in bytes; `None` where the system does not tell.
pub(crate) fn resident(process: u32) -> Option<u64> {
    read(process, "VmRSS:")
}

/// The most that a process has had in memory so far, in bytes.
pub(crate) fn peak(process: u32) -> Option<u64> {
    read(process, "VmHWM:")
}

fn read(process: u32, field: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
