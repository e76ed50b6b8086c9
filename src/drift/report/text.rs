//! The report for a terminal.
use super::{Report, Row, clause, counted, diffs, rows, sizes, title};
use std::fmt::Write;

/// The report as text: the counts, then each chapter that has something to look at, then the diffs.
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}: {}", title(report), sizes(report));
    // Where nothing waits there is nothing to count.
    if !report.references.is_empty() {
        let _ = writeln!(out, "  {}", counted(report));
    }
    for chapter in &report.chapters {
        let rows = rows(report, chapter);
        if rows.is_empty() && chapter.facts.is_empty() && chapter.calls.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{} ({})", chapter.title, chapter.path);
        for row in rows {
            let (word, what, told) = match row {
                Row::One(item) => {
                    let shown =
                        if chapter.shown.contains(&item.reference) { "; shown on the page" } else { "" };
                    (item.class.words(), item.reference.clone(), clause(item) + shown)
                }
                Row::Family(stem, class, count) => (class.words(), stem, format!("{count} of one family")),
            };
            let _ = writeln!(out, "  {word:<17} {what}\n  {:17}   {told}", "");
        }
        for (word, broken) in chapter
            .facts
            .iter()
            .map(|fact| ("fact", fact))
            .chain(chapter.calls.iter().map(|call| ("call", call)))
        {
            let _ = writeln!(out, "  {word:<17} {}\n  {:17}   {}", broken.written, "", broken.message);
        }
    }
    for (item, diff) in diffs(report) {
        let _ = write!(out, "\n{} ({})\n{diff}", item.reference, item.class.words());
    }
    if report.is_clean() {
        out.push_str("\nNothing waits for a review.\n");
    }
    out
}
