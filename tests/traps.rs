//! What mdBook breaks, or swallows, without a word: for each such trap the test that shows that Codex reports or
//! avoids it.
//!
//! How a preprocessor is run:
//!
//! | trap | what shows it |
//! |---|---|
//! | a `supports` that fails is a "no", and the build goes on without Codex | `mdbook`: `supports_answers_without_reading_anything`; `commands`: `every_renderer_is_supported_whatever_stands_before` |
//! | words of `command` stand before `supports` | the same two |
//! | paths are meant from the book's root, wherever the run began | here: [`paths_are_meant_from_the_books_root`] |
//! | 0.4 says `sections`; nulls and new keys at every level | `wire`: `both_dialects_come_back_in_their_own_shape`, `mdbook`: `both_generations_of_mdbook_build_a_book` |
//! | an mdBook that nobody tried; one that is too old | `wire`: `only_untried_versions_are_spoken_of`, `what_is_not_a_book_gets_a_sentence` |
//! | drafts, part titles, separators, empty chapters, no chapters | here: [`whatever_stands_in_a_book_comes_back`] |
//! | anything but the book on stdout is fatal | `commands`: `mdbook_gets_its_whole_book_back`, which reads all of stdout as one value |
//! | writing before stdin was read to its end is a deadlock | the same test: it writes a million bytes and reads none until all are taken |
//! | a failure must leave the old site as it was | `mdbook`: `a_problem_fails_the_build_in_ci_and_the_old_site_stays` |
//! | mdBook's own keys stand in our table | here: [`mdbooks_own_keys_are_no_mistake`] |
//! | one unknown key drops the whole of `[output.html]` | `html_table`: `what_mdbook_swallows_is_told` |
//! | without `after` codex runs first: no includes, no `index.md` | `tests/books/problems` (`order`) |
//! | an include that fails leaves its directive, and exit code 0 | `tests/books/problems` (`failed-include`) |
//! | lines are those of the expanded text | `locate`: `lines_after_an_include_are_found` and those beside it |
//! | `{{#…}}` belongs to mdBook and others | `render`: `a_block_is_one_block_of_html_to_markdown`; no mark of ours is written so |
//! | links to `README.md` lead to no page | `tests/books/plain` (`one.md`) |
//! | several outputs: the chain runs once for each | `build`: `several_outputs` |
//! | writing into `src` or the theme at each build never ends under `serve` | `serve`: `a_book_is_built_once_for_each_change`; `assets`: `a_refresh_leaves_the_authors_file_alone` |
//! | what is written into the output folder is gone | `build`: the theme comes with the renderer's own files |
//! | installed files go stale | `commands`: `an_edited_theme_is_refused_with_a_diff`; `assets`: `a_file_is_ours_as_long_as_nobody_edits_it` |
//! | an overridden template breaks with the next mdBook | `commands`: `install_is_done_once_and_undone_to_the_byte`: two files, no template |
//! | a program that is missing is an error | `build`: `mdbook-codex build` needs none |
//! | every save runs everything again | `benches/compare` |
//!
//! Pages:
//!
//! | trap | what shows it |
//! |---|---|
//! | front matter is rendered as text | `front_matter`: `front_matter_is_read_and_the_rest_kept_to_the_byte`, CRLF and byte order marks among it |
//! | writing a chapter anew from events changes it | `identity`: `every_byte_survives`, `what_mdbook_reads_is_the_same` |
//! | a blank line ends a block of HTML; a line below is taken in; a tight list turns loose | `identity`: `a_block_changes_nothing_around_it`; `render`: `a_block_is_one_block_of_html_to_markdown` |
//! | other parser settings than mdBook's | `identity` reads with mdBook's own |
//! | line ends of the file's own | `splice`: `a_block_stands_between_blank_lines`; `identity`: `odd_signs_and_places_change_nothing` |
//! | raw HTML out of balance: a warning without a line | here: [`html_out_of_balance_is_told_with_its_place`] |
//! | `.md` becomes `.html` with what follows dropped, on other hosts too; `//` breaks in print | here: [`addresses_that_mdbook_changes_are_told`] |
//! | the first chapter is `index.html` too, with links from another folder | here: [`a_first_chapter_in_a_folder_is_told`] |
//! | `toc.md` replaces mdBook's own page | here: [`a_page_in_the_place_of_mdbooks_own_is_told`] |
//! | names that differ in case alone are one file on some systems | `windows`: `names_that_not_every_system_takes_are_noted` |
//! | a path that leads out of the book, or holds a quote | `paths`: `a_path_stays_where_it_starts`, `what_the_sidebar_takes_for_code_is_named` |
//! | a line end in a name breaks the sidebar | here: [`whatever_stands_in_a_book_comes_back`] |
//! | pages that are added overwrite others | here: [`an_added_page_takes_a_free_path`] |
//! | a number of an added page breaks the sidebar's list | `tests/books/cards` (`summary.txt`): they have none |
//! | a missing chapter is written as a stub | `commands`: `a_check_writes_nothing` |
//! | ids twice on a page, headings without one in the search, labels by id in print, doubled pictures | here: [`fragments_hold_nothing_that_print_or_search_breaks_on`] |
use serde_json::{Value, json};
use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_mdbook-codex");

