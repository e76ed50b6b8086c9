//! Every source link on every page of our books, held against the tree of its release by means of its own: this file
//! uses none of the library's scanners. A link's first line has to declare the name that it is about.
//!
//! `CODEX_GO` names the GOROOT of the books' release; `CODEX_ROOTS`, a list as in `PATH`, those of other releases.
#![cfg(feature = "driver")]
use regex::Regex;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_mdbook-codex");

#[test]
#[allow(clippy::print_stdout)]
fn every_source_link_leads_to_what_it_names() {
    let mut trees = Trees::at_hand();
    for book in ["book", "docs"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(book);
        if root.join("book.toml").exists() {
            let links = links(&root);
            let wrong: Vec<String> = links.iter().filter_map(|link| link.fault(&mut trees)).collect();
            assert!(wrong.is_empty(), "{} source links are wrong:\n{}", wrong.len(), wrong.join("\n"));
            let different: BTreeSet<_> = links.iter().map(|link| (&link.reference, &link.href)).collect();
            println!("{book}: {} source links checked, {} different ones", links.len(), different.len());
            assert!(book != "book" || !links.is_empty(), "the book has no source link");
        }
    }
}

/// A source link as it stands on a page.
#[derive(Debug)]
struct Link {
    page: String,
    reference: String,
    href: String,
}

/// The trees by release, and the lines of their files.
struct Trees {
    roots: HashMap<String, PathBuf>,
    files: HashMap<PathBuf, Vec<String>>,
}

/// A reference taken apart: `runtime.hchan.buf@go1.26.6?group#L3-L9`.
struct Parts<'r> {
    place: &'r str,
    release: Option<&'r str>,
    options: &'r str,
    part: &'r str,
}

impl Link {
    /// What is wrong with it, in one line.
    fn fault(&self, trees: &mut Trees) -> Option<String> {
        let Link { page, reference, href } = self;
        self.check(trees).err().map(|fault| format!("{page}: {reference} -> {href}: {fault}"))
    }

    fn check(&self, trees: &mut Trees) -> Result<(), String> {
        let parts = taken_apart(&self.reference);
        let (release, file, lines) = permalink(&self.href).ok_or("this is no permalink into a Go tree")?;
        if parts.release.is_some_and(|asked| asked != release) {
            return Err(format!("the reference is about another release than {release}"));
        }
        let text = trees.lines(&release, &file)?;
        let Some((first, last)) = lines else {
            return same(&file, &format!("src/{}", parts.place));
        };
        if first == 0 || last < first || last > text.len() {
            return Err(format!("{file} has {} lines", text.len()));
        }
        declared(&parts, &file, text, (first, last))
    }
}

/// Whether the lines of a file hold what a reference names.
fn declared(parts: &Parts, file: &str, text: &[String], (first, last): (usize, usize)) -> Result<(), String> {
    let elsewhere = ["body", "alias"].iter().any(|option| parts.options.contains(option));
    if let Some((named, inside)) = parts.place.split_once(':') {
        same(file, &format!("src/{named}"))?;
        if inside.starts_with(|c: char| c.is_ascii_digit()) {
            return Ok(());
        }
        return name_stands(text, head(parts, first, last), inside);
    }
    let (package, path) = package_and_path(parts.place);
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    if !elsewhere {
        same(folder, &format!("src/{package}"))?;
    }
    if path.is_empty() {
        let clause = Regex::new(r"^package \w+\s*(//.*)?$").unwrap();
        return holds(clause.is_match(&text[last - 1]), "no package clause", &text[last - 1]);
    }
    if parts.options.contains("group") {
        let opens = text[first - 1].trim_end().ends_with('(');
        holds(opens, "no group", &text[first - 1])?;
        let name = path.rsplit('.').next().unwrap_or(path);
        return holds(text[first..last].iter().any(|line| has_word(line, name)), "no such member", "");
    }
    name_stands(text, head(parts, first, last), path)?;
    whole(text, first, last, parts)
}

/// The line that declares: the first one of the whole, counted back from the first part.
fn head(parts: &Parts, first: usize, last: usize) -> Option<usize> {
    let part = parts.part.split(',').next().unwrap_or_default();
    match part.strip_prefix('L') {
        _ if part == "doc" => Some(last + 1),
        _ if part.is_empty() => Some(first),
        Some(lines) => {
            let counted: usize = lines.split('-').next()?.parse().ok()?;
            (first + 1).checked_sub(counted)
        }
        // A pattern does not say how far inside it is.
        None => None,
    }
}

