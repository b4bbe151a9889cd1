//! A file: what is in it, and what of that would survive.

/// What a disk writes whole, in bytes.
const SECTOR: usize = 512;

/// A change that was not synced yet.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

/// A file.
#[derive(Debug, Clone, Default)]
pub(crate) struct File {
    /// As everybody reads it.
    pub(crate) content: Vec<u8>,
    durable: Vec<u8>,
    changes: Vec<Change>,
    /// Regions of the memory that connections share.
    pub(crate) shared: Vec<Region>,
}

/// A region of shared memory. It is not on the disk: a copy has none of it.
#[derive(Debug)]
pub(crate) struct Region(pub(crate) Box<[u64]>);

impl Clone for Region {
    fn clone(&self) -> Self {
        Self(vec![0; self.0.len()].into())
    }
}

impl File {
    pub(crate) fn change(&mut self, change: Change) {
        apply(&mut self.content, &change);
        self.changes.push(change);
    }

    pub(crate) fn sync(&mut self) {
        // The content is what survives with these changes: so it is again, without copying all of it.
        for change in self.changes.drain(..) {
            apply(&mut self.durable, &change);
        }
    }

    /// The file after a power cut. `eagerness`: how many of 256 sectors had been written already.
    pub(crate) fn after(&self, eagerness: u64, chance: &mut dyn FnMut() -> u64) -> Self {
        let mut content = self.durable.clone();
        for change in &self.changes {
            match change {
                Change::Truncate(_) => {
                    if chance() % 256 < eagerness {
                        apply(&mut content, change);
                    }
                }
                Change::Write(at, bytes) => {
                    for (at, sector) in sectors(*at, bytes) {
                        // Of what came later and what came earlier either may be there.
                        if chance() % 256 < eagerness {
                            let whole = sector.len();
                            let is_torn = chance().is_multiple_of(8);
                            let kept = if is_torn {
                                usize::try_from(chance()).unwrap_or(0) % (whole + 1)
                            } else {
                                whole
                            };
                            apply(&mut content, &Change::Write(at, sector[..kept].to_vec()));
                        }
                    }
                }
            }
        }
        Self {
            durable: content.clone(),
            content,
            changes: Vec::new(),
            shared: Vec::new(),
        }
    }
}

/// The parts of a write that lie in one sector each.
fn sectors(at: usize, bytes: &[u8]) -> Vec<(usize, &[u8])> {
    let mut parts = Vec::new();
    let mut place = 0;
    while place < bytes.len() {
        let room = SECTOR - (at + place) % SECTOR;
        let end = (place + room).min(bytes.len());
        parts.push((at + place, &bytes[place..end]));
        place = end;
    }
    parts
}

fn apply(content: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Truncate(length) => content.resize(*length, 0),
        Change::Write(at, bytes) => {
            let end = at + bytes.len();
            if content.len() < end {
                content.resize(end, 0);
            }
            content[*at..end].copy_from_slice(bytes);
        }
    }
}
