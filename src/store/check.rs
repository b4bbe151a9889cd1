//! What a check of a directory finds.

/// A part of a directory that is checked by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The pages, tables and indexes of the file.
    Structure,
    /// Rows that refer to others.
    References,
    /// Numbers that are kept of rows.
    Counters,
    /// Customers: whether they are as they were written, what their rows repeat of other tables, and
    /// their addresses.
    Customers,
    /// Feedback: whether it is as it was written.
    Feedback,
    /// Who is found by which word or label.
    Search,
    /// Where rows stand in each sort order.
    Orders,
    /// The chain of changes.
    Audit,
}

impl Part {
    /// Every part, in the order in which they are checked.
    pub const ALL: [Self; 8] = [
        Self::Structure,
        Self::References,
        Self::Counters,
        Self::Customers,
        Self::Feedback,
        Self::Search,
        Self::Orders,
        Self::Audit,
    ];

    /// The word for this in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::References => "references",
            Self::Counters => "counters",
            Self::Customers => "customers",
            Self::Feedback => "feedback",
            Self::Search => "search",
            Self::Orders => "orders",
            Self::Audit => "audit",
        }
    }
}

/// Something that is not as it must be. Holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub part: Part,
    /// What is wrong, as a sentence without its end.
    pub problem: String,
    /// In how many rows, as far as that is known.
    pub rows: u64,
    /// The ids of the first of these rows.
    pub ids: Vec<i64>,
    /// Whether what is wrong can be written anew from what is right.
    pub is_repairable: bool,
}

/// How many ids a finding names.
const MOST_IDS: usize = 20;

impl Finding {
    /// A finding of which no row is known.
    pub fn new(part: Part, problem: impl Into<String>) -> Self {
        Self {
            part,
            problem: problem.into(),
            rows: 0,
            ids: Vec::new(),
            is_repairable: false,
        }
    }

    /// The same of something that can be written anew.
    #[must_use]
    pub fn repairable(self) -> Self {
        Self {
            is_repairable: true,
            ..self
        }
    }

    /// Counts a row.
    pub fn add(&mut self, id: i64) {
        self.rows += 1;
        if self.ids.len() < MOST_IDS {
            self.ids.push(id);
        }
    }

    /// The finding, if some row was counted.
    pub fn if_any(self) -> Option<Self> {
        (self.rows > 0).then_some(self)
    }
}
