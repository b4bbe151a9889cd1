//! Any changes in any order: what always holds of a directory.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::{
    Directory, DirectoryError, Location, Purpose, Recording, RecordingName, Settings,
};
use super::{at, event};
use crate::domain::access::Operator;
use crate::domain::contact::{Claim, ContactKind, ContactPolicy, NamedContact};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::editing::Edit;
use crate::domain::erasure::FeedbackFate;
use crate::domain::label::Tag;
use crate::domain::search::{CustomerQuery, Detail, FeedbackFilter, FeedbackQuery, Whose};

/// A change. Customers are named by their places among those who were ever made.
#[derive(Debug, Clone)]
enum Step {
    Record { email: u8, user_id: Option<u8> },
    RecordAgain { id: usize },
    Create { email: u8 },
    Update { customer: i64, add: u8, remove: u8 },
    Merge { target: i64, source: i64 },
    Delete { customer: i64, fate: FeedbackFate },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let fate = prop_oneof![
        Just(FeedbackFate::KeepAnonymous),
        Just(FeedbackFate::Remove)
    ];
    let step = prop_oneof![
        6 => (0..9_u8, proptest::option::of(0..4_u8)).prop_map(|(email, user_id)| Step::Record { email, user_id }),
        1 => (0..20_usize).prop_map(|id| Step::RecordAgain { id }),
        1 => (0..9_u8).prop_map(|email| Step::Create { email }),
        2 => (1..12_i64, 0..9_u8, 0..9_u8).prop_map(|(customer, add, remove)| Step::Update { customer, add, remove }),
        2 => (1..12_i64, 1..12_i64).prop_map(|(target, source)| Step::Merge { target, source }),
        1 => (1..12_i64, fate).prop_map(|(customer, fate)| Step::Delete { customer, fate }),
    ];
    proptest::collection::vec(step, 1..40)
}

/// A directory, and what was counted beside it.
struct Counted {
    directory: Directory,
    recorded: Vec<(u8, Option<u8>)>,
    removed: u64,
    seconds: i64,
}

fn address(number: u8) -> String {
    format!("p{number}@acme.io")
}

fn recording(id: usize, (email, user_id): (u8, Option<u8>)) -> Recording {
    let user_id = user_id.map(|number| format!("u_{number}"));
    Recording {
        event: event(&format!("e{id}"), &address(email), user_id.as_deref()),
        name: RecordingName::Own,
        digest: format!("{email} {user_id:?}"),
    }
}

impl Counted {
    fn new() -> Self {
        let open = Directory::open(&Location::Temporary, Purpose::Write, Settings::default());
        Self {
            directory: open.unwrap(),
            recorded: Vec::new(),
            removed: 0,
            seconds: 0,
        }
    }

    /// Makes a change, unless the rules refuse it.
    fn take(&mut self, step: &Step) -> Result<(), DirectoryError> {
        self.seconds += 1;
        let now = at(self.seconds);
        let (writer, remover) = (|| Operator.writer(now), || Operator.remover(now));
        let claim = |number| {
            Claim::read(
                ContactKind::Email,
                &address(number),
                &ContactPolicy::default(),
            )
        };
        match *step {
            Step::Record { email, user_id } => {
                let recording = recording(self.recorded.len(), (email, user_id));
                let recorded = self.directory.record_feedback(writer(), recording)?;
                assert!(!recorded.repeated);
                self.recorded.push((email, user_id));
            }
            Step::RecordAgain { id } => {
                if let Some(content) = self.recorded.get(id) {
                    let again = recording(id, *content);
                    let recorded = self.directory.record_feedback(writer(), again)?;
                    // What was removed with its customer may be said anew.
                    self.removed -= u64::from(!recorded.repeated);
                }
            }
            Step::Create { email } => {
                let edit = Edit {
                    add_contacts: claim(email).into_iter().collect(),
                    ..Edit::default()
                };
                self.directory.create_customer(writer(), &edit, None)?;
            }
            Step::Update {
                customer,
                add,
                remove,
            } => {
                let edit = Edit {
                    add_contacts: claim(add).into_iter().collect(),
                    remove_contacts: vec![NamedContact::read(
                        ContactKind::Email,
                        &address(remove),
                        None,
                    )],
                    add_tags: vec![Tag::parse(&format!("t{remove}")).unwrap()],
                    ..Edit::default()
                };
                let asked = CustomerId(customer).to_string();
                self.directory
                    .update_customer(writer(), &asked, &edit, None)?;
            }
            Step::Merge { target, source } => {
                let [target, source] = [target, source].map(|id| CustomerId(id).to_string());
                let proposal = self.directory.plan_merge(remover(), &target, &source)?;
                let code = proposal.plan.code.as_str();
                self.directory
                    .merge_customers(remover(), &target, &source, code)?;
            }
            Step::Delete { customer, fate } => {
                let asked = CustomerId(customer).to_string();
                let before = self.directory.get_customer(Operator.reader(), &asked, 0)?;
                let proposal = self.directory.plan_deletion(remover(), &asked, fate)?;
                let code = proposal.plan.code.as_str();
                self.directory
                    .delete_customer(remover(), &asked, fate, code)?;
                if fate == FeedbackFate::Remove {
                    self.removed += before.customer.feedback_count;
                }
            }
        }
        Ok(())
    }