/// The items of a book as they come back, and what was said.
fn run(root: &Path, codex: Value, items: Value) -> (Value, String) {
    let config = json!({"preprocessor": {"codex": codex}});
    let context = json!({"root": root, "renderer": "html", "mdbook_version": "0.5.4", "config": config});
    let mut command = Command::new(PROGRAM);
    command.current_dir("/").env_remove("CI").env_remove("GOROOT").env("PATH", "");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let input = json!([context, {"items": items}]).to_string();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    let mut reply: Value = serde_json::from_slice(&output.stdout).unwrap();
    (reply["items"].take(), said)
}

fn chapter(path: &str, text: &str) -> Value {
    json!({"Chapter": {"name": "A chapter", "content": text, "number": [1], "sub_items": [], "path": path,
        "source_path": path, "parent_names": []}})
}

/// The problems of a book of these chapters: code, and what follows `-->`.
#[track_caller]
fn told(chapters: &[(&str, &str)], expected: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in chapters {
        let file = folder.path().join("src").join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let items = chapters.iter().map(|(path, text)| chapter(path, text)).collect();
    let (_, said) = run(folder.path(), json!({"after": ["links", "index"]}), items);
    let problem = |block: &str| {
        let code = block.strip_prefix("warning[")?.split(']').next()?.to_string();
        let place = block.lines().find_map(|line| line.split_once("--> ")).map(|(_, place)| place);
        Some(format!("{code} {}", place.unwrap_or_default()))
    };
    let problems: Vec<String> = said.split("\n\n").filter_map(problem).collect();
    assert_eq!(problems, expected, "{said}");
}

#[test]
fn paths_are_meant_from_the_books_root() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/module");
    let source = json!({"bolt": {"module": "go.example.org/bolt", "pin": "v1.4.0", "root": "tree",
        "url": "github:x/bolt"}});
    let codex = json!({"after": ["links", "index"], "source": source});
    let page = chapter("a.md", "[x](go:go.example.org/bolt.DB)\n");
    let (items, said) = run(&book, codex, json!([page]));
    let text = items[0]["Chapter"]["content"].as_str().unwrap();
    assert!(text.contains("data-codex-ref=\"go.example.org/bolt.DB\""), "{text}\n{said}");
}

#[test]
fn whatever_stands_in_a_book_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let draft = json!({"Chapter": {"name": "Draft", "content": "", "number": [2], "sub_items": [], "path": null,
        "source_path": null, "parent_names": []}});
    let mut parent = chapter("a.md", "# A\n");
    parent["Chapter"]["name"] = json!("two\nlines");
    parent["Chapter"]["sub_items"] = json!([chapter("b.md", ""), "Separator", draft]);
    let items = json!([{"PartTitle": "P"}, parent, "Separator", draft, chapter("c.md", "# Only a heading")]);
    let (out, _) = run(folder.path(), json!({}), items.clone());
    let mut expected = items;
    expected[1]["Chapter"]["name"] = json!("two lines");
    for at in ["/1", "/1/Chapter/sub_items/0", "/4"] {
        let content = format!("{at}/Chapter/content");
        let text = out.pointer(&content).unwrap().clone();
        assert_ne!(Some(&text), expected.pointer(&content), "nothing was put into {at}");
        *expected.pointer_mut(&content).unwrap() = text;
    }
    assert_eq!(out, expected);
    assert_eq!(run(folder.path(), json!({}), json!([])).0, json!([]));
}

