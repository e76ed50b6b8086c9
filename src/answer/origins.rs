//! The source trees that a book asks: which they are called, where they are, where their links lead.
use crate::config::table::SourceTable;
use crate::config::{Config, Places};
use crate::go::index::Index;
use crate::go::reference::Reference;
use crate::go::release::Release;
use crate::go::roots;
use crate::go::source::Tree;
use crate::go::target::Target;
use crate::lock::Lock;
use crate::permalink::{self, Template};
use crate::problem::Problem;
use crate::resolve::answers::{Ask, Asked};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// All source trees of a book.
#[derive(Debug, Default)]
pub struct Origins {
    /// The book's release of Go.
    pub pin: Option<String>,
    /// Trees by name: `go1.27.3`, `go.etcd.io/bbolt@v1.4.0`.
    pub by_name: BTreeMap<String, Origin>,
    modules: Vec<SourceTable>,
    /// Short names of packages in modules.
    short: BTreeMap<String, String>,
}

/// One source tree.
#[derive(Debug)]
pub struct Origin {
    /// The tag or commit that permalinks name.
    pub rev: String,
    /// Where its links lead.
    pub template: Template,
    /// The book's target.
    pub target: Target,
    /// Its module; none for Go itself.
    pub module: Option<String>,
    /// The tree, if it is at hand.
    pub index: Option<Index>,
}

/// A reference with the tree it is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The tree's name.
    pub origin: String,
    /// The reference without its release.
    pub reference: Reference,
}

impl Key {
    /// How the lock names it.
    pub fn name(&self) -> String {
        format!("{} {}", self.origin, self.reference)
    }
}

impl Origins {
    /// Finds the trees that the questions are about; problems are settings that do not fit.
    pub fn of(asked: &Asked, cfg: &Config, places: &Places, lock: &Lock) -> (Origins, Vec<Problem>) {
        let mut problems = Vec::new();
        let modules: Vec<SourceTable> = cfg.sources().values().cloned().collect();
        let pin = pin(asked, cfg, places, lock, &mut problems);
        let mut origins = Origins { pin, by_name: BTreeMap::new(), modules, short: short(cfg) };
        let mut settings = Settings { cfg, places, problems: &mut problems };
        for name in origins.names(asked) {
            let version =
                |table: &SourceTable| Some(name.strip_prefix(&table.module)?.strip_prefix('@')?.to_owned());
            let module =
                cfg.sources().iter().find_map(|(short, table)| Some((short, table, version(table)?)));
            let origin = match module {
                Some((short, table, version)) => settings.module(short, table, &version),
                None => settings.go(&name, origins.pin.as_deref()),
            };
            origins.by_name.insert(name, origin);
        }
        (origins, problems)
    }

    /// The trees that the questions are about. What a module declares is made of what it imports: with one module come
    /// all of them, and Go's own tree.
    fn names(&self, asked: &Asked) -> BTreeSet<String> {
        let nodes = asked.nodes();
        let keys = asked.all().chain(&nodes).filter_map(|ask| self.key(ask).ok()?);
        let mut names: BTreeSet<String> = keys.map(|key| key.origin).collect();
        // Of all names those of modules alone hold a version.
        if names.iter().any(|name| name.contains('@')) {
            names.extend(self.modules.iter().map(module_name));
            names.extend(self.pin.clone());
        }
        names
    }

