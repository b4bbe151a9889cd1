//! One event recorded by itself, under an id, a name of its caller's, or none.

use customer_directory::domain::access::Operator;
use customer_directory::domain::event::{EventReference, FeedbackEvent};
use customer_directory::service::{Recording, RecordingName};

use super::editing::No;
use super::play::{Both, refused, same, time};
use super::shown;

impl Both {
    pub(super) fn record(
        &mut self,
        event: &FeedbackEvent,
        name: RecordingName,
        at: i64,
    ) -> Result<(), String> {
        let recording = Recording {
            event: event.clone(),
            name,
            digest: format!("{event:?} {:?}", event.identity.name),
        };
        let (source, id) = match name {
            RecordingName::Own => ("record_feedback", event.reference.id.clone()),
            RecordingName::Request => ("record_feedback by operator", event.reference.id.clone()),
            RecordingName::None => {
                let number = self.model.feedback_made + 1;
                ("record_feedback unnamed", format!("recorded_{number}"))
            }
        };
        let known = self.model.known(&(source.to_owned(), id.clone()));
        let said = known.map(|number| &self.model.said[&number]);
        let digest = Some(recording.digest.clone()).filter(|_| name != RecordingName::None);
        let expected = match said {
            Some(said) if !said.erased && said.recorded != digest => Err(No::Reused),
            _ => {
                let number = known.unwrap_or_else(|| {
                    let mut event = event.clone();
                    event.reference = EventReference {
                        source: source.to_owned(),
                        id,
                    };
                    let number = self.model.take(&event, at).feedback;
                    if let Some(said) = self.model.said.get_mut(&number) {
                        said.recorded = digest;
                    }
                    number
                });
                Ok((number, known.is_some()))
            }
        };
        let recorded = self
            .directory
            .record_feedback(Operator.writer(time(at)), recording);
        let found = refused(recorded)?.map(|recorded| {
            let customer = recorded.customer.as_ref().map(shown::customer);
            let candidates: Vec<i64> = recorded.candidates.iter().map(|id| id.0).collect();
            (
                (recorded.feedback.number.0, recorded.repeated),
                shown::feedback(&recorded.feedback),
                customer,
                candidates,
            )
        });
        let expected = expected.map(|(number, repeated)| {
            let said = &self.model.said[&number];
            let customer = said.customer.map(|id| shown::person(&self.model, id));
            let candidates: Vec<i64> = self.model.candidates(number).into_iter().collect();
            let said = shown::said(said, number);
            ((number, repeated), said, customer, candidates)
        });
        same("recorded", &found, &expected)
    }
}
