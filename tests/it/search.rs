//! The search table: what people type, and whom they find.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::questions::{Questions, field};
use crate::terminal::Terminal;

/// A small directory: a name, a company, addresses and numbers for each.
pub(crate) fn people() -> Questions {
    let people = [
        (
            "José García",
            "Casa Aurelia",
            "jose.garcia@casaaurelia.es",
            "+34 655 01 02 03",
        ),
        ("Jose Pardo", "", "jl.pardo@correo-sur.net", ""),
        (
            "Björn Straßer",
            "Straßenbau Müller GmbH",
            "b.strasser@straßenbau-müller.de",
            "+49 30 901820",
        ),
        ("Łukasz Żółć", "Łódź Film", "lukasz@zolw-studio.pl", ""),
        (
            "Siobhán O'Brien",
            "Liffey Ledger",
            "siobhan.obrien@liffeyledger.ie",
            "",
        ),
        ("Conor OBrien", "", "conor@inboxly.net", ""),
        (
            "李雷",
            "雷声科技",
            "li.lei@leisheng.cn",
            "+86 138 0013 8000",
        ),
        ("李娜", "", "na@leisheng.cn", ""),
        ("雷军", "", "jun@mihome.cn", ""),
        (
            "محمد علي",
            "",
            "m.ali@alnakhil-clinics.ae",
            "+971 50 123 4567",
        ),
        (
            "Дмитрий Соколов",
            "",
            "d.sokolov@severfrakht.ru",
            "+7 903 123-45-67",
        ),
        ("Bo Ng", "", "bo@ng-partners.sg", ""),
        (
            "Jane Holloway",
            "Lumenworks",
            "jane@lumenworks.io",
            "+1 415-555-0132",
        ),
        ("Jane Hall", "", "jane+news@lumenworks.io", ""),
        (
            "Anne-Marie Smith-Jones",
            "",
            "am.smith@clerks.brightwell-osei.co.uk",
            "+44 20 7946 0018",
        ),
        (
            "Søren Kjærgaard",
            "",
            "soren@smorrebrodlabs.dk",
            "+45 32 12 34 56",
        ),
        ("İpek Yılmaz", "", "ipek@karadut-tekstil.com.tr", ""),
        ("김민준", "", "minjun@hangang-soft.kr", "+82 10-1234-5678"),
        ("Priscilla Hart", "", "", "+1 503-555-0164 ext. 12"),
    ];
    let event = |at: &str, name: &str, email: &str, phone: &str| json!({ "user_id": format!("u_{name}"), "email": email, "phone": phone, "message": "Hi", "created_at": at });
    let mut lines: Vec<String> = people
        .iter()
        .map(|(name, company, email, phone)| {
            let mut event = event("2024-01-01", name, email, phone);
            event["name"] = json!(name);
            event["company"] = json!(company);
            event.to_string()
        })
        .collect();
    // Addresses that are known and not the main ones.
    let home = ["Garcia.Home@correo-sur.net", "+34 91 123 45 67"];
    lines.push(event("2024-01-02", "José García", home[0], home[1]).to_string());
    Questions::to(Terminal::with(&lines.join("\n")))
}

pub(crate) fn names(rows: &[Value]) -> BTreeSet<String> {
    let names = field(rows, "name");
    names
        .iter()
        .map(|name| name.as_str().unwrap_or_default().to_owned())
        .collect()
}

const JANE: &str = "Jane Holloway";
const ANNE: &str = "Anne-Marie Smith-Jones";

