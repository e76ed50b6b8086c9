//! The address of an old link taken apart: which revision, which file or folder, which lines.

/// An address inside a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Old {
    /// The module that the repository holds; none for Go's own.
    pub module: Option<String>,
    /// The revision it names.
    pub rev: Rev,
    /// The file or folder, from the repository's root.
    pub path: String,
    /// The first and the last line; none for the whole.
    pub lines: Option<(usize, usize)>,
}

/// A revision as an address names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rev {
    /// A release of Go, or a version of the module: `go1.21.13`, `v1.3.6`.
    Release(String),
    /// Anything else, in words: a branch, which moves, or a commit, whose tree no release is.
    Other(String),
}

/// The pieces of an address as they are spelled in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The revision.
    pub rev: String,
    /// The path, with its percent signs.
    pub path: String,
    /// The first and the last line.
    pub lines: Option<(usize, usize)>,
}

/// The pieces understood; nothing where they lead to no file or folder.
pub fn old(parts: Parts, rev: impl Fn(&str) -> Rev) -> Option<Old> {
    let path = decoded(parts.path.trim_end_matches('/'))?;
    let rev = rev(&decoded(&parts.rev)?);
    (!path.is_empty()).then_some(Old { module: None, rev, path, lines: parts.lines })
}

/// `https://github.com/golang/go/blob/go1.21.13/src/runtime/proc.go#L12-L30`; newer links have columns too:
/// `#L12C3-L30C5`.
pub fn github(href: &str, repo: &str) -> Option<Parts> {
    let (_, rest) = inside(href, "github.com", repo)?
        .split_once('/')
        .filter(|(view, _)| ["blob", "tree", "raw", "blame"].contains(view))?;
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let rest = rest.split('?').next().unwrap_or(rest);
    let (rev, path) = rev_and_path(rest)?;
    Some(Parts { rev, path, lines: fragment.strip_prefix('L').and_then(range) })
}

/// `https://go.googlesource.com/go/+/refs/tags/go1.21.13/src/runtime/proc.go#12`.
pub fn gitiles(href: &str, repo: &str) -> Option<Parts> {
    let rest = inside(href, "go.googlesource.com", repo)?;
    let rest = ["+/", "+show/", "+blame/"].iter().find_map(|view| rest.strip_prefix(view))?;
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let rest = rest.split('?').next().unwrap_or(rest);
    let (rev, path) = rev_and_path(rest)?;
    Some(Parts { rev, path, lines: range(fragment) })
}

/// `https://cs.opensource.google/go/go/+/go1.21.13:src/runtime/proc.go;l=12-30;drc=…`.
pub fn code_search(href: &str, repo: &str) -> Option<Parts> {
    let rest = inside(href, "cs.opensource.google", repo)?.strip_prefix("+/")?;
    let rest = rest.split(['#', '?']).next().unwrap_or(rest);
    let (name, rest) = rest.split_once(':')?;
    let mut parts = rest.split(';');
    let path = parts.next()?.to_owned();
    let lines = parts.find_map(|part| part.strip_prefix("l="));
    // Several ranges may be marked: the first is where the link leads.
    let lines = lines.and_then(|lines| range(lines.split(',').next().unwrap_or(lines)));
    let name = ["refs/tags/", "refs/heads/"].iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name);
    Some(Parts { rev: name.to_owned(), path, lines })
}

/// `https://go.dev/src/runtime/proc.go#L12`, on a site that shows one release.
pub fn newest(href: &str) -> Option<Parts> {
    let (host, rest) = address(href).filter(|(host, _)| ["go.dev", "golang.org"].contains(host))?;
    let (path, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let path = path.split('?').next().unwrap_or(path);
    path.strip_prefix("src/")?;
    let lines = fragment.strip_prefix('L').and_then(range);
    Some(Parts { rev: host.to_owned(), path: path.to_owned(), lines })
}

/// Host and path of an address.
fn address(href: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = href.split_once("://")?;
    let (host, rest) = rest.split_once('/').filter(|_| matches!(scheme, "http" | "https"))?;
    Some((host.strip_prefix("www.").unwrap_or(host), rest))
}

/// What stands behind a repository's name.
fn inside<'h>(href: &'h str, host: &str, repo: &str) -> Option<&'h str> {
    let (_, rest) = address(href).filter(|(found, _)| *found == host)?;
    rest.strip_prefix(repo)?.strip_prefix('/')
}

