//! What another release of Go does to what a book cites.
//!
//! In: what the lock, or the older tree, says of each reference, and the index of the newer tree. Out: a [`Class`] for
//! each reference, and for what vanished the declaration that took its place ([`pairs`]). Nothing is read but through
//! the two indexes, and nothing is written.
use serde::{Deserialize, Serialize};

pub mod diff;
pub mod grade;
pub mod mask;
pub mod near;
pub mod pairs;
pub mod report;
pub mod side;

/// What became of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Same file, same lines, same text.
    Same,
    /// Same text in another place of the same package.
    Moved,
    /// Same tokens; a comment or the layout of its lines is another one.
    CommentsOnly,
    /// Other tokens below the same signature.
    Changed,
    /// Another signature: other parameters, another type of a field.
    SignatureChanged,
    /// The same code under another name.
    Renamed,
    /// The same code in another package.
    MovedPackage,
    /// Gone under this name; something alike took its place.
    Likely,
    /// Gone under this name; something a little alike may have taken its place.
    Maybe,
    /// Gone, and nothing like it is near.
    Gone,
}

/// The declaration that took the place of one that vanished.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Successor {
    /// `internal/sync.Mutex.lockSlow`.
    pub reference: String,
    /// How alike the two are, names aside: 1 for equal tokens; absent where the name alone tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likeness: Option<f64>,
}

impl Class {
    /// Every class, in the order in which a report counts them.
    pub const ALL: [Class; 10] = [
        Class::Same,
        Class::Moved,
        Class::CommentsOnly,
        Class::Changed,
        Class::SignatureChanged,
        Class::Renamed,
        Class::MovedPackage,
        Class::Likely,
        Class::Maybe,
        Class::Gone,
    ];

    /// The class in words.
    pub fn words(self) -> &'static str {
        match self {
            Class::Same => "same",
            Class::Moved => "moved",
            Class::CommentsOnly => "comments only",
            Class::Changed => "changed",
            Class::SignatureChanged => "signature changed",
            Class::Renamed => "renamed",
            Class::MovedPackage => "moved package",
            Class::Likely => "likely successor",
            Class::Maybe => "maybe successor",
            Class::Gone => "gone",
        }
    }

    /// Whether an author has to look at it: links to what only moved follow by themselves.
    pub fn waits(self) -> bool {
        !matches!(self, Class::Same | Class::Moved)
    }
}
