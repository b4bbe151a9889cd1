//! What is found by postings: customers and feedback.

/// Rows of a table that are found by their keys, and sorted by some of their columns.
#[derive(Debug)]
pub(in super::super) struct Collection {
    /// The table of the rows.
    pub(in super::super) rows: &'static str,
    /// Who has which key.
    pub(in super::super) postings: &'static str,
    /// Rows that have changed since.
    pub(in super::super) unposted: &'static str,
    /// The zone of each row.
    pub(in super::super) zones: &'static str,
    /// Where zones begin.
    pub(in super::super) zone_starts: &'static str,
    /// The tally of rows that have changed their zone.
    pub(in super::super) zone_moves: &'static str,
    /// Lengths of the beginnings of words that are keys where many words begin so, shortest first.
    /// Shorter ones are only found as whole words.
    pub(in super::super) beginnings: &'static [usize],
    /// The columns that the rows are sorted by.
    pub(in super::super) sorts: &'static [&'static str],
    /// Whether it is kept how many rows have each label.
    pub(in super::super) has_label_counts: bool,
}

/// The customers.
pub(in super::super) static CUSTOMERS: Collection = Collection {
    rows: "customers",
    postings: "customer_postings",
    unposted: "customers_unposted",
    zones: "customer_zones",
    zone_starts: "customer_zone_starts",
    zone_moves: "customer_zone_moves",
    beginnings: &[1, 2, 3, 4, 5, 6, 7, 8],
    sorts: &["last_seen", "first_seen", "feedback_count", "sort_name"],
    has_label_counts: true,
};

/// The feedback. Words of one or two letters are only found whole.
pub(in super::super) static FEEDBACK: Collection = Collection {
    rows: "feedback",
    postings: "feedback_postings",
    unposted: "feedback_unposted",
    zones: "feedback_zones",
    zone_starts: "feedback_zone_starts",
    zone_moves: "feedback_zone_moves",
    beginnings: &[3],
    sorts: &["created_at"],
    has_label_counts: false,
};
