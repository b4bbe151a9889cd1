//! Exports as tables, which people open, edit and save in other programs.

use crate::import_refusals::{assert_refused, done, exported, import};

#[test]
fn a_table_that_was_edited_is_refused_with_its_line() {
    let terminal = exported();
    let table = std::fs::read_to_string(terminal.path("all.csv")).unwrap();
    for (from, to, says) in [
        ("p1@acme.io,", "x1@acme.io,", "line 3: `emails` repeats"),
        (
            ",feedback 1,",
            ",feedback one,",
            "line 3: `name_from` is neither",
        ),
        (",vip,", ",VIP,", "line 3: `tag_names` repeats"),
        ("kind,id,", "kind;id,", "line 1: these are not the columns"),
        (",cus_1,", ",cus_1,,", "line 3: it has 64 cells"),
        (
            ",true,",
            ",yes,",
            "`has_original` is neither true nor false",
        ),
        (
            "[{\"\"kind\"\"",
            "[{\"\"kind",
            "line 3: `contacts` is no JSON",
        ),
    ] {
        assert!(table.contains(from), "{from}");
        assert_refused(&terminal, table.replacen(from, to, 1), &[says]);
    }
    let bytes = table.replacen("Mira", "Mir\u{e4}", 1);
    let not_utf8: Vec<u8> = bytes
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'))
        .collect();
    assert_refused(&terminal, not_utf8, &["line 3: it is not UTF-8"]);
    // Other line ends, and a mark at the start, are as good.
    let edited = format!("\u{feff}{}", table.replace("\r\n", "\n"));
    done(&import(&terminal, edited));
}

#[test]
fn a_quote_without_an_end_does_not_fill_the_memory() {
    let terminal = exported();
    let table = std::fs::read_to_string(terminal.path("all.csv")).unwrap();
    let mut table: String = table.split_inclusive('\n').take(2).collect();
    table.push_str(",\"customer");
    table.push_str(&"x,".repeat(10 << 20));
    assert_refused(
        &terminal,
        table,
        &["line 3: it is longer than", "lack its end"],
    );
    let long = format!("{{\"customer_directory_export\":\"{}", "x".repeat(20 << 20));
    assert_refused(&terminal, long, &["line 1: it is longer than"]);
}
