//! Whether the lock still fits the files of a tree, without scanning any of them.
use super::ask::{Wanted, arrow_name, bare};
use super::origins::Key;
use crate::go::index::Index;
use crate::lock::{Lock, Source};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The hash of a file that is named from its repository's root: SHA-256, in hex.
pub fn of_file(index: &Index, file: &str) -> Option<String> {
    let text = index.text(below(index, file)?).ok()?;
    Some(hash(&text))
}

/// The same for both line ends: a checkout may have changed them.
fn hash(text: &[u8]) -> String {
    let mut hash = Sha256::new();
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_suffix(b"\r\n") {
            Some(line) => hash.update([line, b"\n"].concat()),
            None => hash.update(line),
        }
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

/// A file's name in the tree, of its name in the repository.
pub fn below<'f>(index: &Index, file: &'f str) -> Option<&'f str> {
    match index.tree.module {
        None => file.strip_prefix("src/"),
        Some(_) => Some(file),
    }
}

/// Whether the lock answers every key and every file that it names for them is unchanged.
pub fn is_current(
    name: &str,
    index: &Index,
    keys: &BTreeMap<Key, Wanted>,
    arrows: &[(Key, Key)],
    beside: &[&String],
    lock: &Lock,
) -> bool {
    let mut files: BTreeSet<&str> = BTreeSet::new();
    for (key, wanted) in keys {
        let spelled = key.name();
        match lock.refs.get(lock.canonical(&spelled)) {
            Some(entry) if wanted.is_in(entry) => files.extend(entry.files()),
            None if lock.code.contains_key(&spelled) => {}
            _ => return false,
        }
    }
    let has_arrow = |(from, to): &(Key, Key)| {
        lock.calls.contains_key(&arrow_name(name, &bare(lock, from), &bare(lock, to)))
    };
    let unchanged = |file: &&str| {
        let known = lock.files.get(&format!("{name} {file}"));
        known.is_some() && of_file(index, file).as_ref() == known
    };
    // What was not at hand when the lock was written, nothing rests on.
    let is_as_then = |source: &Source| {
        source.target == index.context.target.to_string()
            && source.beside.iter().all(|name| beside.contains(&name))
    };
    lock.sources.get(name).is_some_and(is_as_then)
        && arrows.iter().all(has_arrow)
        && files.iter().all(unchanged)
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn line_ends_do_not_count() {
        // What sha256sum says about "a\n".
        let known = "sha256:87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7";
        assert_eq!((hash(b"a\n").as_str(), hash(b"a\r\n").as_str()), (known, known));
        assert_ne!(hash(b"a\r"), hash(b"a"));
        assert_eq!(hash(b"a\r\n\r\nb"), hash(b"a\n\nb"));
    }
}
