//! Names of Go releases: `go1.27.3`, `go1.27rc1`, and what a tree's VERSION file says.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A release of Go. The order is that of time: `go1.21rc1`, `go1.21.0`, `go1.21.1`, `go1.22rc1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Release {
    /// The number behind `go1.`.
    pub minor: u32,
    /// The third number; no release since `go1.21.0` lacks it, no first release before has it.
    pub patch: Option<u32>,
    /// Whether it is a release candidate or a beta.
    pub stage: Option<Stage>,
}

/// A release before the release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// `beta1`.
    Beta(u32),
    /// `rc1`.
    Candidate(u32),
}

/// The first minor version whose first release has a third number.
const FIRST_WITH_PATCH: u32 = 21;

impl Release {
    /// The name without `go`: `1.27.3`.
    pub fn number(&self) -> String {
        self.to_string().split_off("go".len())
    }

    /// A key that sorts in the order of time.
    fn key(&self) -> (u32, u32, Stage) {
        let released = Stage::Candidate(u32::MAX);
        let patch = self.patch.unwrap_or_default();
        (self.minor, patch, self.stage.unwrap_or(released))
    }
}

impl Ord for Release {
    fn cmp(&self, other: &Self) -> Ordering {
        // A bare `go1.N` is what leads to the first release of that name.
        let key = self.key().cmp(&other.key());
        key.then_with(|| self.patch.is_some().cmp(&other.patch.is_some()))
    }
}

impl PartialOrd for Release {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "go1.{}", self.minor)?;
        if let Some(patch) = self.patch {
            write!(f, ".{patch}")?;
        }
        match self.stage {
            Some(Stage::Beta(number)) => write!(f, "beta{number}"),
            Some(Stage::Candidate(number)) => write!(f, "rc{number}"),
            None => Ok(()),
        }
    }
}

/// Why a text names no release, as a clause without a full stop, such as "did you mean go1.27.0?".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseError {
    /// What is wrong.
    pub message: String,
    /// The name that was probably meant.
    pub meant: Option<String>,
}

impl fmt::Display for ReleaseError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.meant {
            Some(meant) => write!(f, "; did you mean {meant}?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ReleaseError {}

impl FromStr for Release {
    type Err = ReleaseError;

    /// Reads a release's name, exactly as it is tagged.
    fn from_str(text: &str) -> Result<Self, ReleaseError> {
        let Some(release) = shape(text) else {
            let meant = shape(&format!("go{}", text.trim_start_matches('v')));
            return Err(ReleaseError {
                message: format!("`{text}` is no Go release"),
                meant: meant.filter(tagged).map(|release| release.to_string()),
            });
        };
        if tagged(&release) {
            return Ok(release);
        }
        let first = Release { patch: Some(0), ..release };
        Err(ReleaseError {
            message: format!("`{text}` names a version of the language, not a release"),
            meant: Some(first.to_string()),
        })
    }
}

/// Whether releases of this shape exist: since 1.21 each but a candidate has a third number.
fn tagged(release: &Release) -> bool {
    release.patch.is_some() || release.stage.is_some() || release.minor < FIRST_WITH_PATCH
}

/// Reads `go1.MINOR[.PATCH][rcN|betaN]`.
fn shape(text: &str) -> Option<Release> {
    let (minor, rest) = number(text.strip_prefix("go1.")?)?;
    let (patch, rest) = match rest.strip_prefix('.') {
        Some(rest) => number(rest).map(|(patch, rest)| (Some(patch), rest))?,
        None => (None, rest),
    };
    let (stage, rest) = match (rest.strip_prefix("rc"), rest.strip_prefix("beta")) {
        (Some(rest), _) => number(rest).map(|(n, rest)| (Some(Stage::Candidate(n)), rest))?,
        (_, Some(rest)) => number(rest).map(|(n, rest)| (Some(Stage::Beta(n)), rest))?,
        _ => (None, rest),
    };
    let release = Release { minor, patch, stage };
    rest.is_empty().then_some(release)
}

/// A decimal number without leading zeros, and what follows it.
fn number(text: &str) -> Option<(u32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    if digits.len() > 1 && digits.starts_with('0') {
        return None;
    }
    Some((digits.parse().ok()?, rest))
}

/// What the VERSION file of a Go tree says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The first line, whole.
    pub line: String,
    /// The release, unless the tree is one between releases.
    pub release: Option<Release>,
    /// The minor version, which a tree between releases has too.
    pub minor: Option<u32>,
}

/// Reads a VERSION file. A packager's suffix, after a space or a hyphen, does not hide the release.
pub fn version(text: &str) -> Version {
    let line = text.lines().next().unwrap_or_default().trim();
    let word = line.strip_prefix("devel ").unwrap_or(line);
    let word = word.split([' ', '-']).next().unwrap_or_default();
    let shape = shape(word);
    let devel = line.starts_with("devel") || line.contains("-devel");
    Version {
        line: line.to_owned(),
        release: shape.filter(tagged).filter(|_| !devel),
        minor: shape.map(|release| release.minor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, &str>) {
        let found = text.parse::<Release>();
        let found = found.map(|release| release.to_string()).map_err(|error| error.to_string());
        let found = found.as_deref().map_err(|error| error.as_str());
        assert_eq!(found, expected);
    }

    #[test]
    fn releases_are_read_and_printed() {
        for name in ["go1.27.3", "go1.20", "go1.20.14", "go1.27rc1", "go1.18beta2", "go1.21.0"] {
            check(name, Ok(name));
        }
    }

    #[test]
    fn other_names_are_refused_with_what_was_meant() {
        let language = "names a version of the language, not a release; did you mean";
        check("go1.27", Err(&format!("`go1.27` {language} go1.27.0?")));
        check("1.27.3", Err("`1.27.3` is no Go release; did you mean go1.27.3?"));
        check("v1.27.3", Err("`v1.27.3` is no Go release; did you mean go1.27.3?"));
        check("go2.1", Err("`go2.1` is no Go release"));
        check("go1.27.03", Err("`go1.27.03` is no Go release"));
        check("go1.99999999999", Err("`go1.99999999999` is no Go release"));
        check("", Err("`` is no Go release"));
    }

    #[test]
    fn the_order_is_that_of_time() {
        let names = ["go1.18beta1", "go1.18rc1", "go1.18", "go1.18.1", "go1.21rc1", "go1.21.0", "go1.21.10"];
        let releases: Vec<Release> = names.iter().map(|name| name.parse().unwrap()).collect();
        assert!(releases.is_sorted_by(|one, other| one < other));
    }

    #[test]
    fn version_files_are_read() {
        let read = |text| {
            let version = version(text);
            (version.release.map(|release| release.to_string()), version.minor)
        };
        let known = |name: &str, minor| (Some(name.to_owned()), Some(minor));
        assert_eq!(read("go1.27.3\ntime 2026-10-19T22:20:36Z\n"), known("go1.27.3", 27));
        assert_eq!(read("go1.20"), known("go1.20", 20));
        assert_eq!(read("go1.21.4 X:boringcrypto\n"), known("go1.21.4", 21));
        assert_eq!(read("go1.22.1-1ubuntu2\n"), known("go1.22.1", 22));
        assert_eq!(read("go1.28-devel_0123456789 Mon Nov 2\n"), (None, Some(28)));
        assert_eq!(read("devel go1.22-0123456789 Mon Nov 2\n"), (None, Some(22)));
        assert_eq!(read(""), (None, None));
    }
}
