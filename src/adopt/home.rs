//! The repositories whose links become references: Go's own, and those of the book's other modules.
use super::url::{self, Old, Rev};
use crate::answer::origins::revision;
use crate::config::table::SourceTable;
use crate::go::reference::{Place, Reference};
use crate::go::release::Release;
use crate::permalink::{self, Template};

/// A repository, and the forms in which links lead into it.
#[derive(Debug, Clone, PartialEq)]
pub struct Home {
    /// The module that it holds; none for Go.
    pub module: Option<Module>,
    hosts: Vec<Host>,
}

/// A module of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Its name in book.toml, which is short for its package.
    pub name: String,
    /// Its path.
    pub path: String,
    /// The version that the book is about.
    pub pin: String,
}

/// A form of links.
#[derive(Debug, Clone, PartialEq)]
enum Host {
    /// Of the repository of this name, in all views that GitHub has of a file.
    GitHub(String),
    Gitiles(String),
    CodeSearch(String),
    /// The sites that show whatever release of Go is newest.
    Newest,
    /// Of the form that the links of Codex would have.
    Form(Template),
}

impl Home {
    /// Go's own repository. `url` is where the book's links lead, if that is said.
    pub fn of_go(url: Option<&str>) -> Home {
        let known = [
            Host::GitHub("golang/go".to_owned()),
            Host::Gitiles("go".to_owned()),
            Host::CodeSearch("go/go".to_owned()),
            Host::Newest,
        ];
        let own = url.and_then(|url| Host::of(url, None));
        Home { module: None, hosts: known.into_iter().chain(own).collect() }
    }

    /// The repository of a module: where its path says that it is, and where the book's links lead.
    pub fn of_module(name: &str, table: &SourceTable) -> Home {
        let home = permalink::home(&table.module);
        let urls = home.iter().chain(&table.url);
        let hosts = urls.filter_map(|url| Host::of(url, Some(&table.module))).collect();
        let (path, pin) = (table.module.clone(), table.pin.clone());
        Home { module: Some(Module { name: name.to_owned(), path, pin }), hosts }
    }

    /// What an address inside the repository names.
    pub fn read(&self, href: &str) -> Option<Old> {
        let parts = self.hosts.iter().find_map(|host| host.read(href))?;
        let old = url::old(parts, |name| self.rev(name))?;
        Some(Old { module: self.path().map(str::to_owned), ..old })
    }

    /// The module's path; none for Go.
    pub fn path(&self) -> Option<&str> {
        self.module.as_ref().map(|module| module.path.as_str())
    }

    /// The release or version that the book is about; of Go it may be the page's own.
    pub fn pin<'h>(&'h self, go: Option<&'h str>) -> Option<&'h str> {
        self.module.as_ref().map_or(go, |module| Some(&module.pin))
    }

    /// The reference as a book writes it: with the module's name in book.toml, which is short for its package.
    pub fn short(&self, reference: Reference) -> Reference {
        let short = self.module.as_ref().and_then(|module| {
            let Place::Dotted(place) = &reference.place else { return None };
            let rest = place.strip_prefix(&module.path).filter(|rest| rest.starts_with('.'))?;
            let short = Place::Dotted(format!("{}{rest}", module.name));
            let short = Reference { place: short, ..reference.clone() };
            // A name in book.toml may be any text; one in a reference may not.
            (short.to_string().parse() == Ok(short.clone())).then_some(short)
        });
        short.unwrap_or(reference)
    }

    /// How the tree of a release, or of a version, is called.
    pub fn tree(&self, release: &str) -> String {
        match &self.module {
            None => release.to_owned(),
            Some(module) => format!("{}@{release}", module.path),
        }
    }

    fn rev(&self, name: &str) -> Rev {
        let release = match &self.module {
            None => name.parse::<Release>().ok().map(|release| release.to_string()),
            Some(module) => module.version(name),
        };
        release.map_or_else(|| Rev::Other(name.to_owned()), Rev::Release)
    }
}

impl Module {
    /// The version that a tag or a commit stands for.
    fn version(&self, rev: &str) -> Option<String> {
        let pinned = revision(&self.pin);
        // A version without a tag names twelve digits of its commit.
        let is_commit = pinned != self.pin && pinned.len() == 12 && rev.starts_with(&pinned);
        if rev == pinned || is_commit {
            return Some(self.pin.clone());
        }
        let numbers = rev.strip_prefix('v')?.split(['-', '+']).next()?.split('.');
        let is_version =
            numbers.clone().count() == 3 && numbers.into_iter().all(|number| number.parse::<u64>().is_ok());
        let suffix = if self.pin.ends_with("+incompatible") { "+incompatible" } else { "" };
        is_version.then(|| format!("{rev}{suffix}"))
    }
}

impl Host {
    /// The form that `url` of book.toml asks for; nothing where it cannot be used, which a build tells.
    fn of(url: &str, module: Option<&str>) -> Option<Host> {
        let (preset, repo) = url.split_once(':').map_or((url, None), |(preset, repo)| (preset, Some(repo)));
        let repo = || repo.map(str::to_owned).or_else(|| permalink::usual(preset, module));
        Some(match preset {
            "github" => Host::GitHub(repo()?),
            "go.googlesource.com" => Host::Gitiles(repo()?),
            "cs.opensource.google" => Host::CodeSearch(repo()?),
            _ => Host::Form(Template::parse(url, module).ok()?),
        })
    }

    fn read(&self, href: &str) -> Option<url::Parts> {
        match self {
            Host::GitHub(repo) => url::github(href, repo),
            Host::Gitiles(repo) => url::gitiles(href, repo),
            Host::CodeSearch(repo) => url::code_search(href, repo),
            Host::Newest => url::newest(href),
            Host::Form(template) => {
                let link = template.read(href)?;
                Some(url::Parts { rev: link.rev, path: link.path, lines: link.lines })
            }
        }
    }
}
