//! Steps, drawn by chance from few people with many contacts in common.

use customer_directory::domain::contact::{Claim, ContactKind, ContactPolicy};
use customer_directory::domain::customer::{FieldValue, SocialHandle};
use customer_directory::domain::editing::Clearable;
use customer_directory::domain::erasure::FeedbackFate;
use customer_directory::domain::event::{
    EventKind, EventReference, FeedbackContent, FeedbackEvent, Identity,
};
use customer_directory::domain::label::{Channel, Tag};
use customer_directory::service::RecordingName;
use jiff::Timestamp;

use super::editing::Draft;
use super::pools::{
    CATEGORIES, CHANNELS, COMPANIES, CONTACTS, FIELDS, HANDLES, MESSAGES, NAMES, NOTES, TAGS,
    fields, moment,
};
use crate::chance::Chance;

/// Somebody, by a place among those who are there, or among all who ever were.
#[derive(Debug, Clone, Copy)]
pub(super) struct Who {
    pub(super) place: usize,
    pub(super) is_anybody: bool,
    /// The contact by whose spelling they are named; beyond the last for their id.
    pub(super) contact: usize,
}

/// What goes wrong between a plan and its carrying out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spoilt {
    Not,
    JustInTime,
    TooLate,
    BeforeItWasMade,
    MadeUp,
    ForOthers,
    Changed,
    Twice,
}

#[derive(Debug, Clone)]
pub(super) enum Step {
    Ingest(Vec<Vec<FeedbackEvent>>),
    Record(FeedbackEvent, RecordingName),
    Create(Draft, Option<String>),
    /// With the version that is expected: none, the right one, or a wrong one.
    Update(Who, Draft, Option<bool>),
    Mark(Who, Who, bool),
    Merge(Who, Who, Spoilt),
    Delete(Who, FeedbackFate, Spoilt),
    Reopen,
}

/// A step at a moment. Clocks may be set back.
#[derive(Debug, Clone)]
pub(super) struct Timed {
    pub(super) at: i64,
    pub(super) step: Step,
}

pub(super) fn steps(chance: &mut Chance, many: usize) -> Vec<Timed> {
    let mut at = 20_000_000_i64;
    let mut steps = Vec::with_capacity(many);
    for _ in 0..many {
        at += i64::try_from(chance.below(90_000)).unwrap_or(0);
        if chance.one_in(40) {
            at -= i64::try_from(chance.below(20_000_000)).unwrap_or(0);
        }
        let step = step(chance);
        steps.push(Timed {
            at: moment(at),
            step,
        });
    }
    steps
}

fn step(chance: &mut Chance) -> Step {
    match chance.below(100) {
        0..16 => Step::Ingest(vec![vec![event(chance)]]),
        16..30 => {
            let batch = |chance: &mut Chance| chance.several(7, event);
            Step::Ingest(chance.several(4, batch))
        }
        30..46 => {
            let names = [
                RecordingName::Own,
                RecordingName::Request,
                RecordingName::None,
            ];
            let name = names[chance.below(3)];
            Step::Record(event(chance), name)
        }
        46..56 => {
            let name = chance.sometimes(2, |chance| format!("request {}", chance.below(6)));
            Step::Create(draft(chance), name)
        }
        56..80 => {
            let expected = chance.sometimes(4, |chance| !chance.one_in(3));
            Step::Update(who(chance), draft(chance), expected)
        }
        80..86 => Step::Mark(who(chance), who(chance), !chance.one_in(3)),
        86..93 => Step::Merge(who(chance), who(chance), spoilt(chance)),
        93..98 => {
            let fate = FeedbackFate::ALL[chance.below(2)];
            Step::Delete(who(chance), fate, spoilt(chance))
        }
        _ => Step::Reopen,
    }
}

fn who(chance: &mut Chance) -> Who {
    Who {
        place: chance.below(1_000),
        is_anybody: chance.one_in(8),
        contact: chance.below(6),
    }
}

fn spoilt(chance: &mut Chance) -> Spoilt {
    let kinds = [
        Spoilt::JustInTime,
        Spoilt::TooLate,
        Spoilt::BeforeItWasMade,
        Spoilt::MadeUp,
        Spoilt::ForOthers,
        Spoilt::Changed,
        Spoilt::Twice,
    ];
    if chance.one_in(2) {
        Spoilt::Not
    } else {
        kinds[chance.below(kinds.len())]
    }
}

