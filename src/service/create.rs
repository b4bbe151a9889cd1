//! Making a customer by hand.

use super::audit::{Trail, customer_changes};
use super::customers::by_id;
use super::update::refuse_taken;
use super::{Directory, DirectoryError};
use crate::domain::access::{Act, Writer};
use crate::domain::customer::Customer;
use crate::domain::editing::Edit;
use crate::domain::request::NamedRequest;
use crate::store::{CustomerChange, ReadRecords, StoreError, WriteRecords};

/// A customer who was made by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The customer as they are now.
    pub customer: Customer,
    /// Whether an earlier request of the same name had made them.
    pub repeated: bool,
}

impl Directory {
    /// Makes a customer. The same request under the same name makes one customer, however often it
    /// is sent.
    pub fn create_customer(
        &mut self,
        writer: Writer,
        edit: &Edit,
        name: Option<&str>,
    ) -> Result<Made, DirectoryError> {
        let ceiling = self.settings.contact_ceiling;
        self.change(writer, "create_customer", |records, trail, act| {
            let request = name.map(|name| NamedRequest::of(act, name, edit.digest()));
            if let Some(request) = &request
                && let Some(made) = made_before(records, request)?
            {
                return Ok(made);
            }
            let customer = create(records, trail, edit, act, ceiling)?;
            if let Some(request) = &request {
                records.note_made(request, customer.id, act.at)?;
            }
            Ok(Made {
                customer,
                repeated: false,
            })
        })
    }
}

fn create(
    records: &mut dyn WriteRecords,
    trail: &mut Trail,
    edit: &Edit,
    act: &Act,
    ceiling: usize,
) -> Result<Customer, DirectoryError> {
    if !edit.names_somebody() {
        return Err(DirectoryError::Unusable {
            field: "name".to_owned(),
            problem: "there is neither a name nor a contact; give a name, or an e-mail, phone or \
                      user id"
                .to_owned(),
        });
    }
    let mut customer = Customer::blank(records.next_customer_id()?);
    customer.edit(edit, act.at, ceiling)?;
    customer.version = 1;
    refuse_taken(records, None, &customer)?;
    records.save_customers(&[CustomerChange {
        before: None,
        after: &customer,
    }])?;
    let details = customer_changes(trail, None, Some(&customer));
    trail.add(Some(customer.id), None, details);
    Ok(customer)
}

/// The customer whom this request made before, or who they have become since.
fn made_before(
    records: &dyn ReadRecords,
    request: &NamedRequest,
) -> Result<Option<Made>, DirectoryError> {
    let Some((id, digest)) = records.made_by(request)? else {
        return Ok(None);
    };
    if digest != request.digest {
        return Err(DirectoryError::NameReused {
            field: "idempotency_key",
            name: request.name.clone(),
        });
    }
    let found = by_id(records, id)?.ok_or(StoreError::Corrupt {
        table: "idempotency_keys",
        row: id.0,
    })?;
    Ok(Some(Made {
        customer: found.customer,
        repeated: true,
    }))
}
