//! Links between pages: relative, percent-encoded, `.md` as mdBook wants them.
use crate::read::slashed;
use std::path::Path;

/// The way from one page to another, as a link in the first one's text.
pub fn relative(from: &Path, to: &Path) -> String {
    let (from, to) = (slashed(from), slashed(to));
    if !from.contains('/') && !to.contains('/') {
        return encode(&to);
    }
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = &from[..from.len() - 1];
    let shared = folders.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folders.len() - shared).map(String::from);
    let down = to[shared..].iter().map(|segment| encode(segment));
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// One segment of a path, percent-encoded so that it is safe in Markdown, HTML and URLs.
pub fn encode(segment: &str) -> String {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~@+".contains(byte);
    let mut out = String::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some(at) = rest.iter().position(|byte| !is_plain(byte)) {
        out.extend(rest[..at].iter().map(|byte| char::from(*byte)));
        out.push_str(&format!("%{:02X}", rest[at]));
        rest = &rest[at + 1..];
    }
    out.push_str(&segment[segment.len() - rest.len()..]);
    out
}

/// The path that a link's destination means, seen from the page that holds it; none for one that leaves the book.
pub fn resolve(from: &Path, dest: &str) -> Option<String> {
    let from = slashed(from);
    let mut segments: Vec<String> = from.split('/').map(String::from).collect();
    segments.pop();
    for segment in dest.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            name => segments.push(decode(name)),
        }
    }
    Some(segments.join("/"))
}

fn decode(segment: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'%').then(|| std::str::from_utf8(tail.get(..2)?).ok()).flatten();
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative() {
        let check = |from: &str, to: &str, way: &str| {
            assert_eq!(relative(Path::new(from), Path::new(to)), way);
            assert_eq!(resolve(Path::new(from), way).as_deref(), Some(to));
        };
        check("index.md", "channels.md", "channels.md");
        check("a/b/c.md", "a/d.md", "../d.md");
        check("a/b.md", "c/d.md", "../c/d.md");
        check("a.md", "it's a & b.md", "it%27s%20a%20%26%20b.md");
        check("a.md", "größe.md", "gr%C3%B6%C3%9Fe.md");
    }

    #[test]
    fn a_destination_cannot_leave_the_book() {
        assert_eq!(resolve(Path::new("a/b.md"), "../../x.md"), None);
        assert_eq!(resolve(Path::new("a.md"), "b%zz.md").as_deref(), Some("b%zz.md"));
    }
}
