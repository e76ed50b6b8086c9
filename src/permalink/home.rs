//! Where a module's source is, as far as its path tells.

/// The preset that a module's path speaks for: `github:etcd-io/bbolt` of `github.com/etcd-io/bbolt/v2`.
///
/// Nothing for a path that names no host we know, and for a module in a folder of its repository, whose tags and paths
/// begin with that folder.
pub fn home(module: &str) -> Option<String> {
    let (host, rest) = module.split_once('/')?;
    let mut elements = rest.split('/');
    let (owner, repo) = (elements.next()?, elements.next());
    let is_whole = elements.all(is_major);
    let of = |preset: &str, repo: String| is_whole.then(|| format!("{preset}:{repo}"));
    match (host, repo) {
        ("golang.org", Some(name)) if owner == "x" => of("github", format!("golang/{name}")),
        ("github.com", Some(repo)) => of("github", format!("{owner}/{repo}")),
        ("gitlab.com", Some(repo)) => of("gitlab", format!("{owner}/{repo}")),
        ("bitbucket.org", Some(repo)) => of("bitbucket", format!("{owner}/{repo}")),
        ("codeberg.org" | "gitea.com", Some(repo)) => of("gitea", format!("{host}/{owner}/{repo}")),
        ("git.sr.ht", Some(repo)) => of("sourcehut", format!("{owner}/{repo}")),
        _ => None,
    }
}

/// The repository that a preset means where none is written behind it: of Go's own where no module is named.
///
/// Nothing where the module's path does not tell of one on that host.
pub fn usual(preset: &str, module: Option<&str>) -> Option<String> {
    let Some(module) = module else {
        let own = match preset {
            "github" => "golang/go",
            "cs.opensource.google" => "go/go",
            "go.googlesource.com" => "go",
            "sourcegraph" => "github.com/golang/go",
            _ => return None,
        };
        return Some(own.to_owned());
    };
    let home = home(module)?;
    match (preset, home.split_once(':')?) {
        ("sourcegraph", (host @ ("github" | "gitlab"), repo)) => Some(format!("{host}.com/{repo}")),
        ("gitea-commit", ("gitea", repo)) => Some(repo.to_owned()),
        (preset, (host, repo)) => (preset == host).then(|| repo.to_owned()),
    }
}

/// The last element of a module of version 2 and up: `v2`.
fn is_major(element: &str) -> bool {
    element.strip_prefix('v').is_some_and(|number| number.parse::<u32>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::{home, usual};

    #[test]
    fn a_path_tells_where_the_source_is() {
        let check = |module: &str, expected: &str| assert_eq!(home(module).unwrap_or_default(), expected);
        check("github.com/spf13/cobra", "github:spf13/cobra");
        check("github.com/cespare/xxhash/v2", "github:cespare/xxhash");
        check("golang.org/x/sys", "github:golang/sys");
        check("gitlab.com/a/b", "gitlab:a/b");
        check("codeberg.org/a/b", "gitea:codeberg.org/a/b");
        check("git.sr.ht/~a/b", "sourcehut:~a/b");
        check("github.com/a/b/folder", "");
        check("go.etcd.io/bbolt", "");
        check("example", "");
    }

    #[test]
    fn a_preset_alone_means_the_repository_that_is_known() {
        let check = |preset: &str, module: Option<&str>, expected: &str| {
            assert_eq!(usual(preset, module).unwrap_or_default(), expected, "{preset} {module:?}");
        };
        check("github", None, "golang/go");
        check("cs.opensource.google", None, "go/go");
        check("gitlab", None, "");
        check("github", Some("github.com/a/kite/v2"), "a/kite");
        check("sourcegraph", Some("github.com/a/kite/v2"), "github.com/a/kite");
        check("gitea-commit", Some("codeberg.org/a/b"), "codeberg.org/a/b");
        check("gitlab", Some("github.com/a/kite"), "");
        check("github", Some("go.etcd.io/bbolt"), "");
    }
}