/// Whether a line declares the name that a path ends with.
fn name_stands(text: &[String], head: Option<usize>, path: &str) -> Result<(), String> {
    let Some(head) = head else { return Ok(()) };
    let line = head.checked_sub(1).and_then(|at| text.get(at)).ok_or("there is no such line")?;
    let name = regex::escape(path.rsplit('.').next().unwrap_or(path));
    let holder = path.rsplit_once('.').map(|(holder, _)| regex::escape(holder));
    let forms = match holder {
        None => vec![
            // At the top, or in a group.
            format!(r"^(func|type|const|var)\s+(\w+,\s*)*{name}\b"),
            format!(r"^\t(\w+,\s*)*{name}\b"),
            format!(r"^TEXT\s+([\w∕/]*·)?{name}(<\w*>)?\(SB\)"),
            format!(r"^\w+\(([\w∕]*·)?{name}\b"),
            format!(r"^(#define\s+|[\w \*]*){name}\("),
        ],
        Some(holder) => vec![
            format!(r"^func \((\w+ )?\*?{holder}(\[[^\]]*\])?\) {name}[\[(]"),
            format!(r"^\s+([\w.,*\[\] ]*\W)?{name}\b"),
            format!(r"^type .*[{{;]\s*([\w, ]*\W)?{name}\b"),
            format!(r"^TEXT\s+{holder}·{name}(<\w*>)?\(SB\)"),
        ],
    };
    let code = line.split("//").next().unwrap_or(line);
    let declares = forms.iter().any(|form| Regex::new(form).unwrap().is_match(code));
    holds(declares, &format!("line {head} does not declare {path}"), line)
}

/// Whether the lines of a whole function or type at the top end where it ends.
fn whole(text: &[String], first: usize, last: usize, parts: &Parts) -> Result<(), String> {
    let opens = text[first - 1].starts_with("func ") || text[first - 1].starts_with("type ");
    if !opens || !text[first - 1].ends_with('{') || !parts.part.is_empty() {
        return Ok(());
    }
    let end = text[first..].iter().position(|line| line.starts_with('}')).map(|at| first + at + 1);
    let message = format!("the declaration ends at {end:?}, not at {last}");
    holds(end == Some(last), &message, &text[first - 1])
}

fn same(found: &str, wanted: &str) -> Result<(), String> {
    holds(found == wanted, &format!("not {wanted}"), found)
}

fn holds(holds: bool, fault: &str, line: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(format!("{fault}: `{line}`")) }
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|known| known == word)
}

fn taken_apart(reference: &str) -> Parts<'_> {
    let (reference, part) = reference.split_once('#').unwrap_or((reference, ""));
    let (reference, options) = reference.split_once('?').unwrap_or((reference, ""));
    let (place, release) = reference.split_once('@').map_or((reference, None), |(a, b)| (a, Some(b)));
    Parts { place, release, options, part }
}

/// `internal/abi`, `Type.Pointers`: no package of Go's own tree has a dot in its last element.
fn package_and_path(place: &str) -> (&str, &str) {
    let last = place.rfind('/').map_or(0, |at| at + 1);
    match place[last..].find('.') {
        Some(dot) => (&place[..last + dot], &place[last + dot + 1..]),
        None => (place, ""),
    }
}

/// First and last.
type Lines = (usize, usize);

/// Release, file from the repository's root, and lines of a permalink.
fn permalink(href: &str) -> Option<(String, String, Option<Lines>)> {
    let form = Regex::new(r"^https://github\.com/golang/go/blob/([^/]+)/([^#]+)(?:#L(\d+)(?:-L(\d+))?)?$");
    let found = form.unwrap().captures(href)?;
    let number = |at: usize| found.get(at).and_then(|digits| digits.as_str().parse::<usize>().ok());
    let lines = number(3).map(|first| (first, number(4).unwrap_or(first)));
    Some((found[1].to_string(), found[2].to_string(), lines))
}

impl Trees {
    fn at_hand() -> Self {
        let own = std::env::var_os("CODEX_GO");
        assert!(own.is_some(), "CODEX_GO has to name the GOROOT of the books' release; tests/run sets it");
        let more = std::env::var_os("CODEX_ROOTS").unwrap_or_default();
        let roots = own.into_iter().map(PathBuf::from).chain(std::env::split_paths(&more));
        let mut trees = Trees { roots: HashMap::new(), files: HashMap::new() };
        for root in roots.filter(|root| !root.as_os_str().is_empty()) {
            let version = fs::read_to_string(root.join("VERSION"));
            let version = version.unwrap_or_else(|error| panic!("{} is no Go tree: {error}", root.display()));
            let release = version.split_whitespace().next().unwrap_or_default().to_string();
            trees.roots.entry(release).or_insert(root);
        }
        trees
    }

    fn lines(&mut self, release: &str, file: &str) -> Result<&[String], String> {
        let root = self.roots.get(release);
        let root = root.unwrap_or_else(|| panic!("the tree of {release} is missing: add it to CODEX_ROOTS"));
        let path = root.join(file);
        if !self.files.contains_key(&path) {
            let text = fs::read(&path).map_err(|error| format!("cannot read {file}: {error}"))?;
            let lines = String::from_utf8_lossy(&text).lines().map(String::from).collect();
            self.files.insert(path.clone(), lines);
        }
        Ok(&self.files[&path])
    }
}

