//! Small directories, and what happens to them.

use jiff::Timestamp;
use proptest::prelude::*;
use rusqlite::Connection;

use super::super::super::super::{CustomerChange, WriteRecords as _};
use super::super::super::migrate::{self, MIGRATIONS};
use super::super::super::postings::{CUSTOMERS, build, post, zones};
use super::super::super::records::Records;
use crate::domain::contact::{Contact, ContactKind};
use crate::domain::customer::{Customer, CustomerId, FieldValue, Origin, Taken};
use crate::domain::label::{Channel, Tag};

/// The last id before the first customer: some stand in one block, some in the next.
pub(super) const LAST_ID: i64 = 65_530;

pub(super) const NAMES: [&str; 7] = [
    "Jane Doe",
    "Ján Novák",
    "李雷",
    "Mary-Ann O'Neill",
    "J",
    "jane@x",
    "Zoë",
];
pub(super) const TAGS: [&str; 3] = ["VIP", "beta", "Größe"];
pub(super) const CHANNELS: [&str; 3] = ["widget", "email", "voice"];

/// What a customer is made of, by small numbers.
pub(super) type Seed = (usize, usize, usize, usize, u8, u8);

pub(super) fn customer(id: i64, (name, tags, channel, field, seen, count): Seed) -> Customer {
    let at = |day: i64| Timestamp::from_millisecond(1_700_000_000_000 + day * 86_400_000).unwrap();
    let origin = Origin::Hand { at: at(0) };
    let taken = |value: String| Taken { value, origin };
    let contact = |kind, address: String| Contact {
        kind,
        spelling: address.clone(),
        address,
        identifies: true,
        is_chosen: false,
        origin,
    };
    let mut customer = Customer::blank(CustomerId(id));
    customer.name = NAMES.get(name).map(|name| taken((*name).to_owned()));
    customer.company = (field == 1).then(|| taken("Example Org".to_owned()));
    customer.contacts = vec![contact(ContactKind::Email, format!("p{id}@example.org"))];
    if field > 1 {
        customer
            .contacts
            .push(contact(ContactKind::Phone, format!("+4930{id:05}0155")));
        let value = FieldValue::Text(format!("Plan {field}"));
        let field = Taken { value, origin };
        customer.custom_fields.insert("cf_plan".to_owned(), field);
    }
    for tag in TAGS.iter().take(tags) {
        let tag = Tag::parse(tag).unwrap();
        customer
            .tags
            .insert(tag.key().to_owned(), Taken { value: tag, origin });
    }
    customer.channels.extend(
        CHANNELS
            .get(channel)
            .map(|channel| Channel::parse(channel).unwrap()),
    );
    customer.feedback_count = u64::from(count);
    customer.first_seen = (count > 0).then(|| at(i64::from(seen / 2)));
    customer.last_seen = (count > 0).then(|| at(i64::from(seen)));
    customer.version = 1;
    customer
}

pub(super) fn seeds() -> impl Strategy<Value = Seed> {
    (
        0..9_usize,
        0..4_usize,
        0..4_usize,
        0..5_usize,
        0..40_u8,
        0..4_u8,
    )
}

/// What happens to a directory.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Add(Vec<Seed>),
    Change(usize, Seed),
    Remove(usize),
    Clear,
    Post,
    Draw(i64),
    Build,
}

pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => proptest::collection::vec(seeds(), 1..30).prop_map(Step::Add),
        3 => (any::<usize>(), seeds()).prop_map(|(index, seed)| Step::Change(index, seed)),
        2 => any::<usize>().prop_map(Step::Remove),
        1 => Just(Step::Clear),
        2 => Just(Step::Post),
        2 => (1..20_i64).prop_map(Step::Draw),
        1 => Just(Step::Build),
    ];
    proptest::collection::vec(step, 1..14)
}

pub(super) fn directory() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate::migrate(
        &mut connection,
        std::path::Path::new(":memory:"),
        &MIGRATIONS,
    )
    .unwrap();
    // As if those before the first one had been there and gone.
    for sql in [
        "INSERT INTO sqlite_sequence (name, seq) VALUES ('customers', ?1)",
        "UPDATE tallies SET count = ?1 WHERE name = 'customers_removed'",
    ] {
        connection.execute(sql, [LAST_ID]).unwrap();
    }
    connection
}

pub(super) fn take(step: &Step, connection: &mut Connection, customers: &mut Vec<Customer>) {
    match step {
        Step::Add(seeds) => {
            // An id is never given twice.
            let next = Records::writing(connection, None)
                .next_customer_id()
                .unwrap();
            let new: Vec<Customer> = (next.0..)
                .zip(seeds)
                .map(|(id, seed)| customer(id, *seed))
                .collect();
            let changes: Vec<_> = new
                .iter()
                .map(|after| CustomerChange {
                    before: None,
                    after,
                })
                .collect();
            Records::writing(connection, None)
                .save_customers(&changes)
                .unwrap();
            customers.extend(new);
        }
        Step::Change(index, seed) if !customers.is_empty() => {
            let index = index % customers.len();
            let after = customer(customers[index].id.0, *seed);
            let change = CustomerChange {
                before: Some(&customers[index]),
                after: &after,
            };
            Records::writing(connection, None)
                .save_customers(&[change])
                .unwrap();
            customers[index] = after;
        }
        Step::Remove(index) if !customers.is_empty() => {
            let gone = customers.remove(index % customers.len());
            Records::writing(connection, None)
                .remove_customer(&gone)
                .unwrap();
        }
        Step::Change(..) | Step::Remove(_) => {}
        Step::Clear => {
            let next = Records::writing(connection, None)
                .next_customer_id()
                .unwrap()
                .0;
            let there: Vec<CustomerId> = customers.iter().map(|customer| customer.id).collect();
            let gone = (LAST_ID + 1..next).map(CustomerId);
            let gone: Vec<CustomerId> = gone.filter(|id| !there.contains(id)).collect();
            Records::writing(connection, None)
                .clear_traces(&gone)
                .unwrap();
            assert_no_traces(connection, &gone);
        }
        Step::Post => post(connection, &CUSTOMERS).unwrap(),
        Step::Draw(size) => zones::draw(connection, &CUSTOMERS, *size).unwrap(),
        Step::Build => {
            build::put_off(connection).unwrap();
            build::build(connection).unwrap();
        }
    }
}

/// Nothing that is written for searching names those who are gone.
fn assert_no_traces(connection: &Connection, gone: &[CustomerId]) {
    let has = |sql: &str, value: &str| -> bool {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {sql})");
        connection
            .query_row(&sql, [value], |row| row.get(0))
            .unwrap()
    };
    for id in gone {
        let (id, word) = (id.0.to_string(), format!("wp{}", id.0));
        assert!(!has(
            "customers_unposted WHERE id = CAST(?1 AS INTEGER)",
            &id
        ));
        assert!(!has(
            "customer_zone_starts WHERE id = CAST(?1 AS INTEGER)",
            &id
        ));
        assert!(!has("customer_postings WHERE key = ?1", &word), "{word}");
    }
}
