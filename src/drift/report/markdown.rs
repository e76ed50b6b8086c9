//! The report as Markdown, for an issue or a pull request.
use super::{Report, Row, clause, counted, diffs, name, rows, sizes, title};
use std::fmt::Write;

/// The report as Markdown: a section a chapter, then the diffs.
pub fn markdown(report: &Report) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n", title(report));
    let _ = match report.references.is_empty() {
        true => writeln!(out, "{}.", sizes(report)),
        false => writeln!(out, "{}: {}.", sizes(report), counted(report)),
    };
    for chapter in &report.chapters {
        let rows = rows(report, chapter);
        if rows.is_empty() && chapter.facts.is_empty() && chapter.calls.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n## {} ({})\n", chapter.title, name(&chapter.path));
        for row in rows {
            let _ = match row {
                Row::One(item) => {
                    let shown =
                        if chapter.shown.contains(&item.reference) { "; shown on the page" } else { "" };
                    let (what, class) = (name(&item.reference), item.class.words());
                    writeln!(out, "- [ ] {what} **{class}**: {}{shown}", clause(item))
                }
                Row::Family(stem, class, count) => {
                    writeln!(out, "- [ ] {} **{}**: {count} of one family", name(&stem), class.words())
                }
            };
        }
        for broken in chapter.facts.iter().chain(&chapter.calls) {
            let _ = writeln!(out, "- [ ] {} **no longer holds**: {}", name(&broken.written), broken.message);
        }
    }
    let mut diffs = diffs(report).peekable();
    if diffs.peek().is_some() {
        out.push_str("\n## Diffs\n");
    }
    for (item, diff) in diffs {
        let fence = fence(diff);
        let _ = writeln!(out, "\n{}\n\n{fence}diff\n{diff}{fence}", name(&item.reference));
    }
    if report.is_clean() {
        out.push_str("\nNothing waits for a review.\n");
    }
    out
}

/// A fence that the text does not close: one backtick more than its longest run.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat((longest + 1).max(3))
}
