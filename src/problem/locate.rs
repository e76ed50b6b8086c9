//! Finds a problem's place again in the file that the author wrote.
//!
//! mdBook expands includes before a preprocessor runs, so a place on a page is one of the expanded text. In: problems,
//! the pages' texts and a function that reads a file. Out: file, line and columns, or the file alone where the line
//! is not to be found.
use super::mark::{Lines, Mark, chars_before};
use super::trace::{self, Origins};
use super::{PageSource, Place, Problem};
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What the places of problems are looked up in.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The pages, in reading order.
    pub pages: &'a [PageSource],
    /// The folder of the chapters, below the book's root.
    pub src: &'a Path,
    /// Reads a file below the book's root.
    pub read: &'a dyn Fn(&Path) -> Option<String>,
}

/// A place in a file of the author's.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// The file, below the book's root; a page's name where it has no file.
    pub path: PathBuf,
    /// The place in it; none where only the file is known.
    pub mark: Option<Mark>,
}

/// Looks up places; keeps what it has read.
pub struct Locator<'a> {
    sources: Sources<'a>,
    pages: HashMap<usize, (Lines, Origins)>,
    files: HashMap<PathBuf, Option<(String, Lines)>>,
}

impl<'a> Locator<'a> {
    /// A locator that has not read anything yet.
    pub fn new(sources: Sources<'a>) -> Self {
        Locator { sources, pages: HashMap::new(), files: HashMap::new() }
    }

    /// The place of a problem; none for the book as a whole.
    pub fn spot(&mut self, problem: &Problem) -> Option<Spot> {
        match &problem.place {
            Place::Page { page, span } => self.on_page(*page, span),
            Place::File { path, span } => {
                let mark = span.as_ref().and_then(|span| self.in_file(path, span));
                Some(Spot { path: path.clone(), mark })
            }
            Place::Book => None,
        }
    }

    fn in_file(&mut self, path: &Path, span: &Range<usize>) -> Option<Mark> {
        let read = || {
            let text = (self.sources.read)(path)?;
            let lines = Lines::of(&text);
            Some((text, lines))
        };
        let (text, lines) = self.files.entry(path.to_path_buf()).or_insert_with(read).as_ref()?;
        Some(lines.mark(text, span))
    }

    fn on_page(&mut self, index: usize, span: &Range<usize>) -> Option<Spot> {
        let page = self.sources.pages.get(index)?;
        let Some(below) = &page.source_path else {
            return Some(Spot { path: page.name.clone().into(), mark: None });
        };
        let path = self.sources.src.join(below);
        let read = || (Lines::of(&page.text), trace::origins(&page.text, &path, self.sources.read));
        let (lines, origins) = self.pages.entry(index).or_insert_with(read);
        Some(moved(&lines.mark(&page.text, span), origins).unwrap_or(Spot { path, mark: None }))
    }
}

/// The mark of a page's text as a mark in the file that its first line came from.
fn moved(on_page: &Mark, origins: &Origins) -> Option<Spot> {
    let (path, line, text) = origins.line(on_page.line)?;
    let span = same_words(&on_page.text, &on_page.span, text);
    let column = chars_before(text, span.start);
    let end_line = line + (on_page.end_line - on_page.line);
    let end_column = match on_page.end_line == on_page.line {
        true => chars_before(text, span.end),
        false => on_page.end_column,
    };
    let mark = Mark { line, column, end_line, end_column, text: text.to_string(), span };
    Some(Spot { path: path.to_path_buf(), mark: Some(mark) })
}

