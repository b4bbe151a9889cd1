//! People of the directory to ask for, and a mixture of such questions.

use std::path::Path;

use anyhow::Result;
use customer_directory::domain::access::Operator;
use customer_directory::domain::contact::ContactKind;
use customer_directory::domain::customer::Customer;
use customer_directory::service::{Directory, Location, Purpose, Settings};
use serde_json::{Value, json};

use crate::conversation::Call;
use crate::population::Companies;
use crate::population::labels::{CHANNELS, EARLY_TAG, PLANS};
use crate::random::Random;

/// How many people are asked for, over and over.
const SUBJECTS: u64 = 400;

/// Sets the sequence that chooses them apart from all others.
const CHOICE: u64 = 0x0063_686f_6963_6521;

/// Somebody to ask for.
pub(crate) struct Subject {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) company: Option<String>,
}

impl Subject {
    fn of(customer: &Customer) -> Self {
        let contact = |kind| {
            customer
                .primary(kind)
                .map(|contact| contact.address.clone())
        };
        Self {
            id: customer.id.to_string(),
            name: customer.name.as_ref().map(|name| name.value.clone()),
            email: contact(ContactKind::Email),
            phone: contact(ContactKind::Phone),
            company: customer.company.as_ref().map(|name| name.value.clone()),
        }
    }
}

/// Opens a directory as a server does.
pub(crate) fn open(database: &Path) -> Result<Directory> {
    let location = Location::File {
        path: database.to_owned(),
        may_be_shared: false,
    };
    Ok(Directory::open(
        &location,
        Purpose::Read,
        Settings::default(),
    )?)
}

/// The same people of a directory in every run.
pub(crate) fn choose(directory: &Directory, customers: u64) -> Result<Vec<Subject>> {
    let mut random = Random::of(CHOICE, customers);
    (0..SUBJECTS)
        .map(|_| {
            let id = format!("cus_{}", 1 + random.below(customers));
            let profile = directory.get_customer(Operator.reader(), &id, 0)?;
            Ok(Subject::of(&profile.customer))
        })
        .collect()
}

/// Questions as an assistant asks them: one customer, a search, a filter, and people who are not
/// there.
pub(crate) struct Mixture<'a> {
    subjects: &'a [Subject],
    random: Random,
}

impl<'a> Mixture<'a> {
    /// The mixture of one asker.
    pub(crate) fn new(subjects: &'a [Subject], asker: u64) -> Self {
        Self {
            subjects,
            random: Random::of(CHOICE, asker),
        }
    }

    /// The next question.
    pub(crate) fn draw(&mut self) -> Call {
        if self.random.is_in(5) {
            return self.miss();
        }
        if self.random.is_in(45) {
            let customer = self.someone();
            return Call::new("get_customer", json!({ "customer": customer }));
        }
        Call::new("list_customers", self.question())
    }

    fn miss(&mut self) -> Call {
        let number = self.random.below(1_000_000);
        let customer = match number % 3 {
            0 => format!("cus_99{number:09}"),
            1 => format!("nobody.{number}@nowhere-at-all.com"),
            _ => format!("u_none_{number}"),
        };
        Call {
            tool: "get_customer",
            arguments: json!({ "customer": customer }),
            is_miss: true,
        }
    }

    /// Somebody by id, e-mail or phone.
    fn someone(&mut self) -> String {
        let subject = self.random.pick(self.subjects);
        let address = match self.random.below(4) {
            0 => subject.email.as_ref(),
            1 => subject.phone.as_ref(),
            _ => None,
        };
        address
            .filter(|address| !is_shared(address))
            .unwrap_or(&subject.id)
            .clone()
    }

    fn question(&mut self) -> Value {
        let subject = self.random.pick(self.subjects);
        let email = subject.email.as_deref().unwrap_or("info@");
        let name = subject.name.as_deref().unwrap_or("Smith");
        let phone = subject.phone.as_deref().unwrap_or("+14155550132");
        let company = subject.company.as_deref();
        let channel = *self.random.pick(&CHANNELS);
        let plan = *self.random.pick(&PLANS);
        match self.random.below(12) {
            0 | 1 => json!({}),
            2 | 3 => json!({ "search": name }),
            4 => json!({ "search": email.get(..6).unwrap_or(email) }),
            5 => json!({ "search": phone.get(phone.len() - 5..) }),
            6 => json!({ "tag": "vip", "sort": "feedback_count" }),
            7 => json!({ "channel": channel, "sort": "name" }),
            8 => match company {
                Some(company) => json!({ "company": company, "sort": "first_seen" }),
                None => json!({ "company": Companies::largest().name() }),
            },
            9 => json!({ "custom_field": "cf_plan", "custom_value": plan, "order": "asc" }),
            10 => json!({ "tag": EARLY_TAG, "channel": channel }),
            _ => json!({ "search": name, "channel": channel, "seen_after": "2025-01-01" }),
        }
    }
}

/// Whether several people may have an address: then it identifies none of them.
fn is_shared(address: &str) -> bool {
    address.starts_with("info@")
}