    /// The trees beside a module's: Go's own, and those of the book's other modules, each as the book pins it; Go's own
    /// tree needs none.
    pub fn beside<'o>(&'o self, name: &'o str) -> impl Iterator<Item = (&'o String, &'o Origin)> {
        let own = self.by_name.get(name).and_then(|origin| origin.module.as_ref());
        let is_beside = move |other: &str, origin: &Origin| {
            own.is_some() && origin.module.as_ref() != own && self.is_pinned(other)
        };
        self.by_name.iter().filter(move |(other, origin)| is_beside(other, origin))
    }

    /// Whether a tree is the one that references without a release are about.
    pub fn is_pinned(&self, name: &str) -> bool {
        self.pin.as_deref() == Some(name) || self.modules.iter().any(|module| module_name(module) == name)
    }

    /// What a question is about; nothing where no release is known, an error where its spelling is wrong.
    pub fn key(&self, ask: &Ask) -> Result<Option<Key>, crate::go::reference::ReferenceError> {
        let mut reference: Reference = ask.reference.parse()?;
        let place = self.long(reference.place.to_string());
        let release = reference.release.take();
        let module = self.modules.iter().filter(|module| is_below(&module.module, &place));
        let module = module.max_by_key(|module| module.module.len());
        let origin = match module {
            Some(module) => Some(match release {
                Some(version) => format!("{}@{version}", module.module),
                None => module_name(module),
            }),
            None => release.or_else(|| ask.go.clone()).or_else(|| self.pin.clone()),
        };
        Ok(origin.map(|origin| Key { origin, reference }))
    }

    /// A place whose short name is that of a package in a module, with that package.
    fn long(&self, place: String) -> String {
        let head = place.find('.').unwrap_or(place.len());
        match self.short.get(&place[..head]) {
            Some(package) => format!("{package}{}", &place[head..]),
            None => place,
        }
    }

    /// The tree of a key.
    pub fn get(&self, key: &Key) -> Option<&Origin> {
        self.by_name.get(&key.origin)
    }
}

/// Whether a place is in a module: a package of it, a file, or a symbol.
fn is_below(module: &str, place: &str) -> bool {
    place.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '/']))
}

/// The book's short names for packages; a module's own name in book.toml is short for its root.
fn aliases(cfg: &Config) -> BTreeMap<String, String> {
    let roots = cfg.sources().iter().map(|(short, table)| (short.clone(), table.module.clone()));
    roots.chain(cfg.table.packages.clone()).collect()
}

/// The short names that lead into modules.
fn short(cfg: &Config) -> BTreeMap<String, String> {
    let modules: Vec<&String> = cfg.sources().values().map(|table| &table.module).collect();
    let is_in_module = |package: &String| modules.iter().any(|module| is_below(module, package));
    aliases(cfg).into_iter().filter(|(_, package)| is_in_module(package)).collect()
}

fn module_name(module: &SourceTable) -> String {
    format!("{}@{}", module.module, module.pin)
}

/// The book's release: as configured, else the lock's, else that of the tree at hand.
fn pin(
    asked: &Asked,
    cfg: &Config,
    places: &Places,
    lock: &Lock,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    if let Some(written) = &cfg.table.go {
        match written.parse::<Release>() {
            Ok(release) => return Some(release.to_string()),
            Err(error) => {
                let problem = Problem::in_file("config", "book.toml", places.span(["go"]), error.message);
                let meant = error.meant.map(|meant| format!("did you mean `{meant}`?"));
                problems.push(meant.map_or(problem.clone(), |help| problem.help(help)));
            }
        }
    }
    locked(lock).or_else(|| if asked.is_empty() { None } else { at_hand(cfg) })
}

/// The newest release that the lock knows.
pub fn locked(lock: &Lock) -> Option<String> {
    let releases = lock.sources.keys().filter_map(|name| name.parse::<Release>().ok());
    releases.max().map(|release| release.to_string())
}

/// The release of the tree at hand.
pub fn at_hand(cfg: &Config) -> Option<String> {
    roots::release_at_hand(root(cfg).as_deref())
}

/// The tree that book.toml names.
pub fn root(cfg: &Config) -> Option<PathBuf> {
    cfg.table.root.as_ref().map(|root| cfg.root.join(root))
}

struct Settings<'s> {
    cfg: &'s Config,
    places: &'s Places,
    problems: &'s mut Vec<Problem>,
}

