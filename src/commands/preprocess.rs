//! What mdBook runs: a book on stdin, the same book with Codex in it on stdout.
use super::{Console, Exit, Settings, assets, emptied, html_table};
use crate::config::{self, Config, Part, Places};
use crate::problem::locate::Sources;
use crate::problem::{PageSource, Problem, fails, print};
use crate::wire::{self, Context, Sent};
use crate::{Report, Treated, disk, read, splice};
use anyhow::Result;
use mdbook_preprocessor::book::Book;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::path::Path;

/// What came of one run of the parts over a book.
pub struct Done {
    /// Problems and pages.
    pub report: Report,
    /// The configuration that the run had.
    pub config: Config,
}

/// Answers mdBook; where problems fail the build there is no answer, and mdBook stops.
pub fn run(mut input: Vec<u8>, settings: &Settings, console: &mut Console) -> Result<Exit> {
    let Sent { mut context, mut book, texts, dialect } = wire::read(&mut input)?;
    if let Some(advice) = wire::version_advice(&context.mdbook_version) {
        writeln!(console.err, "warning: {advice}")?;
    }
    let mut treated = Treated::default();
    let done = done(&mut context, settings, true, |cfg, places| {
        treated = crate::treat(cfg, places, read::with_texts(&book, &texts), false)?;
        Ok(std::mem::take(&mut treated.report))
    })?;
    let exit = tell(&done, settings, console)?;
    if exit == Exit::Fine {
        splice::name(&mut book, treated.titles);
        splice::hang(&mut book, &done.config.words().browse, treated.added);
        let pages = texts.into_iter().zip(treated.placed);
        let page = |(text, placed)| {
            crate::spliced(text, placed, &done.config).map_or(Cow::Borrowed(text), Cow::Owned)
        };
        // Each page is made a little before it is written: those of a large book are never all there.
        wire::write(&book, &mut pages.map(page), dialect, console.out)?;
    }
    Ok(exit)
}

/// Runs the parts over a book; `writes` allows the theme to be kept current.
pub fn book_done(context: &mut Context, book: &mut Book, settings: &Settings, writes: bool) -> Result<Done> {
    done(context, settings, writes, |cfg, places| crate::run_as(cfg, places, book))
}

/// What `run` says of a book, and what is to be said of the files around it.
fn done(
    context: &mut Context,
    settings: &Settings,
    writes: bool,
    run: impl FnOnce(&Config, &Places) -> Result<Report>,
) -> Result<Done> {
    emptied::spares_the_book(context)?;
    only(context, &settings.only);
    let text = disk::read_if_there(&context.root.join("book.toml"))?;
    let places = Places::of(text.as_deref());
    let (config, mut problems) = config::read_at(context, &places);
    let mut report = run(&config, &places)?;
    problems.append(&mut report.problems);
    report.problems = problems;
    if context.renderer == "html" {
        if config.runs(Part::Traps) {
            report.problems.extend(html_table::problems(context, text.as_deref()));
        }
        // What the next build brings up to date by itself is nothing to mend.
        match config.auto_assets {
            true if writes => drop(assets::refresh(&context.root)?),
            true => {}
            false => report.problems.extend(assets::problems(&context.root)?),
        }
    }
    Ok(Done { report, config })
}

/// Prints the problems on stderr; says whether they fail the run.
pub fn tell(done: &Done, settings: &Settings, console: &mut Console) -> Result<Exit> {
    let problems = &done.report.problems;
    write!(console.err, "{}", text(done, problems, console.styled))?;
    let failed = fails(problems, done.config.strict, settings.in_ci);
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}

/// Problems as text, their places looked up in the book's files.
pub fn text(done: &Done, problems: &[Problem], styled: bool) -> String {
    with_sources(&done.report.pages, &done.config, |sources| print::text(problems, sources, styled))
}

/// Problems as lines of JSON.
pub fn json(done: &Done, problems: &[Problem]) -> String {
    with_sources(&done.report.pages, &done.config, |sources| print::json(problems, sources))
}

/// Calls `with` with what the places of problems are looked up in.
pub fn with_sources<T>(pages: &[PageSource], config: &Config, with: impl FnOnce(Sources) -> T) -> T {
    let read = |path: &Path| disk::read(&config.root.join(path)).ok();
    with(Sources { pages, src: &config.src, read: &read })
}

/// `--only` is the same as the key of that name.
pub(super) fn only(context: &mut Context, parts: &[String]) {
    if parts.is_empty() {
        return;
    }
    for key in ["/preprocessor", "/preprocessor/codex"] {
        let (parent, name) = key.rsplit_once('/').unwrap_or(("", key));
        let table = context.config.pointer_mut(parent).and_then(Value::as_object_mut);
        if let Some(table) = table {
            table.entry(name).or_insert_with(|| json!({}));
        }
    }
    if let Some(codex) = context.config.pointer_mut("/preprocessor/codex").and_then(Value::as_object_mut) {
        codex.insert("only".into(), json!(parts));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_is_written_where_the_configuration_is_read() {
        let check = |config: Value, expected: Value| {
            let mut context = Context {
                root: "/b".into(),
                renderer: "html".into(),
                mdbook_version: "0.5.4".into(),
                config,
            };
            only(&mut context, &["cards".into()]);
            assert_eq!(context.config, expected);
        };
        check(json!({}), json!({"preprocessor": {"codex": {"only": ["cards"]}}}));
        check(
            json!({"preprocessor": {"codex": {"go": "go1.27.3", "only": ["tags"]}}}),
            json!({"preprocessor": {"codex": {"go": "go1.27.3", "only": ["cards"]}}}),
        );
    }
}
