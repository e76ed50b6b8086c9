//! How this room says no: a construct that is not understood is named, never guessed at.

use std::fmt;

/// A construct that is not understood, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NotUnderstood {
    /// The construct in words, lower case, without a full stop.
    pub what: String,
    /// The file, as the tree names it; empty for text that is in no file.
    pub file: String,
    /// The byte in the file.
    pub at: usize,
}

/// A value, or the construct that stands in its way.
pub type Understood<T> = Result<T, NotUnderstood>;

/// Refuses a construct at a byte; whoever knows the file adds it with [`NotUnderstood::within`].
pub fn refuse<T>(what: impl Into<String>, at: usize) -> Understood<T> {
    Err(NotUnderstood { what: what.into(), file: String::new(), at })
}

impl NotUnderstood {
    /// The same refusal with its file, unless it has one.
    pub fn within(mut self, file: &str) -> Self {
        if self.file.is_empty() {
            self.file = file.to_owned();
        }
        self
    }
}

impl fmt::Display for NotUnderstood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not understood: {}", self.what)?;
        match (self.file.is_empty(), self.at) {
            // What is no text has no place in one.
            (true, 0) => Ok(()),
            (true, at) => write!(f, ", at byte {at}"),
            (false, at) => write!(f, ", at byte {at} of {}", self.file),
        }
    }
}

impl std::error::Error for NotUnderstood {}
