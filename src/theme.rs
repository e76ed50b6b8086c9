//! The theme's bytes, joined in a fixed order when this crate is compiled, with a stamp that says whose they are.
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// Where the style sheet is put, below a book's root.
pub const CSS_PATH: &str = "theme/codex/codex.css";
/// Where the script is put, below a book's root.
pub const JS_PATH: &str = "theme/codex/codex.js";

/// Colours first, mdBook's own parts next, paper last; the features between stand in reading order.
const CSS: &str = concat!(
    include_str!("../theme/tokens.css"),
    include_str!("../theme/mdbook.css"),
    include_str!("../theme/text.css"),
    include_str!("../theme/code.css"),
    include_str!("../theme/base.css"),
    include_str!("../theme/head.css"),
    include_str!("../theme/lead.css"),
    include_str!("../theme/facts.css"),
    include_str!("../theme/tags.css"),
    include_str!("../theme/cards.css"),
    include_str!("../theme/symbols.css"),
    include_str!("../theme/excerpts.css"),
    include_str!("../theme/layouts.css"),
    include_str!("../theme/calls.css"),
    include_str!("../theme/examples.css"),
    include_str!("../theme/figures.css"),
    include_str!("../theme/sources.css"),
    include_str!("../theme/changes.css"),
    include_str!("../theme/foot.css"),
    include_str!("../theme/print.css"),
);

const JS: &str = include_str!("../theme/codex.js");

/// The style sheet, stamped.
pub fn css() -> &'static str {
    static STAMPED: LazyLock<String> = LazyLock::new(|| stamped(CSS));
    &STAMPED
}

/// The script, stamped.
pub fn js() -> &'static str {
    static STAMPED: LazyLock<String> = LazyLock::new(|| stamped(JS));
    &STAMPED
}

/// The rules for an author's figures with the colours of paper put in, for a figure that stands alone.
pub fn figures_css() -> &'static str {
    static RULES: LazyLock<String> = LazyLock::new(|| {
        let rules = include_str!("../theme/figures.css").split_inclusive('}');
        let shapes = rules.filter(|rule| rule.contains(".codex-fig-") || rule.contains(" text {"));
        let rule = |rule: &str| {
            let plain = rule.rsplit("*/").next().unwrap_or(rule);
            on_paper(&plain.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        shapes.map(rule).collect()
    });
    &RULES
}

/// A text with every `var(--…)` replaced by what `tokens.css` says first, which is the palette, then paper's purposes.
fn on_paper(text: &str) -> String {
    let Some((before, rest)) = text.split_once("var(") else { return text.to_string() };
    let (name, behind) = rest.split_once(')').unwrap_or((rest, ""));
    let declared = include_str!("../theme/tokens.css")
        .lines()
        .find_map(|line| line.trim().strip_prefix(name)?.strip_prefix(':')?.trim().strip_suffix(';'));
    // mdBook names the other fonts.
    let value = declared.map_or("monospace".to_string(), on_paper);
    format!("{before}{value}{}", on_paper(behind))
}

/// What the first line of an installed file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The version of the program that wrote the file.
    pub version: String,
    /// The hash of what that version wrote below the stamp.
    pub hash: String,
}

/// What an installed file is to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Installed {
    /// Byte for byte what this program would write.
    Current,
    /// Written by us, as it was, with other bytes than today's.
    Ours(Stamp),
    /// Written by us and edited since.
    Edited(Stamp),
    /// Without our stamp.
    Foreign,
}

impl Stamp {
    /// The stamp of a file, if its first line is one, and the text below it.
    pub fn parse(text: &str) -> Option<(Stamp, &str)> {
        let (line, rest) = text.split_once('\n')?;
        let words = line.trim_end().strip_prefix("/* mdbook-codex ")?.strip_suffix(" */")?;
        let (version, hash) = words.split_once(" sha256:")?;
        Some((Stamp { version: version.to_string(), hash: hash.to_string() }, rest))
    }
}

/// What a file is that stands where ours would be; `ours` is [`css()`] or [`js()`].
///
/// A checkout may have changed the line ends; that is no edit.
pub fn installed(text: &str, ours: &str) -> Installed {
    let text = text.replace("\r\n", "\n");
    if text == ours {
        return Installed::Current;
    }
    match Stamp::parse(&text) {
        None => Installed::Foreign,
        Some((stamp, rest)) if stamp.hash == hash(rest) => Installed::Ours(stamp),
        Some((stamp, _)) => Installed::Edited(stamp),
    }
}

fn stamped(text: &str) -> String {
    // A checkout with other line ends must not make another theme.
    let text = text.replace("\r\n", "\n");
    format!("/* mdbook-codex {} sha256:{} */\n{text}", env!("CARGO_PKG_VERSION"), hash(&text))
}

/// The first 16 hex digits: enough to tell an edit from none.
fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_without_the_theme() {
        let css = figures_css();
        assert!(css.contains(".codex-fig-surface { fill: #ffffff; }"), "{css}");
        assert!(css.contains(".codex-fig-mono { font-family: monospace; }"), "{css}");
        for odd in ["var(", "/*", "figcaption", "rem"] {
            assert!(!css.contains(odd), "{odd} in {css}");
        }
    }

    #[test]
    fn an_edit_is_seen() {
        let check = |text: &str, expected: Installed| assert_eq!(installed(text, css()), expected);
        check(css(), Installed::Current);
        check(&css().replace('\n', "\r\n"), Installed::Current);
        check("body {}\n", Installed::Foreign);
        check("", Installed::Foreign);
        let older = format!("/* mdbook-codex 0.0.9 sha256:{} */\np {{}}\n", hash("p {}\n"));
        let stamp = Stamp { version: "0.0.9".into(), hash: hash("p {}\n") };
        check(&older, Installed::Ours(stamp.clone()));
        check(&older.replace("p {}", "q {}"), Installed::Edited(stamp));
    }
}
