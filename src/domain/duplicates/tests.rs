//! What is evidence between two customers, by tables.

use jiff::Timestamp;

use super::{Circle, Comparable, EvidenceKind, score};
use crate::domain::contact::{Claim, Contact, ContactKind, ContactPolicy, Reading};
use crate::domain::customer::{Customer, CustomerId, Origin, SocialHandle, Taken};

use EvidenceKind::{SameHandle, SameNameAndCompany, SameNameAndDomain, SamePhone, SimilarEmail};

/// A customer by name, company and contacts; an account on a network is written `github:jane`.
type Sketch<'a> = (&'a str, &'a str, &'a [&'a str]);

const ORIGIN: Origin = Origin::Hand {
    at: Timestamp::UNIX_EPOCH,
};

fn policy() -> ContactPolicy {
    ContactPolicy::new(None, &[], &["frontdesk".to_owned()])
}

fn comparable((name, company, contacts): Sketch<'_>) -> Comparable {
    let mut customer = Customer::blank(CustomerId(1));
    let text = |text: &str| {
        (!text.is_empty()).then(|| Taken {
            value: text.to_owned(),
            origin: ORIGIN,
        })
    };
    customer.name = text(name);
    customer.company = text(company);
    for contact in contacts {
        match contact.split_once(':') {
            Some((network, handle)) => add_handle(&mut customer, network, handle),
            None => customer.contacts.push(as_kept(contact)),
        }
    }
    Comparable::of(&customer, &policy())
}

fn add_handle(customer: &mut Customer, network: &str, handle: &str) {
    let [network, handle] = [network, handle].map(str::to_owned);
    let key = (network.clone(), handle.to_lowercase());
    let value = SocialHandle { network, handle };
    let origin = ORIGIN;
    customer.social_handles.insert(key, Taken { value, origin });
}

/// A contact as ingestion keeps it of an event that brings it alone.
fn as_kept(text: &str) -> Contact {
    let kind = if text.contains('@') {
        ContactKind::Email
    } else {
        ContactKind::Phone
    };
    let claim = Claim::read(kind, text, &policy()).unwrap();
    let (address, identifies) = match claim.reading {
        Reading::Personal(address) | Reading::Shared(address) => (address, true),
        Reading::Unreadable => (text.to_owned(), false),
        Reading::Nothing => panic!("{text} is never kept"),
    };
    Contact {
        kind,
        address,
        spelling: text.to_owned(),
        identifies,
        is_chosen: false,
        origin: ORIGIN,
    }
}

fn kinds(one: Sketch<'_>, other: Sketch<'_>) -> Vec<EvidenceKind> {
    let (one, other) = (comparable(one), comparable(other));
    let kinds = |one: &Comparable, other: &Comparable| -> Vec<EvidenceKind> {
        let evidence = one.evidence(other);
        evidence.iter().map(|found| found.kind).collect()
    };
    assert_eq!(kinds(&one, &other), kinds(&other, &one), "from both sides");
    kinds(&one, &other)
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table: a case in each row")]
fn each_kind_of_evidence_is_found_and_nothing_else() {
    let table: &[(&str, Sketch<'_>, Sketch<'_>, &[EvidenceKind])] = &[
        (
            "a name alone",
            ("Jane Doe", "", &[]),
            ("Jane Doe", "", &[]),
            &[],
        ),
        (
            "name and company, folded",
            ("José García", "Straßenbau AG", &[]),
            ("JOSE GARCIA", "STRASSENBAU ag.", &[]),
            &[SameNameAndCompany],
        ),
        (
            "a given name",
            ("Jane", "Acme", &[]),
            ("Jane", "Acme", &[]),
            &[],
        ),
        ("two letters", ("Bo", "Acme", &[]), ("Bo", "Acme", &[]), &[]),
        (
            "short names",
            ("Bo Li", "Acme", &[]),
            ("bo li", "acme", &[]),
            &[SameNameAndCompany],
        ),
        (
            "a Chinese name",
            ("李雷", "华为", &[]),
            ("李 雷", "华为", &[]),
            &[SameNameAndCompany],
        ),
        (
            "no company",
            ("Jane Doe", "Freelance", &[]),
            ("Jane Doe", "freelance", &[]),
            &[],
        ),
        (
            "a company without letters",
            ("Jane Doe", "…", &[]),
            ("Jane Doe", "--", &[]),
            &[],
        ),
        (
            "name and domain",
            ("Jane Doe", "", &["jane@acme.io"]),
            ("jane doe", "", &["jd@acme.io"]),
            &[SameNameAndDomain],
        ),
        (
            "another name at the domain",
            ("Jane Doe", "", &["jane@acme.io"]),
            ("Omar Doe", "", &["omar@acme.io"]),
            &[],
        ),
        (
            "a provider's domain",
            ("Jane Doe", "", &["jane@gmail.com"]),
            ("Jane Doe", "", &["jd@gmail.com"]),
            &[],
        ),
        (
            "shared addresses",
            ("Jane Doe", "", &["info@acme.io"]),
            ("Jane Doe", "", &["info+de@acme.io", "front.desk@acme.io"]),
            &[],
        ),
        (
            "dots at a provider that ignores them",
            ("", "", &["jane.doe@gmail.com"]),
            ("", "", &["janedoe+shop@googlemail.com"]),
            &[SimilarEmail],
        ),
        (
            "a national spelling",
            ("", "", &["+14155550132"]),
            ("", "", &["(415) 555-0132"]),
            &[SamePhone],
        ),
        (
            "two that nobody could read",
            ("", "", &["0415 5550132"]),
            ("", "", &["(415) 555-0132"]),
            &[SamePhone],
        ),
        (
            "two numbers",
            ("", "", &["+14155550132"]),
            ("", "", &["+14155550133"]),
            &[],
        ),
        (
            "an account",
            ("", "", &["github:Jane"]),
            ("", "", &["github:jane"]),
            &[SameHandle],
        ),
        (
            "another network",
            ("", "", &["github:jane"]),
            ("", "", &["x:jane"]),
            &[],
        ),
        (
            "all together, strongest first",
            (
                "Jane Doe",
                "Acme",
                &["jane@acme.io", "+14155550132", "x:jane"],
            ),
            (
                "Jane Doe",
                "Acme",
                &["jane+a@acme.io", "415 555 0132", "x:jane"],
            ),
            &[
                SimilarEmail,
                SamePhone,
                SameHandle,
                SameNameAndCompany,
                SameNameAndDomain,
            ],
        ),
    ];
    for (what, one, other, expected) in table {
        assert_eq!(kinds(*one, *other), *expected, "{what}");
    }
}

#[test]
fn a_score_is_the_sum_of_points_that_fall_with_the_order_of_kinds() {
    let points: Vec<u32> = EvidenceKind::ALL.iter().map(|kind| kind.points()).collect();
    assert!(points.is_sorted_by(|one, other| one >= other));
    let jane = comparable(("Jane Doe", "Acme", &["jane@acme.io"]));
    let also = comparable(("Jane Doe", "Acme", &["ja.ne@acme.io"]));
    assert_eq!(score(&jane.evidence(&also)), 40 + 30 + 30);
}

#[test]
fn evidence_says_what_was_compared_and_debug_output_hides_it() {
    let jane = comparable(("Jane Doe", "Acme", &["jane@acme.io"]));
    let also = comparable(("JANE DOE", "ACME", &["ja.ne@acme.io"]));
    let evidence = jane.evidence(&also);
    let details: Vec<&str> = evidence.iter().map(|found| found.detail.as_str()).collect();
    assert_eq!(
        details,
        [
            "jane@acme.io, ja.ne@acme.io",
            "Jane Doe, Acme",
            "Jane Doe, acme.io"
        ]
    );
    assert!(!format!("{jane:?} {evidence:?}").contains("Jane"));
}

#[test]
fn a_name_is_looked_up_within_company_and_own_domains() {
    let jane = comparable((
        "Jane Doe",
        "Acme",
        &["jane@acme.io", "jd@acme.io", "jane@gmail.com"],
    ));
    let (name, circles) = jane.name_and_circles().unwrap();
    assert_eq!(name, "jane doe");
    assert!(circles == [Circle::Company("acme"), Circle::Domain("acme.io")]);
    assert!(
        comparable(("Jane", "Acme", &[]))
            .name_and_circles()
            .is_none()
    );
}
