-- Keys and what is done with them: the audit, plans that wait for a yes, and what became of the
-- customers who are gone.

-- What keyed hashes and the codes of plans are made with. Never leaves the file.
CREATE TABLE secrets (
    name   TEXT PRIMARY KEY,
    secret BLOB NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO secrets (name, secret) VALUES ('audit', randomblob(32)), ('plans', randomblob(32));

-- digest: the SHA-256 of the whole key. scopes: words with commas between them.
CREATE TABLE keys (
    id               TEXT PRIMARY KEY,
    name             TEXT NOT NULL UNIQUE,
    digest           BLOB NOT NULL,
    scopes           TEXT NOT NULL,
    confirm          TEXT NOT NULL,
    changes_a_minute INTEGER NOT NULL,
    removals_an_hour INTEGER NOT NULL,
    created_at       INTEGER NOT NULL,
    expires_at       INTEGER,
    revoked_at       INTEGER,
    used_at          INTEGER
) STRICT, WITHOUT ROWID;

-- Every change, in the order in which they were made, without gaps. No row ever changes.
-- key_id: none for a person at the terminal. actor: the key's name, or the word operator.
-- details: a JSON array of what changed: a field's name with keyed hashes of its value before and
-- after, or the name of what is counted with its number.
-- hash: the SHA-256 of this row and of the hash before it.
CREATE TABLE audit (
    number      INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    key_id      TEXT,
    actor       TEXT NOT NULL,
    action      TEXT NOT NULL,
    is_removal  INTEGER NOT NULL CHECK (is_removal BETWEEN 0 AND 1),
    customer_id INTEGER,
    other_id    INTEGER,
    approved_by TEXT,
    details     TEXT NOT NULL,
    hash        BLOB NOT NULL
) STRICT;

CREATE INDEX audit_by_customer ON audit (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX audit_by_other ON audit (other_id) WHERE other_id IS NOT NULL;
CREATE INDEX audit_by_key ON audit (key_id, at) WHERE key_id IS NOT NULL;
CREATE INDEX audit_by_removal ON audit (key_id, at) WHERE key_id IS NOT NULL AND is_removal = 1;

-- What waits for a yes, or had one. request: the arguments, as a JSON object without personal data
-- beyond ids. basis: the ids and versions of the customers concerned, as a JSON array.
CREATE TABLE plans (
    code        TEXT PRIMARY KEY,
    key_id      TEXT, -- none for a person at the terminal
    tool        TEXT NOT NULL,
    request     TEXT NOT NULL,
    basis       TEXT NOT NULL,
    made_at     INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    approved_at INTEGER,
    approved_by TEXT,
    ended_at    INTEGER, -- carried out, or refused
    was_refused INTEGER NOT NULL DEFAULT 0 CHECK (was_refused BETWEEN 0 AND 1)
) STRICT, WITHOUT ROWID;

CREATE INDEX plans_by_end ON plans (expires_at);

-- Ids that were given once and have no profile any more.
CREATE TABLE former_customers (
    id       INTEGER PRIMARY KEY,
    became   INTEGER REFERENCES customers (id), -- none: deleted
    ended_at INTEGER NOT NULL
) STRICT;

CREATE INDEX former_customers_by_became ON former_customers (became);

-- Pairs that a person has marked as two people; one_id is the lower id.
CREATE TABLE different_customers (
    one_id    INTEGER NOT NULL REFERENCES customers (id),
    other_id  INTEGER NOT NULL REFERENCES customers (id),
    marked_at INTEGER NOT NULL,
    marked_by TEXT NOT NULL,
    PRIMARY KEY (one_id, other_id),
    CHECK (one_id < other_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX different_customers_by_other ON different_customers (other_id);

-- Customers that were made under an idempotency key. request_digest: the SHA-256 of the arguments.
CREATE TABLE idempotency_keys (
    key_id          TEXT NOT NULL, -- empty for a person at the terminal
    idempotency_key TEXT NOT NULL,
    request_digest  BLOB NOT NULL,
    customer_id     INTEGER NOT NULL,
    used_at         INTEGER NOT NULL,
    PRIMARY KEY (key_id, idempotency_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_customer ON idempotency_keys (customer_id);

-- ---- Contacts, feedback and pairs, with checks that cost nothing ----
--
-- `CHECK (x IN (1, 2, 3))` fills a set of its own for each row that is written; BETWEEN compares.
-- A check cannot be changed, so the tables are made anew. Their order leaves no row without the one
-- that it refers to, because foreign keys cannot be switched off inside a transaction.

CREATE TABLE new_contacts (
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    kind        INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3), -- 1 user id, 2 e-mail, 3 phone
    address     TEXT NOT NULL,
    spelling    TEXT,             -- as first written, where that differs
    identifies  INTEGER NOT NULL CHECK (identifies BETWEEN 0 AND 1),
    feedback_id INTEGER,
    seen_at     INTEGER NOT NULL,
    is_chosen   INTEGER NOT NULL DEFAULT 0 CHECK (is_chosen BETWEEN 0 AND 1), -- 1: chosen as the primary of its kind
    PRIMARY KEY (customer_id, kind, address)
) STRICT, WITHOUT ROWID;

INSERT INTO new_contacts (customer_id, kind, address, spelling, identifies, feedback_id, seen_at)
SELECT customer_id, kind, address, spelling, identifies, feedback_id, seen_at FROM contacts;

DROP TABLE contacts;
ALTER TABLE new_contacts RENAME TO contacts;

-- An address identifies at most one customer.
CREATE UNIQUE INDEX contacts_by_address ON contacts (kind, address) WHERE identifies = 1;

-- outcome: 1 linked, 2 created, 3 ambiguous, 4 anonymous. matched_on: a kind of contact.
CREATE TABLE new_feedback (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    source      TEXT NOT NULL,
    reference   TEXT NOT NULL,
    customer_id INTEGER REFERENCES customers (id),
    channel     TEXT NOT NULL,
    message     TEXT,
    category    TEXT,
    rating      REAL,
    status      TEXT,
    tags        TEXT,             -- separated by U+001F
    context     TEXT,             -- a JSON object
    metadata    TEXT,             -- a JSON object
    created_at  INTEGER NOT NULL,
    revised_at  INTEGER,
    has_original INTEGER NOT NULL CHECK (has_original BETWEEN 0 AND 1), -- 0: only a revision has come
    ingested_at INTEGER NOT NULL,
    outcome     INTEGER NOT NULL CHECK (outcome BETWEEN 1 AND 4),
    matched_on  INTEGER CHECK (matched_on BETWEEN 1 AND 3),
    unattached  TEXT              -- contacts that no customer was given: a JSON array
) STRICT;

INSERT INTO new_feedback (
    id, source, reference, customer_id, channel, message, category, rating, status, tags, context,
    metadata, created_at, revised_at, has_original, ingested_at, outcome, matched_on, unattached)
SELECT
    id, source, reference, customer_id, channel, message, category, rating, status, tags, context,
    metadata, created_at, revised_at, has_original, ingested_at, outcome, matched_on, unattached
FROM feedback;

-- A number is never given twice, not even that of the last row, once that was deleted.
DELETE FROM sqlite_sequence WHERE name = 'new_feedback';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'new_feedback', seq FROM sqlite_sequence WHERE name = 'feedback';

-- Pairs that may be one person, each with the event that says so; one_id is the lower id.
CREATE TABLE new_possible_duplicates (
    one_id      INTEGER NOT NULL REFERENCES customers (id),
    other_id    INTEGER NOT NULL REFERENCES customers (id),
    feedback_id INTEGER NOT NULL REFERENCES new_feedback (id),
    noticed_at  INTEGER NOT NULL,
    PRIMARY KEY (one_id, other_id, feedback_id),
    CHECK (one_id < other_id)
) STRICT, WITHOUT ROWID;

INSERT INTO new_possible_duplicates (one_id, other_id, feedback_id, noticed_at)
SELECT one_id, other_id, feedback_id, noticed_at FROM possible_duplicates;

DROP TABLE possible_duplicates;
DROP TABLE feedback;
-- Renamed, it is also what the pairs refer to.
ALTER TABLE new_feedback RENAME TO feedback;
ALTER TABLE new_possible_duplicates RENAME TO possible_duplicates;

-- The same event is taken in once.
CREATE UNIQUE INDEX feedback_by_reference ON feedback (reference, source);
CREATE INDEX possible_duplicates_by_other ON possible_duplicates (other_id);
CREATE INDEX possible_duplicates_by_feedback ON possible_duplicates (feedback_id);

-- ---- Postings: what a reader keeps of them ----
--
-- zones_version: grows whenever zones are written, so that those who keep some know.
INSERT INTO tallies (name, count) VALUES ('zones_version', 0);

-- Feedback that was recorded under an id or a key of its caller's, with a keyed hash of what was recorded.
CREATE TABLE recordings (
    feedback_id INTEGER PRIMARY KEY REFERENCES feedback (id) ON DELETE CASCADE,
    digest      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who may be somebody else: contacts that could not be read as phone numbers, by their last eight
-- characters but for what people write between digits, and accounts on social networks.
CREATE INDEX contacts_by_unread_ending ON contacts (
    substr(replace(replace(replace(replace(replace(replace(
        address, ' ', ''), '-', ''), '.', ''), '/', ''), '(', ''), ')', ''), -8)
) WHERE identifies = 0 AND kind = 3;

CREATE INDEX social_handles_by_handle ON social_handles (network, handle_key);
