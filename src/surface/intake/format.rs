//! The formats of an input, and how they are told apart.

use std::str::FromStr;

use thiserror::Error;

use super::element_scanner::ElementScanner;

/// How the records of an input are laid out. Webhooks are recognised, object by object, in all
/// JSON forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line, strictly: a line that is not whole is refused by itself.
    JsonLines,
    /// A JSON array of objects, or objects one after another, over as many lines as they like.
    Json,
    /// A header and a record for each event, separated by comma, semicolon or tab.
    Csv,
}

/// A word that names no format.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a format; use `jsonl`, `json`, `csv` or `webhook`")]
pub struct UnknownFormat(String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        match text {
            "jsonl" => Ok(Self::JsonLines),
            "json" | "webhook" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            other => Err(UnknownFormat(other.to_owned())),
        }
    }
}

/// The ways in which the bytes of an input are divided into records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// A JSON object on each line.
    Lines,
    /// JSON values one after another, or in an array.
    Elements,
    /// CSV records.
    Csv,
}

impl Layout {
    /// Recognises the layout from the first line (or what was kept of it), without white space
    /// before it.
    pub(super) fn of(format: Option<Format>, first_line: &[u8]) -> Self {
        match (format, first_line.first()) {
            (Some(Format::Csv), _) => Self::Csv,
            (Some(Format::JsonLines), _) => Self::Lines,
            (_, Some(b'[')) => Self::Elements,
            (_, Some(b'{')) => Self::of_objects(first_line),
            (Some(Format::Json), _) => Self::Lines,
            (None, _) => Self::Csv,
        }
    }

    /// Objects are one a line if the first line holds exactly one. A line that ends amid a string
    /// is damaged rather than spread over lines, because no JSON string holds a line end.
    fn of_objects(first_line: &[u8]) -> Self {
        let (line, is_whole) = match first_line.strip_suffix(b"\n") {
            Some(line) => (line, true),
            None => (first_line, false),
        };
        let mut scanner = ElementScanner::default();
        let (used, is_done) = scanner.scan(line);
        let after = line.get(used..).unwrap_or_default().trim_ascii_start();
        let is_followed = is_done && after.starts_with(b"{");
        let goes_on = !is_done && is_whole && !scanner.is_in_string();
        if is_followed || goes_on {
            Self::Elements
        } else {
            Self::Lines
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Layout};

    #[test]
    fn the_layout_is_recognised_from_the_first_line() {
        for (line, layout) in [
            ("{\"message\":\"hi\"}\n", Layout::Lines),
            ("{\"message\":\"hi\"}", Layout::Lines),
            ("{\"message\":\"{\"}\r\n", Layout::Lines),
            ("{\"message\":\"cut\n", Layout::Lines),
            ("{\"message\":\"hi\"} oops\n", Layout::Lines),
            ("{\n", Layout::Elements),
            ("{ \"tags\": [\r\n", Layout::Elements),
            ("{\"a\":1}{\"a\":2}\n", Layout::Elements),
            ("[\n", Layout::Elements),
            ("[{\"a\":1}", Layout::Elements),
            ("message,email\n", Layout::Csv),
            ("\"message\"\n", Layout::Csv),
            ("", Layout::Csv),
        ] {
            assert_eq!(Layout::of(None, line.as_bytes()), layout, "{line}");
        }
    }

    #[test]
    fn a_format_that_is_given_is_not_guessed() {
        for (format, line, layout) in [
            (Format::JsonLines, "{\n", Layout::Lines),
            (Format::JsonLines, "[\n", Layout::Lines),
            (Format::Csv, "{\n", Layout::Csv),
            (Format::Json, "message\n", Layout::Lines),
            (Format::Json, "{\n", Layout::Elements),
        ] {
            assert_eq!(Layout::of(Some(format), line.as_bytes()), layout, "{line}");
        }
    }

    #[test]
    fn formats_are_named_by_four_words() {
        assert_eq!("jsonl".parse(), Ok(Format::JsonLines));
        assert_eq!("webhook".parse(), Ok(Format::Json));
        assert_eq!(
            "xml".parse::<Format>().unwrap_err().to_string(),
            "`xml` is not a format; use `jsonl`, `json`, `csv` or `webhook`"
        );
    }
}
