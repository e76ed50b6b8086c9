//! How a book names a place in Go source: `runtime.(*mcache).refill`, `runtime/proc.go:schedule`, and so on.
//!
//! ```text
//! ref     = place [ "@" release ] [ "?" option { "&" option } ] [ "#" part { "," part } ]
//! place   = package | package "." symbol | file [ ":" ( symbol | line [ "-" line ] ) ]
//! file    = path below src that ends in .go .s .S .h .c .md
//! symbol  = name { "." name } | "(" [ "*" ] name [ brackets ] ")" "." name
//! option  = goos=... | goarch=... | tags=... | body | group | alias
//! part    = doc | L3-L9 (counted from the declaration) | /pattern/
//! ```
//!
//! A reference is spelling and nothing more. Where the package of `a.b/c.d.e` ends is up to an index; stars,
//! parentheses, type arguments and a final `()` carry no information and are dropped.

mod parse;

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// A reference as it was understood; [`fmt::Display`] prints the canonical spelling.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    /// What is named.
    pub place: Place,
    /// The release, if it is another one than the book's.
    pub release: Option<String>,
    /// What stands behind `?`.
    pub options: Options,
    /// What stands behind `#`; nothing means the whole declaration.
    pub parts: Vec<Part>,
}

/// What a reference names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A package, or a symbol in one: `runtime.mcache.refill`.
    Dotted(String),
    /// A whole file below `src`.
    File(String),
    /// A symbol in a certain file.
    Symbol {
        /// The file below `src`.
        file: String,
        /// The path inside the package.
        symbol: String,
    },
    /// Lines of a file, counted from 1.
    Lines {
        /// The file below `src`.
        file: String,
        /// The first line.
        first: usize,
        /// The last line.
        last: usize,
    },
}

/// What stands behind a reference's `?`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Options {
    /// Another operating system than the book's.
    pub goos: Option<String>,
    /// Another processor than the book's.
    pub goarch: Option<String>,
    /// More build tags.
    pub tags: Vec<String>,
    /// The function's body where it is not with its declaration: in assembly, or across a linkname.
    pub body: bool,
    /// The whole group that the declaration stands in.
    pub group: bool,
    /// The type that an alias stands for.
    pub alias: bool,
}

/// A part of what a reference names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The doc comment.
    Doc,
    /// Lines counted from the declaration's first one, which is 1.
    Lines(usize, usize),
    /// The first line that a regular expression matches, with all of the brackets that it opens.
    Pattern(String),
}

/// Why a text is no reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceError {
    /// The bytes of the text that are wrong.
    pub span: Range<usize>,
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to write instead, if that is clear.
    pub help: Option<String>,
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.iter().try_for_each(|help| write!(f, "; {help}"))
    }
}

impl std::error::Error for ReferenceError {}

impl FromStr for Reference {
    type Err = ReferenceError;

    /// Reads a reference.
    ///
    /// ```
    /// # use mdbook_codex::go::reference::Reference;
    /// let reference: Reference = "runtime.(*mcache).refill()#L1-L3".parse()?;
    /// assert_eq!(reference.to_string(), "runtime.mcache.refill#L1-L3");
    /// # Ok::<(), mdbook_codex::go::reference::ReferenceError>(())
    /// ```
    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        parse::reference(text)
    }
}

impl Reference {
    /// A reference to a place without anything behind it.
    pub fn to(place: Place) -> Self {
        Reference { place, release: None, options: Options::default(), parts: Vec::new() }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}", self.place)?;
        if let Some(release) = &self.release {
            write!(f, "@{release}")?;
        }
        write!(f, "{}", self.options)?;
        for (at, part) in self.parts.iter().enumerate() {
            write!(f, "{}{part}", if at == 0 { '#' } else { ',' })?;
        }
        Ok(())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Place::Dotted(text) | Place::File(text) => f.write_str(text),
            Place::Symbol { file, symbol } => write!(f, "{file}:{symbol}"),
            Place::Lines { file, first, last } if first == last => write!(f, "{file}:{first}"),
            Place::Lines { file, first, last } => write!(f, "{file}:{first}-{last}"),
        }
    }
}

