//! Providers of e-mail for everybody: an address there says nothing about where somebody works.

/// Domains.
const DOMAINS: [&str; 64] = [
    "126.com",
    "163.com",
    "aol.com",
    "att.net",
    "bigpond.com",
    "bol.com.br",
    "btinternet.com",
    "comcast.net",
    "cox.net",
    "daum.net",
    "docomo.ne.jp",
    "duck.com",
    "ezweb.ne.jp",
    "fastmail.com",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "googlemail.com",
    "hanmail.net",
    "hey.com",
    "icloud.com",
    "inbox.com",
    "interia.pl",
    "laposte.net",
    "libero.it",
    "list.ru",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "mozmail.com",
    "msn.com",
    "naver.com",
    "o2.pl",
    "onet.pl",
    "orange.fr",
    "pm.me",
    "privaterelay.appleid.com",
    "proton.me",
    "protonmail.ch",
    "protonmail.com",
    "qq.com",
    "rambler.ru",
    "rediffmail.com",
    "rocketmail.com",
    "sbcglobal.net",
    "seznam.cz",
    "sfr.fr",
    "shaw.ca",
    "sina.com",
    "sky.com",
    "softbank.ne.jp",
    "t-online.de",
    "terra.com.br",
    "tiscali.it",
    "tutanota.com",
    "ukr.net",
    "uol.com.br",
    "verizon.net",
    "virgilio.it",
    "wanadoo.fr",
    "web.de",
    "wp.pl",
    "ymail.com",
];

/// Providers that have a domain in each of many countries.
const WORLDWIDE: [&str; 6] = ["gmx", "hotmail", "live", "outlook", "yahoo", "yandex"];

/// Whether everybody can have an address at a domain.
pub(super) fn is_for_everybody(domain: &str) -> bool {
    let first = domain.split('.').next().unwrap_or(domain);
    DOMAINS.binary_search(&domain).is_ok() || WORLDWIDE.contains(&first)
}

#[cfg(test)]
mod tests {
    use super::{DOMAINS, is_for_everybody};

    #[test]
    fn providers_are_told_from_companies() {
        assert!(DOMAINS.is_sorted());
        for (domain, expected) in [
            ("gmail.com", true),
            ("yahoo.co.uk", true),
            ("gmx.de", true),
            ("qq.com", true),
            ("acme.io", false),
            ("gmail.acme.io", false),
            ("yahoo-inc.com", false),
        ] {
            assert_eq!(is_for_everybody(domain), expected, "{domain}");
        }
    }
}
