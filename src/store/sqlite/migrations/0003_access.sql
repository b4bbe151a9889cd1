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
