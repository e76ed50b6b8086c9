//! Build constraints: `//go:build` lines, the older `// +build` lines, and what they say for a set of tags.

use std::fmt;

/// A constraint on the tags a file is built for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// A tag that has to hold.
    Tag(String),
    /// What must not hold.
    Not(Box<Expr>),
    /// What has to hold together.
    And(Vec<Expr>),
    /// Of which one has to hold.
    Or(Vec<Expr>),
}

/// How deep parentheses may stand in each other. `go/build/constraint` has a limit, too.
const DEPTH: usize = 200;

impl Expr {
    /// Whether the constraint holds where `holds` tells which tags do.
    pub fn eval(&self, holds: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Expr::Tag(tag) => holds(tag),
            Expr::Not(expr) => !expr.eval(holds),
            Expr::And(all) => all.iter().all(|expr| expr.eval(holds)),
            Expr::Or(any) => any.iter().any(|expr| expr.eval(holds)),
        }
    }

    /// Calls `visit` with each tag.
    pub fn tags<'a>(&'a self, visit: &mut dyn FnMut(&'a str)) {
        match self {
            Expr::Tag(tag) => visit(tag),
            Expr::Not(expr) => expr.tags(visit),
            Expr::And(list) | Expr::Or(list) => list.iter().for_each(|expr| expr.tags(visit)),
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Expr::Tag(tag) => f.write_str(tag),
            Expr::Not(expr) => match **expr {
                Expr::Tag(_) => write!(f, "!{expr}"),
                _ => write!(f, "!({expr})"),
            },
            Expr::And(list) => join(f, list, " && ", |expr| matches!(expr, Expr::Or(_))),
            Expr::Or(list) => join(f, list, " || ", |expr| matches!(expr, Expr::And(_))),
        }
    }
}

fn join(f: &mut fmt::Formatter, list: &[Expr], sign: &str, wrap: fn(&Expr) -> bool) -> fmt::Result {
    for (at, expr) in list.iter().enumerate() {
        if at > 0 {
            f.write_str(sign)?;
        }
        match wrap(expr) {
            true => write!(f, "({expr})")?,
            false => write!(f, "{expr}")?,
        }
    }
    Ok(())
}

/// Reads the expression of a `//go:build` line.
pub fn parse(text: &str) -> Result<Expr, String> {
    let mut parser = Parser { rest: text, depth: 0 };
    let expr = parser.or()?;
    match parser.peek() {
        "" => Ok(expr),
        other => Err(format!("`{other}` is not expected in a build constraint")),
    }
}

/// The constraint in the comments above a file's first code; nothing if there is none.
///
/// As in `go/build` the first `//go:build` line decides, and `// +build` lines count only without one and above the
/// last blank line.
pub fn constraint(text: &[u8]) -> Option<Result<Expr, String>> {
    let header = Header::read(text);
    if let Some(line) = header.go_build {
        return Some(parse(line));
    }
    match header.plus_build.len() {
        0 => None,
        _ => Some(Ok(whole(header.plus_build.into_iter().map(plus_build), Expr::And))),
    }
}

/// Several expressions as one; one stays what it is.
pub fn whole(list: impl Iterator<Item = Expr>, join: fn(Vec<Expr>) -> Expr) -> Expr {
    let mut list: Vec<Expr> = list.collect();
    match list.pop() {
        Some(only) if list.is_empty() => only,
        last => {
            list.extend(last);
            join(list)
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn or(&mut self) -> Result<Expr, String> {
        self.list("||", Expr::Or, Parser::and)
    }

    fn and(&mut self) -> Result<Expr, String> {
        self.list("&&", Expr::And, Parser::not)
    }

    fn list(
        &mut self,
        sign: &str,
        join: fn(Vec<Expr>) -> Expr,
        part: fn(&mut Self) -> Result<Expr, String>,
    ) -> Result<Expr, String> {
        let mut list = vec![part(self)?];
        while self.peek() == sign {
            self.next();
            list.push(part(self)?);
        }
        Ok(whole(list.into_iter(), join))
    }

    fn not(&mut self) -> Result<Expr, String> {
        if self.peek() != "!" {
            return self.atom();
        }
        self.next();
        match self.peek() {
            "!" => Err("`!!` is not allowed in a build constraint".to_owned()),
            _ => Ok(Expr::Not(Box::new(self.atom()?))),
        }
    }

    fn atom(&mut self) -> Result<Expr, String> {
        match self.next() {
            "(" if self.depth < DEPTH => {
                self.depth += 1;
                let inner = self.or()?;
                self.depth -= 1;
                match self.next() {
                    ")" => Ok(inner),
                    _ => Err("a parenthesis of the build constraint is not closed".to_owned()),
                }
            }
            "(" => Err("the parentheses of the build constraint are too deep".to_owned()),
            tag if tag.starts_with(is_tag) => Ok(Expr::Tag(tag.to_owned())),
            "" => Err("the build constraint ends too early".to_owned()),
            other => Err(format!("`{other}` is not expected in a build constraint")),
        }
    }

    /// The next sign or tag; empty at the end.
    fn peek(&self) -> &'a str {
        let rest = self.rest.trim_start_matches([' ', '\t']);
        let length = match rest.chars().next() {
            None => 0,
            Some(_) if rest.starts_with("&&") || rest.starts_with("||") => 2,
            Some(c) if is_tag(c) => rest.find(|c| !is_tag(c)).unwrap_or(rest.len()),
            Some(c) => c.len_utf8(),
        };
        &rest[..length]
    }

    fn next(&mut self) -> &'a str {
        let next = self.peek();
        self.rest = &self.rest.trim_start_matches([' ', '\t'])[next.len()..];
        next
    }
}