#[test]
fn mdbooks_own_keys_are_no_mistake() {
    let folder = tempfile::tempdir().unwrap();
    let keys = json!({"command": "mdbook-codex", "before": ["x"], "after": ["links", "index"], "optional": true,
        "renderers": ["html"]});
    let (_, said) = run(folder.path(), keys, json!([chapter("a.md", "# A\n")]));
    assert!(!said.contains("[config]"), "{said}");
}

#[test]
fn html_out_of_balance_is_told_with_its_place() {
    let page = "# A\n\n<div>\n\na <b>c\n\nd</i>\n\n<br><p>e</p>\n";
    let expected = ["unclosed-tag src/a.md:3:1", "unclosed-tag src/a.md:5:3", "stray-end-tag src/a.md:7:2"];
    told(&[("a.md", page)], &expected);
    told(
        &[("a.md", "# A\n\nb\n"), ("b.md", "# B\n\n<!-- never\n\nclosed\n")],
        &["unclosed-html src/b.md:3:1"],
    );
}

#[test]
fn addresses_that_mdbook_changes_are_told() {
    let page = "# A\n\n[a](a.md?x=1)\n[b](b.mdx)\n[c](//x.test/c)\n[d](HTTPS://x.test/d.md)\n[e](a.md#a)\n\
                [f](https://x.test/f.md?g)\n![g](//x.test/g.png)\n[h](#a)\n";
    let lines = [3, 4, 5, 6, 9].map(|line| format!("rewritten-link src/a.md:{line}:1"));
    told(&[("a.md", page)], &lines.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn a_first_chapter_in_a_folder_is_told() {
    told(&[("deep/a.md", "# A\n"), ("b.md", "# B\n")], &["first-chapter src/SUMMARY.md"]);
    told(&[("b.md", "# B\n"), ("deep/a.md", "# A\n")], &[]);
}

#[test]
fn a_page_in_the_place_of_mdbooks_own_is_told() {
    told(&[("a.md", "# A\n"), ("toc.md", "# T\n")], &["reserved-path src/SUMMARY.md"]);
}

#[test]
fn an_added_page_takes_a_free_path() {
    let folder = tempfile::tempdir().unwrap();
    let pages = [chapter("Tags.md", "---\ntags: [a]\n---\n# A\n"), chapter("codex-TAGS.md", "# B\n")];
    let (items, _) = run(folder.path(), json!({}), json!(pages));
    assert_eq!(items[3]["Chapter"]["path"], "codex-tags-1.md");
}

#[test]
fn fragments_hold_nothing_that_print_or_search_breaks_on() {
    let heading = regex::Regex::new("<h[1-6][^>]*>").unwrap();
    let id = regex::Regex::new(" id=\"([^\"]*)\"").unwrap();
    let mut fragments = 0;
    for file in recorded(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books")) {
        let text = fs::read_to_string(&file).unwrap();
        let ours = text.lines().filter(|line| line.contains("<div class=\"codex-"));
        let mut ids = HashSet::new();
        for line in ours {
            fragments += 1;
            for odd in ["<img", " for=\"", "aria-labelledby=", "url(#", "<use"] {
                assert!(!line.contains(odd), "{odd} in {}", file.display());
            }
            assert!(heading.find_iter(line).all(|tag| tag.as_str().contains(" id=\"")), "{}", file.display());
            let twice =
                id.captures_iter(line).map(|found| found[1].to_string()).find(|id| !ids.insert(id.clone()));
            assert_eq!(twice, None, "{}", file.display());
        }
    }
    assert!(fragments > 50, "only {fragments} fragments are recorded");
}

/// The pages that `tests/books` records for the HTML renderer.
fn recorded(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(recorded(&path));
        } else if path.to_string_lossy().contains("expected")
            && path.extension().is_some_and(|end| end == "md")
        {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_test_of_the_tables_is_there() {
    let name = regex::Regex::new("[`\\[]([a-z_]{14,})[`\\]]").unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    for folder in ["src", "tests"] {
        gather(&root.join(folder), &mut sources);
    }
    let mut count = 0;
    for line in include_str!("traps.rs").lines().filter(|line| line.starts_with("//! | ")) {
        for found in name.captures_iter(line) {
            count += 1;
            assert!(sources.contains(&format!("fn {}()", &found[1])), "there is no test {}", &found[1]);
        }
    }
    assert!(count > 30, "only {count} tests are named");
}

/// The text of every Rust file below a folder.
fn gather(folder: &Path, sources: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, sources);
        } else if path.extension().is_some_and(|end| end == "rs") {
            sources.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}
