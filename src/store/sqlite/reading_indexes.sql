-- What lists are sorted by, and where a customer's feedback is found. Nothing that is
-- matched or kept unique depends on these.

CREATE INDEX IF NOT EXISTS customers_by_last_seen ON customers (last_seen);
CREATE INDEX IF NOT EXISTS customers_by_first_seen ON customers (first_seen);
CREATE INDEX IF NOT EXISTS customers_by_feedback_count ON customers (feedback_count);
CREATE INDEX IF NOT EXISTS customers_by_name ON customers (sort_name);
CREATE INDEX IF NOT EXISTS feedback_by_customer ON feedback (customer_id, created_at);
CREATE INDEX IF NOT EXISTS feedback_by_created_at ON feedback (created_at);
