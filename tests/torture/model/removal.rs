//! Merges and deletions by their plans, some of which have gone off.

use customer_directory::domain::access::Operator;
use customer_directory::domain::erasure::FeedbackFate;
use customer_directory::domain::plan::Plan;
use customer_directory::service::Sweep;
use jiff::Timestamp;

use super::editing::{Draft, No};
use super::play::{Both, refused, same, time};
use super::shown;
use super::step::Spoilt;

/// The code and the moment at which a plan is carried out.
fn carried_out(plan: &Plan, spoilt: Spoilt, at: i64) -> (String, Timestamp) {
    let code = if spoilt == Spoilt::MadeUp {
        "4F7K-2M9P-XW3D".to_owned()
    } else {
        plan.code.to_string()
    };
    let (made, expires) = (
        plan.made_at.as_millisecond(),
        plan.expires_at().as_millisecond(),
    );
    let at = match spoilt {
        Spoilt::JustInTime => expires - 1,
        Spoilt::TooLate => expires,
        Spoilt::BeforeItWasMade => made - 1,
        Spoilt::Not | Spoilt::MadeUp | Spoilt::ForOthers | Spoilt::Changed | Spoilt::Twice => at,
    };
    (code, time(at))
}

fn is_refused(spoilt: Spoilt) -> bool {
    match spoilt {
        Spoilt::Not | Spoilt::JustInTime | Spoilt::Twice => false,
        Spoilt::TooLate
        | Spoilt::BeforeItWasMade
        | Spoilt::MadeUp
        | Spoilt::ForOthers
        | Spoilt::Changed => true,
    }
}

impl Both {
    /// Changes somebody between a plan and its carrying out.
    fn change_between(&mut self, asked: &str, at: i64) -> Result<(), String> {
        let draft = Draft {
            notes: Some((true, "Called back.".to_owned())),
            ..Draft::default()
        };
        self.update(asked, &draft, None, at)
    }

    pub(super) fn merge(
        &mut self,
        target: &str,
        source: &str,
        spoilt: Spoilt,
        at: i64,
    ) -> Result<(), String> {
        let meant = self.model.present(target).and_then(|target| {
            let source = self.model.present(source)?;
            self.model.may_merge(target, source)?;
            Ok((target, source))
        });
        let remover = |at: Timestamp| Operator.remover(at);
        let planned = self.directory.plan_merge(remover(time(at)), target, source);
        let planned = refused(planned)?;
        let may = planned.as_ref().map(|_| ()).map_err(|no| *no);
        same("planned to merge", &may, &meant.map(|_| ()))?;
        let (Ok(proposal), Ok((into, gone))) = (planned, meant) else {
            return Ok(());
        };
        let (code, when) = carried_out(&proposal.plan, spoilt, at);
        if spoilt == Spoilt::Changed {
            self.change_between(source, at)?;
        }
        let (one, other) = if spoilt == Spoilt::ForOthers {
            (source, target)
        } else {
            (target, source)
        };
        let merged = self
            .directory
            .merge_customers(remover(when), one, other, &code);
        let found = refused(merged)?.map(|merger| shown::customer(&merger.customer));
        if is_refused(spoilt) {
            return same("merged", &found, &Err(No::Plan));
        }
        self.model.merge(into, gone);
        same("merged", &found, &Ok(shown::person(&self.model, into)))?;
        if spoilt == Spoilt::Twice {
            let again = self.directory.merge_customers(
                remover(when),
                target,
                &format!("cus_{gone}"),
                &code,
            );
            let no = refused(again)?.map(|_| ());
            return same(
                "merged twice",
                &no,
                &self.model.present(target).and(Err(No::Refused)),
            );
        }
        Ok(())
    }

    pub(super) fn delete(
        &mut self,
        asked: &str,
        fate: FeedbackFate,
        spoilt: Spoilt,
        at: i64,
    ) -> Result<(), String> {
        let meant = self.model.present(asked);
        let remover = |at: Timestamp| Operator.remover(at);
        let planned = self.directory.plan_deletion(remover(time(at)), asked, fate);
        let planned = refused(planned)?;
        let may = planned.as_ref().map(|_| ()).map_err(|no| *no);
        same("planned to delete", &may, &meant.map(|_| ()))?;
        let (Ok(proposal), Ok(id)) = (planned, meant) else {
            return Ok(());
        };
        let (code, when) = carried_out(&proposal.plan, spoilt, at);
        if spoilt == Spoilt::Changed {
            self.change_between(asked, at)?;
        }
        let carried = match (spoilt, fate) {
            (Spoilt::ForOthers, FeedbackFate::Remove) => FeedbackFate::KeepAnonymous,
            (Spoilt::ForOthers, FeedbackFate::KeepAnonymous) => FeedbackFate::Remove,
            (_, fate) => fate,
        };
        let deleted = self
            .directory
            .delete_customer(remover(when), asked, carried, &code);
        let found = refused(deleted)?.map(|deletion| deletion.sweep == Sweep::Clean);
        if is_refused(spoilt) {
            return same("deleted", &found, &Err(No::Plan));
        }
        self.model.delete(id, fate);
        same("deleted", &found, &Ok(true))?;
        if spoilt == Spoilt::Twice {
            let again =
                self.directory
                    .delete_customer(remover(when), &format!("cus_{id}"), fate, &code);
            let no = refused(again)?.map(|_| ());
            return same("deleted twice", &no, &Err(No::Deleted));
        }
        Ok(())
    }
}
