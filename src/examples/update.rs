//! What an example prints now, written over what its page promised.
use super::judge::Failure;
use super::promise::{Promise, Section};
use super::{Example, tell};
use crate::problem::Problem;
use crate::problem::locate::Locator;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Lines of a file of the author's, and what comes in their place.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The file, below the book's root.
    pub path: PathBuf,
    /// Its lines, from zero.
    pub lines: Range<usize>,
    /// What stands before the comment: the indent, the marks of quotes.
    pub prefix: String,
    /// The comment, without prefix and line ends.
    pub comment: Vec<String>,
}

/// The change that would make a failed example pass; none where the failure is not one of what is printed.
pub fn comment(promise: &Promise, failure: &Failure) -> Option<(Section, Vec<String>)> {
    let (section, head, found) = match failure {
        Failure::Output { found, .. } => (promise.output.clone()?, "// Output:", found),
        Failure::Unordered { found, .. } => (promise.output.clone()?, "// Unordered output:", found),
        Failure::Diagnostics { found, .. } => (promise.diagnostics.clone()?, "// Diagnostics:", found),
        _ => return None,
    };
    let line = |line: &String| format!("// {line}").trim_end().to_string();
    let comment = std::iter::once(head.to_string()).chain(found.iter().map(line)).collect();
    Some((section, comment))
}

/// Where a comment stands in its chapter's own file; the error is a file that the text came from by an include.
pub fn change(
    example: &Example,
    (section, comment): (Section, Vec<String>),
    text: &str,
    own: &Path,
    locator: &mut Locator,
) -> Result<Change, Option<PathBuf>> {
    let mut first = None;
    let mut prefix = String::new();
    for at in 0..section.count {
        let span = tell::line_of(text, &example.block, section.first + at).ok_or(None)?;
        let spot = locator.spot(&Problem::on_page("example", example.page, span, "")).ok_or(None)?;
        if spot.path != own {
            return Err(Some(spot.path));
        }
        let mark = spot.mark.ok_or(None)?;
        let begin = *first.get_or_insert(mark.line - 1);
        if mark.line - 1 != begin + at {
            return Err(None);
        }
        if at == 0 {
            prefix = mark.text.split("//").next().unwrap_or_default().to_string();
        }
    }
    let begin = first.ok_or(None)?;
    Ok(Change { path: own.to_path_buf(), lines: begin..begin + section.count, prefix, comment })
}

/// A file's text with changes of it made; none overlaps another, since every comment is its own.
pub fn apply(text: &str, changes: &[Change]) -> String {
    let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut order: Vec<&Change> = changes.iter().collect();
    order.sort_by_key(|change| change.lines.start);
    for change in order {
        if change.lines.start < at || change.lines.end > lines.len() {
            continue;
        }
        out.extend(lines[at..change.lines.start].iter().copied());
        for line in &change.comment {
            out.push_str(&format!("{}{line}{eol}", change.prefix));
        }
        at = change.lines.end;
    }
    out.extend(lines[at..].iter().copied());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::judge::Difference;
    use crate::examples::promise;
    use crate::find::Block;
    use crate::problem::PageSource;
    use crate::problem::locate::Sources;
    use crate::read::slashed;

    const PROGRAM: &str = "package main\n\n// Output: a\n// b\n\n// Exit: 3\n";

    fn failure(found: &[&str]) -> Failure {
        let found = found.iter().map(|line| line.to_string()).collect();
        Failure::Output { difference: Difference { line: 1, expected: None, found: None }, found }
    }

    /// The file that the change of a page makes of it.
    fn updated(page: &str, file: &str, program: &str) -> Result<String, Option<PathBuf>> {
        let start = page.find("package").unwrap();
        let block = Block { info: "go".into(), text: program.into(), start };
        let example =
            Example { page: 0, span: 0..0, block, release: None, modules: Vec::new(), hash: String::new() };
        let pages = [PageSource { name: "A".into(), source_path: Some("a.md".into()), text: page.into() }];
        let read = |path: &Path| match &*slashed(path) {
            "src/a.md" => Some(file.to_string()),
            "src/x.go" => Some(PROGRAM.to_string()),
            _ => None,
        };
        let mut locator = Locator::new(Sources { pages: &pages, src: Path::new("src"), read: &read });
        let promise = promise::read(program).unwrap();
        let new = comment(&promise, &failure(&["c", "", "d"])).unwrap();
        let change = change(&example, new, page, Path::new("src/a.md"), &mut locator)?;
        Ok(apply(file, &[change]))
    }

    #[test]
    fn the_comment_is_written_anew_where_it_stands() {
        let page = format!("# A\n\n```go\n{PROGRAM}```\n\nend\n");
        let new = page.replace("// Output: a\n// b\n", "// Output:\n// c\n//\n// d\n");
        assert_eq!(updated(&page, &page, PROGRAM), Ok(new.clone()));
        let windows = page.replace('\n', "\r\n");
        assert_eq!(updated(&windows, &windows, PROGRAM), Ok(new.replace('\n', "\r\n")));
    }

    #[test]
    fn a_comment_keeps_its_indent_and_its_quote() {
        let page = "> ```go\n> package main\n>\n> func main() {\n> \t// Output:\n> }\n> ```\n";
        let program = "package main\n\nfunc main() {\n\t// Output:\n}\n";
        let new = page.replace("> \t// Output:\n", "> \t// Output:\n> \t// c\n> \t//\n> \t// d\n");
        assert_eq!(updated(page, page, program), Ok(new));
    }

    #[test]
    fn included_text_is_not_touched() {
        let page = format!("# A\n\n```go\n{PROGRAM}```\n");
        let file = "# A\n\n```go\n{{#include x.go}}\n```\n";
        assert_eq!(updated(&page, file, PROGRAM), Err(Some("src/x.go".into())));
        assert_eq!(updated(&page, "# Another\n", PROGRAM), Err(None));
    }

    #[test]
    fn only_what_is_printed_can_be_written() {
        let promise = promise::read(PROGRAM).unwrap();
        assert_eq!(comment(&promise, &Failure::Race { lines: Vec::new() }), None);
        let missing = Failure::Diagnostics { missing: "x".into(), found: Vec::new() };
        assert_eq!(comment(&promise, &missing), None, "none was promised");
    }

    #[test]
    fn several_comments_of_a_file_are_written_at_once() {
        let change = |lines: Range<usize>, line: &str| Change {
            path: "a".into(),
            lines,
            prefix: " ".into(),
            comment: vec![line.into()],
        };
        let text = apply("a\nb\nc\nd\n", &[change(2..4, "y"), change(0..1, "x"), change(3..9, "z")]);
        assert_eq!(text, " x\nb\n y\n");
    }
}
