//! What a merge or a deletion would do, and what is left of one.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::fitting::{Allowance, Bounds, Omissions, cut};
use super::{CustomerView, address, clean};
use crate::domain::merging::{Fate, FieldPlan};
use crate::domain::plan::Intent;
use crate::service::{Deletion, Merger, Proposal, RemovalReceipt, Sweep};

/// The most characters of the question that a person is asked.
const LONGEST_QUESTION: usize = 1_500;

/// The most characters of one value in that question.
const LONGEST_IN_QUESTION: usize = 60;

/// The answer to a call that merges or deletes: the plan, or what was done.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RemovalAnswer {
    /// What would be done.
    #[schemars(with = "Map<String, Value>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanView>,
    /// The customer who remains.
    #[schemars(with = "Map<String, Value>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerView>,
    /// What was done.
    #[schemars(with = "Map<String, Value>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<ReceiptView>,
    /// What else to know about the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A plan that waits for a yes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanView {
    /// The code by which it is carried out.
    pub code: String,
    /// When it ends by itself.
    pub expires_at: String,
    /// Where the yes must come from.
    pub confirm: &'static str,
    /// What happens to each field.
    pub fields: Vec<FieldPlanView>,
    /// How much of what moves or goes.
    pub moves: Map<String, Value>,
    /// The same as a question to a person.
    #[serde(skip)]
    pub question: String,
}

/// What happens to a field. A field without a value is absent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldPlanView {
    /// The field.
    pub field: String,
    /// What happens: `kept`, `filled`, `combined` or `dropped`.
    pub outcome: &'static str,
    /// What the customer has who stays, or who is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Value>,
    /// What the customer has who goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Value>,
    /// What is there afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Value>,
}

/// What is left of a merge or a deletion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptView {
    /// To whom it was done, and what became of the feedback.
    #[serde(flatten)]
    pub of: Map<String, Value>,
    /// When.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Where the yes came from.
    pub approved_by: String,
    /// How much of what moved or went.
    pub moved: Map<String, Value>,
}

impl RemovalAnswer {
    /// The answer with a plan: as much of it as the allowance has room for.
    pub fn of_plan(proposal: &Proposal, allowance: Allowance) -> Self {
        let fitted = allowance.fit(|bounds| PlanView::within(proposal, bounds));
        Self {
            plan: Some(fitted.value.into_value()),
            customer: None,
            receipt: None,
            note: fitted.omissions.sentence(),
        }
    }

    /// The answer after a merge.
    pub fn of_merger(merger: &Merger, allowance: Allowance) -> Self {
        let fitted = CustomerView::fitting(&merger.customer, allowance.of_one_customer());
        let mut customer = fitted.value.into_value();
        customer.merged_ids = merger.merged_ids.iter().map(ToString::to_string).collect();
        Self {
            plan: None,
            customer: Some(customer),
            receipt: Some(ReceiptView::of(&merger.receipt)),
            note: fitted.omissions.sentence(),
        }
    }

    /// The answer after a deletion.
    pub fn of_deletion(deletion: &Deletion) -> Self {
        let note = match deletion.sweep {
            Sweep::Clean => None,
            Sweep::Held => Some(
                "others used the file while the customer was erased, so old pages may be left in it until the \
                 next deletion",
            ),
            Sweep::TooLarge => Some(
                "the file is too large to be written anew at once, so old bytes may be left in unused parts of \
                 its pages until it is compacted",
            ),
        };
        Self {
            plan: None,
            customer: None,
            receipt: Some(ReceiptView::of(&deletion.receipt)),
            note: note.map(str::to_owned),
        }
    }
}

impl PlanView {
    fn within(proposal: &Proposal, bounds: Bounds) -> (Self, Omissions) {
        let mut omissions = Omissions::default();
        let mut fields: Vec<&FieldPlan> = proposal.preview.fields.iter().collect();
        if fields.len() > bounds.values {
            // What is lost is said first.
            fields.sort_by_key(|plan| Reverse(plan.fate));
        }
        omissions.cut_list("fields", &mut fields, bounds.values);
        let fields = fields
            .into_iter()
            .map(|plan| FieldPlanView::within(plan, bounds, &mut omissions))
            .collect();
        let view = Self {
            code: proposal.plan.code.to_string(),
            expires_at: proposal.plan.expires_at().to_string(),
            confirm: proposal
                .confirm
                .map_or("terminal", |confirm| confirm.as_str()),
            fields,
            moves: counts(&proposal.preview.moves),
            question: question(proposal),
        };
        (view, omissions)
    }
}

