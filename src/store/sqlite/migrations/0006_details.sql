-- What hangs on a customer stands in one table, in the order of customers: a profile is read from one
-- place instead of four, and a change writes there.

CREATE TABLE customer_details (
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    -- 1 user id, 2 e-mail, 3 phone, 4 tag, 5 custom field, 6 social handle
    kind        INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
    key         TEXT NOT NULL, -- an address, a tag or a handle in the form in which it is compared; a field's key
    network     TEXT NOT NULL, -- of a social handle; else empty
    spelling    TEXT,          -- as first written, of a contact where that differs; a field's value as JSON
    value_key   TEXT,          -- the form in which a field's value is compared
    identifies  INTEGER NOT NULL CHECK (identifies BETWEEN 0 AND 1),
    is_chosen   INTEGER NOT NULL CHECK (is_chosen BETWEEN 0 AND 1), -- 1: chosen as the primary of its kind
    feedback_id INTEGER,
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (customer_id, kind, key, network),
    CHECK (spelling IS NOT NULL OR kind <= 3),
    CHECK ((value_key IS NULL) = (kind <> 5)),
    CHECK (kind <= 3 OR (identifies = 0 AND is_chosen = 0))
) STRICT, WITHOUT ROWID;

-- Each part is in the order of customers already: only what one of them has is sorted.
INSERT INTO customer_details (
    customer_id, kind, key, network, spelling, value_key, identifies, is_chosen, feedback_id, seen_at)
SELECT customer_id, kind, address, '', spelling, NULL, identifies, is_chosen, feedback_id, seen_at FROM contacts
UNION ALL
SELECT customer_id, 4, tag, '', spelling, NULL, 0, 0, feedback_id, seen_at FROM customer_tags
UNION ALL
SELECT customer_id, 5, key, '', value, value_key, 0, 0, feedback_id, said_at FROM custom_fields
UNION ALL
SELECT customer_id, 6, handle_key, network, handle, NULL, 0, 0, feedback_id, seen_at FROM social_handles
ORDER BY 1, 2, 3, 4;

DROP TABLE contacts;
DROP TABLE customer_tags;
DROP TABLE custom_fields;
DROP TABLE social_handles;

-- Contacts that could not be read as phone numbers, by their last eight characters but for what people
-- write between digits, and accounts on social networks.
CREATE INDEX contacts_by_unread_ending ON customer_details (
    substr(replace(replace(replace(replace(replace(replace(
        key, ' ', ''), '-', ''), '.', ''), '/', ''), '(', ''), ')', ''), -8)
) WHERE identifies = 0 AND kind = 3;

CREATE INDEX social_handles_by_handle ON customer_details (network, key) WHERE kind = 6;

-- The same by the names of the field, for whoever reads.

CREATE VIEW contacts AS
SELECT customer_id, kind, key AS address, spelling, identifies, feedback_id, seen_at, is_chosen
FROM customer_details WHERE kind <= 3;

CREATE VIEW customer_tags AS
SELECT customer_id, key AS tag, spelling, feedback_id, seen_at FROM customer_details WHERE kind = 4;

CREATE VIEW custom_fields AS
SELECT customer_id, key, spelling AS value, value_key, feedback_id, seen_at AS said_at
FROM customer_details WHERE kind = 5;

CREATE VIEW social_handles AS
SELECT customer_id, network, key AS handle_key, spelling AS handle, feedback_id, seen_at
FROM customer_details WHERE kind = 6;
