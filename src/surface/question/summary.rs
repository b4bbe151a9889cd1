//! A question about numbers of customers.

use super::reading::{field_key, unusable};
use super::{ListQuestion, QuestionError};
use crate::domain::search::{Dimension, SummaryQuery};

/// Values of a dimension that are named, unless the caller says otherwise.
pub const DEFAULT_TOP: usize = 10;

/// The most values of a dimension that are named.
pub const LARGEST_TOP: usize = 50;

/// By what customers are counted where nobody says.
const EVERYTHING: [Dimension; 5] = [
    Dimension::Tag,
    Dimension::Channel,
    Dimension::Company,
    Dimension::FirstSeenMonth,
    Dimension::FieldKey,
];

/// A question about numbers of customers, in the caller's own words.
#[derive(Debug, Clone, Default)]
pub struct SummaryQuestion {
    /// Which customers are meant, as for a list of them.
    pub customers: ListQuestion,
    /// By what they are counted; by everything where it is left out.
    pub by: Option<Vec<Dimension>>,
    /// The custom field whose values are counted, instead of the keys; `cf_` may be left out.
    pub custom_field_key: Option<String>,
    /// How many values of a dimension are named, 1 to [`LARGEST_TOP`].
    pub top: Option<usize>,
}

impl SummaryQuestion {
    /// The query that is meant.
    pub fn query(&self) -> Result<SummaryQuery, QuestionError> {
        let customers = self.customers.query()?;
        Ok(SummaryQuery {
            search: customers.search,
            filter: customers.filter,
            by: self.dimensions()?,
            top: top(self.top)?,
        })
    }

    /// Each dimension once. Whoever names a custom field asks for its values.
    fn dimensions(&self) -> Result<Vec<Dimension>, QuestionError> {
        let key = field_key("custom_field_key", self.custom_field_key.as_deref())?;
        let mut by: Vec<Dimension> = Vec::new();
        for dimension in self.by.as_deref().unwrap_or(&EVERYTHING) {
            if !by.contains(dimension) {
                by.push(dimension.clone());
            }
        }
        if let Some(key) = key {
            by.retain(|dimension| *dimension != Dimension::FieldKey);
            by.push(Dimension::FieldValue(key));
        }
        Ok(by)
    }
}

fn top(top: Option<usize>) -> Result<usize, QuestionError> {
    let top = top.unwrap_or(DEFAULT_TOP);
    if (1..=LARGEST_TOP).contains(&top) {
        Ok(top)
    } else {
        Err(unusable(
            "top",
            format!("it is `{top}`; accepted: whole numbers from 1 to {LARGEST_TOP}"),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::{Dimension, SummaryQuestion};

    fn by(by: Option<&[Dimension]>, key: Option<&str>) -> Vec<Dimension> {
        let question = SummaryQuestion {
            by: by.map(<[Dimension]>::to_vec),
            custom_field_key: key.map(str::to_owned),
            ..SummaryQuestion::default()
        };
        question.query().unwrap().by
    }

    #[test]
    fn a_custom_field_that_is_named_is_counted_by_its_values() {
        use Dimension::{Channel, Company, FieldKey, FieldValue, FirstSeenMonth, Tag};
        let plan = || FieldValue("cf_plan".to_owned());
        assert_eq!(
            by(None, None),
            [Tag, Channel, Company, FirstSeenMonth, FieldKey]
        );
        assert_eq!(
            by(None, Some("plan")),
            [Tag, Channel, Company, FirstSeenMonth, plan()]
        );
        assert_eq!(by(Some(&[FieldKey, Tag, Tag]), None), [FieldKey, Tag]);
        assert_eq!(by(Some(&[FieldKey]), Some("cf_plan")), [plan()]);
        assert_eq!(by(Some(&[Tag]), Some("cf_plan")), [Tag, plan()]);
        assert_eq!(by(Some(&[]), None), []);
    }

    #[test]
    fn a_number_of_values_out_of_bounds_is_refused() {
        for top in [0, 51] {
            let question = SummaryQuestion {
                top: Some(top),
                ..SummaryQuestion::default()
            };
            let says = question.query().unwrap_err().to_string();
            assert!(says.contains("from 1 to 50"), "{says}");
        }
    }
}
