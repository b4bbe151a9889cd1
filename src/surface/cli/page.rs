//! The end of a page: how much it is of how much, and how to go on.

/// What stands beneath the rows of a page.
pub(super) struct PageEnd<'a> {
    pub(super) returned: usize,
    pub(super) total: u64,
    pub(super) total_is_at_least: bool,
    pub(super) is_first: bool,
    pub(super) note: Option<&'a str>,
    pub(super) next_cursor: Option<&'a str>,
}

impl PageEnd<'_> {
    /// The end as text, about rows that are called so: one of them, and several.
    pub(super) fn to_text(&self, one: &str, several: &str) -> String {
        let more_than = if self.total_is_at_least {
            "more than "
        } else {
            ""
        };
        let shown = if self.returned == 0 && self.is_first {
            format!("No {one} answers to this.\n")
        } else {
            format!(
                "{} of {more_than}{} {several}.\n",
                self.returned, self.total
            )
        };
        let note = self.note.map(|note| format!("Note: {note}.\n"));
        let next = self
            .next_cursor
            .map(|cursor| format!("The next page: repeat the command with `--cursor {cursor}`.\n"));
        [Some(shown), note, next].into_iter().flatten().collect()
    }
}
