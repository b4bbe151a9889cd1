//! Who may mention whom: the rules that `layers` holds the sources to.

/// A rule: these words may stand only in these files.
pub(crate) struct Rule {
    /// The rule, as it is told to whoever broke it.
    pub(crate) says: &'static str,
    /// Words, as whole words or paths.
    pub(crate) words: &'static [&'static str],
    /// Where the rule holds: paths that start like one of these.
    pub(crate) within: &'static [&'static str],
    /// Where it does not: paths that start like one of these.
    pub(crate) but: &'static [&'static str],
}

/// Every rule.
pub(crate) const RULES: [Rule; 11] = [
    Rule {
        says: "the domain is pure: no JSON, database, protocol, clock or system",
        words: &[
            "serde",
            "serde_json",
            "schemars",
            "rusqlite",
            "rmcp",
            "clap",
            "tokio",
            "tracing",
            "anyhow",
            "std::env",
            "std::fs",
            "std::io",
            "std::net",
            "std::process",
            "std::thread",
            "SystemTime",
            "Timestamp::now",
            "crate::store",
            "crate::service",
            "crate::surface",
            "crate::config",
        ],
        within: &["src/domain/"],
        but: &[],
    },
    Rule {
        says: "the store looks only at the domain",
        words: &[
            "crate::service",
            "crate::surface",
            "crate::config",
            "serde",
            "rmcp",
            "clap",
            "tokio",
        ],
        within: &["src/store/"],
        but: &[],
    },
    Rule {
        says: "services look only at the domain and the store",
        words: &[
            "crate::surface",
            "crate::config",
            "serde",
            "serde_json",
            "rusqlite",
            "rmcp",
            "clap",
            "tokio",
        ],
        within: &["src/service/"],
        but: &[],
    },
    Rule {
        says: "surfaces look only at the domain and the services",
        words: &["crate::store", "rusqlite"],
        within: &["src/surface/"],
        but: &[],
    },
    Rule {
        says: "only commands know the flags",
        words: &["crate::config"],
        within: &["src/surface/"],
        but: &["src/surface/cli/"],
    },
    Rule {
        says: "the database library stays in its backend",
        words: &["rusqlite"],
        within: &["src/"],
        // The error keeps the library's own as its source.
        but: &["src/store/sqlite/", "src/store/error.rs"],
    },
    Rule {
        says: "SQL stays in the store",
        words: &["SELECT", "INSERT", "UPDATE", "DELETE", "PRAGMA"],
        within: &["src/"],
        but: &["src/store/"],
    },
    Rule {
        says: "the protocol library is named in the server and its pipes alone",
        words: &["rmcp::"],
        within: &["src/"],
        but: &["src/surface/mcp/server/", "src/surface/mcp/stdio/"],
    },
    Rule {
        says: "only the protocol's rim is asynchronous",
        words: &["async", "await", "tokio"],
        within: &["src/"],
        but: &["src/surface/mcp/", "src/main.rs"],
    },
    Rule {
        says: "only the start of the program erases what kind of error it was",
        words: &["anyhow"],
        within: &["src/"],
        but: &["src/main.rs"],
    },
    Rule {
        says: "only the configuration reads the environment",
        words: &["std::env", "env::var", "env::args", "env::vars"],
        within: &["src/"],
        // The demonstration starts this very program in a temporary folder: it asks the system
        // where both are, not the operator's environment what to do.
        but: &["src/config.rs", "src/surface/cli/demo/mod.rs"],
    },
];
