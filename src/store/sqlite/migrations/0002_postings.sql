-- Postings: which customers, and which pieces of feedback, are found by a key. A key is a word, the
-- beginning of a word, or a label such as a tag; src/store/sqlite/postings/ says how it is written.
-- They take the place of the text index and of one index for each kind of label.

DROP TABLE customer_search;
DROP TABLE customer_channels; -- customers.channels says the same
DROP INDEX IF EXISTS customers_by_company;
DROP INDEX IF EXISTS customer_tags_by_tag;
DROP INDEX IF EXISTS custom_fields_by_value;
ALTER TABLE customers DROP COLUMN words;

-- block: an id without its last 16 bits. members: the last 16 bits of the ids that have the key, as
-- an ascending list of two bytes each, lowest byte first, or, where that would be as long or longer,
-- as 8,192 bytes with a bit for each. member_count: how many they are.
CREATE TABLE customer_postings (
    block        INTEGER NOT NULL,
    key          TEXT NOT NULL,
    member_count INTEGER NOT NULL,
    members      BLOB NOT NULL,
    PRIMARY KEY (block, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE feedback_postings (
    block        INTEGER NOT NULL,
    key          TEXT NOT NULL,
    member_count INTEGER NOT NULL,
    members      BLOB NOT NULL,
    PRIMARY KEY (block, key)
) STRICT, WITHOUT ROWID;

-- Rows that have changed since the postings were written: their keys then and now, a line each.
-- They are few, and every search looks at each of them.
CREATE TABLE customers_unposted (
    id     INTEGER PRIMARY KEY,
    posted TEXT NOT NULL,
    keys   TEXT NOT NULL
) STRICT;

CREATE TABLE feedback_unposted (
    id     INTEGER PRIMARY KEY,
    posted TEXT NOT NULL,
    keys   TEXT NOT NULL
) STRICT;

-- A sort order is cut into zones of about as many rows each, numbered from its lowest end. A zone
-- begins at a row's sort key and id. sort: the number of the column that is sorted by.
CREATE TABLE customer_zone_starts (
    sort     INTEGER NOT NULL,
    zone     INTEGER NOT NULL,
    sort_key ANY NOT NULL,
    id       INTEGER NOT NULL,
    PRIMARY KEY (sort, sort_key, id),
    UNIQUE (sort, zone)
) STRICT, WITHOUT ROWID;

CREATE TABLE feedback_zone_starts (
    sort     INTEGER NOT NULL,
    zone     INTEGER NOT NULL,
    sort_key ANY NOT NULL,
    id       INTEGER NOT NULL,
    PRIMARY KEY (sort, sort_key, id),
    UNIQUE (sort, zone)
) STRICT, WITHOUT ROWID;

-- zones: the zone of each id of a block, two bytes each, lowest byte first; 65535 where there is none.
CREATE TABLE customer_zones (
    sort  INTEGER NOT NULL,
    block INTEGER NOT NULL,
    zones BLOB NOT NULL,
    PRIMARY KEY (sort, block)
) STRICT;

CREATE TABLE feedback_zones (
    sort  INTEGER NOT NULL,
    block INTEGER NOT NULL,
    zones BLOB NOT NULL,
    PRIMARY KEY (sort, block)
) STRICT;

-- How many customers have each label, over all blocks.
CREATE TABLE label_counts (
    key          TEXT PRIMARY KEY,
    member_count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- posting_rules: by which version of the rules the postings were written; 0 while there are none.
-- zone_moves: rows that have changed their zone since the zones were drawn.
INSERT INTO tallies (name, count) VALUES
    ('posting_rules', 0),
    ('customer_zone_moves', 0),
    ('feedback_zone_moves', 0);
INSERT INTO tallies (name, count) SELECT 'feedback', count(*) FROM feedback;