fn text(chance: &mut Chance, pool: &[&str]) -> String {
    chance.pick(pool).to_owned()
}

pub(super) fn contact(chance: &mut Chance) -> (ContactKind, String) {
    let (kind, text) = CONTACTS[chance.below(CONTACTS.len())];
    (kind, text.to_owned())
}

fn handle(chance: &mut Chance) -> (String, String) {
    let (network, handle) = HANDLES[chance.below(HANDLES.len())];
    (network.to_owned(), handle.to_owned())
}

fn field(chance: &mut Chance) -> (String, FieldValue) {
    let values = fields();
    (
        text(chance, FIELDS),
        values[chance.below(values.len())].clone(),
    )
}

fn draft(chance: &mut Chance) -> Draft {
    let clear = |chance: &mut Chance| Clearable::ALL[chance.below(Clearable::ALL.len())];
    let few = |chance: &mut Chance| if chance.one_in(3) { 3 } else { 1 };
    let (mut draft, most) = (Draft::default(), few(chance));
    draft.clear = chance.several(most.min(2), clear);
    draft.name = chance.sometimes(3, |chance| text(chance, NAMES));
    draft.company = chance.sometimes(5, |chance| text(chance, COMPANIES));
    draft.notes = chance.sometimes(4, |chance| (chance.one_in(2), text(chance, NOTES)));
    draft.add_contacts = chance.several(3, contact);
    draft.remove_contacts = chance.several(most, contact);
    let is_mailbox = |(kind, _): &(ContactKind, String)| *kind != ContactKind::UserId;
    draft.primaries = chance.several(2, contact);
    draft.primaries.retain(is_mailbox);
    draft.add_tags = chance.several(3, |chance| text(chance, TAGS));
    draft.remove_tags = chance.several(most, |chance| text(chance, TAGS));
    draft.set_fields = chance.several(2, field);
    draft.remove_fields = chance.several(most.min(2), |chance| text(chance, FIELDS));
    draft.add_handles = chance.several(2, handle);
    draft.remove_handles = chance.several(most.min(2), handle);
    draft
}

fn some_time(chance: &mut Chance) -> Option<Timestamp> {
    let at = i64::try_from(chance.below(60)).unwrap_or(0) * 86_400_000 / 4;
    Timestamp::from_millisecond(moment(at)).ok()
}

fn event(chance: &mut Chance) -> FeedbackEvent {
    let policy = ContactPolicy::default();
    let contacts = chance.several(4, contact);
    let mut claims: Vec<Claim> = contacts
        .iter()
        .filter_map(|(kind, text)| Claim::read(*kind, text, &policy))
        .collect();
    claims.sort_by_key(|claim| claim.kind);
    let kind = if chance.one_in(4) {
        EventKind::Updated
    } else {
        EventKind::Created
    };
    let mut tags: Vec<Tag> = Vec::new();
    for tag in chance.several(3, |chance| Tag::stored(text(chance, TAGS))) {
        if tags.iter().all(|known| known.key() != tag.key()) {
            tags.push(tag);
        }
    }
    let handles = chance.several(2, handle).into_iter();
    FeedbackEvent {
        reference: EventReference {
            source: text(chance, &["", "shop", "app"]),
            id: format!("fb_{}", chance.below(30)),
        },
        kind,
        created_at: some_time(chance).filter(|_| !chance.one_in(12)),
        revised_at: some_time(chance).filter(|_| kind == EventKind::Updated && !chance.one_in(9)),
        channel: Channel::stored(text(chance, CHANNELS)),
        content: FeedbackContent {
            message: chance.sometimes(2, |chance| text(chance, MESSAGES)),
            category: chance.sometimes(3, |chance| text(chance, CATEGORIES)),
            rating: chance.sometimes(3, |chance| {
                f64::from(u8::try_from(chance.below(6)).unwrap_or(0))
            }),
            status: chance.sometimes(4, |chance| text(chance, &["open", "closed"])),
            tags,
            context: chance.sometimes(5, |_| r#"{"page":"/pricing"}"#.to_owned()),
            metadata: chance.sometimes(5, |_| r#"{"device":"phone of jane"}"#.to_owned()),
        },
        identity: Identity {
            claims,
            name: chance.sometimes(3, |chance| text(chance, NAMES)),
            company: chance.sometimes(4, |chance| text(chance, COMPANIES)),
            custom_fields: chance.several(2, field),
            social_handles: handles
                .map(|(network, handle)| SocialHandle { network, handle })
                .collect(),
        },
    }
}
