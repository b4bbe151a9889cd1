//! Contacts that prove nothing, and addresses that several people share: the lists.

/// Words that stand where somebody left a field empty.
const EMPTY_WORDS: [&str; 16] = [
    "null",
    "nil",
    "none",
    "n/a",
    "na",
    "n.a.",
    "undefined",
    "unknown",
    "anonymous",
    "guest",
    "nan",
    "-",
    "--",
    "?",
    "[object object]",
    "(none)",
];

/// Local parts that belong to machines (RFC 2142 lists the roles; these answer to nobody).
pub(super) const MACHINES: [&str; 8] = [
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "do_not_reply",
    "mailer-daemon",
    "postmaster",
];

/// Local parts that people type into a field that they do not want to fill.
pub(super) const PRETENDERS: [&str; 8] =
    ["test", "a", "asdf", "abc", "foo", "user", "email", "none"];

/// Domains that go with them.
pub(super) const PRETENDED_DOMAINS: [&str; 9] = [
    "test.com",
    "a.com",
    "asdf.com",
    "abc.com",
    "foo.com",
    "email.com",
    "domain.com",
    "none.com",
    "mail.test",
];

/// Domains that are reserved for documentation and tests (RFC 2606, RFC 6761).
const RESERVED_DOMAINS: [&str; 8] = [
    "example.com",
    "example.net",
    "example.org",
    "example",
    "test",
    "invalid",
    "localhost",
    "local",
];

/// Local parts that several people read (RFC 2142, sections 3 to 5, and common practice).
pub(super) const SHARED: [&str; 27] = [
    "info",
    "support",
    "sales",
    "contact",
    "hello",
    "help",
    "office",
    "admin",
    "administrator",
    "team",
    "mail",
    "enquiries",
    "inquiries",
    "billing",
    "accounts",
    "accounting",
    "service",
    "customerservice",
    "hr",
    "jobs",
    "marketing",
    "press",
    "webmaster",
    "abuse",
    "security",
    "feedback",
    "reception",
];

/// Whether text stands where a name was not given. `Na`, `Nan` and `Nil` are people's names.
pub fn is_no_name(text: &str) -> bool {
    let is_name = ["na", "nan", "nil"]
        .iter()
        .any(|name| text.trim().eq_ignore_ascii_case(name));
    !is_name && means_nothing(text)
}

/// Whether text only says that there is nothing to say: `null`, `n/a`, `-`, …
pub fn means_nothing(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || EMPTY_WORDS
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
}

pub(super) fn is_zero(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0' | b'-')) || text == "-1"
}

pub(super) fn is_reserved(domain: &str) -> bool {
    RESERVED_DOMAINS.iter().any(|reserved| {
        domain
            .strip_suffix(reserved)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// Numbers that nobody has: one digit over and over, or the digits in their order.
pub(super) fn is_filler_number(text: &str) -> bool {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
    let Some(first) = digits.first() else {
        return false;
    };
    if text.chars().any(char::is_alphabetic) {
        return false;
    }
    let repeated = digits.iter().all(|digit| digit == first);
    let counted = digits.len() >= 6
        && "01234567890123456789".contains(&String::from_utf8_lossy(&digits).into_owned());
    repeated || counted
}
