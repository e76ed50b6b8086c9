//! The whole way of one page, from Markdown to Markdown, with answers made up from the questions.
use mdbook_codex::adopt::home::Home;
use mdbook_codex::adopt::links;
use mdbook_codex::config::{self, Config, Output, Places};
use mdbook_codex::find;
use mdbook_codex::piece::{
    CallArrow, CallsFigure, Definition, Excerpt, ExcerptPart, LayoutCell, LayoutFigure,
};
use mdbook_codex::problem::locate::Sources;
use mdbook_codex::problem::{PageSource, Place, Problem, print};
use mdbook_codex::read::{self, Page};
use mdbook_codex::render::{self, Form};
use mdbook_codex::resolve::answers::{Answer, Answers, Ask, Asked, Refusal};
use mdbook_codex::resolve::{self, Placed};
use mdbook_codex::splice::{self, Edit};
use mdbook_codex::wire::Context;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use std::path::Path;

/// A page keeps every word of its author's that nothing takes the place of, and no text makes the run fail.
pub fn page(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    for renderer in ["html", "markdown", "epub", "test"] {
        through(&text, renderer);
    }
}

fn through(text: &str, renderer: &str) {
    let context = Context {
        root: "/nowhere".into(),
        renderer: renderer.into(),
        mdbook_version: "0.5.4".into(),
        config: serde_json::json!({"preprocessor": {"codex": {
            "go": "go1.27.3", "after": ["links", "index"], "names": {"gopark": "runtime.gopark"},
            "outline": {"sections": ["A"]}, "questions": [{"section": "A"}], "eyebrow": "E", "trail": ["T"],
        }}}),
    };
    let places = Places::of(None);
    let (cfg, _) = config::read_at(&context, &places);
    let mut book = Book::default();
    for (at, name) in (1..).zip(["a", "b"]) {
        let mut chapter = Chapter::new(name, text.into(), format!("{name}.md"), Vec::new());
        chapter.number = Some(serde_json::from_value(serde_json::json!([at])).expect("a number"));
        book.items.push(BookItem::Chapter(chapter));
    }
    let (pages, mut problems) = read::read(&book, &cfg, &places);
    let findings = mdbook_codex::find_all(&pages, &cfg);
    for page in &pages {
        // A page that is read line by line holds what the parser finds on it.
        find::find_quickly(page, &cfg).inspect(|found| assert_eq!(*found, find::find_thoroughly(page, &cfg)));
    }
    let answers = answers(&resolve::asked(&pages, &findings, &cfg));
    let resolved = resolve::resolve(&pages, &findings, &cfg, &places, &answers);
    problems.extend(resolved.problems);
    for (page, placed) in pages.iter().zip(resolved.pages) {
        keeps_words(page, placed, &cfg);
    }
    for added in resolved.added {
        added.pieces.iter().for_each(|piece| drop(render::render(piece, form(&cfg), cfg.words())));
    }
    points_into(&problems, text);
    for link in links::find(text, pages[0].body, &cfg.markdown.options(), &[Home::of_go(None)]) {
        assert!(text.get(link.written.span.clone()).is_some(), "{link:?}");
    }
}

/// What stands between the edits is on the page, in its order.
fn keeps_words(page: &Page, placed: Vec<Placed>, cfg: &Config) {
    let edits = placed.into_iter().flat_map(|placed| {
        assert!(page.text.get(placed.span.clone()).is_some(), "{placed:?}");
        let fragment = render::render(&placed.piece, form(cfg), cfg.words());
        splice::edits(placed, fragment)
    });
    let mut edits: Vec<Edit> = edits.collect();
    let out = splice::apply(page.text, edits.clone());
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (mut done, mut at) = (0, 0);
    let kept = |part: &str, at: usize| {
        let found = out[at..].find(part);
        at + found.unwrap_or_else(|| panic!("lost: {part:?}")) + part.len()
    };
    for edit in edits.iter().filter(|edit| edit.text != page.text) {
        if let Some(part) = page.text.get(done..edit.span.start) {
            at = kept(part, at);
            done = edit.span.end;
        }
    }
    kept(&page.text[done..], at);
}

