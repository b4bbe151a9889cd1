//! Questions to a directory's file without a process for each, for tests that ask many.

use customer_directory::domain::access::Operator;
use customer_directory::service::{Directory, Location, Purpose, Settings};
use customer_directory::surface::question::ListQuestion;
use customer_directory::surface::view::{Allowance, ListAnswer};
use serde_json::{Value, json};

use crate::terminal::{SAMPLES, Terminal};

/// A directory that is asked questions, and the terminal that filled it.
pub(crate) struct Questions {
    directory: Directory,
    pub(crate) terminal: Terminal,
}

impl Questions {
    /// Asks the directory of a terminal.
    pub(crate) fn to(terminal: Terminal) -> Self {
        let location = Location::File {
            path: terminal.database(),
            may_be_shared: false,
        };
        let directory = Directory::open(&location, Purpose::Read, Settings::default()).unwrap();
        Self {
            directory,
            terminal,
        }
    }

    /// Asks a directory that has taken in the sample feedback.
    pub(crate) fn to_samples() -> Self {
        let terminal = Terminal::new();
        let ran = terminal.run(&["ingest", "--default-region", "US", SAMPLES]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        Self::to(terminal)
    }

    /// One page, as `list --json` prints it.
    pub(crate) fn ask(&self, question: &ListQuestion) -> Value {
        let query = question.query().unwrap();
        let reader = Operator.reader();
        let page = self.directory.list_customers(reader, &query).unwrap();
        json!(ListAnswer::of(&page, &query, Allowance::UNLIMITED))
    }

    /// The rows of all pages of a question, joined.
    pub(crate) fn walk(&self, question: &ListQuestion) -> Vec<Value> {
        let mut question = question.clone();
        let mut rows = Vec::new();
        let mut total = None;
        loop {
            let answer = self.ask(&question);
            let mut page = answer["customers"].as_array().unwrap().clone();
            assert_eq!(answer["returned"], page.len());
            assert_eq!(
                answer["total"],
                *total.get_or_insert_with(|| answer["total"].clone())
            );
            rows.append(&mut page);
            let Some(cursor) = answer.get("next_cursor").and_then(Value::as_str) else {
                assert_eq!(total, Some(json!(rows.len())));
                return rows;
            };
            question.cursor = Some(cursor.to_owned());
        }
    }

    /// Everybody whom a search text finds, in the order of their names.
    pub(crate) fn found(&self, text: &str) -> Vec<Value> {
        self.walk(&ListQuestion {
            search: Some(text.to_owned()),
            ..ListQuestion::default()
        })
    }
}

/// A field of each row; `null` where it is absent.
pub(crate) fn field(rows: &[Value], name: &str) -> Vec<Value> {
    let value = |row: &Value| row.get(name).cloned().unwrap_or_default();
    rows.iter().map(value).collect()
}
