-- What a first import builds last.

-- An address identifies at most one customer. Until this is there, owner_map.rs sees to that.
CREATE UNIQUE INDEX IF NOT EXISTS contacts_by_address ON customer_details (kind, key) WHERE identifies = 1;

-- What lists are sorted by, and where a customer's feedback is found.

CREATE INDEX IF NOT EXISTS customers_by_last_seen ON customers (last_seen);
CREATE INDEX IF NOT EXISTS customers_by_first_seen ON customers (first_seen);
CREATE INDEX IF NOT EXISTS customers_by_feedback_count ON customers (feedback_count);
CREATE INDEX IF NOT EXISTS customers_by_name ON customers (sort_name);
CREATE INDEX IF NOT EXISTS feedback_by_customer ON feedback (customer_id, created_at);
CREATE INDEX IF NOT EXISTS feedback_by_created_at ON feedback (created_at);
