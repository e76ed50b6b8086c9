//! The functions of an assembly file: a scan by lines for `TEXT`, and for the macros that write one.
//!
//! Go's assembler runs a C-like preprocessor first. Instead of that we know one thing: a macro whose body holds
//! `TEXT NAME(SB)` for its parameter `NAME` makes a function at each line that uses it.

/// A function in an assembly file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The import path before the name; nothing for the file's own package and for names of C.
    pub package: Option<String>,
    /// The name.
    pub name: String,
    /// Whether the symbol belongs to a package; names of C such as `_rt0_amd64_linux` do not.
    pub is_go: bool,
    /// Whether only this file sees it: `name<>`.
    pub is_local: bool,
    /// The first line, that of `TEXT` or of the macro.
    pub start: usize,
    /// The last line of code before what follows.
    pub end: usize,
    /// The first line of the comment right above.
    pub doc: Option<usize>,
}

/// Finds the functions of an assembly file, in the order of the text.
pub fn texts(text: &[u8]) -> Vec<Text> {
    let text = String::from_utf8_lossy(text);
    let mut scan = Scan::default();
    for (at, line) in text.lines().enumerate() {
        scan.line(at + 1, line.trim());
    }
    scan.close();
    scan.texts
}

impl Text {
    /// The symbol as linknames and stack traces spell it: `runtime.mcall` in a file of `runtime`.
    pub fn symbol(&self, own: &str) -> String {
        match &self.package {
            Some(package) => format!("{package}.{}", self.name),
            None if self.is_go => format!("{own}.{}", self.name),
            None => self.name.clone(),
        }
    }
}

/// A macro that makes functions, and which of its arguments names one.
struct Macro {
    name: String,
    argument: usize,
}

#[derive(Default)]
struct Scan {
    texts: Vec<Text>,
    /// The function whose code is being read.
    open: Option<Text>,
    macros: Vec<Macro>,
    /// The `#define` that goes on, joined.
    define: Option<String>,
    in_comment: bool,
    /// The comment lines just above, as first line and last line.
    comment: Option<(usize, usize)>,
}

impl Scan {
    fn line(&mut self, number: usize, line: &str) {
        if self.in_comment || line.starts_with("//") || line.starts_with("/*") {
            return self.comment_line(number, line);
        }
        if self.define.is_some() || line.starts_with('#') {
            return self.directive(line);
        }
        let code = line.split("//").next().unwrap_or_default().trim();
        if code.is_empty() {
            return;
        }
        if let Some(name) = self.defined(code) {
            self.close();
            let doc = self.comment.filter(|(_, last)| last + 1 == number);
            self.open = symbol(name, number, doc.map(|(first, _)| first));
        } else if matches!(first_word(code), "DATA" | "GLOBL") {
            self.close();
        } else if let Some(open) = &mut self.open {
            open.end = number;
        }
        self.in_comment = opens_comment(code);
    }

    fn close(&mut self) {
        self.texts.extend(self.open.take());
    }

    fn comment_line(&mut self, number: usize, line: &str) {
        if line.starts_with("//") && !self.in_comment {
            self.in_comment = false;
        } else {
            self.in_comment = !line.contains("*/");
        }
        let above = self.comment.filter(|(_, last)| last + 1 == number);
        self.comment = Some((above.map_or(number, |(first, _)| first), number));
    }

    /// A line of the preprocessor, or one more of a `#define`.
    fn directive(&mut self, line: &str) {
        let goes_on = line.ends_with('\\');
        let line = line.trim_end_matches('\\');
        let define = match self.define.take() {
            Some(define) => format!("{define} {line}"),
            None => line.to_owned(),
        };
        if goes_on {
            self.define = Some(define);
        } else if let Some(rest) = define.strip_prefix("#define") {
            self.macros.extend(text_macro(rest));
        }
    }

    /// The symbol that this line begins to define.
    fn defined<'a>(&self, code: &'a str) -> Option<&'a str> {
        if first_word(code) == "TEXT" {
            return code["TEXT".len()..].split("(SB)").next().map(str::trim);
        }
        let (name, rest) = code.split_once('(')?;
        let used = self.macros.iter().find(|known| known.name == name.trim())?;
        let arguments = rest.split(')').next()?;
        arguments.split(',').nth(used.argument).map(str::trim)
    }
}

