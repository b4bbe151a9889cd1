//! Erasure: what stays of feedback when the customer who gave it is deleted.

use super::audit::ValueHasher;
use super::event::{EventReference, FeedbackContent};
use super::feedback::{Feedback, Outcome, Refusal, UnattachedContact};

/// What erased references begin with.
const ERASED: &str = "erased-";

/// What becomes of a customer's feedback when the customer is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedbackFate {
    /// It stays as nobody's, without what identifies.
    KeepAnonymous,
    /// It goes.
    Remove,
}

impl FeedbackFate {
    /// Every choice.
    pub const ALL: [Self; 2] = [Self::KeepAnonymous, Self::Remove];

    /// The word for this in arguments, columns and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::KeepAnonymous => "keep_anonymous",
            Self::Remove => "remove",
        }
    }
}

impl EventReference {
    /// The reference under which the same event is known once its person was erased. It names
    /// nobody: without the secret nobody can tell which event it was.
    #[must_use]
    pub fn erased(&self, hasher: &ValueHasher) -> Self {
        // The length tells where the source ends.
        let whole = format!("{}:{}{}", self.source.len(), self.source, self.id);
        let hash = hasher.hash("reference", &whole);
        Self {
            source: String::new(),
            id: format!("{ERASED}{hash}"),
        }
    }

    /// Whether this stands for an event whose person was erased.
    pub fn is_erased(&self) -> bool {
        self.source.is_empty() && self.id.starts_with(ERASED)
    }
}

impl Feedback {
    /// The same feedback as nobody's: what was said, and nothing else that tells who said it.
    #[must_use]
    pub fn anonymous(&self, hasher: &ValueHasher) -> Self {
        Self {
            reference: self.reference.erased(hasher),
            customer: None,
            content: FeedbackContent {
                context: None,
                metadata: None,
                ..self.content.clone()
            },
            outcome: Outcome::Anonymous,
            matched_on: None,
            unattached: Vec::new(),
            ..self.clone()
        }
    }

    /// The same feedback without contacts that another customer had; `None` where it has none.
    pub fn without_disputed_contacts(&self) -> Option<Self> {
        let is_disputed = |contact: &UnattachedContact| match contact.refusal {
            Refusal::TakenByAnother | Refusal::Ambiguous => true,
            Refusal::ProvesNothing | Refusal::CeilingReached | Refusal::NobodyToHaveIt => false,
        };
        let mut stripped = self.clone();
        stripped.unattached.retain(|contact| !is_disputed(contact));
        (stripped.unattached.len() < self.unattached.len()).then_some(stripped)
    }
}

#[cfg(test)]
mod tests {
    use super::super::audit::ValueHasher;
    use super::super::event::EventReference;

    #[test]
    fn an_erased_reference_is_the_same_for_the_same_event_and_names_nobody() {
        let hasher = ValueHasher::new(b"secret").unwrap();
        let reference = |source: &str, id: &str| EventReference {
            source: source.to_owned(),
            id: id.to_owned(),
        };
        let erased = reference("shop", "jane-1").erased(&hasher);
        assert_eq!(erased, reference("shop", "jane-1").erased(&hasher));
        assert!(erased.is_erased() && !erased.id.contains("jane"));
        assert!(!reference("shop", "jane-1").is_erased());
        for (source, id) in [("shop", "jane-2"), ("sho", "pjane-1"), ("", "shopjane-1")] {
            assert_ne!(reference(source, id).erased(&hasher), erased, "{id}");
        }
        let others = ValueHasher::new(b"another").unwrap();
        assert_ne!(reference("shop", "jane-1").erased(&others), erased);
    }
}
