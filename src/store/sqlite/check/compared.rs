//! The forms in which tags, values of custom fields and social handles are compared.
//!
//! Each follows from the spelling that stands beside it. Older programs composed some letters
//! otherwise: a mark on a capital letter, where only the small letter has a form with it.

use rusqlite::{Connection, params};

use super::super::super::StoreError;
use super::super::customers::field_value_from;
use super::{checksums, described};
use crate::domain::customer::Customer;
use crate::domain::filling::handle_key;
use crate::domain::label::compare_key;

/// A statement that gives a row its right form, and what it takes: the customer, then what names the
/// row, then the form.
type Correction = (&'static str, [String; 3]);

const OF_TAG: &str = "UPDATE OR REPLACE customer_details SET key = ?3 WHERE customer_id = ?1 AND kind = 4 AND key = ?2";

const OF_HANDLE: &str = "UPDATE OR REPLACE customer_details SET key = ?4
     WHERE customer_id = ?1 AND kind = 6 AND key = ?2 AND network = ?3";

const OF_VALUE: &str =
    "UPDATE customer_details SET value_key = ?3 WHERE customer_id = ?1 AND kind = 5 AND key = ?2";

/// Whether something of a customer is compared in another form than its own.
pub(super) fn is_otherwise(
    connection: &Connection,
    customer: &Customer,
) -> Result<bool, StoreError> {
    Ok(!corrections(connection, customer)?.is_empty())
}

/// Writes the forms anew.
pub(super) fn write(connection: &Connection) -> Result<(), StoreError> {
    described::each(connection, |customer, _channels| {
        let corrections = corrections(connection, customer)?;
        // Two rows may become one, and then what was written is something else.
        if !corrections.is_empty() && checksums::is_as_written(connection, customer)? {
            checksums::forget(connection, customer)?;
        }
        for (sql, [row, form, network]) in corrections {
            let mut statement = connection.prepare_cached(sql)?;
            if sql == OF_HANDLE {
                statement.execute(params![customer.id.0, row, network, form])?;
            } else {
                statement.execute(params![customer.id.0, row, form])?;
            }
        }
        Ok(())
    })
}

fn corrections(
    connection: &Connection,
    customer: &Customer,
) -> Result<Vec<Correction>, StoreError> {
    let mut wrong = Vec::new();
    for (key, tag) in &customer.tags {
        if tag.value.key() != key {
            wrong.push((
                OF_TAG,
                [key.clone(), tag.value.key().to_owned(), String::new()],
            ));
        }
    }
    for ((network, key), handle) in &customer.social_handles {
        let form = handle_key(&handle.value.handle);
        if form != *key {
            wrong.push((OF_HANDLE, [key.clone(), form, network.clone()]));
        }
    }
    if customer.custom_fields.is_empty() {
        return Ok(wrong);
    }
    let mut statement = connection
        .prepare_cached("SELECT key, value, value_key FROM custom_fields WHERE customer_id = ?1")?;
    let mut rows = statement.query([customer.id.0])?;
    while let Some(row) = rows.next()? {
        let (key, value, kept): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let form = field_value_from(&value).map(|value| compare_key(value.as_text()));
        if let Some(form) = form.filter(|form| *form != kept) {
            wrong.push((OF_VALUE, [key, form, String::new()]));
        }
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::super::super::customers::customer;
    use super::super::super::migrate::{MIGRATIONS, migrate};
    use super::super::super::{checksum, tallies};
    use super::super::described;
    use super::write;
    use crate::domain::customer::CustomerId;

    #[test]
    fn a_customer_whose_two_forms_of_a_tag_become_one_is_sound_afterwards() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, ":memory:".as_ref(), &MIGRATIONS).unwrap();
        connection
            .execute_batch(
                "INSERT INTO customers (id, version, feedback_count, first_seen, last_seen, sort_name, tags, channels)
                 VALUES (1, 1, 0, 0, 0, '', 'VIP' || char(31) || 'VIP', '');
                 INSERT INTO customer_details VALUES
                     (1, 4, 'vip', '', 'VIP', NULL, 0, 0, NULL, 5), (1, 4, 'vip of old', '', 'VIP', NULL, 0, 0, NULL, 5);",
            )
            .unwrap();
        tallies::count_anew(&connection, "customers").unwrap();
        let known = |connection: &Connection| customer(connection, CustomerId(1)).unwrap().unwrap();
        let written = checksum::of_customer(&known(&connection));
        connection
            .execute("UPDATE customers SET checksum = ?1", [written])
            .unwrap();
        assert_eq!(described::check(&connection).unwrap().len(), 1);
        write(&connection).unwrap();
        described::write(&connection).unwrap();
        assert_eq!(known(&connection).tags.len(), 1);
        assert_eq!(described::check(&connection).unwrap(), []);
    }
}
