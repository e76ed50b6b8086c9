//! Nothing is lost: outside of what Codex puts in, each byte of a page survives, and so does what mdBook makes of it.
//!
//! Everything goes through the program itself, as mdBook runs it.
#[path = "identity/corpus.rs"]
mod corpus;
#[path = "identity/hostile.rs"]
mod hostile;
#[path = "identity/marks.rs"]
mod marks;
#[path = "identity/outside.rs"]
mod outside;
#[path = "identity/program.rs"]
mod program;
#[path = "support/random.rs"]
mod random;

use corpus::Text;
use random::Random;
use serde_json::json;

/// At most so many failures are printed.
const SHOWN: usize = 12;

/// Runs the texts as one book and gives each with what became of it to `check`.
fn check(codex: serde_json::Value, texts: &[Text], holds: impl Fn(&str, &str) -> Result<(), String>) {
    check_for("html", codex, texts, holds);
}

fn check_for(
    renderer: &str,
    codex: serde_json::Value,
    texts: &[Text],
    check: impl Fn(&str, &str) -> Result<(), String>,
) {
    let pages: Vec<String> = texts.iter().map(|text| text.text.clone()).collect();
    let out = program::pages(renderer, codex, &pages);
    let failed: Vec<String> = texts
        .iter()
        .zip(&out)
        .filter_map(|(text, out)| {
            let error = check(&text.text, out).err()?;
            let short = |text: &str| text.chars().take(3000).collect::<String>();
            Some(format!("== {}\n{:?}\n{}", text.name, short(&text.text), short(&error)))
        })
        .collect();
    let shown = failed.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n");
    assert!(failed.is_empty(), "{} of {} texts:\n{shown}", failed.len(), texts.len());
}

fn same_events(input: &str, output: &str) -> Result<(), String> {
    match outside::difference(&outside::events(input), &outside::events(output)) {
        Some(difference) => Err(difference),
        None => Ok(()),
    }
}

/// The texts that hold nothing of what Codex takes for a mark.
fn unmarked() -> Vec<Text> {
    let marks = ["codex", "go:", "`", "README", "package main"];
    let is_plain =
        |text: &Text| !text.text.starts_with("---") && !marks.iter().any(|mark| text.text.contains(mark));
    corpus::all().into_iter().filter(is_plain).collect()
}

#[test]
fn a_page_without_marks_comes_back_to_the_byte() {
    let same = |input: &str, output: &str| if input == output { Ok(()) } else { Err("differs".into()) };
    let without_read = || json!({"read": {"enable": false}});
    check(without_read(), &unmarked(), same);
    check_for("markdown", without_read(), &unmarked(), same);
    check_for("test", without_read(), &unmarked(), same);
}

#[test]
fn every_byte_survives() {
    let texts = unmarked();
    check(json!({}), &texts, outside::bytes_survive);
}

#[test]
fn what_mdbook_reads_is_the_same() {
    // A count is the author's own words in another form, and a table of changes brings headings along.
    let is_same = |text: &Text| !["codex:", "codex-changes"].iter().any(|mark| text.text.contains(mark));
    let texts: Vec<Text> = corpus::all().into_iter().filter(is_same).collect();
    check(json!({}), &texts, same_events);
}

#[test]
fn a_block_changes_nothing_around_it() {
    let mut random = Random(1 << 40 | 1);
    let with = |text: Text| {
        let texts = marks::with_blocks(&text.text, &mut random);
        texts
            .into_iter()
            .map(move |marked| Text { name: text.name.clone(), text: marked })
            .collect::<Vec<_>>()
    };
    let texts = corpus::suite().into_iter().filter(|text| !text.text.starts_with('<'));
    let texts: Vec<Text> = texts.flat_map(with).collect();
    check(json!({}), &texts, same_events);
}

#[test]
fn a_link_changes_nothing_around_it() {
    let mut random = Random(1 << 40 | 3);
    let with = |text: Text| Text { text: marks::with_links(&text.text, &mut random), name: text.name };
    let texts: Vec<Text> = corpus::suite().into_iter().map(with).collect();
    check(json!({}), &texts, same_events);
}

#[test]
fn a_second_run_changes_nothing() {
    let mut random = Random(1 << 40 | 5);
    let texts = corpus::all().into_iter().map(|text| marks::with_links(&text.text, &mut random));
    let texts: Vec<String> = ["# Start\n".to_string()].into_iter().chain(texts).collect();
    for texts in texts.chunks(1000) {
        let items = texts.iter().map(String::as_str).enumerate().map(program::chapter).collect();
        let tagged = json!({"chapters": {"page-0.md": {"tags": ["a", "b"], "description": "c"}}});
        let once = program::run("html", tagged.clone(), &items);
        let twice = program::run("html", tagged, &once);
        let (once, twice) = (once.as_array().expect("items"), twice.as_array().expect("items"));
        for (once, twice) in once.iter().zip(twice) {
            let text = |item: &serde_json::Value| {
                item["Chapter"]["content"].as_str().unwrap_or_default().to_string()
            };
            let same = same_events(&text(once), &text(twice)).and_then(|()| match once == twice {
                true => Ok(()),
                false => Err("the bytes differ".to_string()),
            });
            assert!(same.is_ok(), "{}\n{}", text(once), same.unwrap_err());
        }
        assert_eq!(once.len(), twice.len());
    }
}

/// Long pages and long lines, each in a book of its own, so that one that does not end can be told. Where the time
/// grew with the square of the length, these take minutes.
#[test]
fn a_hostile_page_ends_and_comes_back() {
    for text in hostile::pages(1 << 18).into_iter().chain(hostile::lines(10 << 20)) {
        // What fails is too long to be shown.
        let said =
            std::panic::catch_unwind(|| program::pages("html", json!({}), std::slice::from_ref(&text.text)));
        let out = said.unwrap_or_else(|_| panic!("{}", text.name)).remove(0);
        let difference = outside::difference(&outside::events(&text.text), &outside::events(&out));
        let difference = difference.filter(|_| !text.text.starts_with("---"));
        assert!(difference.is_none(), "{}: {:.600}", text.name, difference.unwrap_or_default());
    }
}

#[test]
fn odd_signs_and_places_change_nothing() {
    check(json!({}), &hostile::odd(), same_events);
}
