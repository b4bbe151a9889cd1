//! Who may be the same person as somebody: look-ups by indexes, none of which reads a table through.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::super::{NotedPair, StoreError};
use super::codes::{kind_code, time_from};
use crate::domain::contact::ContactKey;
use crate::domain::customer::CustomerId;
use crate::domain::duplicates::Circle;
use crate::domain::feedback::{FeedbackNumber, PossibleDuplicate};

/// Pairs that events noted, by id, without those that are marked as two people.
const NOTED: &str = "SELECT DISTINCT one_id, other_id FROM possible_duplicates AS noted
     WHERE NOT EXISTS (SELECT 1 FROM different_customers AS marked
                       WHERE marked.one_id = noted.one_id AND marked.other_id = noted.other_id)
     ORDER BY one_id, other_id";

const OF_CUSTOMER: &str =
    "SELECT one_id, other_id, feedback_id, noticed_at FROM possible_duplicates WHERE one_id = ?1
     UNION ALL
     SELECT one_id, other_id, feedback_id, noticed_at FROM possible_duplicates WHERE other_id = ?1";

const NEXT_CONTACT: &str = "SELECT key, customer_id FROM customer_details
     WHERE kind = ?1 AND key >= ?2 AND identifies = 1 ORDER BY key LIMIT 1";

const WITH_NAME: &str =
    "SELECT count(*) FROM (SELECT 1 FROM customers WHERE sort_name = ?1 LIMIT ?2)";

const NAMESAKES_OF_COMPANY: &str =
    "SELECT id FROM customers WHERE sort_name = ?1 AND company_key = ?2";

const NAMESAKES_OF_DOMAIN: &str = "SELECT id FROM customers WHERE sort_name = ?1 AND EXISTS (
         SELECT 1 FROM contacts WHERE customer_id = id AND kind = 2 AND identifies = 1
         AND substr(address, instr(address, '@') + 1) = ?2)";

// The expression of `contacts_by_unread_ending`, letter for letter.
const WITH_UNREAD_NUMBER: &str = "SELECT customer_id FROM customer_details
     WHERE substr(replace(replace(replace(replace(replace(replace(
         key, ' ', ''), '-', ''), '.', ''), '/', ''), '(', ''), ')', ''), -8) = ?1
     AND identifies = 0 AND kind = 3 LIMIT ?2";

const WITH_HANDLE: &str = "SELECT customer_id FROM customer_details WHERE kind = 6 AND network = ?1 AND key = ?2 LIMIT ?3";

/// The first pairs that events noted, those with the most feedback together first.
pub(super) fn noted_pairs(
    connection: &Connection,
    most: usize,
) -> Result<Vec<NotedPair>, StoreError> {
    let sql = format!(
        "SELECT one_id, other_id, one.feedback_count + other.feedback_count AS both
         FROM ({NOTED} LIMIT ?1)
         JOIN customers AS one ON one.id = one_id JOIN customers AS other ON other.id = other_id
         ORDER BY both DESC, one_id, other_id"
    );
    let pair = |row: &Row<'_>| {
        Ok(NotedPair {
            one: CustomerId(row.get(0)?),
            other: CustomerId(row.get(1)?),
            feedback: row.get(2)?,
        })
    };
    let mut statement = connection.prepare_cached(&sql)?;
    let pairs = statement.query_map([most], pair)?;
    Ok(pairs.collect::<Result<_, _>>()?)
}

/// The last of the first pairs that events noted, where there are so many.
pub(super) fn last_noted(
    connection: &Connection,
    most: usize,
) -> Result<Option<(CustomerId, CustomerId)>, StoreError> {
    let sql = format!("{NOTED} LIMIT 1 OFFSET ?1 - 1");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement
        .query_row([most], |row| {
            Ok((CustomerId(row.get(0)?), CustomerId(row.get(1)?)))
        })
        .optional()?)
}

