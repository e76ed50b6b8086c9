//! Codex beside other preprocessors, in the order that `install` writes: the work of both stands on the page.
//!
//! `CODEX_OTHERS` lists the folders of their programs, separated as in `PATH`. `tests/run` installs mdbook-toc and
//! mdbook-mermaid; `tests/run others` installs the rest too, which takes longer, and runs the tests that are ignored
//! otherwise. A program that is missing fails its test.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const CODEX: &str = env!("CARGO_BIN_EXE_mdbook-codex");

fn variable(name: &str) -> PathBuf {
    match std::env::var_os(name) {
        Some(path) => path.into(),
        None => panic!("{name} has to be set; tests/run installs what it names and sets it"),
    }
}

/// The folders of both, before those of the machine.
fn path() -> std::ffi::OsString {
    let others = variable("CODEX_OTHERS");
    let own = Path::new(CODEX).parent().unwrap().to_path_buf();
    let machine = std::env::var_os("PATH").unwrap_or_default();
    let all =
        std::iter::once(own).chain(std::env::split_paths(&others)).chain(std::env::split_paths(&machine));
    std::env::join_paths(all).unwrap()
}

/// The first page of a book with another preprocessor's table, after `install` and a build by a stock mdbook.
fn page(mdbook: &str, table: &str, text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/go/tree");
    let codex = format!("[preprocessor.codex]\ngo = \"go1.27.3\"\nroot = '{}'\n", tree.display());
    fs::create_dir(root.join("src")).unwrap();
    let write = |name: &str, text: &str| fs::write(root.join(name), text).unwrap();
    write("book.toml", &format!("[book]\ntitle = \"A\"\n\n{table}\n{codex}"));
    write("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n- [Two](two.md)\n");
    write("src/one.md", text);
    write("src/two.md", "# Two\n");
    write(
        "src/refs.bib",
        "@book{donovan,\n  title = {Go},\n  author = {Donovan, Alan},\n  year = {2015}\n}\n",
    );
    let run = |program: &Path, words: &[&str]| {
        let mut command = Command::new(program);
        command.args(words).current_dir(root).env("PATH", path()).env("CI", "true").stdin(Stdio::null());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    run(Path::new(CODEX), &["install"]);
    run(&variable(mdbook), &["build"]);
    let page = fs::read_to_string(root.join("book/one.html")).unwrap();
    let (_, main) = page.split_once("<main>").unwrap();
    main.split_once("</main>").unwrap().0.to_string()
}

/// A page's front matter and title, which Codex shows as a lead and nobody as text.
const HEAD: &str = "---\ndescription: The lead.\n---\n\n# One\n\n";

#[track_caller]
fn check(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "no `{part}` in {page}");
    }
    assert!(page.contains("The lead.") && !page.contains("description:"), "{page}");
}

#[test]
fn toc_lists_headings_as_codex_leaves_them() {
    let text = format!("{HEAD}<!-- toc -->\n\n## All [nine](codex:chapters) pages\n");
    let page = page("CODEX_MDBOOK", "[preprocessor.toc]\n", &text);
    check(&page, &["<a href=\"#all-two-pages\">All two pages</a></li>", "<h2 id=\"all-two-pages\">"]);
}

#[test]
fn mermaid_draws_beside_a_layout() {
    let text =
        format!("{HEAD}```mermaid\ngraph TD;\n  A-->B;\n```\n\n```codex-layout\ninternal/abi.Type\n```\n");
    let page = page("CODEX_MDBOOK", "[preprocessor.mermaid]\n", &text);
    check(&page, &["<pre class=\"mermaid\">graph TD;\n  A--&gt;B;", "<figure class=\"codex-layout\">"]);
}

#[test]
#[ignore = "`tests/run others` installs mdbook-katex"]
fn katex_leaves_the_dollars_of_assembly_alone() {
    let text = format!("{HEAD}The area is $\\pi r^2$.\n\n```go codex=\"runtime/asm_amd64.s:mcall\"\n```\n");
    let page = page("CODEX_MDBOOK", "[preprocessor.katex]\nafter = [\"links\"]\n", &text);
    check(&page, &["class=\"katex\"", "class=\"codex-excerpt\"", "NOSPLIT, $0-8"]);
    assert_eq!(page.matches("<span class=\"katex\">").count(), 1, "{page}");
}

#[test]
#[ignore = "`tests/run others` installs mdbook-listings"]
fn listings_have_their_callouts() {
    let fence = "```rust\n// CALLOUT: entry It starts here.\nfn main() {}\n```\n";
    let text = format!("{HEAD}Of [nine](codex:chapters) pages, see {{{{#callout entry}}}}.\n\n{fence}");
    let page = page("CODEX_MDBOOK", "[preprocessor.listings]\nbefore = [\"links\"]\n", &text);
    check(&page, &["Of two pages, see <a class=\"callout-badge", "id=\"callout-body-entry\""]);
}

#[test]
#[ignore = "`tests/run others` installs mdbook-bib"]
fn a_card_tells_a_citation_in_words() {
    let text = "# One\n\nAs {{#cite donovan}} says, [nine](codex:chapters) pages.\n\n```codex-cards\n```\n\nThe lead.\n";
    let table = "[preprocessor.bib]\nbibliography = \"refs.bib\"\n";
    let page = page("CODEX_MDBOOK", table, text);
    let parts =
        ["As <a class=\"bib-cite\" href=\"bibliography.html#donovan\"", "As donovan says, two pages."];
    check(&page, &parts);
}

/// This release of mdbook-admonish reads what mdBook 0.4 writes and not what 0.5 does.
#[test]
#[ignore = "`tests/run others` installs mdbook-admonish"]
fn what_stands_in_an_admonition_is_linked() {
    let text = format!("{HEAD}```admonish note\nAsk [the type](go:internal/abi.Type).\n```\n");
    let table = "[preprocessor.admonish]\ncommand = \"mdbook-admonish\"\nassets_version = \"3.1.0\"\n";
    let page = page("CODEX_MDBOOK_04", table, &text);
    check(&page, &["class=\"admonition admonish-note\"", "data-codex-ref=\"internal/abi.Type\""]);
}
