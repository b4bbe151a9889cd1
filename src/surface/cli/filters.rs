//! The flags that say which customers are meant.

use clap::Args;

use crate::surface::question::ListQuestion;

/// Which customers are meant.
#[derive(Debug, Args)]
pub(super) struct CustomerFilters {
    /// Names, e-mail addresses, phone numbers or companies, or the beginnings of their words
    #[arg(value_name = "SEARCH")]
    search: Vec<String>,
    /// Only customers who came through this channel
    #[arg(long)]
    channel: Option<String>,
    /// Only customers with this tag
    #[arg(long)]
    tag: Option<String>,
    /// Only customers of this company
    #[arg(long)]
    company: Option<String>,
    /// Only customers with this custom field, such as `cf_plan`
    #[arg(long, value_name = "KEY")]
    custom_field: Option<String>,
    /// …and with this value of it
    #[arg(long, value_name = "VALUE")]
    custom_value: Option<String>,
    /// Only customers last seen at this time or later: 2026-11-03 or 2026-11-03T10:15:00Z
    #[arg(long, value_name = "TIME")]
    seen_after: Option<String>,
    /// Only customers last seen before this time
    #[arg(long, value_name = "TIME")]
    seen_before: Option<String>,
}

impl CustomerFilters {
    /// The question about these customers, in the usual order.
    pub(super) fn question(&self) -> ListQuestion {
        ListQuestion {
            search: (!self.search.is_empty()).then(|| self.search.join(" ")),
            channel: self.channel.clone(),
            tag: self.tag.clone(),
            company: self.company.clone(),
            custom_field: self.custom_field.clone(),
            custom_value: self.custom_value.clone(),
            seen_after: self.seen_after.clone(),
            seen_before: self.seen_before.clone(),
            ..ListQuestion::default()
        }
    }
}
