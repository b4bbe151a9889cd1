//! The requests whose replies are not yet out, and the replies of those that came together.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rmcp::model::RequestId;
use tokio::sync::Notify;

/// The requests whose replies are not yet out.
#[derive(Default)]
pub(super) struct Unsent {
    requests: Mutex<HashMap<RequestId, Option<Together>>>,
    /// A reply is out.
    pub(super) one_less: Notify,
    /// Nobody reads any more.
    pub(super) over: Notify,
}

/// Messages that came in one line, of which some have no reply yet: each of those holds it, and
/// whoever lets go of it last sends all replies.
pub(super) type Together = Arc<Mutex<Vec<Kept>>>;

/// A reply that waits for others.
pub(super) struct Kept {
    /// The request, where it was one that could be answered.
    pub(super) request: Option<RequestId>,
    /// The reply as it will be written.
    pub(super) reply: Vec<u8>,
}

/// Replies as one line, and the requests that it answers.
pub(super) type Replies = (Vec<RequestId>, Vec<u8>);

impl Unsent {
    /// Adds a request, unless one with its id is there.
    pub(super) fn add(&self, request: RequestId, together: Option<&Together>) -> bool {
        match self.hold().entry(request) {
            Entry::Occupied(_) => false,
            Entry::Vacant(place) => {
                place.insert(together.cloned());
                true
            }
        }
    }

    /// Takes a request away, and lets go of what it came together with.
    pub(super) fn remove(&self, request: &RequestId) -> Option<Together> {
        let together = self.hold().remove(request);
        self.one_less.notify_one();
        together.flatten()
    }

    /// Lets go of what a request came together with.
    pub(super) fn part(&self, request: &RequestId) -> Option<Together> {
        self.hold().get_mut(request).and_then(Option::take)
    }

    /// Whether fewer than so many wait.
    pub(super) fn is_below(&self, count: usize) -> bool {
        self.hold().len() < count
    }

    /// The one line of all replies, without those that nobody wants any more. `None` while others
    /// hold what came together, and where there is nothing to say.
    pub(super) fn replies(&self, together: Together) -> Option<Replies> {
        let kept = Arc::into_inner(together)?;
        let kept = kept.into_inner().unwrap_or_else(PoisonError::into_inner);
        let held = self.hold();
        let is_wanted = |request: &RequestId| held.contains_key(request);
        let (mut requests, mut replies) = (Vec::new(), Vec::new());
        for Kept { request, reply } in kept {
            if request.as_ref().is_none_or(is_wanted) {
                requests.extend(request);
                replies.push(reply);
            }
        }
        if replies.is_empty() {
            return None;
        }
        let line = [&b"["[..], &replies.join(&b","[..]), b"]"].concat();
        Some((requests, line))
    }

    fn hold(&self) -> MutexGuard<'_, HashMap<RequestId, Option<Together>>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps a reply until the others are there.
pub(super) fn keep(together: &Together, kept: Kept) {
    let mut replies = together.lock().unwrap_or_else(PoisonError::into_inner);
    replies.push(kept);
}
