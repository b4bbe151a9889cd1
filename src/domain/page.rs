//! Pages of a longer answer.

/// Where a page ended, so that the next one can start there whatever was written in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The value that the last row is sorted by.
    pub key: SortKey,
    /// The last row's number, which breaks ties.
    pub id: i64,
}

/// A value that rows are sorted by. All rows of an order have values of one kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortKey {
    /// A count, or a time in milliseconds.
    Number(i64),
    /// Folded text.
    Text(String),
}

/// How many rows an answer has in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// The number counted.
    pub count: u64,
    /// Whether counting stopped there because going on would have been slow.
    pub is_at_least: bool,
}

impl Total {
    /// A total that was counted to the end.
    pub fn exactly(count: u64) -> Self {
        Self {
            count,
            is_at_least: false,
        }
    }
}
