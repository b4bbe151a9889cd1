//! The form of an export: JSON Lines, or the same records as one CSV table.
//!
//! The first record names the form and its version, the last one says how many records of each kind
//! there were, so that a file that was cut off is noticed. A record is read strictly: written again it
//! must be what was read, so nothing of a file is passed over.

mod customer;
mod feedback;
mod fields;
mod frame;
mod handed;
mod judgement;
mod reader;
mod record;
mod table;
#[cfg(test)]
mod tests;
mod writer;

use std::str::FromStr;

pub use frame::{AN_EXPORT, is_export};
pub use reader::{ExportReader, Refusal, Row};
pub use writer::ExportWriter;

/// The version of the form.
pub const VERSION: u64 = 1;

/// What names the form, in the first record and in the first column.
pub const MARK: &str = "customer_directory_export";

/// Longest record that is read, in bytes: sixteen times what a record of feedback may have when it
/// comes in, because control characters are written in six.
pub const LONGEST_RECORD: usize = 16 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How the records of an export are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportForm {
    /// A JSON object on each line.
    JsonLines,
    /// One CSV table.
    Csv,
}

impl FromStr for ExportForm {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "jsonl" => Ok(Self::JsonLines),
            "csv" => Ok(Self::Csv),
            other => Err(format!(
                "`{other}` is no form of an export; use `jsonl` or `csv`"
            )),
        }
    }
}

/// Why a record cannot be taken, as a sentence without its end. It holds no address, number or name.
type Problem = String;
