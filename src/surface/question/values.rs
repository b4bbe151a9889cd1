//! The beginning of a value, as somebody types it.

use super::LARGEST_LIMIT;
use super::reading::FIELD_PREFIX;
use crate::domain::search::{Dimension, ValueQuery};
use crate::domain::{folding, label};

/// The question for the values of a dimension that go on as somebody has typed.
pub fn values_beginning(dimension: Dimension, typed: &str) -> ValueQuery {
    let beginning = match &dimension {
        Dimension::Company => folding::sort_form(typed),
        Dimension::FieldKey => field_key(typed),
        Dimension::Tag
        | Dimension::Channel
        | Dimension::FirstSeenMonth
        | Dimension::FieldValue(_) => label::compare_key(typed.trim_start()),
    };
    ValueQuery {
        dimension,
        beginning,
        limit: LARGEST_LIMIT,
    }
}

/// Keys begin with `cf_`, which people leave out.
fn field_key(typed: &str) -> String {
    let typed = typed.trim();
    if typed.starts_with(FIELD_PREFIX) || FIELD_PREFIX.starts_with(typed) {
        typed.to_owned()
    } else {
        format!("{FIELD_PREFIX}{typed}")
    }
}

#[cfg(test)]
mod tests {
    use super::values_beginning;
    use crate::domain::search::Dimension;

    #[test]
    fn what_is_typed_is_compared_as_the_values_are() {
        for (dimension, typed, beginning) in [
            (Dimension::Tag, " GRÖ", "grö"),
            (Dimension::Company, "Acme, I", "acme i"),
            (Dimension::FieldKey, "pl", "cf_pl"),
            (Dimension::FieldKey, "cf", "cf"),
            (Dimension::FieldKey, "cf_pl", "cf_pl"),
            (Dimension::Channel, "", ""),
        ] {
            assert_eq!(values_beginning(dimension, typed).beginning, beginning);
        }
    }
}
