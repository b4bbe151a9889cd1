//! One event, as a line of a file.

use jiff::Timestamp;
use serde::Serialize;

use super::companies::Company;
use super::labels::{
    CATEGORIES, CHANNEL_WEIGHTS, CHANNELS, EARLY_TAG, LATE_CHANNEL, TOP_PLAN, TOP_TAG,
};
use super::person::Person;
use super::{BEGIN, END, Population};
use crate::random::Random;

/// Up to here most get the early tag, and from here on many use the late channel.
const EARLY: u64 = BEGIN + (END - BEGIN) / 10 * 3;
const LATE: u64 = BEGIN + (END - BEGIN) / 100 * 93;

/// Feedback as `customer-directory ingest` reads it.
#[derive(Serialize)]
pub(crate) struct Event<'a> {
    id: String,
    message: String,
    channel: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    created_at: String,
    #[serde(skip_serializing_if = "Fields::is_empty")]
    metadata: Fields,
}

/// What the product knows beside: custom fields.
#[derive(Default, Serialize)]
struct Fields {
    #[serde(rename = "cf_plan", skip_serializing_if = "Option::is_none")]
    plan: Option<&'static str>,
    #[serde(rename = "cf_seats", skip_serializing_if = "Option::is_none")]
    seats: Option<u64>,
    #[serde(rename = "cf_region", skip_serializing_if = "Option::is_none")]
    region: Option<&'static str>,
    #[serde(rename = "cf_pilot", skip_serializing_if = "Option::is_none")]
    is_pilot: Option<bool>,
}

impl Fields {
    fn is_empty(&self) -> bool {
        self.plan.is_none()
            && self.seats.is_none()
            && self.region.is_none()
            && self.is_pilot.is_none()
    }
}

impl Event<'_> {
    /// Whether it names a phone number.
    pub(crate) fn has_phone(&self) -> bool {
        self.phone.is_some()
    }
}

impl Population {
    pub(super) fn event_of(
        &self,
        author: Option<u64>,
        id: String,
        at: u64,
        random: &mut Random,
    ) -> Event<'_> {
        let person = author.map(|number| Person::of(number, &self.names, &self.companies));
        let plan = person.as_ref().and_then(|person| person.plan);
        let mut event = Event {
            id,
            message: self.message(random),
            channel: channel(at, random),
            name: None,
            email: None,
            phone: None,
            user_id: None,
            company: None,
            category: random.is_in(85).then(|| *random.pick(&CATEGORIES)),
            rating: random.is_in(60).then(|| 1 + random.below(5)),
            tags: self.tags_of(plan, at, random),
            created_at: written(at),
            metadata: Fields::default(),
        };
        if let Some(person) = person {
            event.name_author(person, random);
        }
        event
    }

    fn message(&self, random: &mut Random) -> String {
        let count = 5 + random.below(21);
        let words: Vec<&str> = (0..count).map(|_| *random.pick(&self.words)).collect();
        words.join(" ")
    }

    fn tags_of(&self, plan: Option<&str>, at: u64, random: &mut Random) -> Vec<&str> {
        let mut tags = self.tags.draw(random);
        tags.extend((at < EARLY && random.is_in(60)).then_some(EARLY_TAG));
        tags.extend((plan == Some(TOP_PLAN)).then_some(TOP_TAG));
        tags
    }
}

impl Event<'_> {
    /// Says who it is, and not everything each time. The strongest key is always there, without
    /// which it would depend on the order of events whose they are.
    fn name_author(&mut self, person: Person, random: &mut Random) {
        let is_known = person.user_id.is_some();
        let has_email = person.email.is_some();
        self.user_id = person.user_id;
        self.email = person.email.filter(|_| !is_known || random.is_in(75));
        self.phone = person
            .phone
            .filter(|_| (!is_known && !has_email) || random.is_in(75));
        self.name = person.name.filter(|_| random.is_in(85));
        let company = person.company.filter(|_| random.is_in(80));
        self.company = company.map(Company::name);
        if random.is_in(60) {
            self.metadata = Fields {
                plan: person.plan,
                seats: person.seats,
                region: person.region,
                is_pilot: person.is_pilot.then_some(true),
            };
        }
    }
}

fn channel(at: u64, random: &mut Random) -> &'static str {
    if at > LATE && random.is_in(40) {
        LATE_CHANNEL
    } else {
        CHANNELS[random.weighted(&CHANNEL_WEIGHTS)]
    }
}

/// A moment in milliseconds as files write it.
fn written(at: u64) -> String {
    let moment = i64::try_from(at).map(Timestamp::from_millisecond);
    match moment {
        Ok(Ok(moment)) => moment.to_string(),
        Ok(Err(_)) | Err(_) => String::new(),
    }
}