    fn customers(&self) -> Vec<Customer> {
        let query = CustomerQuery {
            detail: Detail::Full,
            ..CustomerQuery::latest(1_000)
        };
        let page = self
            .directory
            .list_customers(Operator.reader(), &query)
            .unwrap();
        let listed = page.customers.into_iter();
        listed.map(|listed| *listed.profile.unwrap()).collect()
    }

    fn feedback_of(&self, whose: Whose) -> u64 {
        let query = FeedbackQuery {
            search: None,
            filter: FeedbackFilter {
                whose,
                ..FeedbackFilter::default()
            },
            limit: 1,
            after: None,
        };
        let page = self
            .directory
            .list_feedback(Operator.reader(), &query)
            .unwrap();
        page.total.count
    }

    fn assert_sound(&self) {
        let customers = self.customers();
        let kept = customers
            .iter()
            .map(|customer| customer.feedback_count)
            .sum::<u64>()
            + self.feedback_of(Whose::NoOne);
        assert_eq!(
            kept + self.removed,
            self.recorded.len() as u64,
            "feedback is conserved"
        );
        assert_eq!(kept, self.feedback_of(Whose::Anyone));
        let mut owners: BTreeMap<(ContactKind, &str), CustomerId> = BTreeMap::new();
        for customer in &customers {
            let counted = self.feedback_of(Whose::Customer(customer.id));
            assert_eq!(counted, customer.feedback_count, "{}", customer.id);
            for contact in customer
                .contacts
                .iter()
                .filter(|contact| contact.identifies)
            {
                let other = owners.insert((contact.kind, &contact.address), customer.id);
                assert_eq!(other, None, "a contact has one owner");
            }
        }
        let report = self
            .directory
            .verify_audit(Operator.reader(), None)
            .unwrap();
        assert_eq!(report.first_altered, None);
        let alive: BTreeSet<CustomerId> = customers.iter().map(|customer| customer.id).collect();
        for id in (1..12).map(CustomerId) {
            match self
                .directory
                .get_customer(Operator.reader(), &id.to_string(), 0)
            {
                Ok(profile) => {
                    assert!(alive.contains(&profile.customer.id));
                    assert_eq!(profile.resolved_from.is_some(), profile.customer.id != id);
                }
                Err(DirectoryError::Deleted { .. } | DirectoryError::NotFound { .. }) => {
                    assert!(!alive.contains(&id));
                }
                Err(error) => panic!("{error}"),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_changes_feedback_is_conserved_contacts_have_one_owner_and_the_audit_is_whole(steps in steps()) {
        let mut counted = Counted::new();
        for step in &steps {
            match counted.take(step) {
                Ok(()) => {}
                Err(DirectoryError::Store(error)) => panic!("{error} at {step:?}"),
                // What the rules refuse has changed nothing.
                Err(_refused) => {}
            }
            counted.assert_sound();
        }
    }
}
