//! Small pictures for menus and lists, drawn in one stroke style and sent as `data:` URIs, so that
//! no program has to fetch anything.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The type of every picture.
pub(super) const MIME_TYPE: &str = "image/svg+xml";

/// What a picture stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Icon {
    /// The whole directory.
    Directory,
    /// One customer.
    Person,
    /// Several customers.
    People,
    /// What customers said.
    Speech,
    /// Numbers.
    Chart,
    /// Two who may be one.
    Twins,
    /// One more thing that was said.
    Record,
    /// One more customer.
    Add,
    /// A change.
    Edit,
    /// Two who are two.
    Different,
    /// Two who become one.
    Merge,
    /// One who goes.
    Erase,
    /// What customers share.
    Label,
    /// What is new.
    Recent,
    /// An answer to somebody.
    Reply,
}

impl Icon {
    /// The picture as a `data:` URI (RFC 2397).
    pub(super) fn data_uri(self) -> String {
        format!(
            "data:{MIME_TYPE};base64,{}",
            STANDARD.encode(self.svg().trim_end())
        )
    }

    fn svg(self) -> &'static str {
        match self {
            Self::Directory => include_str!("icons/directory.svg"),
            Self::Person => include_str!("icons/person.svg"),
            Self::People => include_str!("icons/people.svg"),
            Self::Speech => include_str!("icons/speech.svg"),
            Self::Chart => include_str!("icons/chart.svg"),
            Self::Twins => include_str!("icons/twins.svg"),
            Self::Record => include_str!("icons/record.svg"),
            Self::Add => include_str!("icons/add.svg"),
            Self::Edit => include_str!("icons/edit.svg"),
            Self::Different => include_str!("icons/different.svg"),
            Self::Merge => include_str!("icons/merge.svg"),
            Self::Erase => include_str!("icons/erase.svg"),
            Self::Label => include_str!("icons/label.svg"),
            Self::Recent => include_str!("icons/recent.svg"),
            Self::Reply => include_str!("icons/reply.svg"),
        }
    }
}
