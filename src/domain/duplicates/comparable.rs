//! A customer as customers are compared: what of them can be evidence at all.

use std::fmt;

use super::number::Number;
use super::{Evidence, EvidenceKind, mailbox, provider};
use crate::domain::contact::{Claim, Contact, ContactKind, ContactPolicy, Email, Reading};
use crate::domain::customer::{Customer, SocialHandle};
use crate::domain::folding;

/// Fewest words of a name that tells people apart: a given name alone is everybody's. Characters of
/// Chinese, Japanese and Korean are words of their own.
const FEWEST_NAME_WORDS: usize = 2;

/// What is written for a company by people who have none, folded.
const NO_COMPANIES: [&str; 8] = [
    "freelance",
    "freelancer",
    "private",
    "privat",
    "self",
    "self employed",
    "selfemployed",
    "student",
];

/// What of a customer can be evidence.
#[derive(Clone, PartialEq)]
pub struct Comparable {
    name: Option<Words>,
    company: Option<Words>,
    emails: Vec<Email>,
    numbers: Vec<(Number, String)>,
    handles: Vec<((String, String), SocialHandle)>,
}

/// A text as it is compared, and as it was written.
#[derive(Clone, PartialEq)]
struct Words {
    folded: String,
    written: String,
}

/// Those among whom a name is evidence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Circle<'a> {
    /// A company, in its folded form.
    Company(&'a str),
    /// A domain of e-mail addresses.
    Domain(&'a str),
}

impl fmt::Debug for Comparable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Comparable(hidden)")
    }
}

impl fmt::Debug for Circle<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Circle(hidden)")
    }
}

impl Comparable {
    /// What of a customer can be evidence. Contacts that several people share, or nobody has, are
    /// none.
    pub fn of(customer: &Customer, policy: &ContactPolicy) -> Self {
        let words = |text: &str| Words {
            folded: folding::sort_form(text),
            written: text.to_owned(),
        };
        let name = customer.name.as_ref().map(|name| words(&name.value));
        let company = customer
            .company
            .as_ref()
            .map(|company| words(&company.value));
        let handles = customer.social_handles.iter();
        Self {
            name: name.filter(|name| name.folded.split(' ').count() >= FEWEST_NAME_WORDS),
            company: company.filter(|company| {
                !company.folded.is_empty() && !NO_COMPANIES.contains(&company.folded.as_str())
            }),
            emails: contacts(customer, ContactKind::Email)
                .filter_map(|contact| personal_email(contact, policy))
                .collect(),
            numbers: contacts(customer, ContactKind::Phone)
                .filter_map(|contact| Some((number(contact, policy)?, contact.address.clone())))
                .collect(),
            handles: handles
                .map(|(key, handle)| (key.clone(), handle.value.clone()))
                .collect(),
        }
    }

    /// The folded name, and those among whom it is evidence.
    pub fn name_and_circles(&self) -> Option<(&str, Vec<Circle<'_>>)> {
        let name = self.name.as_ref()?;
        let company = self.company.as_ref();
        let mut circles: Vec<Circle<'_>> = company
            .map(|company| Circle::Company(&company.folded))
            .into_iter()
            .collect();
        for domain in self.domains() {
            if !circles.contains(&Circle::Domain(domain)) {
                circles.push(Circle::Domain(domain));
            }
        }
        Some((&name.folded, circles))
    }

    /// The e-mail addresses.
    pub fn emails(&self) -> &[Email] {
        &self.emails
    }

    /// The phone numbers.
    pub fn numbers(&self) -> impl Iterator<Item = &Number> {
        self.numbers.iter().map(|(number, _)| number)
    }

    /// The networks and handles, as they are compared.
    pub fn handles(&self) -> impl Iterator<Item = &(String, String)> {
        self.handles.iter().map(|(key, _)| key)
    }

    /// What says that two customers are one person, strongest first.
    pub fn evidence(&self, other: &Self) -> Vec<Evidence> {
        let details = [
            (EvidenceKind::SimilarEmail, self.similar_email(other)),
            (EvidenceKind::SamePhone, self.same_phone(other)),
            (EvidenceKind::SameHandle, self.same_handle(other)),
            (
                EvidenceKind::SameNameAndCompany,
                self.name_and_company(other),
            ),
            (EvidenceKind::SameNameAndDomain, self.name_and_domain(other)),
        ];
        details
            .into_iter()
            .filter_map(|(kind, detail)| {
                Some(Evidence {
                    kind,
                    detail: detail?,
                })
            })
            .collect()
    }

    fn similar_email(&self, other: &Self) -> Option<String> {
        self.emails.iter().find_map(|one| {
            let alike = |other: &&Email| mailbox::are_alike(one, other);
            let other = other.emails.iter().find(alike)?;
            Some(format!("{}, {}", one.as_str(), other.as_str()))
        })
    }

    fn same_phone(&self, other: &Self) -> Option<String> {
        self.numbers.iter().find_map(|(one, written)| {
            let mut numbers = other.numbers.iter();
            let (_, also_written) = numbers.find(|(other, _)| one.is_same(other))?;
            Some(format!("{written}, {also_written}"))
        })
    }

    fn same_handle(&self, other: &Self) -> Option<String> {
        self.handles.iter().find_map(|(key, handle)| {
            let mut keys = other.handles();
            keys.any(|other| key == other)
                .then(|| format!("{} {}", handle.network, handle.handle))
        })
    }

    fn name_and_company(&self, other: &Self) -> Option<String> {
        let name = self.same_name(other)?;
        let (one, other) = (self.company.as_ref()?, other.company.as_ref()?);
        (one.folded == other.folded).then(|| format!("{name}, {}", one.written))
    }

    fn name_and_domain(&self, other: &Self) -> Option<String> {
        let name = self.same_name(other)?;
        let domain = self
            .domains()
            .find(|domain| other.domains().any(|other| other == *domain))?;
        Some(format!("{name}, {domain}"))
    }

    fn same_name(&self, other: &Self) -> Option<&str> {
        let (one, other) = (self.name.as_ref()?, other.name.as_ref()?);
        (one.folded == other.folded).then_some(one.written.as_str())
    }

    /// The domains of the addresses, but for those where everybody can have one.
    fn domains(&self) -> impl Iterator<Item = &str> {
        let domains = self.emails.iter().map(Email::domain);
        domains.filter(|domain| !provider::is_for_everybody(domain))
    }
}

fn contacts(customer: &Customer, kind: ContactKind) -> impl Iterator<Item = &Contact> {
    let contacts = customer.contacts.iter();
    contacts.filter(move |contact| contact.kind == kind)
}

fn personal_email(contact: &Contact, policy: &ContactPolicy) -> Option<Email> {
    let claim = Claim::read(ContactKind::Email, &contact.address, policy)?;
    match claim.reading {
        Reading::Personal(address) if contact.identifies => Email::parse(&address),
        Reading::Personal(_) | Reading::Shared(_) | Reading::Unreadable | Reading::Nothing => None,
    }
}

fn number(contact: &Contact, policy: &ContactPolicy) -> Option<Number> {
    if contact.identifies {
        return Number::read(&contact.address);
    }
    let claim = Claim::read(ContactKind::Phone, &contact.address, policy)?;
    match claim.reading {
        // Readable by now: the region was named after it came.
        Reading::Unreadable | Reading::Personal(_) => Number::unread(&contact.address),
        Reading::Shared(_) | Reading::Nothing => None,
    }
}