/// The source links of a book's pages, built with the trees of this test.
fn links(root: &Path) -> Vec<Link> {
    let out = tempfile::tempdir().unwrap();
    let mut build = Command::new(PROGRAM);
    build.arg("build").arg(root).arg("-d").arg(out.path()).stdin(Stdio::null()).env_remove("CI");
    build.env("GOROOT", std::env::var_os("CODEX_GO").unwrap_or_default());
    // mdBook would write a chapter that SUMMARY.md names and that is not there.
    build.env("MDBOOK_BUILD__CREATE_MISSING", "false");
    let built = build.output().unwrap();
    let said = String::from_utf8_lossy(&built.stderr);
    // Problems are another test's; but a reference that no tree answered is a link that is not there to be checked.
    assert!(matches!(built.status.code(), Some(0 | 1)), "{said}");
    assert!(!said.contains("[not-locked]"), "a tree is missing: {said}");
    let mut links = Vec::new();
    for path in pages(out.path()) {
        let name = path.strip_prefix(out.path()).unwrap().display().to_string();
        links.extend(links_of(&name, &fs::read_to_string(&path).unwrap()));
    }
    links
}

fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(pages(&path)),
            false if path.extension().is_some_and(|end| end == "html") => found.push(path),
            false => {}
        }
    }
    found.sort();
    found
}

fn links_of(page: &str, html: &str) -> Vec<Link> {
    let tag = Regex::new(r#"<[a-z]+(?:\s+[\w-]+(?:="[^"]*")?)*\s*/?>"#).unwrap();
    let attribute = Regex::new(r#"\s([\w-]+)="([^"]*)""#).unwrap();
    let mut links = Vec::new();
    for tag in tag.find_iter(html).filter(|tag| tag.as_str().contains(" data-codex-ref=")) {
        let value = |name: &str| {
            let mut all = attribute.captures_iter(tag.as_str()).filter(|found| &found[1] == name);
            all.next().map(|found| plain(&found[2]))
        };
        let href = value("href").unwrap_or_default();
        links.push(Link { page: page.to_string(), reference: value("data-codex-ref").unwrap(), href });
    }
    let marked = html.matches(" data-codex-ref=\"").count();
    assert_eq!(links.len(), marked, "{page}: every marked tag is read");
    links
}

/// An attribute's value without its entities.
fn plain(text: &str) -> String {
    let number = Regex::new(r"&#(\d+);").unwrap();
    let text = number.replace_all(text, |found: &regex::Captures| {
        found[1].parse().ok().and_then(char::from_u32).map(String::from).unwrap_or_default()
    });
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The check can fail: links that are off by a line, in another file, or about another name are wrong.
#[test]
fn a_wrong_link_is_found() {
    let mut trees = Trees::at_hand();
    let (release, root) = trees.roots.iter().next().map(|(a, b)| (a.clone(), b.clone())).unwrap();
    let text = fs::read_to_string(root.join("src/runtime/proc.go")).unwrap();
    let start = text.lines().position(|line| line.starts_with("func gopark(")).unwrap() + 1;
    let end = start + text.lines().skip(start).position(|line| line == "}").unwrap() + 1;
    let mut check = |reference: &str, file: &str, lines: String, right: bool| {
        let href = format!("https://github.com/golang/go/blob/{release}/src/{file}{lines}");
        let link = Link { page: "p".into(), reference: reference.into(), href };
        let fault = link.fault(&mut trees);
        assert_eq!(fault.is_none(), right, "{fault:?} {link:?}");
    };
    let lines = |first: usize, last: usize| format!("#L{first}-L{last}");
    check("runtime.gopark", "runtime/proc.go", lines(start, end), true);
    check("runtime.gopark#L2-L3", "runtime/proc.go", lines(start + 1, start + 2), true);
    check("runtime/proc.go", "runtime/proc.go", String::new(), true);
    check("runtime.gopark", "runtime/proc.go", lines(start - 1, end), false);
    check("runtime.gopark", "runtime/proc.go", lines(start + 1, end), false);
    check("runtime.gopark", "runtime/proc.go", lines(start, end - 1), false);
    check("runtime.goready", "runtime/proc.go", lines(start, end), false);
    check("sync.gopark", "runtime/proc.go", lines(start, end), false);
    check("runtime.gopark@go1.2", "runtime/proc.go", lines(start, end), false);
    check("runtime.gopark#L2-L3", "runtime/proc.go", lines(start + 2, start + 3), false);
    check("runtime/chan.go", "runtime/proc.go", String::new(), false);
    check("runtime.gopark", "runtime/prok.go", lines(start, end), false);
    check("runtime.gopark", "runtime/proc.go", lines(900_000, 900_001), false);
}