impl fmt::Display for Options {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let value =
            |name: &str, value: &Option<String>| value.as_ref().map(|value| format!("{name}={value}"));
        let tags = (!self.tags.is_empty()).then(|| self.tags.join(","));
        let flag = |name: &str, set: bool| set.then(|| name.to_owned());
        let options = [
            value("goos", &self.goos),
            value("goarch", &self.goarch),
            value("tags", &tags),
            flag("body", self.body),
            flag("group", self.group),
            flag("alias", self.alias),
        ];
        for (at, option) in options.into_iter().flatten().enumerate() {
            write!(f, "{}{option}", if at == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Part::Doc => f.write_str("doc"),
            Part::Lines(first, last) if first == last => write!(f, "L{first}"),
            Part::Lines(first, last) => write!(f, "L{first}-L{last}"),
            Part::Pattern(pattern) => write!(f, "/{pattern}/"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let reference: Reference = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(reference.to_string(), expected);
        assert_eq!(expected.parse(), Ok(reference), "the canonical spelling reads back");
    }

    /// The error's words, with `^` under the bytes it is about.
    #[track_caller]
    fn check_error(text: &str, marks: &str, expected: &str) {
        let error = text.parse::<Reference>().expect_err(text);
        let width = error.span.len().max(1);
        let found = format!("{}{}", " ".repeat(error.span.start), "^".repeat(width));
        assert_eq!((found.as_str(), error.to_string().as_str()), (marks, expected));
    }

    #[test]
    fn ornaments_are_dropped() {
        check("runtime", "runtime");
        check("runtime.gopark", "runtime.gopark");
        check("runtime.gopark()", "runtime.gopark");
        check("runtime.(*mcache).refill", "runtime.mcache.refill");
        check("runtime.(mcache).refill()", "runtime.mcache.refill");
        check("*runtime.mcache", "runtime.mcache");
        check("internal/runtime/atomic.(*Pointer[T]).Load", "internal/runtime/atomic.Pointer.Load");
        check("internal/sync.(*HashTrieMap[...]).Load", "internal/sync.HashTrieMap.Load");
        check("m.Map[K, V].Get", "m.Map.Get");
        check("m.Map[a/b.K]", "m.Map");
        check("math/rand/v2.Rand.N", "math/rand/v2.Rand.N");
        check("gopkg.in/yaml.v3.Node", "gopkg.in/yaml.v3.Node");
        check("runtime·mcall", "runtime.mcall");
        check(" runtime.g ", "runtime.g");
    }

    #[test]
    fn files_have_their_endings() {
        let place = |text: &str| text.parse::<Reference>().map(|reference| reference.place);
        let file = |text: &str| Ok(Place::File(text.to_owned()));
        let dotted = |text: &str| Ok(Place::Dotted(text.to_owned()));
        assert_eq!(place("runtime/proc.go"), file("runtime/proc.go"));
        assert_eq!(place("runtime/asm_amd64.s"), file("runtime/asm_amd64.s"));
        assert_eq!(place("runtime/HACKING.md"), file("runtime/HACKING.md"));
        // Fields may be called like an ending; `go` is a keyword, so a field may not.
        assert_eq!(place("runtime.sudog.c"), dotted("runtime.sudog.c"));
        assert_eq!(place("a/b.T.s"), dotted("a/b.T.s"));
        assert_eq!(place("a/zos.gen.go"), file("a/zos.gen.go"));
    }

    #[test]
    fn files_have_symbols_and_lines() {
        check("runtime/proc.go:schedule", "runtime/proc.go:schedule");
        check("runtime/mcache.go:(*mcache).refill()", "runtime/mcache.go:mcache.refill");
        check("runtime/asm_amd64.s:runtime·mcall", "runtime/asm_amd64.s:runtime.mcall");
        check("runtime/proc.go:457", "runtime/proc.go:457");
        check("runtime/proc.go:457-475", "runtime/proc.go:457-475");
        check("runtime/proc.go:457-457", "runtime/proc.go:457");
    }

    #[test]
    fn options_and_parts_follow() {
        check("runtime.hmap@go1.21.13", "runtime.hmap@go1.21.13");
        check("go.etcd.io/bbolt.DB@v1.3.5", "go.etcd.io/bbolt.DB@v1.3.5");
        check("a.b?group&goarch=arm64&goos=windows", "a.b?goos=windows&goarch=arm64&group");
        check("a.b?tags=race,!cgo&body", "a.b?tags=race,!cgo&body");
        check("a.b@go1.20?alias#L3-L9", "a.b@go1.20?alias#L3-L9");
        check("a.b#L3", "a.b#L3");
        check("a.b#L3-9", "a.b#L3-L9");
        check("a.b#doc,L1-L2,/x, y#z?/", "a.b#doc,L1-L2,/x, y#z?/");
    }

    #[test]
    fn errors_say_where_and_what() {
        check_error("", "^", "a reference names a package, a symbol or a file");
        check_error("runtime.", "       ^", "a name is missing behind this dot");
        check_error("runtime/()", "       ^", "a name is missing behind this slash");
        check_error("runtime..g", "       ^", "a name is missing behind this dot");
        check_error("runtime.g p", "         ^", "` ` cannot stand in a reference");
        check_error("runtime.(*mcache.refill", "        ^", "this parenthesis is not closed");
        check_error("runtime.Map[K.Get", "           ^", "this bracket is not closed");
        check_error("runtime.gopark(g)", "              ^^^", "only an empty `()` may stand behind a name");
        check_error(
            "go:runtime.g",
            "^^^",
            "`go:` stands before a reference in the address of a link alone; write `runtime.g`",
        );
        check_error(
            "runtime.g:5",
            "^^^^^^^^^",
            "`runtime.g` is no file; only a file has lines or symbols behind `:`",
        );
        check_error("a/b.go:9-3", "       ^^^", "the last line is before the first");
        // Without its star it would be read as lines.
        check_error("a/b.go:*3-9", "       ^^^^", "a symbol's name does not begin with a digit");
        check_error("a/b.go:0", "       ^", "lines are counted from 1");
        check_error("a.b?gos=linux", "    ^^^", "`gos` is no option; did you mean `goos`?");
        check_error(
            "a.b?goos=window",
            "         ^^^^^^",
            "`window` is no operating system Go knows; did you mean `windows`?",
        );
        check_error("a.b?goos", "    ^^^^", "`goos` wants a value");
        check_error("a.b?body=1", "    ^^^^^^", "`body` takes no value");
        check_error("a.b?body&body", "         ^^^^", "`body` is given twice");
        check_error(
            "a.b@go1.27",
            "    ^^^^^^",
            "`go1.27` names a version of the language, not a release; did you mean `go1.27.0`?",
        );
        check_error("a.b@", "    ^", "a release is missing behind this `@`");
        check_error("a.b#L9-L3", "    ^^^^^", "the last line is before the first");
        check_error("a.b#x", "    ^", "`x` is no part; a part is doc, lines such as L3-L9, or a /pattern/");
        check_error("a.b#/x", "    ^^", "the pattern is not closed by a `/`");
        check_error("a.b#/(/", "    ^^^", "the pattern is no regular expression");
    }

    #[test]
    fn any_text_is_read_or_refused() {
        let pieces = [
            "runtime", ".", "(", "*", ")", "[", "]", "/", ":", "@", "?", "#", "L1", "é", "-", "\0", "&", "=",
            ",",
        ];
        let mut state = 7_usize;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..state % 9 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[(state >> 33) % pieces.len()]);
            }
            state = state.wrapping_add(1);
            match text.parse::<Reference>() {
                Ok(reference) => assert_eq!(reference.to_string().parse(), Ok(reference), "{text}"),
                Err(error) => assert!(text.get(error.span).is_some(), "{text}"),
            }
        }
    }
}
