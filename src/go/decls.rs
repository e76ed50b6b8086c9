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
