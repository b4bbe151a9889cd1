//! The whole directory held against the model.

use std::collections::{BTreeMap, BTreeSet};

use customer_directory::domain::access::Operator;
use customer_directory::domain::customer::CustomerId;
use customer_directory::domain::search::{CustomerQuery, Detail, FeedbackFilter, FeedbackQuery};

use super::editing::No;
use super::play::{Both, refused, same};
use super::shown::{self, Shown};

/// More than a sequence of steps makes.
const ALL: usize = 100_000;

impl Both {
    /// Every customer, everything said, every id that was ever given, and the audit.
    pub(super) fn compare(&self) -> Result<(), String> {
        self.compare_customers()?;
        self.compare_feedback()?;
        for id in 1..=self.model.customers_made + 1 {
            self.compare_profile(id)?;
        }
        let report = self.directory.verify_audit(Operator.reader(), None);
        let altered = refused(report)?.map(|report| report.first_altered);
        same("the audit's first altered row", &altered, &Ok(None))
    }

    fn compare_customers(&self) -> Result<(), String> {
        let query = CustomerQuery {
            detail: Detail::Full,
            ..CustomerQuery::latest(ALL)
        };
        let page = refused(self.directory.list_customers(Operator.reader(), &query))?
            .map_err(|no| format!("{no:?}"))?;
        let listed = page.customers.iter();
        let found: BTreeMap<i64, Shown> = listed
            .filter_map(|row| Some((row.summary.id.0, shown::customer(row.profile.as_ref()?))))
            .collect();
        same("the number of rows", &page.customers.len(), &found.len())?;
        let ids = self.model.people.keys();
        let expected: BTreeMap<i64, Shown> = ids
            .map(|id| (*id, shown::person(&self.model, *id)))
            .collect();
        for (id, expected) in &expected {
            let found = found.get(id).cloned().unwrap_or_default();
            let missing: Vec<&String> = expected.difference(&found).collect();
            let extra: Vec<&String> = found.difference(expected).collect();
            same(&format!("cus_{id}"), &extra, &missing)?;
        }
        let keys = |map: &BTreeMap<i64, Shown>| map.keys().copied().collect::<Vec<_>>();
        same("customers", &keys(&found), &keys(&expected))?;
        let total = u64::try_from(expected.len()).unwrap_or(u64::MAX);
        same("the total", &page.total.count, &total)
    }

    fn compare_feedback(&self) -> Result<(), String> {
        let query = FeedbackQuery {
            search: None,
            filter: FeedbackFilter::default(),
            limit: ALL,
            after: None,
        };
        let page = refused(self.directory.list_feedback(Operator.reader(), &query))?
            .map_err(|no| format!("{no:?}"))?;
        let mut expected: Vec<_> = self.model.said.iter().collect();
        expected.sort_by_key(|(number, said)| std::cmp::Reverse((said.created_at, **number)));
        let name = |id: i64| Some(self.model.people.get(&id)?.name.as_ref()?.value.clone());
        for (row, (number, said)) in page.feedback.iter().zip(&expected) {
            let expected = (shown::said(said, **number), said.customer.and_then(name));
            let found = (shown::feedback(&row.feedback), row.customer_name.clone());
            same("feedback", &found, &expected)?;
        }
        let total = u64::try_from(expected.len()).unwrap_or(u64::MAX);
        let found = (page.feedback.len(), page.total.count);
        same("the number of feedback", &found, &(expected.len(), total))
    }

    /// What is answered for an id, whether it is somebody's, was somebody's or never was.
    fn compare_profile(&self, id: i64) -> Result<(), String> {
        let asked = CustomerId(id).to_string();
        let profile = self.directory.get_customer(Operator.reader(), &asked, ALL);
        let found = refused(profile)?.map(|profile| {
            let feedback = profile.feedback.iter().map(shown::feedback);
            let merged = profile.merged_ids.iter().map(|id| id.0);
            (
                shown::customer(&profile.customer),
                profile.resolved_from.is_some(),
                merged.collect::<BTreeSet<i64>>(),
                feedback.collect::<Vec<_>>(),
            )
        });
        let expected = match self.model.former.get(&id) {
            Some(None) => Err(No::Deleted),
            Some(Some(survivor)) => Ok((*survivor, true)),
            None if self.model.people.contains_key(&id) => Ok((id, false)),
            None => Err(No::NotFound),
        };
        let expected = expected.map(|(id, is_old)| {
            let former = self.model.former.iter();
            let merged = former.filter(|(_, became)| **became == Some(id));
            let said = self.model.said.iter();
            let mut said: Vec<_> = said.filter(|it| it.1.customer == Some(id)).collect();
            said.sort_by_key(|(number, said)| std::cmp::Reverse((said.created_at, **number)));
            (
                shown::person(&self.model, id),
                is_old,
                merged.map(|(id, _)| *id).collect::<BTreeSet<i64>>(),
                said.iter()
                    .map(|(number, said)| shown::said(said, **number))
                    .collect(),
            )
        });
        same(&format!("the profile of {asked}"), &found, &expected)
    }
}