fn is_tag(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}

/// A `// +build` line: a space is "or", a comma is "and".
fn plus_build(line: &str) -> Expr {
    // What is no tag counts as one that never holds, as in `go/build/constraint`.
    let valid = |word: &str| !word.is_empty() && word.chars().all(is_tag);
    let plain = |word: &str| Expr::Tag(if valid(word) { word } else { "ignore" }.to_owned());
    let tag = |word: &str| match word.strip_prefix('!') {
        Some(word) if word.is_empty() || word.starts_with('!') => plain(""),
        Some(word) => Expr::Not(Box::new(plain(word))),
        None => plain(word),
    };
    let all = |word: &str| whole(word.split(',').map(tag), Expr::And);
    match line.trim_ascii().is_empty() {
        true => plain(""),
        false => whole(line.split_ascii_whitespace().map(all), Expr::Or),
    }
}

/// The constraint lines of a file's header.
#[derive(Default)]
struct Header<'a> {
    go_build: Option<&'a str>,
    plus_build: Vec<&'a str>,
}

impl<'a> Header<'a> {
    fn read(text: &'a [u8]) -> Self {
        let mut header = Header::default();
        let mut waiting = Vec::new();
        let mut in_comment = false;
        let mut only_lines = true;
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        for line in text.split(|byte| *byte == b'\n') {
            let line = line.trim_ascii();
            if !in_comment && line.starts_with(b"//") {
                let line = std::str::from_utf8(line).unwrap_or_default();
                header.go_build = header.go_build.or(directive(line, "//go:build"));
                let plus = line.strip_prefix("//").map(str::trim_start);
                waiting.extend(plus.and_then(|line| directive(line, "+build")));
                continue;
            }
            if line.is_empty() && only_lines {
                header.plus_build.append(&mut waiting);
                continue;
            }
            only_lines = false;
            if !pass_block_comments(line, &mut in_comment) {
                break;
            }
        }
        header
    }
}

/// What follows `name` and a space.
fn directive<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(name)?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| rest.trim())
}

/// Goes past the `/* */` comments of a line, and says whether nothing else is on it.
fn pass_block_comments(mut line: &[u8], in_comment: &mut bool) -> bool {
    while !line.is_empty() {
        if *in_comment {
            let Some(end) = line.windows(2).position(|pair| pair == b"*/") else {
                return true;
            };
            *in_comment = false;
            line = line[end + 2..].trim_ascii();
        } else if line.starts_with(b"//") {
            return true;
        } else if let Some(rest) = line.strip_prefix(b"/*") {
            *in_comment = true;
            line = rest;
        } else {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = parse(text).map_or_else(|error| format!("error: {error}"), |expr| expr.to_string());
        assert_eq!(found, expected);
    }

    #[track_caller]
    fn check_header(text: &str, expected: &str) {
        let found = constraint(text.as_bytes());
        let found =
            found.map_or(String::new(), |expr| expr.map_or_else(|error| error, |expr| expr.to_string()));
        assert_eq!(found, expected);
    }

    #[test]
    fn expressions_are_read_and_printed() {
        check("linux", "linux");
        check("linux&&!cgo", "linux && !cgo");
        check("a || b && c", "a || (b && c)");
        check("!(a || b) && c.d_1", "!(a || b) && c.d_1");
        check("((a))", "a");
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        check("", "error: the build constraint ends too early");
        check("a b", "error: `b` is not expected in a build constraint");
        check("!!a", "error: `!!` is not allowed in a build constraint");
        check("(a", "error: a parenthesis of the build constraint is not closed");
        check("a & b", "error: `&` is not expected in a build constraint");
        check(&"(".repeat(10_000), "error: the parentheses of the build constraint are too deep");
    }

    #[test]
    fn expressions_are_evaluated() {
        let expr = parse("linux && (amd64 || arm64) && !race").unwrap();
        let eval = |tags: &[&str]| expr.eval(&|tag| tags.contains(&tag));
        assert!(eval(&["linux", "arm64"]));
        assert!(!eval(&["linux", "arm64", "race"]));
        assert!(!eval(&["linux"]));
    }

    #[test]
    fn the_header_holds_the_constraint() {
        check_header("// A\n\n//go:build linux\n\npackage a\n", "linux");
        check_header("/* A */ /* B\n*/\n//go:build linux\npackage a\n", "linux");
        check_header("/*\n//go:build linux\n*/\npackage a\n", "");
        check_header("package a\n//go:build linux\n", "");
        check_header("//go:buildx linux\npackage a\n", "");
        check_header(
            "// +build linux,386 darwin\n// +build !cgo\n\npackage a\n",
            "((linux && 386) || darwin) && !cgo",
        );
        check_header("// +build linux\npackage a\n", "");
        check_header("// +build linux\n// +build \n\npackage a\n", "linux && ignore");
        // `+x` is no tag; it came out as one, in words that could not be read again.
        check_header("// +build +x linux,!+y,!!z\n\npackage a\n", "ignore || (linux && !ignore && ignore)");
    }
}
