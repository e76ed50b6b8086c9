//! What went wrong once: a page, and what became of it. Of a fragment only its class is shown.
use serde_json::{Value, json};

#[path = "identity/program.rs"]
mod program;

/// The page between head and foot.
fn check(page: &str, expected: &str) {
    with(json!({"read": {"enable": false}, "symbols": {"cited": false}}), page, expected);
}

#[track_caller]
fn with(codex: Value, page: &str, expected: &str) {
    let out = program::pages("html", codex, &[page.to_string()]).remove(0);
    let classes = regex::Regex::new(r#"<(?:div|figure|ul|nav) class="(codex-[a-z]+)[^\n]*"#).unwrap();
    let links = regex::Regex::new(r#"<a href="[^"]*" class="codex-symbol"[^>]*>"#).unwrap();
    let out = classes.replace_all(&out, "{$1}").into_owned();
    assert_eq!(links.replace_all(&out, "<a>"), expected);
}

#[test]
fn a_link_that_begins_the_page_stands_below_what_is_put_above_it() {
    // Both stood on one line, which made the whole paragraph raw HTML.
    let expected = "{codex-head}\n\n# T\n\n{codex-lead}\n\n<a>x</a> *a*\n\n{codex-foot}";
    with(json!({}), "# T\n[x](go:runtime.gopark) *a*\n", expected);
}

#[test]
fn a_fence_that_is_left_open_does_not_take_in_the_foot() {
    // The foot was shown as code.
    let expected = "{codex-head}\n\n# T\n\n{codex-lead}\n\n~~~~\ncode\n~~~~\n\n{codex-foot}";
    with(json!({}), "# T\n\n~~~~\ncode\n", expected);
    let expected = "{codex-head}\n\n# T\n\n{codex-lead}\n\n- ```\n  code\n  ```\n\n{codex-foot}";
    with(json!({}), "# T\n\n- ```\n  code", expected);
}

#[test]
fn raw_html_that_is_left_open_does_not_take_in_the_foot() {
    // The foot was a part of the comment.
    with(json!({}), "# T\n\n<!-- a\n\nb\n", "{codex-head}\n\n# T\n\n{codex-lead}\n\n<!-- a\n\nb\n");
}

#[test]
fn a_block_leaves_a_tight_list_tight() {
    // The blank lines around it made paragraphs of the items.
    let block = "- a\n  ```codex-layout\n  runtime.hchan\n  ```\n  b\n- c\n";
    check(block, "- a\n  <!-- -->{codex-layout}\n  b\n- c\n");
}

#[test]
fn a_grid_in_a_quote_stays_in_it() {
    // The figures above it ended the quote.
    check("> ```codex-cards\n> ```\n> a\n", "> <!-- -->{codex-facts}\n> <!-- -->{codex-cards}\n> a\n");
}

#[test]
fn a_picture_may_be_the_words_of_a_link() {
    // The picture lost its address.
    check("[![i](a.png)](go:runtime.g)\n", "<a>![i](a.png)</a>\n");
}

#[test]
fn the_words_of_a_picture_hold_no_link() {
    // Tags were put into the `alt` of a picture, and the picture's own place was forgotten.
    check("![an [x](go:runtime.g)](a.png)\n", "![an [x](go:runtime.g)](a.png)\n");
}

#[test]
fn an_apostrophe_behind_a_link_is_one() {
    // It was curled as the beginning of a quotation.
    check("[the scheduler](go:runtime.schedule)'s loop\n", "<a>the scheduler</a>’s loop\n");
    check("'a [x](go:runtime.schedule)' b\n", "'a <a>x</a>' b\n");
}

#[test]
fn brackets_around_a_link_do_not_become_one() {
    // Links do not nest, so that the outer brackets were text, until the inner link had become HTML.
    let page = "[see [x](go:runtime.g)](a.md) and [[y](go:runtime.m)] and \\[[z](go:runtime.p)](b)\n";
    check(page, "[see [x](go:runtime.g)](a.md) and [<a>y</a>] and \\[<a>z</a>](b)\n");
}

#[test]
fn a_code_span_in_a_link_of_html_is_left_alone() {
    // A link stood inside another.
    let page = "<a href=\"x\">`runtime.gopark`</a> and `runtime.gopark`\n";
    check(page, "<a href=\"x\">`runtime.gopark`</a> and <a>`runtime.gopark`</a>\n");
}
