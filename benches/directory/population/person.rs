//! A person: the same every time one asks.

use super::companies::{Companies, Company};
use super::contacts;
use super::labels::{PLANS, REGIONS, TOP_PLAN};
use super::names::{Name, Names};
use crate::random::Random;

/// Sets the sequences of people apart from all others.
const PEOPLE: u64 = 0x0070_656f_706c_6521;

/// One person in so many has a name that nobody else has anything of.
const RARE: u64 = 20_011;
pub(crate) const RARE_NAME: &str = "Quillfeather";

/// One person in so many has the field `cf_pilot`.
const PILOTS: u64 = 5_003;

/// Who writes feedback.
pub(crate) struct Person {
    pub(crate) name: Option<String>,
    pub(crate) user_id: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) company: Option<Company>,
    pub(crate) plan: Option<&'static str>,
    pub(crate) seats: Option<u64>,
    pub(crate) region: Option<&'static str>,
    pub(crate) is_pilot: bool,
}

impl Person {
    /// The person of a number.
    pub(super) fn of(number: u64, names: &Names, companies: &Companies) -> Self {
        let mut random = Random::of(PEOPLE, number);
        let name = names.of(number);
        let company = random.is_in(60).then(|| companies.draw(&mut random));
        let user_id = random.is_in(50).then(|| format!("u_{}", 100_000 + number));
        let phone = random
            .is_in(33)
            .then(|| contacts::phone(number, &mut random));
        let has_email = random.is_in(85) || (user_id.is_none() && phone.is_none());
        let email =
            has_email.then(|| email(number, &name, company, user_id.is_some(), &mut random));
        let plan = random
            .is_in(70)
            .then(|| PLANS[random.weighted(&[45, 30, 17, 8])]);
        let is_large = plan == Some(TOP_PLAN);
        let seats = random
            .is_in(40)
            .then(|| 1 + random.below(if is_large { 900 } else { 40 }));
        let region = random.is_in(50).then(|| *random.pick(&REGIONS));
        Self {
            name: random.is_in(97).then(|| written(number, name)),
            user_id,
            email,
            phone,
            company,
            plan,
            seats,
            region,
            is_pilot: number % PILOTS == 11,
        }
    }
}

fn written(number: u64, name: Name<'_>) -> String {
    if number % RARE == 7 {
        format!("{} {RARE_NAME}", name.written)
    } else {
        name.written
    }
}

/// An address that everybody at a company reads tells nobody apart, so only those whom a user id
/// tells apart have one.
fn email(
    number: u64,
    name: &Name<'_>,
    company: Option<Company>,
    has_user_id: bool,
    random: &mut Random,
) -> String {
    match company {
        Some(company) if has_user_id && random.is_in(3) => format!("info@{}", company.domain()),
        _ => contacts::email(number, name, company, random),
    }
}
