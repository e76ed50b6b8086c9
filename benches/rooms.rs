//! How long each room takes over a book of chapters of about 12 KB: parsing alone, finding, resolving, rendering and
//! splicing, and the whole.
use divan::Bencher;
use mdbook_codex::answer::{self, Answered};
use mdbook_codex::config::{self, Config, Places};
use mdbook_codex::find::Findings;
use mdbook_codex::read::{self, Page};
use mdbook_codex::resolve::{self, Resolved};
use mdbook_codex::{find_all, splice_all, wire};
use mdbook_markdown::new_cmark_parser;
use mdbook_preprocessor::book::{Book, BookItem, Chapter, SectionNumber};
use serde_json::json;

fn main() {
    divan::main();
}

/// How many chapters a book has.
const CHAPTERS: [u32; 2] = [13, 1000];

#[divan::bench(args = CHAPTERS)]
fn parse(bencher: Bencher, chapters: u32) {
    let (book, cfg) = (book(chapters), cfg());
    let pages = pages(&book, &cfg);
    let options = cfg.markdown.options();
    bencher.bench(|| {
        pages
            .iter()
            .map(|page| new_cmark_parser(page.text, &options).into_offset_iter().count())
            .sum::<usize>()
    });
}

#[divan::bench(args = CHAPTERS)]
fn find(bencher: Bencher, chapters: u32) {
    let (book, cfg) = (book(chapters), cfg());
    let pages = pages(&book, &cfg);
    bencher.bench(|| find_all(&pages, &cfg));
}

#[divan::bench(args = CHAPTERS)]
fn resolve(bencher: Bencher, chapters: u32) {
    let (book, cfg) = (book(chapters), cfg());
    let pages = pages(&book, &cfg);
    let findings = find_all(&pages, &cfg);
    let answered = answered(&pages, &findings, &cfg);
    bencher.bench(|| resolved(&pages, &findings, &cfg, &answered));
}

#[divan::bench(args = CHAPTERS)]
fn render_and_splice(bencher: Bencher, chapters: u32) {
    let (book, cfg) = (book(chapters), cfg());
    let pages = pages(&book, &cfg);
    let findings = find_all(&pages, &cfg);
    let answered = answered(&pages, &findings, &cfg);
    let placed = || resolved(&pages, &findings, &cfg, &answered).pages;
    bencher.with_inputs(placed).bench_values(|placed| splice_all(&pages, placed, &cfg));
}

#[divan::bench(args = CHAPTERS)]
fn whole(bencher: Bencher, chapters: u32) {
    let context = context();
    let new = || book(chapters);
    bencher.with_inputs(new).bench_values(|mut book| {
        mdbook_codex::run(&context, &mut book).expect("nothing but the book is read");
        book
    });
}

fn context() -> wire::Context {
    wire::Context {
        root: "/nonexistent".into(),
        renderer: "html".into(),
        mdbook_version: "0.5.4".into(),
        config: json!({"book": {"title": "Bench"}, "preprocessor": {"codex": {"after": ["links", "index"]}}}),
    }
}

fn cfg() -> Config {
    config::read(&context(), None).0
}

fn pages<'b>(book: &'b Book, cfg: &Config) -> Vec<Page<'b>> {
    read::read(book, cfg, &Places::of(None)).0
}

fn answered(pages: &[Page], findings: &[Findings], cfg: &Config) -> Answered {
    let asked = resolve::asked(pages, findings, cfg);
    answer::answer(&asked, cfg, &Places::of(None)).expect("no file is read")
}

fn resolved(pages: &[Page], findings: &[Findings], cfg: &Config, answered: &Answered) -> Resolved {
    resolve::resolve(pages, findings, cfg, &Places::of(None), &answered.answers)
}

fn book(chapters: u32) -> Book {
    let paragraph = "The scheduler looks at its own queue first, then at the others, and only then does it ask the \
                     poller, which is why a *busy* thread seldom waits for `runtime.findRunnable`.\n\n";
    let list = "- an item with `code` and some words behind it\n".repeat(8);
    let code = "```go\npackage main\n\nfunc main() {\n\tprintln(\"hello\")\n}\n```\n\n";
    let section = format!("## Section\n\n{}{list}\n{code}", paragraph.repeat(4));
    let body = section.repeat(12_000 / section.len());
    let chapter = |number: u32| {
        BookItem::Chapter(Chapter {
            name: format!("Chapter {number}"),
            content: format!(
                "---\ntags: [tag {}]\n---\n# Chapter {number}\n\n{paragraph}{body}",
                number % 20
            ),
            number: Some(SectionNumber::new([number])),
            path: Some(format!("chapter-{number}.md").into()),
            source_path: Some(format!("chapter-{number}.md").into()),
            ..Chapter::default()
        })
    };
    Book::new_with_items((1..=chapters).map(chapter).collect())
}