/// What is typed, and whom it finds.
const TABLE: &[(&str, &[&str])] = &[
    // names: whole and partial, by the beginnings of their words
    ("José García", &["José García"]),
    ("garc", &["José García"]),
    ("arcia", &[]),
    ("JANE", &[JANE, "Jane Hall"]),
    ("jane hol", &[JANE]),
    ("marie", &[ANNE]),
    ("smith-jones", &[ANNE]),
    ("jones smith anne", &[ANNE]),
    // accents either way, and case
    ("jose", &["José García", "Jose Pardo"]),
    ("JOSÉ", &["José García", "Jose Pardo"]),
    ("josé", &["José García", "Jose Pardo"]),
    ("jose\u{301}", &["José García", "Jose Pardo"]),
    ("strasse", &["Björn Straßer"]),
    ("Straße", &["Björn Straßer"]),
    ("STRASSENBAU", &["Björn Straßer"]),
    ("bjorn", &["Björn Straßer"]),
    ("lodz", &["Łukasz Żółć"]),
    ("Łódź", &["Łukasz Żółć"]),
    ("zolc", &["Łukasz Żółć"]),
    ("soren kjaergaard", &["Søren Kjærgaard"]),
    ("SØREN", &["Søren Kjærgaard"]),
    ("ipek yilmaz", &["İpek Yılmaz"]),
    ("IPEK", &["İpek Yılmaz"]),
    // two letters, Chinese and Korean, Arabic, Cyrillic
    ("bo", &["Bo Ng"]),
    ("Ng", &["Bo Ng"]),
    ("李", &["李雷", "李娜"]),
    ("雷", &["李雷", "雷军"]),
    ("李雷", &["李雷"]),
    ("科技", &["李雷"]),
    ("김", &["김민준"]),
    ("김민준", &["김민준"]),
    ("محمد", &["محمد علي"]),
    ("محمّد", &["محمد علي"]),
    ("علي", &["محمد علي"]),
    ("соколов", &["Дмитрий Соколов"]),
    ("ДМИТ", &["Дмитрий Соколов"]),
    // apostrophes
    ("o'brien", &["Siobhán O'Brien", "Conor OBrien"]),
    ("OBrien", &["Siobhán O'Brien", "Conor OBrien"]),
    ("O’Brien", &["Siobhán O'Brien", "Conor OBrien"]),
    ("siobhan o'brien", &["Siobhán O'Brien"]),
    // e-mail: whole, local part, domain, parts between dots, any known address
    ("jane@lumenworks.io", &[JANE]),
    ("JANE@LumenWorks.IO", &[JANE]),
    ("jane+news@lumenworks.io", &["Jane Hall"]),
    ("jane@", &[JANE]),
    ("jane@lumen", &[JANE]),
    ("lumenworks.io", &[JANE, "Jane Hall"]),
    ("@lumenworks.io", &[JANE, "Jane Hall"]),
    ("siobhan.obrien", &["Siobhán O'Brien"]),
    ("sokolov", &["Дмитрий Соколов"]),
    ("clerks", &[ANNE]),
    ("brightwell-osei.co.uk", &[ANNE]),
    ("brightwell", &[ANNE]),
    ("osei", &[ANNE]),
    ("co.uk", &[ANNE]),
    ("straßenbau-müller.de", &["Björn Straßer"]),
    ("b.strasser@straßenbau-müller.de", &["Björn Straßer"]),
    (
        "b.strasser@xn--straenbau-mller-tib41c.de",
        &["Björn Straßer"],
    ),
    ("garcia.home@correo-sur.net", &["José García"]),
    ("correo-sur.net", &["José García", "Jose Pardo"]),
    // phone: any spelling, national digits, the last four or more, any known number
    ("+1 415-555-0132", &[JANE]),
    ("+14155550132", &[JANE]),
    ("1 (415) 555-0132", &[JANE]),
    ("(415) 555-0132", &[JANE]),
    ("415.555.0132", &[JANE]),
    ("4155550132", &[JANE]),
    ("555-0132", &[JANE]),
    ("0132", &[JANE]),
    ("+1 415", &[JANE]),
    ("030 901820", &["Björn Straßer"]),
    ("030/901820", &["Björn Straßer"]),
    ("+49 (0)30 901820", &["Björn Straßer"]),
    ("901820", &["Björn Straßer"]),
    ("1820", &["Björn Straßer"]),
    ("020 7946 0018", &[ANNE]),
    ("+7 903 123-45-67", &["Дмитрий Соколов"]),
    ("8 903 123-45-67", &["Дмитрий Соколов"]),
    ("050 123 4567", &["محمد علي"]),
    ("1234567", &["محمد علي", "Дмитрий Соколов", "José García"]),
    ("911234567", &["José García"]),
    ("010-1234-5678", &["김민준"]),
    ("+86 138 0013 8000", &["李雷"]),
    ("8001", &[]),
    ("+15035550164;ext=12", &["Priscilla Hart"]),
    ("(503) 555-0164 ext. 12", &["Priscilla Hart"]),
    ("503 555 0164", &["Priscilla Hart"]),
    // several words, all of which must match, in any order and from any place
    ("holloway jane", &[JANE]),
    ("lumenworks holl", &[JANE]),
    ("jane 0132", &[JANE]),
    ("garcia aurelia 0203", &["José García"]),
    ("jane garcia", &[]),
    ("jane nobody", &[]),
    ("  jane \t\n holloway  ", &[JANE]),
];

#[test]
fn people_are_found_by_what_is_typed() {
    let people = people();
    let mut wrong = Vec::new();
    for (text, expected) in TABLE {
        let found = names(&people.found(text));
        let expected: BTreeSet<String> = expected.iter().map(|name| (*name).to_owned()).collect();
        if found != expected {
            wrong.push(format!("`{text}` finds {found:?}, expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_row_tells_where_the_text_was_found() {
    let people = people();
    for (text, matched_on, addresses) in [
        ("jane holl", json!(["name", "email"]), json!(null)),
        ("casa", json!(["company", "email"]), json!(null)),
        ("0203", json!(["phone"]), json!(null)),
        (
            "correo-sur garcia.home",
            json!(["name", "email"]),
            json!(["garcia.home@correo-sur.net"]),
        ),
        ("911234567", json!(["phone"]), json!(["+34911234567"])),
    ] {
        let rows = people.found(text);
        assert_eq!(rows.len(), 1, "{text}");
        assert_eq!(field(&rows, "matched_on"), [matched_on], "{text}");
        assert_eq!(field(&rows, "matched_addresses"), [addresses], "{text}");
    }
}