impl FieldPlanView {
    fn within(plan: &FieldPlan, bounds: Bounds, omissions: &mut Omissions) -> Self {
        let mut shown = |values: &[String]| {
            let mut values: Vec<&String> = values.iter().collect();
            omissions.cut_list(&plan.field, &mut values, bounds.values);
            let mut texts = values.into_iter().map(|value| {
                let most = if plan.field == "notes" {
                    bounds.notes_length
                } else {
                    bounds.value_length
                };
                Value::from(omissions.cut_value(cleaned(&plan.field, value), most))
            });
            if plan.is_list {
                let list: Vec<Value> = texts.collect();
                (!list.is_empty()).then(|| list.into())
            } else {
                texts.next()
            }
        };
        Self {
            outcome: plan.fate.as_str(),
            target: shown(&plan.target),
            source: shown(&plan.source),
            result: shown(&plan.result),
            field: clean::line(&plan.field).into_owned(),
        }
    }
}

impl ReceiptView {
    fn of(receipt: &RemovalReceipt) -> Self {
        let arguments = receipt.intent.arguments().into_iter();
        Self {
            of: arguments
                .map(|(name, value)| (name.to_owned(), value.into()))
                .collect(),
            at: receipt.at.to_string(),
            by: clean::line(&receipt.by).into_owned(),
            approved_by: clean::line(&receipt.approved_by).into_owned(),
            moved: counts(&receipt.moved),
        }
    }
}

/// A field's value as people read it.
fn cleaned(field: &str, value: &str) -> String {
    match field {
        "emails" | "primary_email" => address::email(value),
        "notes" => clean::text(value).into_owned(),
        _ => clean::line(value).into_owned(),
    }
}

fn counts(moves: &[(&'static str, u64)]) -> Map<String, Value> {
    let counts = moves.iter();
    counts
        .map(|(name, count)| ((*name).to_owned(), (*count).into()))
        .collect()
}

/// The plan as a question to a person: what is lost, what stays, and how much moves.
fn question(proposal: &Proposal) -> String {
    let fields = &proposal.preview.fields;
    let moves: Vec<String> = proposal
        .preview
        .moves
        .iter()
        .map(|(name, count)| format!("{count} {}", name.replace('_', " ")))
        .collect();
    let moves = moves.join(", ");
    let lines = match proposal.plan.intent {
        Intent::Merge { target, source } => [
            format!("Merge {source} into {target}, for good?"),
            listed("Lost", fields, |plan| {
                (plan.fate == Fate::Dropped).then_some(&plan.source)
            }),
            listed("Stays", fields, |plan| {
                ["name", "primary_email"]
                    .contains(&plan.field.as_str())
                    .then_some(&plan.result)
            }),
            line("Moves", &moves),
        ],
        Intent::Delete { customer, .. } => [
            format!("Delete {customer}, for good?"),
            listed("Lost", fields, |plan| Some(&plan.target)),
            String::new(),
            line("Feedback", &moves),
        ],
    };
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    let (mut text, rest) = cut(lines.join("\n"), LONGEST_QUESTION);
    if rest > 0 {
        text.push('…');
    }
    text
}

fn line(title: &str, text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{title}: {text}")
    }
}

/// Fields with some of their values, each short and in quotes.
fn listed<'a>(
    title: &str,
    fields: &'a [FieldPlan],
    values: impl Fn(&'a FieldPlan) -> Option<&'a Vec<String>>,
) -> String {
    let shown = |value: &String, field: &str| {
        let whole = clean::line(&cleaned(field, value)).into_owned();
        let (mut text, rest) = cut(whole, LONGEST_IN_QUESTION);
        if rest > 0 {
            text.push('…');
        }
        format!("\"{text}\"")
    };
    let parts: Vec<String> = fields
        .iter()
        .filter_map(|plan| {
            let values: Vec<String> = values(plan)?
                .iter()
                .map(|value| shown(value, &plan.field))
                .collect();
            let field = clean::line(&plan.field);
            (!values.is_empty()).then(|| format!("{field} {}", values.join(" ")))
        })
        .collect();
    line(title, &parts.join(", "))
}
