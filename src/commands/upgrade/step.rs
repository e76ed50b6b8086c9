//! What goes to which version: the release of Go, or that of one of the book's other modules.
use super::super::book_toml;
use crate::answer::origins::Origins;
use crate::config::Config;
use crate::config::table::SourceTable;
use crate::go::release::Release;
use crate::go::roots;
use crate::nearest::did_you_mean;
use anyhow::{Result, anyhow, bail};
use std::path::Path;

/// One step of a book.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The name of the tree that the book has now: `go1.26.6`, `go.etcd.io/bbolt@v1.3.6`.
    pub from: String,
    /// The name of the tree that it goes to.
    pub to: String,
    subject: Subject,
}

#[derive(Debug, Clone, PartialEq)]
enum Subject {
    Go,
    /// A module: its name in book.toml, its path, and the version that it goes to.
    Module {
        name: String,
        module: String,
        version: String,
    },
}

impl Step {
    /// Reads where a book is to go: `go1.27.3`, or `bbolt@v1.4.0` by a module's name in book.toml or its path.
    pub fn of(written: &str, cfg: &Config, pin: Option<&str>) -> Result<Step> {
        let Some((subject, version)) = written.split_once('@') else {
            let release: Release = written.parse().map_err(|error| anyhow!("{error}"))?;
            let Some(pin) = pin else { bail!("the book cites no Go, or names no release of it") };
            return Ok(Step { from: pin.to_owned(), to: release.to_string(), subject: Subject::Go });
        };
        let is_meant = |(name, table): &(&String, &SourceTable)| *name == subject || table.module == subject;
        let Some((name, table)) = cfg.sources().iter().find(is_meant) else {
            let known = cfg.sources().iter().flat_map(|(name, table)| [name.as_str(), module_of(table)]);
            let help = did_you_mean(subject, known).map(|help| format!("; {help}")).unwrap_or_default();
            bail!("`{subject}` is no module in [preprocessor.codex.source] of book.toml{help}")
        };
        if !version.starts_with('v') {
            bail!("`{version}` is no version of a module: write it as `v1.4.0`")
        }
        let module = table.module.clone();
        Ok(Step {
            from: format!("{module}@{}", table.pin),
            to: format!("{module}@{version}"),
            subject: Subject::Module { name: name.clone(), module, version: version.to_owned() },
        })
    }

    /// The book as it is after the step; the tree that `book.toml` names is one of before.
    pub fn config(&self, cfg: &Config, root: Option<&Path>) -> Config {
        let mut cfg = cfg.clone();
        let named = root.map(|root| root.to_string_lossy().into_owned());
        let moves = self.from != self.to || named.is_some();
        match &self.subject {
            Subject::Go => {
                if cfg.table.go.as_deref() != Some(self.to.as_str()) || named.is_some() {
                    cfg.table.root = named;
                }
                cfg.table.go = Some(self.to.clone());
            }
            Subject::Module { name, version, .. } => {
                if let Some(table) = cfg.table.source.get_mut(name) {
                    if moves {
                        table.root = named;
                    }
                    table.pin.clone_from(version);
                }
            }
        }
        cfg
    }

    /// book.toml after the step.
    pub fn toml(&self, text: &str) -> Result<String> {
        match &self.subject {
            Subject::Go => book_toml::with_release(text, &self.to),
            Subject::Module { name, version, .. } => book_toml::with_pin(text, name, version),
        }
    }

    /// The tree that `book.toml` names for what goes.
    pub fn root<'c>(&self, cfg: &'c Config) -> Option<&'c String> {
        match &self.subject {
            Subject::Go => cfg.table.root.as_ref(),
            Subject::Module { name, .. } => cfg.sources().get(name)?.root.as_ref(),
        }
    }

    /// Whether the tree that the book goes to is there.
    pub fn at_hand(&self, root: Option<&Path>) -> Result<()> {
        let to = &self.to;
        let (is_there, fetch) = match &self.subject {
            Subject::Go => (roots::go_tree(to, root).is_some(), format!("GOTOOLCHAIN={to} go env GOROOT")),
            Subject::Module { module, version, .. } => {
                (roots::module_tree(module, version, root).is_some(), format!("go mod download {to}"))
            }
        };
        match root {
            _ if is_there => Ok(()),
            Some(root) => {
                bail!("`{}` is not the source tree of {to}, and no other one is at hand", root.display())
            }
            None => bail!(
                "no source tree of {to} is at hand: name one with --root, or let the go command fetch it with \
                 `{fetch}`"
            ),
        }
    }

    /// Whether the book cites what goes; a step of what nobody cites would be a change of one word in book.toml.
    pub fn is_cited(&self, origins: &Origins) -> bool {
        origins.by_name.contains_key(&self.from)
    }
}

fn module_of(table: &SourceTable) -> &str {
    &table.module
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::wire::Context;

    fn config() -> Config {
        let bbolt = serde_json::json!({"module": "go.etcd.io/bbolt", "pin": "v1.3.6", "root": "tree"});
        let context = Context {
            root: "/b".into(),
            renderer: "html".into(),
            mdbook_version: "0.5.4".into(),
            config: serde_json::json!({"preprocessor": {"codex": {"source": {"bbolt": bbolt}}}}),
        };
        config::read(&context, None).0
    }

    #[test]
    fn a_step_is_of_go_or_of_a_module() {
        let check = |written: &str, expected: &str| {
            let step = Step::of(written, &config(), Some("go1.26.6"));
            let told = step.map(|step| format!("{} {}", step.from, step.to));
            assert_eq!(told.unwrap_or_else(|error| error.to_string()), expected);
        };
        check("go1.27.3", "go1.26.6 go1.27.3");
        check("bbolt@v1.4.0", "go.etcd.io/bbolt@v1.3.6 go.etcd.io/bbolt@v1.4.0");
        check("go.etcd.io/bbolt@v1.4.0", "go.etcd.io/bbolt@v1.3.6 go.etcd.io/bbolt@v1.4.0");
        check("bbolt@1.4.0", "`1.4.0` is no version of a module: write it as `v1.4.0`");
        check(
            "bolt@v1.4.0",
            "`bolt` is no module in [preprocessor.codex.source] of book.toml; did you mean `bbolt`?",
        );
    }

    #[test]
    fn the_book_is_at_the_new_version_alone() {
        let step = Step::of("bbolt@v1.4.0", &config(), None).unwrap();
        let after = step.config(&config(), None).table.source["bbolt"].clone();
        assert_eq!((after.pin.as_str(), after.root), ("v1.4.0", None));
        let toml = "[preprocessor.codex.source.bbolt]\nmodule = \"m\"\npin = \"v1.3.6\" # x\n";
        assert_eq!(step.toml(toml).unwrap(), toml.replace("v1.3.6", "v1.4.0"));
        let inline = "preprocessor.codex.source = { bbolt = { module = \"m\", pin = 'v1' } }\n";
        assert_eq!(step.toml(inline).unwrap(), inline.replace("'v1'", "\"v1.4.0\""));
    }
}
