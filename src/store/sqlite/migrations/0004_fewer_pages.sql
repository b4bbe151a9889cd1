-- Fewer pages for each change: what a change writes in a page of its own stands where it writes anyway.

-- How many rows a table has follows from the highest id that was ever given, without gaps, and from
-- how many rows were removed, which seldom changes.
INSERT INTO tallies (name, count)
SELECT name || '_removed', ifnull((SELECT seq FROM sqlite_sequence WHERE sqlite_sequence.name = tallies.name), 0) - count
FROM tallies WHERE name IN ('customers', 'feedback');
DELETE FROM tallies WHERE name IN ('customers', 'feedback');

-- A keyed hash of what was recorded under an id or a key of its caller's; none for other feedback.
ALTER TABLE feedback ADD COLUMN recording_digest TEXT;
UPDATE feedback SET recording_digest = (SELECT digest FROM recordings WHERE feedback_id = feedback.id)
WHERE id IN (SELECT feedback_id FROM recordings);
DROP TABLE recordings;

-- Changes of the last minute stand at the end of the audit.
DROP INDEX audit_by_key;

-- Rows that wait to be posted. keys: none where they are as they were posted, and only the place in a
-- sort order has changed.
CREATE TABLE new_customers_unposted (
    id     INTEGER PRIMARY KEY,
    posted TEXT NOT NULL,
    keys   TEXT
) STRICT;
INSERT INTO new_customers_unposted (id, posted, keys) SELECT id, posted, nullif(keys, posted) FROM customers_unposted;
DROP TABLE customers_unposted;
ALTER TABLE new_customers_unposted RENAME TO customers_unposted;

CREATE TABLE new_feedback_unposted (
    id     INTEGER PRIMARY KEY,
    posted TEXT NOT NULL,
    keys   TEXT
) STRICT;
INSERT INTO new_feedback_unposted (id, posted, keys) SELECT id, posted, nullif(keys, posted) FROM feedback_unposted;
DROP TABLE feedback_unposted;
ALTER TABLE new_feedback_unposted RENAME TO feedback_unposted;
