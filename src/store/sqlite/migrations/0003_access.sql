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

-- Who may be somebody else: contacts that could not be read as phone numbers, by their last eight
-- characters but for what people write between digits, and accounts on social networks.
CREATE INDEX contacts_by_unread_ending ON contacts (
    substr(replace(replace(replace(replace(replace(replace(
        address, ' ', ''), '-', ''), '.', ''), '/', ''), '(', ''), ')', ''), -8)
) WHERE identifies = 0 AND kind = 3;

CREATE INDEX social_handles_by_handle ON social_handles (network, handle_key);
