//! Snippets come out as recorded, and commands say what the pages say they say.
use super::pages::{docs, read, written};
use super::recorded::Recorded;
use anyhow::{Result, bail};
use mdbook_codex::commands::Settings;
use mdbook_codex::commands::embedded::{self, Options};
use mdbook_codex::find::BLOCKS;
use mdbook_codex::go::roots;
use mdbook_driver::book::BookItem;
use mdbook_renderer::{RenderContext, Renderer};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mdbook-codex");

/// The release of the guide.
const RELEASE: &str = "go1.27.3";

/// What a page puts around a snippet's outcome.
const OUTCOME: &str = "<div class=\"outcome\">\n\n";
const END: &str = "\n</div>\n";

/// Snippets that are no part of a page but a chapter of a book of their own, the release of that book, and the command
/// whose words are shown.
const SESSIONS: [(&str, &str, &[&str]); 3] = [
    ("check", RELEASE, &["check"]),
    ("upgrade", "go1.26.6", &["upgrade", RELEASE, "--dry-run"]),
    ("adopt", RELEASE, &["adopt", "--dry-run"]),
];

struct Named(&'static str);

impl Renderer for Named {
    fn name(&self) -> &str {
        self.0
    }

    fn render(&self, _: &RenderContext) -> Result<()> {
        bail!("only the preprocessors are wanted")
    }
}

#[test]
fn snippets_come_out_as_recorded() {
    assert!(
        roots::go_tree(RELEASE, None).is_some(),
        "no tree of {RELEASE} is at hand: set GOROOT or CODEX_ROOTS"
    );
    let mut recorded = Recorded::default();
    for renderer in ["html", "markdown"] {
        for (page, text) in built(renderer) {
            let names = shown(&written()[&page]);
            let outcomes: Vec<&str> = text.split(OUTCOME).skip(1).collect();
            assert_eq!(outcomes.len(), names.len(), "{page}: as many outcomes as snippets");
            for (name, outcome) in names.iter().zip(outcomes) {
                let outcome = outcome.split_once(END).unwrap_or_else(|| panic!("{page}: {name} ends")).0;
                let name = name.trim_end_matches(".md");
                recorded.check(&format!("{name}.{renderer}"), &format!("{}\n", outcome.trim_end()));
            }
        }
    }
    recorded.finish();
}

/// The pages of the guide's own files, as a renderer gets them.
fn built(renderer: &'static str) -> BTreeMap<String, String> {
    let options = Options { dry: true, ..Options::default() };
    let loaded = embedded::load(&docs(), &options, &Settings::default()).expect("the guide loads");
    let (book, _) = loaded.book.preprocess_book(&Named(renderer)).expect("the guide goes through");
    let page = |item: &BookItem| match item {
        BookItem::Chapter(chapter) => {
            let path = chapter.source_path.as_ref()?.to_string_lossy().into_owned();
            Some((path, chapter.content.replace("\r\n", "\n")))
        }
        _ => None,
    };
    book.iter().filter_map(page).collect()
}

/// The snippets whose outcome a page shows, in order.
fn shown(page: &str) -> Vec<String> {
    let live =
        Regex::new(r#"<div class="outcome">\n\n\{\{#include \.\./snippets/(\S+)\}\}\n\n</div>"#).unwrap();
    live.captures_iter(page).map(|found| found[1].to_string()).collect()
}

#[test]
fn every_snippet_is_shown_as_source_and_as_outcome() {
    let included = Regex::new(r"\n```+\w+\n\{\{#include \.\./snippets/(\S+)\}\}\n```").unwrap();
    let mut known = BTreeSet::new();
    for (page, text) in written() {
        let sources: BTreeSet<String> =
            included.captures_iter(&text).map(|found| found[1].to_string()).collect();
        for name in shown(&text) {
            assert!(sources.contains(&name), "{page} shows the outcome of {name} without its source");
            assert!(known.insert(name.clone()), "{name} is shown twice");
        }
    }
    known.extend(SESSIONS.map(|(name, ..)| format!("{name}.md")));
    let files = fs::read_dir(docs().join("snippets")).unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<String> = files.filter(|file| file.ends_with(".md")).collect();
    assert_eq!(there, known, "the snippets that are there, and those that pages show");
}

/// The blocks by the names that the program knows them by: each is shown at work somewhere, not only as source.
#[test]
fn every_block_is_shown_as_outcome() {
    let pages = written().into_values().flat_map(|page| shown(&page));
    let snippets: String = pages.map(|name| read(&docs().join("snippets").join(name))).collect();
    for block in BLOCKS {
        assert!(snippets.contains(&format!("```{block}\n")), "no page shows what `{block}` comes out as");
    }
}

#[test]
fn commands_say_what_the_pages_say() {
    let mut recorded = Recorded::default();
    for (name, release, command) in SESSIONS {
        let book = tempfile::tempdir().unwrap();
        let src = book.path().join("src");
        fs::create_dir(&src).unwrap();
        let toml = format!("[preprocessor.codex]\nafter = [\"links\", \"index\"]\ngo = \"{release}\"\n");
        fs::write(book.path().join("book.toml"), toml).unwrap();
        fs::write(src.join("SUMMARY.md"), "# Summary\n\n- [Page](page.md)\n").unwrap();
        fs::copy(docs().join("snippets").join(format!("{name}.md")), src.join("page.md")).unwrap();
        let said =
            Command::new(PROGRAM).args(command).current_dir(book.path()).env_remove("CI").output().unwrap();
        let text =
            [said.stdout, said.stderr].map(|bytes| String::from_utf8(bytes).unwrap().replace("\r\n", "\n"));
        recorded.check(&format!("{name}.txt"), &text.concat());
    }
    recorded.finish();
}

#[test]
fn every_command_has_its_help_on_the_page() {
    let mut recorded = Recorded::default();
    let help = |words: &[&str]| {
        let said = Command::new(PROGRAM).args(words).arg("--help").output().unwrap();
        String::from_utf8(said.stdout).unwrap().replace("\r\n", "\n").replace(".exe", "")
    };
    let all = help(&[]);
    recorded.check("commands/mdbook-codex.txt", &all);
    let listed = Regex::new(r"(?m)^  ([a-z]+)  ").unwrap();
    let commands = all.split("Options:").next().unwrap();
    let names: Vec<&str> =
        listed.captures_iter(commands).map(|found| found.get(1).unwrap().as_str()).collect();
    let page = read(&docs().join("src/commands.md"));
    assert!(names.len() > 10, "{names:?}");
    for name in names.into_iter().filter(|name| *name != "help") {
        let file = format!("commands/{name}.txt");
        recorded.check(&file, &help(&[name]));
        assert!(page.contains(&format!("\n## {name}\n")), "commands.md has no section `{name}`");
        assert!(
            page.contains(&format!("{{{{#include ../snippets/{file}}}}}")),
            "commands.md lacks the help of `{name}`"
        );
    }
    recorded.finish();
}
