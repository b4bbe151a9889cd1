//! What pages have in common: as many rows as there is room for, and why there are none.

use serde::Serialize;

use super::fitting::Allowance;
use super::written::Written;

/// Why nothing is found for a search text without words.
pub(super) const NOTHING_TO_LOOK_FOR: &str =
    "`search` has no letters or digits to look for; leave it out to ask for all";

/// Why there is nothing at all.
pub(super) const EMPTY_DIRECTORY: &str =
    "the directory is empty; fill it with `customer-directory ingest FILE`";

/// The views of the first rows, as many as there is room for. The first is shown in any case, so
/// that every page leads on.
pub(super) fn those_with_room<T, V: Serialize>(
    rows: &[T],
    mut allowance: Allowance,
    view: impl Fn(&T) -> V,
) -> Vec<Written<V>> {
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let view = Written::of(view(row), allowance);
        if views.is_empty() {
            allowance.spend_anyhow(&view);
        } else if !allowance.spend(&view) {
            break;
        }
        views.push(view);
    }
    views
}

/// What to say where not all rows of a page had room.
pub(super) fn cut_note(shown: usize, rows: usize) -> Option<String> {
    (shown < rows)
        .then(|| format!("only {shown} of {rows} rows fit this answer; `next_cursor` goes on"))
}

/// Notes as one text.
pub(super) fn joined(notes: &[String]) -> Option<String> {
    (!notes.is_empty()).then(|| notes.join("; "))
}