/// Where the marked words of one line stand in another form of that line: indented, or with an escape or an include.
fn same_words(from: &str, span: &Range<usize>, to: &str) -> Range<usize> {
    if from == to {
        return span.clone();
    }
    let words = &from[span.clone()];
    let nth = if words.is_empty() { 0 } else { from[..span.start].matches(words).count() };
    if let Some((at, _)) = to.match_indices(words).nth(nth).filter(|_| !words.is_empty()) {
        return at..at + words.len();
    }
    0..to.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::mark::mark;

    /// `page` marks its problem with `«…»`; `expected` is `path:line:column-line:column [marked words]`.
    fn check(page: &str, files: &[(&str, &str)], expected: &str) {
        let (start, rest) = (page.find('«').unwrap(), page.replacen('«', "", 1));
        let end = rest.find('»').unwrap();
        let text = rest.replacen('»', "", 1);
        let read = |path: &Path| {
            files.iter().find(|(name, _)| Path::new(name) == path).map(|(_, text)| text.to_string())
        };
        let pages = [PageSource { name: "A".into(), source_path: Some("d/a.md".into()), text }];
        let sources = Sources { pages: &pages, src: Path::new("src"), read: &read };
        let spot = Locator::new(sources).spot(&Problem::on_page("x", 0, start..end, "m")).unwrap();
        let path = spot.path.to_string_lossy().replace('\\', "/");
        let said = match spot.mark {
            Some(mark) => format!(
                "{path}:{}:{}-{}:{} [{}]",
                mark.line, mark.column, mark.end_line, mark.end_column, &mark.text[mark.span]
            ),
            None => path,
        };
        assert_eq!(said, expected);
    }

    #[test]
    fn the_same_text_has_the_same_place() {
        check("a\n\tb «é»\n", &[("src/d/a.md", "a\n\tb é\n")], "src/d/a.md:2:4-2:5 [é]");
        check("a\r\nüb «c\r\nd»\r\n", &[("src/d/a.md", "a\r\nüb c\r\nd\r\n")], "src/d/a.md:2:4-3:2 [c]");
        check("«a»", &[("src/d/a.md", "\u{feff}a")], "src/d/a.md:1:1-1:2 [a]");
        check("a\n«»", &[("src/d/a.md", "a\n")], "src/d/a.md:2:1-2:1 []");
    }

    #[test]
    fn lines_after_an_include_are_found() {
        let source = "one\n{{#include x.txt}}\ntwo\none\n";
        let files = [("src/d/a.md", source), ("src/d/x.txt", "p\none\nq\n")];
        check("one\np\none\nq\ntwo\n«one»\n", &files, "src/d/a.md:4:1-4:4 [one]");
        check("one\np\none\n«q»\ntwo\none\n", &files, "src/d/x.txt:3:1-3:2 [q]");
        check("«one»\np\none\nq\ntwo\none\n", &files, "src/d/a.md:1:1-1:4 [one]");
    }

    #[test]
    fn an_include_of_a_range_and_of_an_include_is_followed() {
        let files = [
            (
                "src/d/a.md",
                "# A\n\n```go\n{{#include ../../ex/m.go:3:4}}\n```\n\n{{ #include b.md }}\n\nend\n",
            ),
            ("ex/m.go", "package main\n\nfunc main() {\n}\n"),
            ("src/d/b.md", "b\n\n{{#rustdoc_include e/c.md:anchor}}\n"),
            ("src/d/e/c.md", "ANCHOR: anchor\nc c\nANCHOR_END: anchor\n"),
        ];
        let page = "# A\n\n```go\nfunc main() {\n}\n```\n\nb\n\nc c\n\n\nend\n";
        check(&page.replace("main()", "«main»()"), &files, "ex/m.go:3:6-3:10 [main]");
        check(&page.replace("c c", "c «c»"), &files, "src/d/e/c.md:2:3-2:4 [c]");
        check(&page.replace("end", "«end»"), &files, "src/d/a.md:9:1-9:4 [end]");
    }

    #[test]
    fn a_line_that_was_changed_is_found_by_its_words() {
        let files =
            [("src/d/a.md", "x\nwith {{#include v}} and `a.b` here \\{{#x}}\ny\n"), ("src/d/v", "1.2")];
        let page = "x\nwith 1.2 and `a.b` here {{#x}}\ny\n";
        check(&page.replace("a.b", "«a.b»"), &files, "src/d/a.md:2:26-2:29 [a.b]");
        let escaped = [("src/d/a.md", "use \\{{#x}} and `a.b`\n")];
        check("use {{#x}} and `«a.b»`\n", &escaped, "src/d/a.md:1:18-1:21 [a.b]");
    }

    #[test]
    fn any_span_has_a_place() {
        for text in ["", "\u{feff}é\r\n\r\n中", "a\n", "\r\n", "😀\u{301}\tx"] {
            for start in 0..text.len() + 3 {
                for end in 0..text.len() + 3 {
                    let mark = mark(text, &(start..end));
                    assert!(mark.text.get(mark.span.clone()).is_some(), "{start}..{end} of {text:?}");
                    assert!((mark.line, mark.column) <= (mark.end_line, mark.end_column));
                }
            }
        }
    }

    #[test]
    fn what_is_nowhere_has_its_chapter() {
        check("made «up»\n", &[("src/d/a.md", "other\n")], "src/d/a.md");
        check("made «up»\n", &[], "src/d/a.md");
    }
}
