//! Where processes run.
//!
//! A client and a server that answers at once may share a core, and hand over to each other within
//! two microseconds, or have one each, and be woken for every message, which takes many times as long.
//! The system decides that for each pair of them anew, and a comparison would show what it decided.

/// While it lives, this process and those that it starts share one core.
pub(crate) struct OneCore(#[cfg(target_os = "linux")] rustix::thread::CpuSet);

impl OneCore {
    /// Moves this process to one core; `None` where the system has no way to say so.
    #[cfg(target_os = "linux")]
    pub(crate) fn enter() -> Option<Self> {
        use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
        let before = sched_getaffinity(None).ok()?;
        let first = (0..CpuSet::MAX_CPU).find(|core| before.is_set(*core))?;
        let mut one = CpuSet::new();
        one.set(first);
        sched_setaffinity(None, &one).ok()?;
        Some(Self(before))
    }

    /// Moves this process to one core; `None` where the system has no way to say so.
    #[cfg(not(target_os = "linux"))]
    pub(crate) fn enter() -> Option<Self> {
        None
    }
}

impl Drop for OneCore {
    fn drop(&mut self) {
        #[cfg(target_os = "linux")]
        {
            // Where it worked once it works again; if not, the rest is measured on one core.
            let _placed = rustix::thread::sched_setaffinity(None, &self.0);
        }
    }
}
