//! A directory beside plain lists of what it was told, for tests that hold its answers against
//! what a loop over everything finds.

use std::collections::BTreeMap;

use customer_directory::domain::access::Operator;
use customer_directory::domain::contact::{Claim, ContactKind, ContactPolicy};
use customer_directory::domain::customer::CustomerId;
use customer_directory::domain::erasure::FeedbackFate;
use customer_directory::domain::event::{
    EventKind, EventReference, FeedbackContent, FeedbackEvent, Identity,
};
use customer_directory::domain::feedback::Effect;
use customer_directory::domain::label::Channel;
use customer_directory::service::{Directory, Location, Purpose, Settings, Sweep};
use jiff::Timestamp;
use tempfile::TempDir;

/// A directory that is written by one connection and read by another, which was open before.
pub(crate) struct Kept {
    writer: Directory,
    pub(crate) reader: Directory,
    pub(crate) feedback: BTreeMap<i64, KeptFeedback>,
    _folder: TempDir,
}

/// What was said, as far as questions can be about it.
#[derive(Debug, Clone)]
pub(crate) struct KeptFeedback {
    pub(crate) customer: Option<CustomerId>,
    pub(crate) channel: String,
    pub(crate) message: Option<String>,
    pub(crate) category: Option<String>,
    pub(crate) rating: Option<f64>,
    pub(crate) created_at: Timestamp,
}

impl Kept {
    /// An empty directory.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let location = Location::File {
            path: folder.path().join("customers.db"),
            may_be_shared: false,
        };
        let open = |purpose| Directory::open(&location, purpose, Settings::default()).unwrap();
        Self {
            writer: open(Purpose::Write),
            reader: open(Purpose::Read),
            feedback: BTreeMap::new(),
            _folder: folder,
        }
    }

    /// Takes in events in one transaction. Those that revise must come later than what they revise.
    pub(crate) fn take_in(&mut self, events: &[FeedbackEvent]) {
        let writer = Operator.writer(moment(1_000_000));
        let receipts = self.writer.ingest(writer, [events.to_vec()]).unwrap();
        for (event, receipt) in events.iter().zip(receipts) {
            let (content, number) = (&event.content, receipt.feedback.0);
            if receipt.effect == Effect::Recorded {
                let said = KeptFeedback {
                    customer: None,
                    channel: event.channel.as_str().to_owned(),
                    message: None,
                    category: None,
                    rating: None,
                    created_at: event.created_at.unwrap(),
                };
                self.feedback.insert(number, said);
            }
            let said = self.feedback.get_mut(&number).unwrap();
            said.customer = receipt.customer;
            said.rating = content.rating.or(said.rating);
            said.message = content.message.clone().or(said.message.take());
            said.category = content.category.clone().or(said.category.take());
        }
    }
}

impl Kept {
    /// Merges a customer into another, as a person at the terminal.
    pub(crate) fn merge(&mut self, target: CustomerId, source: CustomerId) {
        let remover = || Operator.remover(moment(1_000_000));
        let (to, from) = (target.to_string(), source.to_string());
        let proposal = self.writer.plan_merge(remover(), &to, &from).unwrap();
        let code = proposal.plan.code.as_str();
        let merger = self.writer.merge_customers(remover(), &to, &from, code);
        assert_eq!(merger.unwrap().customer.id, target);
        for said in self.feedback.values_mut() {
            if said.customer == Some(source) {
                said.customer = Some(target);
            }
        }
    }

    /// Deletes a customer, as a person at the terminal.
    pub(crate) fn delete(&mut self, customer: CustomerId, fate: FeedbackFate) {
        let remover = || Operator.remover(moment(1_000_000));
        let id = customer.to_string();
        let proposal = self.writer.plan_deletion(remover(), &id, fate).unwrap();
        let code = proposal.plan.code.as_str();
        let deletion = self.writer.delete_customer(remover(), &id, fate, code);
        assert_eq!(deletion.unwrap().sweep, Sweep::Clean);
        for said in self.feedback.values_mut() {
            if fate == FeedbackFate::KeepAnonymous && said.customer == Some(customer) {
                said.customer = None;
            }
        }
        self.feedback
            .retain(|_, said| said.customer != Some(customer));
    }
}

/// A moment in 2026, by its seconds.
pub(crate) fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + seconds).unwrap()
}

/// Feedback with an id that was given at a moment and says nothing yet, of nobody.
pub(crate) fn event(id: usize, at: Timestamp) -> FeedbackEvent {
    FeedbackEvent {
        reference: EventReference {
            source: "test".to_owned(),
            id: format!("fb_{id}"),
        },
        kind: EventKind::Created,
        created_at: Some(at),
        revised_at: None,
        channel: Channel::api(),
        content: FeedbackContent::default(),
        identity: Identity::default(),
    }
}

/// The event with a user id and a name.
pub(crate) fn said_by(mut event: FeedbackEvent, person: u8) -> FeedbackEvent {
    let policy = ContactPolicy::default();
    let user_id = Claim::read(ContactKind::UserId, &format!("u_{person}"), &policy);
    event.identity.claims.extend(user_id);
    event.identity.name = Some(format!("Person {person}"));
    event
}
