//! What stands for Go source on a page: links, excerpts, layouts, call paths, examples.

/// A declaration as the page shows it: on its definition card, in lists.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Definition {
    /// Canonical reference: `runtime.mcache.refill`, `runtime.hmap@go1.21.13`.
    pub reference: String,
    /// `func`, `method`, `type`, `const`, `var`, `field`, `package`, `file`, `lines`, `assembly`.
    pub kind: String,
    /// One line: `func gopark(unlockf func(*g, unsafe.Pointer) bool, …)`; empty where there is none.
    pub signature: String,
    /// `runtime/proc.go`, below the tree's source root; empty for a package.
    pub file: String,
    /// First and last line; zero for a package or a whole file.
    pub lines: (usize, usize),
    /// `go1.27.3`.
    pub release: String,
    /// The permalink.
    pub href: String,
    /// The author's own editor, with `serve` only.
    pub editor: Option<String>,
    /// A second place: the body in assembly, `runtime/asm_amd64.s`, with its lines and link.
    pub body: Option<(String, (usize, usize), String)>,
    /// Other targets' files: file, line and constraint.
    pub variants: Vec<Variant>,
    /// The value of a constant, as Go prints it.
    pub value: Option<String>,
}

/// The same symbol for another target.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// `runtime/netpoll_kqueue.go`.
    pub file: String,
    /// Its first line.
    pub line: usize,
    /// `darwin || dragonfly`.
    pub constraint: String,
}

/// A link into a source tree.
#[derive(Debug, Clone, PartialEq)]
pub struct SymbolLink {
    /// What it leads to.
    pub definition: Definition,
    /// How the author wrote it, which says what is kept and what goes.
    pub form: SymbolForm,
}

/// How a source link is written.
#[derive(Debug, Clone, PartialEq)]
pub enum SymbolForm {
    /// `[words](go:…)`: the words stay as they are; where they begin and end, in bytes of the page.
    Link(std::ops::Range<usize>),
    /// `[](go:…)` or `<go:…>`: the short name as code.
    Empty(String),
    /// A code span: it stays, with brackets around it or not.
    Code(std::ops::Range<usize>),
}

/// Lines of a source tree, or what is known of them without it.
#[derive(Debug, Clone, PartialEq)]
pub struct Excerpt {
    /// Where they stand.
    pub definition: Definition,
    /// The parts shown, in order; empty without a tree.
    pub parts: Vec<ExcerptPart>,
    /// `go` or `asm`: what the highlighter is told.
    pub language: String,
    /// Said in place of the text where no tree is at hand.
    pub absent: Option<String>,
}

/// A run of lines.
#[derive(Debug, Clone, PartialEq)]
pub struct ExcerptPart {
    /// The first line's number in its file.
    pub first: usize,
    /// The lines, without their ends.
    pub lines: Vec<String>,
}

/// A struct, drawn in rows of words.
#[derive(Debug, Clone, PartialEq)]
pub struct LayoutFigure {
    /// The struct.
    pub definition: Definition,
    /// `linux/amd64`.
    pub target: String,
    /// Bytes.
    pub size: u64,
    /// Bytes.
    pub align: u64,
    /// The bytes of a cache line.
    pub cache_line: u64,
    /// The bytes of a row: the target's word.
    pub word: u64,
    /// Fields and padding by offset.
    pub cells: Vec<LayoutCell>,
}

/// A field, or a hole between fields.
#[derive(Debug, Clone, PartialEq)]
pub struct LayoutCell {
    /// None for padding.
    pub name: Option<String>,
    /// The field's type as written.
    pub type_text: String,
    /// Bytes from the struct's beginning.
    pub offset: u64,
    /// Bytes.
    pub size: u64,
}

/// A call path, drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct CallsFigure {
    /// The nodes, in the order of their first mention.
    pub nodes: Vec<Definition>,
    /// Arrows between nodes, by index.
    pub arrows: Vec<CallArrow>,
}

/// One checked arrow.
#[derive(Debug, Clone, PartialEq)]
pub struct CallArrow {
    /// The caller's index.
    pub from: usize,
    /// The callee's index.
    pub to: usize,
    /// `go`, `defer`, `on the system stack`, `passed`; empty for a plain call.
    pub note: String,
    /// The line of the call in the caller's file.
    pub line: usize,
}
