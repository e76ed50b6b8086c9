//! What a program's comments promise of its end: `// Output:`, `// Panics:`, `// Exit:` and their like.
//!
//! A promise begins with a line comment that opens with one of [`ENDS`], and goes on through the comment lines that
//! follow at once. Several promises may stand together, each once.
use super::Fault;
use crate::find::ENDS;

/// All that a program promises.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Promise {
    /// What it prints on stdout.
    pub output: Option<Section>,
    /// What the compiler says of it.
    pub diagnostics: Option<Section>,
    /// What it panics with, or the fatal error it ends with.
    pub panics: Option<String>,
    /// Its exit code.
    pub exit: Option<i32>,
}

/// A promise of several lines, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Whether the order of the lines counts.
    pub ordered: bool,
    /// The lines, without `//`, blank ones at both ends left out.
    pub lines: Vec<String>,
    /// The line of the program that opens it, from zero.
    pub first: usize,
    /// How many lines of the program it takes up.
    pub count: usize,
}

/// Reads a program's promises.
pub fn read(text: &str) -> Result<Promise, Fault> {
    let mut promise = Promise::default();
    for part in parts(text) {
        let line = Some(part.first);
        let is_new = match part.head {
            "// Output:" | "// Unordered output:" => {
                let ordered = part.head == "// Output:";
                promise.output.replace(part.section(ordered)).is_none()
            }
            "// Diagnostics:" => promise.diagnostics.replace(part.section(true)).is_none(),
            "// Panics:" => promise.panics.replace(part.text()).is_none(),
            _ => promise.exit.replace(code(&part)?).is_none(),
        };
        if !is_new {
            let message = format!("`{}` stands where the same was promised above", part.head);
            return Err(Fault::new(line, message, "leave one of the two".to_string()));
        }
    }
    Ok(promise)
}

/// Text as lines that are compared: without what ends them, without blank ones at both ends.
pub fn lines(text: &str) -> Vec<String> {
    let lines: Vec<String> = text.lines().map(|line| line.trim_end().to_string()).collect();
    trimmed(lines)
}

fn trimmed(mut lines: Vec<String>) -> Vec<String> {
    let last = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |at| at + 1);
    lines.truncate(last);
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
    lines.drain(..first);
    lines
}

/// A run of comment lines that opens with one of the known words.
struct Part<'t> {
    head: &'static str,
    first: usize,
    lines: Vec<&'t str>,
}

impl Part<'_> {
    fn section(&self, ordered: bool) -> Section {
        let lines = self.lines.iter().map(|line| line.trim_end().to_string()).collect();
        Section { ordered, lines: trimmed(lines), first: self.first, count: self.lines.len() }
    }

    fn text(&self) -> String {
        lines(&self.lines.join("\n")).join("\n").trim().to_string()
    }
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut is_open = false;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim_start();
        let head = ENDS.iter().find_map(|head| Some((*head, line.strip_prefix(head)?)));
        match (head, line.strip_prefix("//"), parts.last_mut()) {
            (Some((head, rest)), _, _) => {
                parts.push(Part { head, first: at, lines: vec![rest.trim_start()] });
                is_open = true;
            }
            (None, Some(rest), Some(part)) if is_open => {
                part.lines.push(rest.strip_prefix(' ').unwrap_or(rest));
            }
            _ => is_open = false,
        }
    }
    parts
}

fn code(part: &Part) -> Result<i32, Fault> {
    let text = part.text();
    let message = || format!("`{}` names no exit code", format!("// Exit: {text}").trim_end());
    let help = "a program ends with a number from 0 to 255".to_string();
    let code: u8 = text.parse().map_err(|_| Fault::new(Some(part.first), message(), help))?;
    Ok(code.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(ordered: bool, lines: &[&str], first: usize, count: usize) -> Option<Section> {
        let lines = lines.iter().map(|line| line.to_string()).collect();
        Some(Section { ordered, lines, first, count })
    }

    #[test]
    fn comments_promise_how_a_program_ends() {
        let check = |text: &str, expected: Promise| assert_eq!(read(text), Ok(expected), "{text}");
        let none = Promise::default;
        check("package main\n// Note: nothing\n", none());
        check(
            "x\n// Output:\n// a\n//\n//  b \n//\n\n// no more\n",
            Promise { output: section(true, &["a", "", " b"], 1, 5), ..none() },
        );
        check(
            "func main() {\n\t// Output: a\n\t// b\n}\n",
            Promise { output: section(true, &["a", "b"], 1, 2), ..none() },
        );
        check(
            "// Unordered output:\r\n// a\r\n//\tb\r\n",
            Promise { output: section(false, &["a", "\tb"], 0, 3), ..none() },
        );
        check(
            "// Output:\n// Exit: 3\n",
            Promise { output: section(true, &[], 0, 1), exit: Some(3), ..none() },
        );
        check(
            "// Panics: send on closed channel\n\n// Diagnostics:\n// main.go:1:2: x\n",
            Promise {
                panics: Some("send on closed channel".into()),
                diagnostics: section(true, &["main.go:1:2: x"], 2, 2),
                ..none()
            },
        );
        check("x := 1 // Output: not a comment line\n", none());
    }

    #[test]
    fn what_cannot_be_promised_is_told_on_its_line() {
        let check = |text: &str, line: usize, message: &str| {
            let fault = read(text).unwrap_err();
            assert_eq!((fault.line, fault.message.as_str()), (Some(line), message), "{text}");
        };
        check("a\n// Exit: soon\n", 1, "`// Exit: soon` names no exit code");
        check("// Exit: 256\n", 0, "`// Exit: 256` names no exit code");
        check("// Exit:\n", 0, "`// Exit:` names no exit code");
        check(
            "// Output:\n// a\n\n// Unordered output:\n",
            3,
            "`// Unordered output:` stands where the same was promised above",
        );
    }

    #[test]
    fn lines_are_compared_without_what_ends_them() {
        let check = |text: &str, expected: &[&str]| assert_eq!(lines(text), expected);
        check("", &[]);
        check("\n\n", &[]);
        check("a  \r\n\n b\n\n", &["a", "", " b"]);
    }
}
