//! mdBook in this process: the same book, the same renderers, Codex called in place of being started.
use super::preprocess::{Done, book_done, text};
use super::shadow::Html;
use super::{Console, Exit, Settings, book_toml, watch};
use crate::problem::{Problem, fails};
use crate::wire;
use anyhow::{Context, Result};
use mdbook_driver::MDBook;
use mdbook_driver::book::Book;
use mdbook_driver::config::Config;
use mdbook_html::HtmlHandlebars;
use mdbook_preprocessor::{MDBOOK_VERSION, Preprocessor, PreprocessorContext};
use serde_json::Value;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// How a book is loaded.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where the output goes; the book's own folder where absent.
    pub out: Option<PathBuf>,
    /// Whether the pages reload themselves, for `serve`.
    pub live: bool,
    /// Whether nothing may be written, for `check`.
    pub dry: bool,
}

/// A book ready to be built.
pub struct Embedded {
    /// mdBook's book.
    pub book: MDBook,
    done: Rc<RefCell<Vec<Done>>>,
    sources: RefCell<Vec<PathBuf>>,
}

/// Loads the book at `root` with Codex in it, whether book.toml names it or not.
pub fn load(root: &Path, options: &Options, settings: &Settings) -> Result<Embedded> {
    let mut config = config(root)?;
    if options.dry {
        config.build.create_missing = false;
    }
    if config.build.use_default_preprocessors && !config.contains_key("preprocessor.codex") {
        config.set("preprocessor.codex.after", book_toml::AFTER)?;
    }
    let html = renders_html(&config)?;
    let mut book = MDBook::load_with_config(root, config)?;
    if let Some(out) = &options.out {
        book.config.build.build_dir.clone_from(out);
    }
    if options.live {
        book.config.set("output.html.live-reload-endpoint", super::serve::RELOAD)?;
        // The page for what is not found is asked for at any depth.
        book.config.set("output.html.site-url", "/")?;
    }
    let done = Rc::default();
    let settings = settings.clone();
    book.with_preprocessor(Codex { done: Rc::clone(&done), settings, writes: !options.dry });
    if html {
        list_theme(&mut book.config)?;
        book.with_renderer(Html);
    }
    Ok(Embedded { book, done, sources: RefCell::default() })
}

impl Embedded {
    /// Builds every output; prints the problems, once each, whether the build went well or not.
    pub fn build(&self, settings: &Settings, console: &mut Console) -> Result<Exit> {
        let built = self.book.build();
        let exit = self.tell(settings, console)?;
        built.map(|()| exit)
    }

    /// What the runs over the book found, one for each renderer, and forgets it.
    pub fn take(&self) -> Vec<Done> {
        let done = self.done.take();
        self.sources.borrow_mut().extend(done.iter().flat_map(watch::sources));
        done
    }

    /// The Go files that the book cites, as far as it was built.
    pub fn sources(&self) -> Vec<PathBuf> {
        self.sources.borrow().clone()
    }

    fn tell(&self, settings: &Settings, console: &mut Console) -> Result<Exit> {
        let mut told: Vec<Problem> = Vec::new();
        let mut exit = Exit::Fine;
        for done in self.take() {
            let problems = &done.report.problems;
            let new: Vec<Problem> = problems.iter().filter(|one| !told.contains(one)).cloned().collect();
            write!(console.err, "{}", text(&done, &new, console.styled))?;
            if fails(problems, done.config.strict, settings.in_ci) {
                exit = Exit::Failed;
            }
            told.extend(new);
        }
        Ok(exit)
    }
}

/// The book at `root` as Codex gets it from mdBook: its pages, with other preprocessors' work done.
pub fn read(root: &Path) -> Result<(wire::Context, Book)> {
    let embedded = load(root, &Options { dry: true, ..Options::default() }, &Settings::default())?;
    let mut book = embedded.book;
    let taken = Rc::default();
    // Of two preprocessors with one name the later one runs.
    book.with_preprocessor(Take { taken: Rc::clone(&taken) });
    book.preprocess_book(&HtmlHandlebars::new())?;
    taken.take().context("mdBook did not run Codex: `[preprocessor.codex]` is not for HTML")
}

/// Stands in Codex's place and keeps what it would get.
struct Take {
    taken: Rc<RefCell<Option<(wire::Context, Book)>>>,
}

impl Preprocessor for Take {
    fn name(&self) -> &str {
        "codex"
    }

    fn run(&self, ctx: &PreprocessorContext, book: Book) -> Result<Book> {
        let context = context(&ctx.root, &ctx.renderer, &ctx.config)?;
        self.taken.replace(Some((context, book.clone())));
        Ok(book)
    }
}

struct Codex {
    done: Rc<RefCell<Vec<Done>>>,
    settings: Settings,
    writes: bool,
}

impl Preprocessor for Codex {
    fn name(&self) -> &str {
        "codex"
    }

    fn run(&self, ctx: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let mut context = context(&ctx.root, &ctx.renderer, &ctx.config)?;
        let done = book_done(&mut context, &mut book, &self.settings, self.writes)?;
        self.done.borrow_mut().push(done);
        Ok(book)
    }
}

/// What mdBook would send of a run.
pub(super) fn context(root: &Path, renderer: &str, config: &Config) -> Result<wire::Context> {
    Ok(wire::Context {
        root: root.to_path_buf(),
        renderer: renderer.to_string(),
        mdbook_version: MDBOOK_VERSION.to_string(),
        config: serde_json::to_value(config).context("book.toml cannot be handed on")?,
    })
}

/// book.toml as mdBook reads it, with what the environment overrides.
pub(super) fn config(root: &Path) -> Result<Config> {
    let path = root.join("book.toml");
    let mut config = match path.exists() {
        true => Config::from_disk(&path).with_context(|| format!("cannot use `{}`", path.display()))?,
        false => Config::default(),
    };
    config.update_from_env()?;
    Ok(config)
}

/// The page for what is not found, below the output.
pub(super) fn page_404(config: &Config) -> PathBuf {
    let input = config.get::<String>("output.html.input-404").ok().flatten();
    Path::new(input.as_deref().filter(|input| !input.is_empty()).unwrap_or("404.md")).with_extension("html")
}

/// An output of that name, or none at all.
pub(super) fn renders_html(config: &Config) -> Result<bool> {
    let outputs = config.outputs::<Value>()?;
    Ok(outputs.is_empty() || outputs.contains_key("html"))
}

/// Names the theme in `additional-css` and `-js` where the book does not.
fn list_theme(config: &mut Config) -> Result<()> {
    for (key, path) in book_toml::ASSETS {
        let key = format!("output.html.{key}");
        // A list that is none makes mdBook drop the whole table, and then there is nothing to add to.
        let Ok(listed) = config.get::<Vec<String>>(&key) else { continue };
        let mut listed = listed.unwrap_or_default();
        if !listed.iter().any(|old| book_toml::same_file(old, path)) {
            listed.push(path.to_string());
            config.set(&key, listed)?;
        }
    }
    Ok(())
}