/// The events that noted a customer beside others.
pub(super) fn of_customer(
    connection: &Connection,
    customer: CustomerId,
) -> Result<Vec<PossibleDuplicate>, StoreError> {
    let mut statement = connection.prepare_cached(OF_CUSTOMER)?;
    let mut rows = statement.query([customer.0])?;
    let mut noted = Vec::new();
    while let Some(row) = rows.next()? {
        noted.push(PossibleDuplicate {
            one: CustomerId(row.get(0)?),
            other: CustomerId(row.get(1)?),
            feedback: FeedbackNumber(row.get(2)?),
            at: time_from(row.get(3)?, "possible_duplicates", customer.0)?,
        });
    }
    Ok(noted)
}

/// The first contact that identifies somebody and is not before another, and whom it identifies.
pub(super) fn next_contact(
    connection: &Connection,
    from: &ContactKey,
) -> Result<Option<(String, CustomerId)>, StoreError> {
    let mut statement = connection.prepare_cached(NEXT_CONTACT)?;
    Ok(statement
        .query_row(params![kind_code(from.kind), from.address], |row| {
            Ok((row.get(0)?, CustomerId(row.get(1)?)))
        })
        .optional()?)
}

/// Customers with a folded name within a circle. `None` where more than `most` have the name.
pub(super) fn namesakes(
    connection: &Connection,
    name: &str,
    circle: Circle<'_>,
    most: usize,
) -> Result<Option<Vec<CustomerId>>, StoreError> {
    let count: usize = connection
        .prepare_cached(WITH_NAME)?
        .query_row(params![name, most + 1], |row| row.get(0))?;
    if count > most {
        return Ok(None);
    }
    // Nobody but the customer who is asked about: most names of most customers.
    if count < 2 {
        return Ok(Some(Vec::new()));
    }
    let (sql, circle) = match circle {
        Circle::Company(company) => (NAMESAKES_OF_COMPANY, company),
        Circle::Domain(domain) => (NAMESAKES_OF_DOMAIN, domain),
    };
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![name, circle], id)?;
    Ok(Some(rows.collect::<Result<_, _>>()?))
}

/// Customers with a phone number that nobody could read and that ends so, as many as wanted.
pub(super) fn with_unread_number(
    connection: &Connection,
    ending: &str,
    limit: usize,
) -> Result<Vec<CustomerId>, StoreError> {
    let mut statement = connection.prepare_cached(WITH_UNREAD_NUMBER)?;
    let rows = statement.query_map(params![ending, limit], id)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Customers with an account on a social network, as many as wanted.
pub(super) fn with_handle(
    connection: &Connection,
    (network, handle): &(String, String),
    limit: usize,
) -> Result<Vec<CustomerId>, StoreError> {
    let mut statement = connection.prepare_cached(WITH_HANDLE)?;
    let rows = statement.query_map(params![network, handle, limit], id)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn id(row: &Row<'_>) -> rusqlite::Result<CustomerId> {
    row.get(0).map(CustomerId)
}

#[cfg(test)]
mod tests {
    use super::super::connection;
    use super::{NAMESAKES_OF_COMPANY, NAMESAKES_OF_DOMAIN, NEXT_CONTACT, OF_CUSTOMER};
    use super::{WITH_HANDLE, WITH_NAME, WITH_UNREAD_NUMBER};
    use crate::store::{Location, Purpose};

    #[test]
    fn no_look_up_reads_a_table_through() {
        let (connection, _) = connection::open(&Location::Temporary, Purpose::Write).unwrap();
        for sql in [
            OF_CUSTOMER,
            NEXT_CONTACT,
            WITH_NAME,
            NAMESAKES_OF_COMPANY,
            NAMESAKES_OF_DOMAIN,
            WITH_UNREAD_NUMBER,
            WITH_HANDLE,
        ] {
            let explained = format!("EXPLAIN QUERY PLAN {sql}");
            let mut statement = connection.prepare(&explained).unwrap();
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next().unwrap() {
                let line: String = row.get(3).unwrap();
                let is_scan = line.starts_with("SCAN") && !line.starts_with("SCAN (subquery");
                assert!(!is_scan, "{sql}: {line}");
            }
        }
    }
}
