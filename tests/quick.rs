//! A page that is read line by line holds what the parser finds on it.
#[path = "identity/corpus.rs"]
mod corpus;
#[path = "identity/hostile.rs"]
#[allow(dead_code)]
mod hostile;
#[path = "support/random.rs"]
mod random;

use mdbook_codex::config::{self, Config, Places};
use mdbook_codex::find::{find_quickly, find_thoroughly};
use mdbook_codex::read;
use mdbook_codex::wire::Context;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use random::Random;
use serde_json::json;

/// At most so many differences are printed.
const SHOWN: usize = 12;

fn cfg(auto_link: &str) -> Config {
    let context = Context {
        root: "/nowhere".into(),
        renderer: "html".into(),
        mdbook_version: "0.5.4".into(),
        config: json!({"preprocessor": {"codex": {"auto-link": auto_link, "names": {"gopark": "runtime.gopark"}}}}),
    };
    config::read_at(&context, &Places::of(None)).0
}

/// How many of the texts were read line by line.
fn check(texts: &[(String, String)]) -> usize {
    let mut book = Book::default();
    for (name, text) in texts {
        book.items.push(BookItem::Chapter(Chapter::new(
            name,
            text.clone(),
            format!("{name}.md"),
            Vec::new(),
        )));
    }
    let (mut quick, mut wrong) = (0, Vec::new());
    for auto_link in ["first", "all"] {
        let cfg = cfg(auto_link);
        let (pages, _) = read::read(&book, &cfg, &Places::of(None));
        for page in &pages {
            let Some(found) = find_quickly(page, &cfg) else { continue };
            quick += 1;
            let expected = find_thoroughly(page, &cfg);
            if found != expected {
                wrong.push(format!("{}:\n{:?}\n{found:?}\n{expected:?}", page.title, page.text));
            }
        }
    }
    let shown = wrong.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} texts are read otherwise:\n{shown}", wrong.len());
    quick / 2
}

#[test]
fn texts_of_all_sorts() {
    let texts: Vec<_> = corpus::all().into_iter().map(|text| (text.name, text.text)).collect();
    let quick = check(&texts);
    assert!(quick > texts.len() / 4, "{quick} of {}", texts.len());
}

#[test]
fn hostile_pages() {
    let texts = hostile::odd().into_iter().chain(hostile::pages(2000)).chain(hostile::lines(2000));
    check(&texts.map(|text| (text.name, text.text)).collect::<Vec<_>>());
}

/// Lines that begin, end, continue or break blocks.
const LINES: [&str; 86] = [
    "[a](b\u{19}c.md)",
    "[a](b\u{7f}c.md) \u{1} `d.e`",
    "",
    "",
    "",
    "",
    "",
    "a",
    "a `b.c` d",
    "- a",
    "- `b.c`",
    "- b [c](d.md)",
    "* c",
    "*   d",
    "+ e",
    "1. a",
    "2) b",
    "1234567890. x",
    "# H",
    "## H `x.y` z",
    "# H #",
    "# H {#i}",
    "# What's -- that",
    "#",
    "#x",
    "####### x",
    "```go",
    "```",
    "````",
    "~~~",
    "~~~ x",
    "``` a`b",
    "> q",
    "> `q.r`",
    "> ```",
    "- ```",
    "  ```",
    "   ~~~",
    "  x",
    "    y",
    "\tz",
    " ",
    "   ",
    "---",
    "===",
    "***",
    "- - -",
    "_ _ _",
    "| a | b |",
    "|---|---|",
    "| :-- | --: |",
    "| `c.d` | e |",
    "| f |",
    "a | b",
    "--- | ---",
    "- a | b",
    "[a](b.md)",
    "x [a](go:x.y) z",
    "[](go:x.y)",
    "![i](j.png)",
    "[a](b \"c\")",
    "[a]( b)",
    "[`a.b`](c.md)",
    "[*a*](b.md) [c](d)",
    "<div>",
    "</div>",
    "a <b> c < d",
    "<!-- c",
    "-->",
    "[a]: b",
    "[a]",
    "[^1]: c",
    "x[^1] y",
    ": d",
    "\\`a.b`",
    "``a.b`` c",
    "`a.b",
    "c`",
    "[l",
    "m](n.md)",
    "- [ ] t",
    "- [x](y)",
    "-",
    "1.",
    "*e `f.g`* h\\",
    "é `ü.x` <http://x.y> &amp;  ",
];

#[test]
fn lines_in_any_order() {
    let mut random = Random(1 << 40 | 9);
    let mut text = || {
        let count = 1 + random.below(9);
        let lines: Vec<&str> = (0..count).map(|_| LINES[random.below(LINES.len())]).collect();
        let end = if random.below(4) == 0 { "" } else { "\n" };
        lines.join("\n") + end
    };
    let texts: Vec<_> = (0..50_000).map(|at| (format!("lines {at}"), text())).collect();
    let quick = check(&texts);
    assert!(quick > texts.len() / 4, "{quick} of {}", texts.len());
}