fn rev_and_path(rest: &str) -> Option<(String, String)> {
    let inner = ["refs/tags/", "refs/heads/"].iter().find_map(|kind| rest.strip_prefix(kind));
    let (name, path) = inner.unwrap_or(rest).split_once('/')?;
    Some((name.to_owned(), path.to_owned()))
}

/// `12`, `12-30`, `12-L30`, `12C3-L30C5`.
fn range(text: &str) -> Option<(usize, usize)> {
    let number = |text: &str| {
        let digits = text.trim_start_matches('L');
        digits.split('C').next()?.parse::<usize>().ok().filter(|line| *line > 0)
    };
    match text.split_once('-') {
        Some((first, last)) => Some((number(first)?, number(last)?)).map(|(a, b)| (a.min(b), a.max(b))),
        None => number(text).map(|line| (line, line)),
    }
}

/// A path without its percent signs; nothing where they do not stand for text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let Some((byte, behind)) = rest.split_first() {
        rest = behind;
        if *byte == b'%' {
            let (hex, behind) = behind.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()?);
            rest = behind;
        } else {
            bytes.push(*byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::super::home::Home;
    use super::*;

    /// `expected` is revision, path and lines; a revision that is no release has a `~` before it.
    #[track_caller]
    fn check(href: &str, expected: &str) {
        let found = Home::of_go(None).read(href).map(|old| {
            let rev = match old.rev {
                Rev::Release(name) => name,
                Rev::Other(name) => format!("~{name}"),
            };
            let lines = old.lines.map(|(first, last)| format!(" {first}-{last}")).unwrap_or_default();
            format!("{rev} {}{lines}", old.path)
        });
        assert_eq!(found.as_deref().unwrap_or("none"), expected, "{href}");
    }

    #[test]
    fn github_addresses() {
        let check = |rest: &str, expected| check(&format!("https://github.com/golang/go/{rest}"), expected);
        check("blob/go1.21.13/src/runtime/proc.go#L381", "go1.21.13 src/runtime/proc.go 381-381");
        check("blob/go1.21.13/src/runtime/proc.go#L12-L30", "go1.21.13 src/runtime/proc.go 12-30");
        check("blob/go1.21.13/src/runtime/proc.go#L12-30", "go1.21.13 src/runtime/proc.go 12-30");
        check("blob/go1.21.13/src/runtime/proc.go#L30-L12", "go1.21.13 src/runtime/proc.go 12-30");
        check("blob/go1.21.13/src/runtime/proc.go#L12C3-L30C5", "go1.21.13 src/runtime/proc.go 12-30");
        check("raw/refs/tags/go1.20/src/a.go", "go1.20 src/a.go");
        check("tree/master/src/runtime/", "~master src/runtime");
        check("blob/master/src/a.go?plain=1#L0", "~master src/a.go");
        check("blob/go1.21/src/a.go", "~go1.21 src/a.go");
        check("blob/refs/heads/release-branch.go1.21/a%20b.go", "~release-branch.go1.21 a b.go");
        check("blob/0c92c0b/src/a.go#L1", "~0c92c0b src/a.go 1-1");
        check("blob/go1.21.13", "none");
        check("issues/1", "none");
        check("blob/master/%zz", "none");
    }

    #[test]
    fn other_hosts() {
        let gitiles = "https://go.googlesource.com/go/+";
        check(&format!("{gitiles}/refs/tags/go1.21.13/src/a.go#12"), "go1.21.13 src/a.go 12-12");
        check(&format!("{gitiles}/go1.21.13/src/a.go"), "go1.21.13 src/a.go");
        check(&format!("{gitiles}/refs/heads/master/src/a.go#12"), "~master src/a.go 12-12");
        check(&format!("{gitiles}log/master/src/a.go"), "none");
        let search = "https://cs.opensource.google/go/go/+/";
        check(&format!("{search}go1.21.13:src/a.go;l=12"), "go1.21.13 src/a.go 12-12");
        check(&format!("{search}refs/tags/go1.21.13:src/a.go;l=12-30;bpv=1"), "go1.21.13 src/a.go 12-30");
        check(&format!("{search}master:src/a.go;drc=0c92c0b;l=3,7-9"), "~master src/a.go 3-3");
        check("https://go.dev/src/runtime/proc.go#L250", "~go.dev src/runtime/proc.go 250-250");
        check("https://go.dev/doc/gc-guide", "none");
        check("https://github.com/etcd-io/bbolt/blob/v1.4.0/db.go#L1", "none");
        check("ftp://github.com/golang/go/blob/master/a.go", "none");
        check("proc.go", "none");
    }
}
