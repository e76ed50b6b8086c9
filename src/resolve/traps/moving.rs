//! Links into a source tree at a branch, where a line is another one tomorrow.
use crate::config::Config;
use crate::config::table::SourceTable;
use crate::permalink::{self, Template};

/// What such links have in the place of a release.
const BRANCHES: [&str; 4] = ["master", "main", "HEAD", "refs/heads/master"];

/// How the addresses of files in Go's own repository begin.
const GO: [&str; 3] =
    ["github.com/golang/go/blob/", "go.googlesource.com/go/+/", "cs.opensource.google/go/go/+/"];

/// A tree that a link leads into.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tree<'c> {
    /// Go's own.
    Go,
    /// One of the book's modules, by its name in book.toml and its path.
    Module(&'c str, &'c str),
}

/// The tree that a link leads into at a branch rather than at a release; none for any other link.
pub fn tree<'c>(cfg: &'c Config, dest: &str) -> Option<Tree<'c>> {
    let at_branch = |rest: &str| {
        BRANCHES
            .iter()
            .any(|branch| rest.strip_prefix(branch).is_some_and(|rest| rest.starts_with(['/', ':', ';'])))
    };
    if GO.iter().filter_map(|host| dest.split_once(host)).any(|(_, rest)| at_branch(rest)) {
        return Some(Tree::Go);
    }
    let (name, table) = cfg.sources().iter().find(|(_, table)| is_of(table, dest))?;
    Some(Tree::Module(name, &table.module))
}

/// Whether a link leads to a branch of a module, in the forms of its own host and of the book's links.
fn is_of(table: &SourceTable, dest: &str) -> bool {
    let home = permalink::home(&table.module);
    let mut forms =
        home.iter().chain(&table.url).filter_map(|url| Template::parse(url, Some(&table.module)).ok());
    forms.any(|form| BRANCHES.iter().any(|branch| dest.starts_with(&form.file(branch, ""))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{self, Places};
    use crate::wire::Context;
    use serde_json::json;

    #[test]
    fn a_branch_is_told_from_a_release() {
        let source = json!({
            "bbolt": {"module": "go.etcd.io/bbolt", "pin": "v1.3.6", "url": "github:etcd-io/bbolt"},
            "cobra": {"module": "github.com/spf13/cobra", "pin": "v1.8.0"},
        });
        let context = Context {
            root: "/nowhere".into(),
            renderer: "html".into(),
            mdbook_version: "0.5.4".into(),
            config: json!({"preprocessor": {"codex": {"source": source}}}),
        };
        let (cfg, _) = config::read_at(&context, &Places::of(None));
        let check = |dest: &str, expected: Option<Tree>| assert_eq!(tree(&cfg, dest), expected, "{dest}");
        check("https://github.com/golang/go/blob/master/src/runtime/proc.go#L1", Some(Tree::Go));
        check("https://go.googlesource.com/go/+/refs/heads/master/src/x.go", Some(Tree::Go));
        check("https://github.com/golang/go/blob/go1.27.3/src/runtime/proc.go", None);
        check("https://github.com/golang/go/blob/mastery/x.go", None);
        let bbolt = Tree::Module("bbolt", "go.etcd.io/bbolt");
        check("https://github.com/etcd-io/bbolt/blob/main/db.go#L3", Some(bbolt));
        check("https://github.com/etcd-io/bbolt/blob/v1.3.6/db.go#L3", None);
        check("https://github.com/etcd-io/bbolt/issues", None);
        let cobra = Tree::Module("cobra", "github.com/spf13/cobra");
        check("https://github.com/spf13/cobra/blob/HEAD/cobra.go", Some(cobra));
        check("https://github.com/spf13/viper/blob/master/viper.go", None);
    }
}
