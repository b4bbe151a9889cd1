//! Text as Markdown in which strangers' text stays text: it draws no image, opens no HTML or code
//! and ends no quotation. It is clean already, because it comes from a view.

/// A text within a line.
pub(super) fn inline(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '[' | ']' | '<' => escaped.extend(['\\', letter]),
            '\n' => escaped.push(' '),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// A text of several lines as a quotation, so far from the margin.
pub(super) fn quotation(text: &str, indent: &str) -> String {
    let lines = text.lines().map(inline);
    let quoted: Vec<String> = lines.map(|line| format!("{indent}> {line}\n")).collect();
    quoted.concat()
}

/// A list's line with a name and a value; nothing where there is no value.
pub(super) fn field(name: &str, value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    format!("- **{name}:** {}\n", inline(value))
}

#[cfg(test)]
mod tests {
    use super::{field, inline, quotation};

    #[test]
    fn text_opens_nothing() {
        let escaped = inline("![x](https://evil.example) <img> `a` \\");
        assert_eq!(
            escaped,
            "!\\[x\\](https://evil.example) \\<img> \\`a\\` \\\\"
        );
        assert_eq!(inline("jane_doe@acme.io"), "jane_doe@acme.io");
    }

    #[test]
    fn a_quotation_is_not_left() {
        let quoted = quotation("a\n\n# b\n```", "  ");
        assert_eq!(quoted, "  > a\n  > \n  > # b\n  > \\`\\`\\`\n");
    }

    #[test]
    fn what_is_unknown_has_no_line() {
        assert_eq!(field("company", ""), "");
        assert_eq!(field("company", "A\nB"), "- **company:** A B\n");
    }
}
