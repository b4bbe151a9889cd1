//! A company's unified customer directory for AI assistants: everyone who has interacted with a
//! product, with every address, tag, channel and piece of feedback in one profile.
//!
//! # The house
//!
//! Four layers; each looks only downwards.
//!
//! ```text
//! surface   who asks            mcp: tools over stdio · cli: commands · intake: files to events
//!    │                          question: what callers write · view: what they read
//!    │                          export: the form of an export
//! service   what can be done    Directory, the one façade; ingestion, changes, plans, keys, audit
//!    │
//! store     how it is kept      transactions; every question and order as a trait; SQLite behind it
//!    │
//! domain    what is true        customers, contacts, matching, merging, search, access: pure rules
//! ```
//!
//! `main.rs` reads the configuration, opens the directory and runs one surface.
//!
//! # One event, followed through
//!
//! `customer-directory ingest` reads a file on one thread: [`surface::intake`] carves out a record
//! and makes it a [`domain::event::FeedbackEvent`], in which each contact has been read and judged
//! ([`domain::contact::Claim`]). The other thread hands batches of events to
//! [`service::Directory::ingest`], which opens one transaction. A batch looks up what its events
//! name; [`domain::matching::decide`] says for each whose it is;
//! [`domain::customer::Customer::fill`] takes over what it says about the person; at the end of the
//! batch the customers and the feedback are written. The transaction ends, and the report counts.
//!
//! # One call, followed through
//!
//! A line comes in on stdin. `surface::mcp` finds the tool in its registry, checks the arguments
//! against the schema that it publishes, asks the gate for the proof that the tool names
//! ([`domain::access`]), and does the call: at once where it is quick, else on the directory's own
//! thread, one after the other. `list_customers` reads its arguments into a
//! [`domain::search::CustomerQuery`]; the store cuts the sets of those who have each word, tag and
//! so on (`store/sqlite/postings`), orders those who are left (`store/sqlite/ordering`), and the
//! page comes back as domain types, which [`surface::view`] cleans, fits and writes. Resources,
//! prompts and completions go the same way.
//!
//! # One change, followed through
//!
//! A server is started with a key ([`surface::mcp::admit`]): it becomes a
//! [`domain::access::Access`], which shows the tools of its scopes and makes, for each call, a proof
//! that says who changes something and when. A method of [`service::Directory`] takes the proof and
//! goes through `service/change.rs`: in one transaction the key is looked at again, the change is
//! made, its limits are held, and what it did becomes a link of the audit's chain
//! ([`domain::audit`]). A merge or a deletion is a plan first; it is carried out with the plan's
//! code, once, after a person's yes, if nobody whom it concerns has changed since.
//!
//! # One directory, written down and taken back
//!
//! `export` shows each [`domain::export::ExportRecord`] of one snapshot to [`surface::export`], which
//! writes it as a line or as a row. `import` reads it as strictly, and
//! [`service::Importing`] builds a directory of the records in a file of its own, which gets its name
//! when everything is there and every check has passed. Keys, plans and secrets stay behind.
//!
//! # Words
//!
//! * **customer**: one person, with an id that is never given twice.
//! * **contact**: a user id, an e-mail address or a phone number of a customer. A contact that
//!   *identifies* belongs to one customer only.
//! * **claim**: a contact as an event carries it, and what it proves.
//! * **key**: the stored spelling under which a contact is matched.
//! * **event**: feedback as it comes in; **feedback**: the same as it is kept.
//! * **outcome**: linked, created, ambiguous or anonymous.
//! * **edit**: what a hand changes on a customer; **recording**: one event that a caller hands over
//!   by itself.
//! * **origin**: the feedback that brought a value, and when; or a hand that set it.
//! * **folding**: the form in which names are searched and sorted.
//! * **posting**: which rows of a block of ids have a word, a tag or another label; **zone**: a part
//!   of a sort order.
//! * **pair**: two customers that may be one person; **evidence**: what says so, each kind with its
//!   points; **mark**: a person's word that they are two.
//! * **proof**: a value of [`domain::access`] without which a method cannot be called.
//! * **key**, of a caller: what an operator gives to one assistant; **grant**: what it gives.
//! * **plan**: what a merge or a deletion would do, under a code; **audit**: what was done, by whom.
//! * **former customer**: an id that was given once, and what became of it.
//! * **export**: everything that the directory knows, or knows about one person, in a file that
//!   `import` takes back; a **backup** is the file itself, secrets included.
//!
//! # What always holds, and the test that says so
//!
//! * Layers look down, and files stay small: `tests/it/layers.rs`.
//! * A reading server cannot write, and the file's bytes do not change: `tests/it/database_file.rs`.
//! * Nothing but the protocol is written to stdout, answers come in order: `tests/it/protocol.rs`.
//! * What a server says is as its tools and the protocol publish it: `tests/it/conformance/`.
//! * No client fills our memory or stops the server, whatever it sends: `tests/it/floods.rs`.
//! * A call that is taken back ends, changes nothing and holds nobody: `tests/it/lasting_calls.rs`.
//! * Every parameter has one type, a description, a bound that holds and an example that it takes:
//!   `src/surface/mcp/tools/mod.rs`.
//! * The programs that people use get through a whole conversation: `tests/clients/`.
//! * A batch decides as its events would one at a time; counters follow from the rows; each address
//!   has one owner; order does not matter where the strongest key is given:
//!   `src/service/ingest/tests/properties.rs`.
//! * A key can do what its scopes say, and a bad one nothing: `tests/it/key_rights.rs`.
//! * A method called with the wrong proof does not compile: [`domain::access`].
//! * An altered audit is noticed: `tests/it/audit_command.rs`.
//! * An import that was killed ends, run again, as one clean run: `tests/it/interruption.rs`.
//! * Every spelling that people type finds whom they mean: `tests/it/search.rs`.
//! * Whatever way a question is answered, the answer is that of reading all customers one by one:
//!   `src/store/sqlite/search/tests/`, `tests/it/feedback_questions.rs`, `tests/it/customer_counts.rs`.
//! * What a hand has set stays whatever comes in later: `src/domain/editing/tests/feedback.rs`.
//! * What strangers hide in their text is shown nowhere: `tests/it/strangers.rs`.
//! * What strangers wrote ends no fence of a prompt and draws nothing in a resource:
//!   `tests/it/talk.rs`.
//! * Pages of pairs tell each pair once, as if all customers were compared with each other:
//!   `tests/it/duplicates_oracle.rs`, `src/service/duplicates/tests.rs`.
//! * What was answered is there after a kill, a power cut and a failing disk; any changes in any order
//!   leave what a model of maps and loops says; hostile input and damaged files crash and hang
//!   nothing: `tests/torture/`, which `cargo test --test torture -- --help` explains.
//! * Whatever is wrong around the directory, each command says it in a sentence, and nobody who was
//!   acknowledged is lost: `tests/it/bad_conditions.rs`.
//! * What does not fit together is found: `tests/it/check_command/`. What was erased is in no file,
//!   and no backup brings it back: `tests/it/erase_command.rs`, `tests/it/restore_command.rs`.
//! * What was exported comes back row by row and byte by byte, and no table is forgotten:
//!   `tests/it/export_round_trip.rs`, `src/surface/export/tests/`, `src/store/sqlite/export/tests.rs`.
//!   A file that was cut off or does not fit together imports nothing: `tests/it/import_refusals.rs`.
//! * Nothing personal is logged, and nothing goes out: `tests/it/log_canary.rs`,
//!   `tests/it/no_network.rs`.
//! * Contacts and texts are hidden in `Debug` output, and a shipped migration never changes.

pub mod config;
pub mod domain;
pub mod service;
pub mod store;
pub mod surface;
