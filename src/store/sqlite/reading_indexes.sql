-- What lists are sorted and filtered by, and where a customer's feedback is found. Nothing that is
-- matched or kept unique depends on these.

CREATE INDEX IF NOT EXISTS customers_by_last_seen ON customers (last_seen);
CREATE INDEX IF NOT EXISTS customers_by_first_seen ON customers (first_seen);
CREATE INDEX IF NOT EXISTS customers_by_feedback_count ON customers (feedback_count);
CREATE INDEX IF NOT EXISTS customers_by_name ON customers (sort_name);
CREATE INDEX IF NOT EXISTS customers_by_company ON customers (company_key) WHERE company_key IS NOT NULL;
CREATE INDEX IF NOT EXISTS customer_tags_by_tag ON customer_tags (tag);
CREATE INDEX IF NOT EXISTS custom_fields_by_value ON custom_fields (key, value_key);
CREATE INDEX IF NOT EXISTS customer_channels_by_customer ON customer_channels (customer_id);
CREATE INDEX IF NOT EXISTS feedback_by_customer ON feedback (customer_id, created_at);