fn points_into(problems: &[Problem], text: &str) {
    for problem in problems {
        if let Place::Page { span, .. } = &problem.place {
            assert!(text.get(span.clone()).is_some(), "{problem:?}");
        }
    }
    let source = |name: &str| PageSource {
        name: name.into(),
        source_path: Some(format!("{name}.md").into()),
        text: text.into(),
    };
    let pages = [source("a"), source("b")];
    let read = |_: &Path| Some(text.to_owned());
    let sources = Sources { pages: &pages, src: Path::new("src"), read: &read };
    let lines = print::json(problems, sources);
    assert!(lines.lines().count() <= problems.len());
    print::text(problems, sources, false);
}

fn form(cfg: &Config) -> Form {
    match cfg.output {
        Output::Html => Form::Html,
        Output::Markdown | Output::Epub | Output::Test => Form::Markdown,
    }
}

/// An answer to each question, of one of the three kinds by its length.
fn answers(asked: &Asked) -> Answers {
    let mut answers = Answers { pin: Some("go1.27.3".into()), ..Answers::default() };
    for ask in asked.written.iter().chain(&asked.spans) {
        answers.symbols.insert(ask.clone(), answer(ask, definition(ask)));
    }
    for (ask, title) in &asked.facts {
        answers.facts.insert((ask.clone(), title.clone()), answer(ask, ()));
    }
    for ask in &asked.excerpts {
        answers.excerpts.insert(ask.clone(), answer(ask, excerpt(ask)));
    }
    for ask in &asked.layouts {
        answers.layouts.insert(ask.clone(), answer(ask, figure(ask)));
    }
    for ask in &asked.calls {
        answers.calls.insert(ask.clone(), answer(ask, calls(ask)));
    }
    answers
}

fn answer<T>(ask: &Ask, value: T) -> Answer<T> {
    match ask.reference.len() % 5 {
        0 => Answer::Absent(Some(ask.reference.clone())),
        1 => {
            let help = Some(ask.reference.clone());
            Answer::Wrong(Refusal { code: "unknown-symbol", message: ask.reference.clone(), help })
        }
        _ => Answer::Known(value),
    }
}

fn definition(ask: &Ask) -> Definition {
    let length = ask.reference.len();
    Definition {
        reference: ask.reference.clone(),
        kind: "func".into(),
        signature: ask.reference.clone(),
        file: ask.reference.clone(),
        lines: (length, length * 2),
        release: "go1.27.3".into(),
        href: format!("https://x.test/{}", ask.reference),
        body: length.is_multiple_of(2).then(|| (ask.reference.clone(), (0, 0), "https://x.test".into())),
        value: length.is_multiple_of(3).then(|| ask.reference.clone()),
        ..Definition::default()
    }
}

fn excerpt(ask: &Ask) -> Excerpt {
    let lines = ask.reference.split('.').map(String::from).collect();
    let part = ExcerptPart { first: ask.reference.len(), lines };
    let (definition, language) = (definition(ask), "go".to_string());
    Excerpt { definition, parts: vec![part], language, absent: Some("Not here.".into()) }
}

fn figure(ask: &Ask) -> LayoutFigure {
    let name = Some(ask.reference.clone());
    let cell = |offset, name| LayoutCell { name, type_text: ask.reference.clone(), offset, size: 8 };
    LayoutFigure {
        definition: definition(ask),
        target: "linux/amd64".into(),
        size: 16,
        align: 8,
        cache_line: 64,
        word: 8,
        cells: vec![cell(0, name), cell(8, None)],
    }
}

fn calls(ask: &Ask) -> CallsFigure {
    let arrow = CallArrow { from: 0, to: 1, note: ask.reference.clone(), line: 1 };
    CallsFigure { nodes: vec![definition(ask), definition(ask)], arrows: vec![arrow] }
}
