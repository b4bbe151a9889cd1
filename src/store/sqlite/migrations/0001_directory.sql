-- The directory: customers, what identifies them, and their feedback.
-- Times are UTC in milliseconds. Where a value came from is kept beside it: the feedback's number
-- (none for a value that was set by hand) and the time at which it was said. These numbers are no
-- foreign keys: a value outlives the feedback that brought it.
--
-- Indexes that only reading needs are in ../reading_indexes.sql, because a first import builds them last.

CREATE TABLE customers (
    id               INTEGER PRIMARY KEY AUTOINCREMENT, -- an id is never given twice
    name             TEXT,
    name_feedback_id INTEGER,
    name_at          INTEGER,
    company             TEXT,
    company_feedback_id INTEGER,
    company_at          INTEGER,
    notes          TEXT,
    version        INTEGER NOT NULL,
    feedback_count INTEGER NOT NULL,
    first_seen     INTEGER NOT NULL, -- 0: never seen
    last_seen      INTEGER NOT NULL, -- 0: never seen
    -- What follows repeats other columns and tables in the form in which lists need it.
    sort_name     TEXT NOT NULL, -- folded name, else e-mail, else phone
    company_key   TEXT,          -- folded company
    primary_email TEXT,
    primary_phone TEXT,
    tags          TEXT NOT NULL, -- as first written, separated by U+001F
    channels      TEXT NOT NULL, -- separated by U+001F
    words         TEXT NOT NULL  -- folded words to search, each with a space in front
) STRICT;

-- kind: 1 user id, 2 e-mail, 3 phone.
CREATE TABLE contacts (
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    kind        INTEGER NOT NULL CHECK (kind IN (1, 2, 3)),
    address     TEXT NOT NULL,
    spelling    TEXT,             -- as first written, where that differs
    identifies  INTEGER NOT NULL CHECK (identifies IN (0, 1)),
    feedback_id INTEGER,
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (customer_id, kind, address)
) STRICT, WITHOUT ROWID;

-- An address identifies at most one customer.
CREATE UNIQUE INDEX contacts_by_address ON contacts (kind, address) WHERE identifies = 1;

CREATE TABLE customer_tags (
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    tag         TEXT NOT NULL, -- the form in which tags are compared
    spelling    TEXT NOT NULL,
    feedback_id INTEGER,
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (customer_id, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer_channels (
    channel     TEXT NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    PRIMARY KEY (channel, customer_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE custom_fields (
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    key         TEXT NOT NULL,
    value       TEXT NOT NULL, -- JSON: a string, a number or a boolean
    value_key   TEXT NOT NULL, -- the form in which values are compared
    feedback_id INTEGER,
    said_at     INTEGER NOT NULL,
    PRIMARY KEY (customer_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE social_handles (
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    network     TEXT NOT NULL,
    handle_key  TEXT NOT NULL, -- the form in which handles are compared
    handle      TEXT NOT NULL,
    feedback_id INTEGER,
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (customer_id, network, handle_key)
) STRICT, WITHOUT ROWID;

-- outcome: 1 linked, 2 created, 3 ambiguous, 4 anonymous. matched_on: a kind of contact.
CREATE TABLE feedback (
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
    has_original INTEGER NOT NULL CHECK (has_original IN (0, 1)), -- 0: only a revision has come
    ingested_at INTEGER NOT NULL,
    outcome     INTEGER NOT NULL CHECK (outcome IN (1, 2, 3, 4)),
    matched_on  INTEGER CHECK (matched_on IN (1, 2, 3)),
    unattached  TEXT              -- contacts that no customer was given: a JSON array
) STRICT;

-- The same event is taken in once.
CREATE UNIQUE INDEX feedback_by_reference ON feedback (reference, source);

-- Pairs that may be one person, each with the event that says so; one_id is the lower id.
CREATE TABLE possible_duplicates (
    one_id      INTEGER NOT NULL REFERENCES customers (id),
    other_id    INTEGER NOT NULL REFERENCES customers (id),
    feedback_id INTEGER NOT NULL REFERENCES feedback (id),
    noticed_at  INTEGER NOT NULL,
    PRIMARY KEY (one_id, other_id, feedback_id),
    CHECK (one_id < other_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX possible_duplicates_by_other ON possible_duplicates (other_id);
CREATE INDEX possible_duplicates_by_feedback ON possible_duplicates (feedback_id);

-- How many customers there are, so that nobody has to count a million rows. No trigger keeps it:
-- a trigger would make each insert open a savepoint, at which the text index writes itself out.
CREATE TABLE tallies (
    name  TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO tallies (name, count) VALUES ('customers', 0);

-- Text is folded and split by the program; this tokenizer only splits at spaces.
CREATE VIRTUAL TABLE customer_search USING fts5 (
    words,
    content = 'customers',
    content_rowid = 'id',
    columnsize = 0,
    detail = none,
    tokenize = "ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_`{|}~'"
);

-- A deleted word leaves the index's file, not only its answers.
INSERT INTO customer_search (customer_search, rank) VALUES ('secure-delete', 1);
