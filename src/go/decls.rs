//! One file's text in, its declarations out.
//!
//! Function bodies are skipped by their brackets, and types are read only as far as they hold members. The scan is
//! total: any bytes give a [`File`] or a [`ScanError`] with a place. What it finds is what `go/parser` finds.

mod cursor;
mod members;
mod signature;
mod specs;

use std::fmt;
use std::ops::Range;

pub use signature::signature;

/// What a file declares.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// The name in the package clause.
    pub package: String,
    /// The line of the package clause.
    pub clause: usize,
    /// The first line of the package's doc comment.
    pub doc: Option<usize>,
    /// The imports, in the order of the text.
    pub imports: Vec<Import>,
    /// The declarations with their members, in the order of the text.
    pub decls: Vec<Decl>,
    /// The parenthesised declarations that [`Decl::group`] points into.
    pub groups: Vec<Group>,
    /// The `//go:linkname` directives.
    pub linknames: Vec<Linkname>,
}

/// An imported package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The name given to it here: an identifier, `.` or `_`.
    pub name: Option<String>,
    /// Its import path.
    pub path: String,
}

/// Something declared. Lines are physical and counted from 1, spans are offsets of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decl {
    /// What is declared.
    pub kind: Kind,
    /// The path inside the package: `gopark`, `mcache.refill`, `mheap.central.mcentral`.
    pub path: String,
    /// The first line: of the keyword, or of the name where the keyword is shared by a group.
    pub start: usize,
    /// The last line.
    pub end: usize,
    /// The first line of the doc comment.
    pub doc: Option<usize>,
    /// The bytes from the keyword, or in a group from the first name, to the end.
    pub span: Range<usize>,
    /// The offset of the name itself.
    pub name_at: usize,
    /// The group it stands in, as an index into [`File::groups`].
    pub group: Option<u32>,
    /// A function's body from brace to brace; absent if the function is written elsewhere.
    pub body: Option<Range<usize>>,
    /// The type parameters from bracket to bracket.
    pub type_params: Option<Range<usize>>,
}

/// What a [`Decl`] declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A function.
    Func,
    /// A method with its receiver.
    Method,
    /// A defined type.
    Type,
    /// A type that is another name for a type.
    Alias,
    /// A constant.
    Const,
    /// A variable.
    Var,
    /// A struct's field.
    Field,
    /// A struct's embedded field.
    Embed,
    /// An interface's method.
    Imethod,
    /// An interface's embedded element; one that is no name, such as `~int | ~uint`, has the name `_`.
    Iembed,
}

/// A declaration in parentheses: `const ( … )`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The keyword's line.
    pub start: usize,
    /// The line of the closing parenthesis.
    pub end: usize,
    /// The first line of the doc comment.
    pub doc: Option<usize>,
}

/// A `//go:linkname` directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linkname {
    /// Its line.
    pub line: usize,
    /// The name in this package.
    pub local: String,
    /// The symbol it is bound to: import path, dot, name. Absent where it only permits others to bind.
    pub target: Option<String>,
}

/// Why a text is not Go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanError {
    /// The line, counted from 1.
    pub line: usize,
    /// The offset of the first byte that is wrong.
    pub offset: usize,
    /// What is wrong, without a full stop.
    pub message: String,
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ScanError {}

/// Finds the declarations of a Go file.
pub fn scan(text: &[u8]) -> Result<File, ScanError> {
    specs::file(text)
}

