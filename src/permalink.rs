//! Where source links lead: presets for the hosts of source code, and a template of the author's own.
//!
//! A template is parsed to parts once, when the configuration is read. The forms of the presets are those that each
//! host's own "copy permalink" gives, or that pkg.go.dev and git-link use for it.
use std::fmt::Write;

mod backwards;
mod home;

pub use backwards::Link;
pub use home::{home, usual};

/// A parsed template.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Template {
    file: Vec<Part>,
    line: Vec<Part>,
    range: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Text(String),
    Rev,
    Path,
    First,
    Last,
}

/// A host's three forms: a file, a line of it, a range of lines; `{repo}` is what the author names.
struct Preset {
    name: &'static str,
    file: &'static str,
    line: &'static str,
    range: &'static str,
}

const PRESETS: [Preset; 10] = [
    Preset {
        name: "github",
        file: "https://github.com/{repo}/blob/{rev}/{path}",
        line: "#L{a}",
        range: "#L{a}-L{b}",
    },
    Preset {
        name: "gitlab",
        file: "https://gitlab.com/{repo}/-/blob/{rev}/{path}",
        line: "#L{a}",
        range: "#L{a}-{b}",
    },
    Preset { name: "gitea", file: "https://{repo}/src/tag/{rev}/{path}", line: "#L{a}", range: "#L{a}-L{b}" },
    Preset {
        name: "gitea-commit",
        file: "https://{repo}/src/commit/{rev}/{path}",
        line: "#L{a}",
        range: "#L{a}-L{b}",
    },
    Preset {
        name: "bitbucket",
        file: "https://bitbucket.org/{repo}/src/{rev}/{path}",
        line: "#lines-{a}",
        range: "#lines-{a}:{b}",
    },
    Preset {
        name: "cs.opensource.google",
        file: "https://cs.opensource.google/{repo}/+/{rev}:{path}",
        line: ";l={a}",
        range: ";l={a}-{b}",
    },
    Preset {
        name: "go.googlesource.com",
        file: "https://go.googlesource.com/{repo}/+/refs/tags/{rev}/{path}",
        line: "#{a}",
        range: "#{a}",
    },
    Preset {
        name: "sourcegraph",
        file: "https://sourcegraph.com/{repo}@{rev}/-/blob/{path}",
        line: "?L{a}",
        range: "?L{a}-{b}",
    },
    Preset {
        name: "sourcehut",
        file: "https://git.sr.ht/{repo}/tree/{rev}/item/{path}",
        line: "#L{a}",
        range: "#L{a}-{b}",
    },
    Preset { name: "cgit", file: "https://{repo}/tree/{path}?h={rev}", line: "#n{a}", range: "#n{a}" },
];

impl Template {
    /// Reads a preset (`github`, `github:etcd-io/bbolt`) or a template (`https://…/{rev}/{path}#L{a}-L{b}`).
    ///
    /// A preset that names no repository means that of the module, or Go's own. The error is one sentence for the author.
    pub fn parse(text: &str, module: Option<&str>) -> Result<Template, String> {
        if text.contains("://") {
            return free(text);
        }
        let (name, repo) = text.split_once(':').map_or((text, None), |(name, repo)| (name, Some(repo)));
        let names = || PRESETS.iter().map(|preset| preset.name);
        let Some(preset) = PRESETS.iter().find(|preset| preset.name == name) else {
            let near = crate::nearest::did_you_mean(name, names());
            let known = || format!("known: {}", names().collect::<Vec<_>>().join(", "));
            return Err(format!("there is no preset `{name}`; {}", near.unwrap_or_else(known)));
        };
        let repo = repo.map(str::to_owned).or_else(|| home::usual(name, module));
        let repo = repo.ok_or_else(|| {
            format!("`{name}` does not tell the repository: write `{name}:owner/repository`")
        })?;
        let file = preset.file.replace("{repo}", &repo);
        Ok(Template {
            line: parts(&format!("{file}{}", preset.line))?,
            range: parts(&format!("{file}{}", preset.range))?,
            file: parts(&file)?,
        })
    }

    /// The link to a whole file, at a revision.
    pub fn file(&self, rev: &str, path: &str) -> String {
        fill(&self.file, rev, path, (0, 0))
    }

    /// The link to lines of a file; the path is from the repository's root.
    pub fn lines(&self, rev: &str, path: &str, lines: (usize, usize)) -> String {
        let parts = if lines.0 == lines.1 { &self.line } else { &self.range };
        fill(parts, rev, path, lines)
    }
}

