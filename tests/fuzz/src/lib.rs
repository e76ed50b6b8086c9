//! What is fuzzed: one function a target, bytes in, a panic where a promise is broken.
//!
//! `cargo fuzz` runs them through `fuzz_targets/`, and `tests/fuzz.rs` over the corpus and some thousand mutations.
use mdbook_codex::config::{self, Places};
use mdbook_codex::go::reference::Reference;
use mdbook_codex::go::{asm, build, consts, decls, experiments, facts, layout, lex, parse, release, syntax};
use mdbook_codex::read::front_matter;
use mdbook_codex::wire::Context;
use mdbook_codex::{lock, wire};
use mdbook_preprocessor::book::Book;

mod page;
pub use page::page;

/// A target's function.
pub type Target = fn(&[u8]);

/// Every target by its name, which is also that of its corpus.
pub const TARGETS: [(&str, Target); 10] = [
    ("scanner", scanner),
    ("constraint", constraint),
    ("reference", reference),
    ("consts", consts),
    ("lock", lock),
    ("front_matter", front_matter),
    ("wire", wire),
    ("config", config),
    ("page", page),
    ("layout", layout),
];

/// Tokens stand in order, and every declaration is a place in the text.
pub fn scanner(data: &[u8]) {
    let mut end = 0;
    for token in lex::tokens(data) {
        assert!(end <= token.start && token.start <= token.end && token.end <= data.len(), "{token:?}");
        end = token.end;
    }
    let lines = data.iter().filter(|byte| **byte == b'\n').count() + 1;
    match decls::scan(data) {
        Ok(file) => {
            for decl in &file.decls {
                assert!(
                    data.get(decl.span.clone()).is_some() && decl.span.contains(&decl.name_at),
                    "{decl:?}"
                );
                assert!(decl.doc.unwrap_or(decl.start) <= decl.start && decl.start <= decl.end, "{decl:?}");
                assert!(1 <= decl.start && decl.end <= lines, "{decl:?}");
                assert!(decl.group.is_none_or(|group| (group as usize) < file.groups.len()), "{decl:?}");
                assert!(!decls::signature(data, decl).contains('\n'), "{decl:?}");
            }
        }
        Err(error) => {
            assert!(error.offset <= data.len() && 1 <= error.line && error.line <= lines, "{error:?}")
        }
    }
    for text in asm::texts(data) {
        assert!(text.start <= text.end && text.end <= lines, "{text:?}");
    }
}

/// A constraint that is printed reads as the same one.
pub fn constraint(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(expr) = build::parse(&text) {
        let printed = expr.to_string();
        let again = build::parse(&printed).expect("what is printed is a constraint");
        assert_eq!(again.to_string(), printed);
        for tag in ["linux", "a", "go1.1"] {
            let holds = |known: &str| known == tag;
            assert_eq!(again.eval(&holds), expr.eval(&holds), "{printed}");
        }
    }
    if let Some(Ok(expr)) = build::constraint(data) {
        assert!(build::parse(&expr.to_string()).is_ok(), "{expr}");
    }
    let target = mdbook_codex::go::target::Target::default();
    experiments::default_tags(data, &target);
    mdbook_codex::go::target::name_constraint(&text);
    release::version(&text);
}

/// A reference that is printed reads back; an error points into the text.
pub fn reference(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match text.parse::<Reference>() {
        Ok(reference) => assert_eq!(reference.to_string().parse(), Ok(reference), "{text}"),
        Err(error) => assert!(text.get(error.span).is_some(), "{text}"),
    }
}

/// Constant expressions end, and a fact holds for the value that it states.
pub fn consts(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let value = consts::literal_value(&text);
    if let Ok(fact) = facts::checked(&text) {
        assert!(facts::states(&text));
        let _ = facts::holds(&fact, &fact.value.to_string());
        let _ = facts::holds(&fact, &text);
    }
    if let Ok(value) = value {
        assert_eq!(value.to_string(), value.clone().to_string());
    }
}

/// What is read of a lock is written, and then read as the same without a problem.
pub fn lock(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (known, problems) = lock::read(&text);
    for problem in problems {
        if let mdbook_codex::problem::Place::File { span: Some(span), .. } = problem.place {
            assert!(text.get(span.clone()).is_some(), "{span:?}");
        }
    }
    let written = lock::write(&known);
    assert_eq!(lock::read(&written), (known, Vec::new()), "{written}");
}

/// Front matter ends within the text, and so does every place in it.
pub fn front_matter(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Some(found) = front_matter::split(&text) else { return };
    assert!(text.get(found.end..).is_some());
    for (path, span) in &found.places {
        assert!(text[..found.end].get(span.clone()).is_some(), "{path:?} {span:?}");
        assert_eq!(found.span(path).end, found.span(path).end.min(found.end));
    }
    assert!(found.fault.is_none_or(|(span, _)| text.get(span).is_some()));
}

/// A book that is read is written in the shape it came in, and as mdBook itself would write it.
pub fn wire(data: &[u8]) {
    let mut input = data.to_vec();
    let Ok(sent) = wire::read(&mut input) else { return };
    let context = serde_json::json!({
        "root": sent.context.root, "renderer": sent.context.renderer,
        "mdbook_version": sent.context.mdbook_version, "config": sent.context.config,
    });
    wire::version_advice(&sent.context.mdbook_version);
    let dialect = sent.dialect;
    let written = |sent: wire::Sent| {
        let mut bytes = Vec::new();
        wire::write(&sent.book, &mut sent.texts.into_iter().map(Into::into), dialect, &mut bytes)
            .expect("a book can be written");
        String::from_utf8(bytes).expect("JSON is text")
    };
    let first = written(sent);
    if let Ok((_, book)) = serde_json::from_slice::<(serde_json::Value, Book)>(data) {
        assert_eq!(first, serde_json::to_string(&book).expect("a book can be written"));
    }
    let mut sent = format!("[{context},{first}]").into_bytes();
    let again = wire::read(&mut sent).expect("what was written can be read");
    assert_eq!(again.dialect, dialect);
    assert_eq!(written(again), first);
}

/// Any table is a configuration, and every problem points into the text.
pub fn config(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let from_json = serde_json::from_slice(data).ok();
    let from_toml = || toml_edit::de::from_str(&text).ok();
    let Some(config) = from_json.or_else(from_toml) else { return };
    let context =
        Context { root: "/b".into(), renderer: "html".into(), mdbook_version: "0.5.4".into(), config };
    for toml in [None, Some(&*text)] {
        for problem in config::read(&context, toml).1 {
            if let mdbook_codex::problem::Place::File { span: Some(span), .. } = problem.place {
                assert!(text.get(span.clone()).is_some(), "{span:?}");
            }
        }
    }
    Places::of(Some(&text)).span(["go"]);
}

/// A layout that is read prints as a line that reads the same, and a Go file is read whatever it holds.
pub fn layout(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Some(read) = layout::parse_line("T", &text) {
        let line = layout::print_line(&read);
        assert_eq!(layout::parse_line("T", &line).as_ref(), Some(&read), "{line}");
        layout::rows(&read);
    }
    let file = parse::file(data);
    for refused in &file.refused {
        assert!(refused.at <= data.len(), "{refused:?}");
    }
    for decl in &file.decls {
        if let syntax::Decl::Func(func) = decl {
            func.body.clone().map(|body| parse::body(data, body));
        }
    }
}