impl Settings<'_> {
    fn go(&mut self, release: &str, pin: Option<&str>) -> Origin {
        let root = root(self.cfg).filter(|_| pin == Some(release));
        let tree = roots::go_tree(release, root.as_deref());
        if let (None, Some(root)) = (&tree, &root) {
            let span = self.places.span(["root"]);
            let message = format!("`{}` is not the source tree of {release}", root.display());
            let help = "it must hold `src/` and a VERSION file that names that release";
            self.problems.push(Problem::in_file("config", "book.toml", span, message).help(help));
        }
        let template = self.template(&["url"], self.cfg.table.url.as_deref().unwrap_or("github"), None);
        self.origin(release.to_string(), template, None, tree)
    }

    /// A module at the book's version or at another one; the tree that book.toml names is of the book's.
    fn module(&mut self, short: &str, table: &SourceTable, version: &str) -> Origin {
        let home = permalink::home(&table.module);
        let url = table.url.as_deref().or(home.as_deref());
        let template = match url {
            Some(url) => self.template(&["source", short, "url"], url, Some(&table.module)),
            None => documentation(&table.module),
        };
        if url.is_none() {
            let span = self.places.span(["source", short, "module"]);
            let message = format!("`{}` does not tell where its source is", table.module);
            let help = "say it with `url = \"github:owner/repository\"`, another preset or a template";
            self.tell(Problem::in_file("config", "book.toml", span, message).help(help));
        }
        let root = table.root.as_ref().filter(|_| version == table.pin).map(|root| self.cfg.root.join(root));
        let tree = roots::module_tree(&table.module, version, root.as_deref());
        if let (None, Some(root)) = (&tree, &root) {
            let span = self.places.span(["source", short, "root"]);
            let message = format!("`{}` is not the source tree of {}", root.display(), table.module);
            let help = "it must hold the go.mod that names the module";
            self.problems.push(Problem::in_file("config", "book.toml", span, message).help(help));
        }
        if tree.is_none() && table.pin.starts_with(|c: char| c.is_ascii_digit()) {
            let span = self.places.span(["source", short, "pin"]);
            let message = format!("`{}` is no version of a module", table.pin);
            let help = format!("did you mean `v{}`?", table.pin);
            self.tell(Problem::in_file("config", "book.toml", span, message).help(help));
        }
        self.origin(revision(version), template, Some(table.module.clone()), tree)
    }

    /// Tells a problem once, however many trees have it.
    fn tell(&mut self, problem: Problem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn origin(
        &mut self,
        rev: String,
        template: Template,
        module: Option<String>,
        tree: Option<Tree>,
    ) -> Origin {
        let target = self.target();
        let index = tree.map(|tree| Index::new(tree, target.clone()).with_aliases(aliases(self.cfg)));
        Origin { rev, template, target, module, index }
    }

    fn target(&mut self) -> Target {
        match self.cfg.table.target.as_deref().unwrap_or("linux/amd64").split_once('/') {
            Some((goos, goarch)) => Target::new(goos, goarch),
            None => {
                let span = self.places.span(["target"]);
                let problem = Problem::in_file("config", "book.toml", span, "`target` is no target");
                self.tell(problem.help("write it as `linux/amd64`"));
                Target::default()
            }
        }
    }

    /// A template of the book; one that always works where it does not fit.
    fn template(&mut self, key: &[&str], written: &str, module: Option<&str>) -> Template {
        Template::parse(written, module).unwrap_or_else(|message| {
            let span = self.places.span(key.iter().copied());
            self.tell(Problem::in_file("config", "book.toml", span, message));
            match module {
                Some(module) => documentation(module),
                None => Template::parse("github", None).unwrap_or_default(),
            }
        })
    }
}

/// Where a reader finds a module whose repository is not known.
fn documentation(module: &str) -> Template {
    Template::parse(&format!("https://pkg.go.dev/{module}@{{rev}}#{{path}}"), None).unwrap_or_default()
}

/// The tag or commit of a module's version: a pseudo-version ends in the commit.
pub fn revision(version: &str) -> String {
    let version = version.strip_suffix("+incompatible").unwrap_or(version);
    let parts: Vec<&str> = version.rsplitn(3, '-').collect();
    match parts[..] {
        [hash, time, _]
            if hash.len() == 12 && time.len() >= 14 && time.ends_with(|c: char| c.is_ascii_digit()) =>
        {
            hash.to_string()
        }
        _ => version.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::revision;

    #[test]
    fn versions_name_revisions() {
        assert_eq!(revision("v1.4.0"), "v1.4.0");
        assert_eq!(revision("v2.0.0+incompatible"), "v2.0.0");
        assert_eq!(revision("v0.0.0-20230101120000-abcdefabcdef"), "abcdefabcdef");
        assert_eq!(revision("v1.0.0-rc.1"), "v1.0.0-rc.1");
    }
}