fn free(text: &str) -> Result<Template, String> {
    if !text.starts_with("https://") && !text.starts_with("http://") {
        return Err("a link must begin with `https://` or `http://`".to_string());
    }
    if !text.contains("{path}") {
        return Err("a template must hold `{path}`".to_string());
    }
    let file = text.split('#').next().unwrap_or(text);
    let range = parts(text)?;
    Ok(Template { file: parts(file)?, line: range.clone(), range })
}

fn parts(text: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, after)) = behind.split_once('}') else {
            return Err("a `{` is not closed".to_string());
        };
        parts.push(Part::Text(before.to_string()));
        parts.push(placeholder(name)?);
        rest = after;
    }
    parts.push(Part::Text(rest.to_string()));
    Ok(parts)
}

fn placeholder(name: &str) -> Result<Part, String> {
    match name {
        "rev" => Ok(Part::Rev),
        "path" => Ok(Part::Path),
        "a" => Ok(Part::First),
        "b" => Ok(Part::Last),
        _ => Err(format!("there is no placeholder `{{{name}}}`; known: {{rev}}, {{path}}, {{a}}, {{b}}")),
    }
}

fn fill(parts: &[Part], rev: &str, path: &str, lines: (usize, usize)) -> String {
    let mut out = String::new();
    for part in parts {
        // Writing to a string cannot fail.
        let _ = match part {
            Part::Text(text) => out.write_str(text),
            Part::Rev => out.write_str(&encode(rev)),
            Part::Path => out.write_str(&encode(path)),
            Part::First => write!(out, "{}", lines.0),
            Part::Last => write!(out, "{}", lines.1),
        };
    }
    out
}

/// Percent-encodes all but the unreserved characters and those that stand in paths and are harmless in Markdown.
fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/@!+$&,;=:".contains(&byte) {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_give_each_hosts_own_form() {
        let check = |preset: &str, expected: &str| {
            let template = Template::parse(preset, None).unwrap();
            assert_eq!(template.lines("go1.27.3", "src/runtime/proc.go", (457, 475)), expected, "{preset}");
        };
        check("github", "https://github.com/golang/go/blob/go1.27.3/src/runtime/proc.go#L457-L475");
        check("gitlab:a/b", "https://gitlab.com/a/b/-/blob/go1.27.3/src/runtime/proc.go#L457-475");
        check(
            "gitea:codeberg.org/a/b",
            "https://codeberg.org/a/b/src/tag/go1.27.3/src/runtime/proc.go#L457-L475",
        );
        check("bitbucket:a/b", "https://bitbucket.org/a/b/src/go1.27.3/src/runtime/proc.go#lines-457:475");
        check(
            "cs.opensource.google:go/go",
            "https://cs.opensource.google/go/go/+/go1.27.3:src/runtime/proc.go;l=457-475",
        );
        check(
            "go.googlesource.com:go",
            "https://go.googlesource.com/go/+/refs/tags/go1.27.3/src/runtime/proc.go#457",
        );
        check(
            "sourcegraph:github.com/golang/go",
            "https://sourcegraph.com/github.com/golang/go@go1.27.3/-/blob/src/runtime/proc.go?L457-475",
        );
        check("https://x.org/{rev}?f={path}#{a},{b}", "https://x.org/go1.27.3?f=src/runtime/proc.go#457,475");
    }

    #[test]
    fn one_line_and_whole_files_have_forms_of_their_own() {
        let template = Template::parse("github", None).unwrap();
        assert_eq!(
            template.lines("v1", "a b(c).go", (3, 3)),
            "https://github.com/golang/go/blob/v1/a%20b%28c%29.go#L3"
        );
        assert_eq!(template.file("v1", "a.go"), "https://github.com/golang/go/blob/v1/a.go");
        let own = Template::parse("https://x.org/{path}#{a}", None).unwrap();
        assert_eq!(own.file("v1", "a.go"), "https://x.org/a.go");
    }

    #[test]
    fn what_is_no_template_gets_a_sentence() {
        let check = |text: &str, words: &str| {
            let error = Template::parse(text, None).unwrap_err();
            assert!(error.contains(words), "{text}: {error}");
        };
        check("githup", "did you mean `github`?");
        check("gitlab", "write `gitlab:owner/repository`");
        check("javascript://{path}", "https://");
        check("https://x.org/", "{path}");
        check("https://x.org/{path}#{line}", "no placeholder `{line}`");
        check("https://x.org/{path", "{path}");
        check("https://x.org/{path}{", "not closed");
    }
}
