//! Which file and line each line of an expanded page came from.
//!
//! The page is compared with its file line by line; what the file does not hold came through an include, and the
//! same comparison is made with the files that its includes name, to the depth mdBook itself follows them.
use regex::Regex;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::LazyLock;

/// As deep as mdBook follows includes.
const DEPTH: usize = 10;

/// Where the lines of a page came from.
#[derive(Debug, Default)]
pub(super) struct Origins {
    files: Vec<(PathBuf, Vec<String>)>,
    lines: Vec<Option<(usize, usize)>>,
}

impl Origins {
    /// File, line (from one) and text of the page's line (from one).
    pub(super) fn line(&self, line: usize) -> Option<(&Path, usize, &str)> {
        let (file, at) = (*self.lines.get(line.checked_sub(1)?)?)?;
        let (path, lines) = self.files.get(file)?;
        Some((path, at + 1, lines.get(at)?))
    }
}

/// Traces every line of a page.
pub(super) fn origins(text: &str, path: &Path, read: &dyn Fn(&Path) -> Option<String>) -> Origins {
    let page: Vec<&str> = text.split('\n').collect();
    let keys: Vec<String> = page.iter().map(|line| key(line)).collect();
    let mut trace = Trace { read, budget: 1000, keys, origins: Origins::default() };
    trace.origins.lines = vec![None; page.len()];
    trace.follow(path, 0..page.len(), 0);
    trace.by_words(&page);
    trace.origins
}

struct Trace<'a> {
    read: &'a dyn Fn(&Path) -> Option<String>,
    /// How many files may still be compared: files may include each other many times over.
    budget: usize,
    keys: Vec<String>,
    origins: Origins,
}

impl Trace<'_> {
    /// Compares a part of the page with a file, then what is left of it with the files that this one includes.
    fn follow(&mut self, path: &Path, part: Range<usize>, depth: usize) {
        let Some(file) = self.file(path) else { return };
        let Some(left) = self.budget.checked_sub(1) else { return };
        self.budget = left;
        let lines: Vec<String> = self.origins.files[file].1.clone();
        let keys: Vec<String> = lines.iter().map(|line| key(line)).collect();
        for op in capture_diff_slices(Algorithm::Myers, &keys, &self.keys[part.clone()]) {
            let DiffOp::Equal { old_index, new_index, len } = op else { continue };
            for i in 0..len {
                let slot = &mut self.origins.lines[part.start + new_index + i];
                *slot = slot.or(Some((file, old_index + i)));
            }
        }
        if depth < DEPTH {
            for gap in self.gaps(&part) {
                for target in self.includes_around(file, &lines, &gap, path) {
                    if self.origins.lines[gap.clone()].iter().any(Option::is_none) {
                        self.follow(&target, gap.clone(), depth + 1);
                    }
                }
            }
        }
    }

    fn file(&mut self, path: &Path) -> Option<usize> {
        if let Some(at) = self.origins.files.iter().position(|(known, _)| known == path) {
            return Some(at);
        }
        let text = (self.read)(path)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line).to_string());
        self.origins.files.push((path.to_path_buf(), lines.collect()));
        Some(self.origins.files.len() - 1)
    }

    /// The runs of lines that have no origin yet.
    fn gaps(&self, part: &Range<usize>) -> Vec<Range<usize>> {
        let mut gaps: Vec<Range<usize>> = Vec::new();
        for at in part.clone().filter(|at| self.origins.lines[*at].is_none()) {
            match gaps.last_mut() {
                Some(gap) if gap.end == at => gap.end += 1,
                _ => gaps.push(at..at + 1),
            }
        }
        gaps
    }

    /// The files that a file includes: those between the gap's neighbours first, since a blank line of an include
    /// may have been taken for one of the file, then all others.
    fn includes_around(
        &self,
        file: usize,
        lines: &[String],
        gap: &Range<usize>,
        path: &Path,
    ) -> Vec<PathBuf> {
        let line_of = |at: usize| match self.origins.lines.get(at) {
            Some(Some((found, line))) if *found == file => Some(*line),
            _ => None,
        };
        let first = gap.start.checked_sub(1).and_then(line_of).map_or(0, |line| line + 1);
        let last = line_of(gap.end).unwrap_or(lines.len()).max(first);
        let near = includes(&lines[first..last], path);
        let mut all = near.clone();
        all.extend(includes(lines, path).into_iter().filter(|target| !near.contains(target)));
        all
    }

    /// A line that an include stands in the middle of is still its file's line: the one between its neighbours.
    fn by_words(&mut self, page: &[&str]) {
        for gap in self.gaps(&(0..page.len())) {
            let Some((file, first)) = self.after(gap.start) else { continue };
            let Some((_, lines)) = self.origins.files.get(file) else { continue };
            let last = self.origins.lines.get(gap.end).copied().flatten().filter(|next| next.0 == file);
            let last = last.map_or(lines.len(), |next| next.1).max(first);
            let directives = (first..last).filter(|at| lines[*at].contains("{{#"));
            let found: Vec<(usize, usize)> =
                gap.zip(directives).filter(|(at, line)| same_frame(page[*at], &lines[*line])).collect();
            for (at, line) in found {
                self.origins.lines[at] = Some((file, line));
            }
        }
    }

    /// The file of the line before, and the line that follows it there.
    fn after(&self, at: usize) -> Option<(usize, usize)> {
        let Some(before) = at.checked_sub(1) else { return Some((0, 0)) };
        self.origins.lines.get(before).copied().flatten().map(|(file, line)| (file, line + 1))
    }
}

/// Whether a line begins and ends with the words around the directives of another.
fn same_frame(page: &str, source: &str) -> bool {
    let (Some(open), Some(close)) = (source.find("{{#"), source.rfind("}}")) else { return false };
    let (head, tail) = (source[..open].trim_start(), source[close + 2..].trim_end());
    !(head.is_empty() && tail.is_empty())
        && page.trim_start().starts_with(head)
        && page.trim_end().ends_with(tail)
}

/// A line as it is compared: includes may be indented, and mdBook takes the backslash from an escaped directive.
fn key(line: &str) -> String {
    line.trim().replace("\\{{#", "{{#")
}

/// The files that these lines include, in order, relative to the book's root.
fn includes(lines: &[String], path: &Path) -> Vec<PathBuf> {
    static INCLUDE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(\\?)\{\{\s*#(?:include|rustdoc_include|playground|playpen)\s+([^}]+)\}\}").ok()
    });
    let Some(include) = INCLUDE.as_ref() else { return Vec::new() };
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut found = Vec::new();
    for caught in lines.iter().flat_map(|line| include.captures_iter(line)) {
        let target = caught[2].split([':', ' ', ',']).next().unwrap_or_default().trim();
        let target = normal(&folder.join(target));
        if caught[1].is_empty() && !found.contains(&target) {
            found.push(target);
        }
    }
    found
}

/// A path without `.` and, where it can be, without `..`.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}
