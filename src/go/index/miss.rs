//! Why a reference names nothing, as data; the words come last.

use std::fmt;

use super::Variant;

/// Why a reference names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Miss {
    /// The tree has no such package.
    Package {
        /// The package as it was written.
        package: String,
        /// Packages that were probably meant.
        nearest: Vec<String>,
    },
    /// Several packages have this last element.
    AmbiguousPackage {
        /// The package as it was written.
        package: String,
        /// The import paths that end in it.
        candidates: Vec<String>,
    },
    /// The package, or the file, declares no such symbol.
    Symbol {
        /// The package or the file.
        holder: String,
        /// The path inside it.
        symbol: String,
        /// Paths that were probably meant.
        nearest: Vec<String>,
    },
    /// The symbol is declared more than once.
    AmbiguousSymbol {
        /// The package.
        package: String,
        /// The path inside it.
        symbol: String,
        /// Where it is declared.
        candidates: Vec<Variant>,
    },
    /// The symbol is declared several times, but not for this target.
    OtherTargets {
        /// The package.
        package: String,
        /// The path inside it.
        symbol: String,
        /// The target, as `linux/amd64`.
        target: String,
        /// Where it is declared, and for what.
        candidates: Vec<Variant>,
    },
    /// The tree has no such file.
    File {
        /// The file as it was written.
        file: String,
        /// Files of the same folder that were probably meant.
        nearest: Vec<String>,
    },
    /// The file, or the declaration, has fewer lines.
    Line {
        /// The file or the symbol.
        holder: String,
        /// The line that was asked for.
        line: usize,
        /// How many there are.
        lines: usize,
    },
    /// An option or a part asks for what the symbol does not have.
    Lacks {
        /// The symbol.
        symbol: String,
        /// What it lacks.
        what: Lack,
    },
    /// A file is there but cannot be read, or is no Go.
    Unreadable {
        /// The file or package.
        file: String,
        /// Why.
        reason: String,
    },
}

/// What a symbol may lack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// `?body`: the code cannot be found.
    Body,
    /// `?group`: the declaration stands alone.
    Group,
    /// `?alias`: it is no alias, or one for no named type.
    Alias,
    /// `#doc`: there is no doc comment.
    Doc,
    /// `#/pattern/`: no line matches.
    Match(String),
}

impl Miss {
    /// A file or package that an error keeps from being read.
    pub(super) fn unreadable(file: &str, error: &anyhow::Error) -> Miss {
        Miss::Unreadable { file: file.to_owned(), reason: format!("{error:#}") }
    }

    /// The names that were probably meant, best first.
    pub fn nearest(&self) -> &[String] {
        match self {
            Miss::Package { nearest, .. } | Miss::Symbol { nearest, .. } | Miss::File { nearest, .. } => {
                nearest
            }
            Miss::AmbiguousPackage { candidates, .. } => candidates,
            _ => &[],
        }
    }

    /// The declarations to choose from.
    pub fn candidates(&self) -> &[Variant] {
        match self {
            Miss::AmbiguousSymbol { candidates, .. } | Miss::OtherTargets { candidates, .. } => candidates,
            _ => &[],
        }
    }

    /// What to write instead, as a clause without a full stop.
    pub fn help(&self) -> Option<String> {
        let list = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
        match self {
            Miss::AmbiguousPackage { candidates, .. } => {
                Some(format!("write one of {}", list(candidates).join(", ")))
            }
            Miss::AmbiguousSymbol { symbol, candidates, .. } => {
                let files = candidates.iter().map(|other| format!("`{}:{symbol}`", other.file));
                Some(format!("name the file: {}", files.collect::<Vec<_>>().join(", ")))
            }
            Miss::OtherTargets { candidates, .. } => {
                let conditions = candidates.iter().map(describe);
                let conditions = conditions.collect::<Vec<_>>().join("; ");
                Some(format!("choose a target with `?goos=` or `?goarch=`: {conditions}"))
            }
            _ => {
                let nearest = list(self.nearest());
                (!nearest.is_empty()).then(|| format!("did you mean {}?", nearest.join(" or ")))
            }
        }
    }
}

fn describe(variant: &Variant) -> String {
    let condition = variant.condition.as_deref().unwrap_or("every target");
    format!("`{}` is for {condition}", variant.file)
}

impl fmt::Display for Miss {
    /// One lower-case line without a full stop.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Miss::Package { package, .. } => {
                write!(f, "no package `{package}` in this source tree")
            }
            Miss::AmbiguousPackage { package, .. } => {
                write!(f, "several packages are called `{package}`")
            }
            Miss::Symbol { holder, symbol, .. } => write!(f, "`{holder}` declares no `{symbol}`"),
            Miss::AmbiguousSymbol { package, symbol, candidates } => {
                let count = candidates.len();
                write!(f, "`{package}` declares `{symbol}` {count} times")
            }
            Miss::OtherTargets { package, symbol, target, .. } => {
                write!(f, "`{package}.{symbol}` is not declared for {target}")
            }
            Miss::File { file, .. } => write!(f, "no file `{file}` in this source tree"),
            Miss::Line { holder, line, lines } => {
                write!(f, "`{holder}` has no line {line}, only {lines}")
            }
            Miss::Lacks { symbol, what } => match what {
                Lack::Body => {
                    write!(f, "the code of `{symbol}` is neither in assembly nor behind a linkname")
                }
                Lack::Group => write!(f, "`{symbol}` stands in no group"),
                Lack::Alias => write!(f, "`{symbol}` is no alias of a named type"),
                Lack::Doc => write!(f, "`{symbol}` has no doc comment"),
                Lack::Match(pattern) => write!(f, "no line of `{symbol}` matches /{pattern}/"),
            },
            Miss::Unreadable { file, reason } => write!(f, "`{file}` cannot be read: {reason}"),
        }
    }
}

impl std::error::Error for Miss {}
