//! Who may be the same person as a customer: everybody whom an index finds by what may be evidence.

use std::collections::BTreeSet;

use super::Finder;
use crate::domain::contact::{ContactKey, ContactKind};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::duplicates::{Circle, Comparable, Spellings, Verdict, after};
use crate::domain::feedback::PossibleDuplicate;
use crate::domain::folding;
use crate::domain::search::{CustomerQuery, SearchText};
use crate::store::StoreError;

/// The most partners of one customer who are compared.
const MOST_PARTNERS: usize = 200;

/// A name that more customers of one company or domain have finds nobody: there, it is common.
const MOST_NAMESAKES: usize = 20;

/// Namesakes who are read one by one; of more, a search finds those of the company or domain.
const FEW_NAMESAKES: usize = 200;

/// The most addresses that are read for one address.
const MOST_ADDRESSES: usize = 300;

/// What a search is worth, in look-ups.
const A_SEARCH: usize = 150;

impl Finder<'_> {
    /// The customers who may be the same person as this one, in the order of their ids.
    pub(super) fn partners(
        &mut self,
        customer: &Customer,
        comparable: &Comparable,
        noted: &[PossibleDuplicate],
    ) -> Result<Vec<CustomerId>, StoreError> {
        let mut partners: BTreeSet<CustomerId> = noted
            .iter()
            .flat_map(|noted| [noted.one, noted.other])
            .collect();
        self.add_by_name(comparable, &mut partners)?;
        self.add_by_email(comparable, &mut partners)?;
        self.add_by_number(comparable, &mut partners)?;
        for handle in comparable.handles() {
            let found = self.records.with_handle(handle, MOST_PARTNERS)?;
            self.effort.spend(1 + found.len());
            partners.extend(found);
        }
        partners.remove(&customer.id);
        if partners.len() > MOST_PARTNERS {
            self.effort.cut();
        }
        Ok(partners.into_iter().take(MOST_PARTNERS).collect())
    }

    fn add_by_name(
        &mut self,
        comparable: &Comparable,
        partners: &mut BTreeSet<CustomerId>,
    ) -> Result<(), StoreError> {
        let Some((name, circles)) = comparable.name_and_circles() else {
            return Ok(());
        };
        for circle in circles {
            let found = self.records.namesakes(name, circle, FEW_NAMESAKES)?;
            self.effort.spend(2);
            let found = match found {
                Some(found) => found,
                None => self.searched_namesakes(name, circle)?,
            };
            if found.len() <= MOST_NAMESAKES {
                partners.extend(found);
            }
        }
        Ok(())
    }

    /// Those of many namesakes who are of a company or have an address at a domain.
    fn searched_namesakes(
        &mut self,
        name: &str,
        circle: Circle<'_>,
    ) -> Result<Vec<CustomerId>, StoreError> {
        self.effort.spend(A_SEARCH);
        // More begin with these words than have this name.
        let mut query = CustomerQuery::latest(MOST_NAMESAKES * 3);
        match circle {
            Circle::Company(company) => {
                query.search = Some(SearchText::parse(name));
                query.filter.company = Some(company.to_owned());
            }
            Circle::Domain(domain) => {
                query.search = Some(SearchText::parse(&format!("{name} @{domain}")));
            }
        }
        let listed = self.records.list(&query)?.customers;
        let is_namesake = |written: &Option<String>| {
            let written = written.as_deref().unwrap_or_default();
            folding::sort_form(written) == name
        };
        let namesakes = listed
            .into_iter()
            .filter(|listed| is_namesake(&listed.summary.name));
        Ok(namesakes.map(|listed| listed.summary.id).collect())
    }

    fn add_by_email(
        &mut self,
        comparable: &Comparable,
        partners: &mut BTreeSet<CustomerId>,
    ) -> Result<(), StoreError> {
        for spellings in comparable.emails().iter().flat_map(Spellings::of) {
            let mut from = ContactKey {
                kind: ContactKind::Email,
                address: spellings.first(),
            };
            for step in 1.. {
                self.effort.spend(1);
                let Some((address, owner)) = self.records.next_contact(&from)? else {
                    break;
                };
                match spellings.judge(&address) {
                    Verdict::Alike => {
                        partners.insert(owner);
                        from.address = after(&address);
                    }
                    Verdict::ReadOnFrom(text) => from.address = text,
                    Verdict::Over => break,
                }
                if step == MOST_ADDRESSES {
                    self.effort.cut();
                    break;
                }
            }
        }
        Ok(())
    }

    fn add_by_number(
        &mut self,
        comparable: &Comparable,
        partners: &mut BTreeSet<CustomerId>,
    ) -> Result<(), StoreError> {
        for number in comparable.numbers() {
            let unread = self
                .records
                .with_unread_number(number.ending(), MOST_PARTNERS)?;
            self.effort.spend(1 + unread.len());
            partners.extend(unread);
            if number.is_read() {
                continue;
            }
            // Numbers that were read are found by their last digits where people are searched for.
            self.effort.spend(A_SEARCH);
            let query = CustomerQuery {
                search: Some(SearchText::parse(number.digits())),
                ..CustomerQuery::latest(MOST_PARTNERS)
            };
            let listed = self.records.list(&query)?.customers;
            partners.extend(listed.into_iter().map(|listed| listed.summary.id));
        }
        Ok(())
    }
}