impl Decl {
    /// The last element of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or(&self.path)
    }

    /// Whether other packages may use the name, and every name before it in the path.
    pub fn is_exported(&self) -> bool {
        let upper = |name: &str| name.starts_with(char::is_uppercase);
        self.path.split('.').all(upper)
    }

    /// Whether this is a function that Go text here gives no body to.
    pub fn is_bodyless(&self) -> bool {
        matches!(self.kind, Kind::Func | Kind::Method) && self.body.is_none()
    }
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 10] = [
        Kind::Func,
        Kind::Method,
        Kind::Type,
        Kind::Alias,
        Kind::Const,
        Kind::Var,
        Kind::Field,
        Kind::Embed,
        Kind::Imethod,
        Kind::Iembed,
    ];

    /// The kind's one word, as in `codex.lock`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Func => "func",
            Kind::Method => "method",
            Kind::Type => "type",
            Kind::Alias => "alias",
            Kind::Const => "const",
            Kind::Var => "var",
            Kind::Field => "field",
            Kind::Embed => "embed",
            Kind::Imethod => "imethod",
            Kind::Iembed => "iembed",
        }
    }

    /// The kind that a word names.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each declaration as kind, path, lines, and the line of its doc comment. The package clause is line 1.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let file = scan(format!("package p\n{text}").as_bytes())
            .unwrap_or_else(|error| panic!("{text}: {error}"));
        let show = |decl: &Decl| {
            let doc = decl.doc.map_or(String::new(), |doc| format!(" doc {doc}"));
            format!(
                "{} {} {}-{}{doc}",
                decl.kind.word(),
                decl.path,
                decl.start,
                decl.end
            )
        };
        assert_eq!(file.decls.iter().map(show).collect::<Vec<_>>(), expected);
    }

    #[track_caller]
    fn check_error(text: &str, expected: &str) {
        let error = scan(text.as_bytes()).expect_err(text);
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn a_declaration_begins_at_its_keyword_or_name() {
        check(
            "const a = 1\nconst (\n\tb = 2\n\tc, d = 3, f(\n\t4)\n)",
            &["const a 2-2", "const b 4-4", "const c 5-6", "const d 5-6"],
        );
        check(
            "var (\n\ta,\n\tb int\n)\nvar c,\nd int",
            &["var a 3-4", "var b 4-4", "var c 6-7", "var d 5-6"],
        );
        check(
            "type (\n\tt int\n\tu = t\n)\ntype v = []int",
            &["type t 3-3", "alias u 4-4", "alias v 6-6"],
        );
        check("const (); var (a = 1); type ()", &["var a 2-2"]);
        check(
            "import (\n\t\"fmt\"\n\t. \"os\"\n)\nfunc f() {\n}",
            &["func f 6-7"],
        );
    }

    #[test]
    fn methods_stand_under_their_receiver() {
        check("func (c *mcache) refill()", &["method mcache.refill 2-2"]);
        check(
            "func (*T) m() {}\nfunc (t T) n() {}",
            &["method T.m 2-2", "method T.n 3-3"],
        );
        check(
            "func (p *P[K, V]) m() {}\nfunc (p (T)) n() {}",
            &["method P.m 2-2", "method T.n 3-3"],
        );
        // Go 1.27 has generic methods.
        check(
            "func (r *Rand) N[Int intType](n Int) Int { return 0 }\nfunc g() {}",
            &["method Rand.N 2-2", "func g 3-3"],
        );
    }

    #[test]
    fn members_stand_under_what_holds_them() {
        check(
            "type t struct { a, b int; *c; d.E; F[int] }",
            &[
                "type t 2-2",
                "field t.a 2-2",
                "field t.b 2-2",
                "embed t.c 2-2",
                "embed t.E 2-2",
                "embed t.F 2-2",
            ],
        );
        check(
            "type t struct { a [2]int; b []int; C[int] `x`; c [n]struct { d int } }",
            &[
                "type t 2-2",
                "field t.a 2-2",
                "field t.b 2-2",
                "embed t.C 2-2",
                "field t.c 2-2",
                "field t.c.d 2-2",
            ],
        );
        check(
            "type i interface { m(); I; io.J; K[int]; ~int; a | b }",
            &[
                "type i 2-2",
                "imethod i.m 2-2",
                "iembed i.I 2-2",
                "iembed i.J 2-2",
                "iembed i.K 2-2",
                "iembed i._ 2-2",
                "iembed i._ 2-2",
            ],
        );
        check(
            "var a, b struct { c map[string]*struct { d int } }",
            &[
                "var a 2-2",
                "var b 2-2",
                "field a.c 2-2",
                "field b.c 2-2",
                "field a.c.d 2-2",
                "field b.c.d 2-2",
            ],
        );
        check(
            "type a = struct { b chan struct { c int } }",
            &["alias a 2-2", "field a.b 2-2", "field a.b.c 2-2"],
        );
        check(
            "type f func(struct { a int }) struct { b int }\nvar g = struct { h int }{1}",
            &["type f 2-2", "var g 3-3"],
        );
    }

    #[test]
    fn brackets_behind_a_type_are_a_length_or_parameters() {
        #[track_caller]
        fn check(declaration: &str, expected: bool) {
            let file =
                scan(format!("package p\ntype {declaration}").as_bytes()).expect(declaration);
            assert_eq!(
                file.decls[0].type_params.is_some(),
                expected,
                "{declaration}"
            );
        }
        for parameters in [
            "T[P any] int",
            "T[P, Q any] int",
            "T[P *C, Q any] int",
            "T[P *struct{}] int",
            "T[P interface{ m() }] int",
            "T[P []int] int",
            "T[P ~int] int",
            "T[P *C|~int] int",
            "T[P (C), Q any] int",
            "T[P *[]int] int",
            "T[P any] = int",
        ] {
            check(parameters, true);
        }
        for length in [
            "T [5]int",
            "T []int",
            "T [n]int",
            "T [p.N]int",
            "T [n * m]int",
            "T [n + 1]int",
            "T [n(m)]int",
            "T [...]int",
            "T [n << 1]int",
            "T [n * len([3]int{})]int",
        ] {
            check(length, false);
        }
    }

    #[test]
    fn a_doc_comment_ends_on_the_line_above() {
        check("// a\n// b\nfunc f()", &["func f 4-4 doc 2"]);
        check("// a\n\n// b\nfunc f()", &["func f 5-5 doc 4"]);
        check("// a\n\nfunc f()", &["func f 4-4"]);
        check("var x int // a\nfunc f()", &["var x 2-2", "func f 3-3"]);
        check(
            "var x int // a\n// b\nfunc f()",
            &["var x 2-2", "func f 4-4 doc 3"],
        );
        check(
            "var x int /* a\n */ // b\nfunc f()",
            &["var x 2-2", "func f 4-4 doc 3"],
        );
        check("/* a\n*/\nfunc f()", &["func f 4-4 doc 2"]);
        check(
            "// a\nconst (\n\t// b\n\tx = 1\n\ty = 2 // c\n)",
            &["const x 5-5 doc 4", "const y 6-6"],
        );
        check("// a\nconst (x = 1)", &["const x 3-3"]);
        check(
            "type t struct { // a\n\tx int\n\t// b\n\ty int\n}",
            &["type t 2-6", "field t.x 3-3", "field t.y 5-5 doc 4"],
        );
        check(
            "type i interface {\n\t// a\n\tm()\n\t// b\n\t~int\n}",
            &["type i 2-7", "imethod i.m 4-4 doc 3", "iembed i._ 6-6"],
        );
    }

    #[test]
    fn groups_bodies_and_directives_are_noted() {
        let text = b"// doc\npackage p\nimport f \"fmt\"\n//go:linkname a b.c\n//go:linkname d\nfunc g() { return }\nfunc h()\n// group\nconst (\n\tx = 1\n)\n";
        let file = scan(text).expect("it is Go");
        assert_eq!(
            (file.package.as_str(), file.clause, file.doc),
            ("p", 2, Some(1))
        );
        let import = Import {
            name: Some("f".to_owned()),
            path: "fmt".to_owned(),
        };
        assert_eq!(file.imports, [import]);
        let linkname = |line, local: &str, target: Option<&str>| Linkname {
            line,
            local: local.to_owned(),
            target: target.map(str::to_owned),
        };
        assert_eq!(
            file.linknames,
            [linkname(4, "a", Some("b.c")), linkname(5, "d", None)]
        );
        assert_eq!(
            file.groups,
            [Group {
                start: 9,
                end: 11,
                doc: Some(8)
            }]
        );
        let [g, h, x] = file.decls.as_slice() else {
            panic!("three declarations")
        };
        assert_eq!(
            g.body.clone().map(|body| &text[body]),
            Some(b"{ return }".as_slice())
        );
        assert!(h.is_bodyless() && !g.is_bodyless() && !x.is_bodyless());
        assert_eq!((x.group, g.group), (Some(0), None));
    }

    #[test]
    fn what_is_no_go_has_a_place() {
        check_error("", "line 1: the file ends where `package` should be");
        check_error(
            "package p\nfunc f( {",
            "line 2: a bracket that is not closed",
        );
        check_error("package p\n\nx := 1", "line 3: expected a declaration");
        check_error("package p\nconst \"a\"", "line 2: expected a name");
        check_error(
            "package p\ntype t struct { a 'x }",
            "line 2: a rune literal that is not closed",
        );
        check_error(
            "package p\nfunc f() { # }",
            "line 2: a character that begins no Go token",
        );
        check_error(
            "package p\nfunc () f()",
            "line 2: a receiver without a type",
        );
        check_error("package p\ntype t", "line 2: expected a type");
        check_error(
            "package p\nvar a = 1 b = 2)",
            "line 2: expected a new line or a semicolon",
        );
    }
}