fn first_word(code: &str) -> &str {
    code.split_ascii_whitespace().next().unwrap_or_default()
}

/// Whether a line of code begins a comment that goes on below.
fn opens_comment(code: &str) -> bool {
    code.rsplit_once("/*").is_some_and(|(_, comment)| !comment.contains("*/"))
}

/// The macro that `NAME(A, B) … TEXT A(SB) …` defines.
fn text_macro(definition: &str) -> Option<Macro> {
    let (name, rest) = definition.split_once('(')?;
    let (parameters, body) = rest.split_once(')')?;
    let (_, defined) = body.split_once("TEXT")?;
    let defined = defined.split("(SB)").next()?.trim();
    let argument = parameters.split(',').position(|parameter| parameter.trim() == defined)?;
    Some(Macro { name: name.trim().to_owned(), argument })
}

/// Reads `runtime·mcall<ABIInternal>`, where `·` is the dot and `∕` the slash of a symbol.
fn symbol(name: &str, line: usize, doc: Option<usize>) -> Option<Text> {
    let (name, mark) = match name.split_once('<') {
        Some((name, mark)) => (name, Some(mark)),
        None => (name, None),
    };
    let (package, own) = match name.rsplit_once('·') {
        Some((package, own)) => (Some(package.replace('∕', "/").replace('·', ".")), own),
        None => (None, name),
    };
    if own.is_empty() || !own.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.') {
        return None;
    }
    Some(Text {
        is_go: package.is_some(),
        package: package.filter(|package| !package.is_empty()),
        name: own.to_owned(),
        is_local: mark.is_some_and(|mark| mark.starts_with('>')),
        start: line,
        end: line,
        doc,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = texts(text.as_bytes());
        let show = |text: &Text| {
            let doc = text.doc.map_or(String::new(), |doc| format!(" doc {doc}"));
            let local = if text.is_local { " local" } else { "" };
            format!("{} {}-{}{doc}{local}", text.symbol("own"), text.start, text.end)
        };
        let found: Vec<String> = found.iter().map(show).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn functions_end_at_their_last_code() {
        let text = "// func a()\n// It returns.\nTEXT ·a(SB), NOSPLIT, $0-8\n\tMOVQ\tAX, BX // c\n\tRET\n\n// about b\n\nTEXT runtime·b<ABIInternal>(SB),NOSPLIT,$0\n\tRET\n#endif\n\nDATA x<>+0(SB)/8, $1\nGLOBL x<>(SB), RODATA, $8\n";
        check(text, &["own.a 3-5 doc 1", "runtime.b 9-10"]);
    }

    #[test]
    fn symbols_are_spelled_in_many_ways() {
        check("TEXT sync∕atomic·LoadInt32(SB), NOSPLIT, $0\nRET", &["sync/atomic.LoadInt32 1-2"]);
        check("TEXT _rt0_amd64_linux(SB),NOSPLIT,$-8", &["_rt0_amd64_linux 1-1"]);
        check("TEXT gogo<>(SB), NOSPLIT, $0", &["gogo 1-1 local"]);
        check("TEXT\t·x(SB),$0", &["own.x 1-1"]);
    }

    #[test]
    fn macros_make_functions() {
        let text = "#define CALL(NAME,SIZE) \\\nTEXT NAME(SB), WRAPPER, $SIZE-48; \\\n\tRET\n\nCALL(·call16, 16)\nCALL(·call32, 32)\nOTHER(·x, 1)\n";
        check(text, &["own.call16 5-5", "own.call32 6-7"]);
    }

    #[test]
    fn comments_hide_functions() {
        check("/*\nTEXT ·a(SB)\n*/\n// TEXT ·b(SB)\nTEXT ·c(SB) /* d\nTEXT ·e(SB)\n*/\nRET", &["own.c 5-8"]);
    }

    #[test]
    fn any_bytes_end() {
        check("TEXT", &[]);
        check("TEXT (SB)", &[]);
        check("#define A(B) TEXT B(SB)\nA(", &[]);
        check("#define \\", &[]);
        check("TEXT ·\u{0}(SB)", &[]);
        assert_eq!(texts(b"TEXT \xff\xfe(SB)\n"), []);
    }
}
