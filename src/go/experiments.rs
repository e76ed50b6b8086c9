//! The experiments a tree turns on by itself, read from the text of its `internal/buildcfg/exp.go`.
//!
//! The file has one shape in all releases: some booleans that depend on `goos` and `goarch`, and then the literal
//! `baseline := goexperiment.Flags{…}`. Both are evaluated for a target; what is not understood counts as off.

use std::collections::BTreeMap;

use super::lex::{Kind, Token, tokens};
use super::target::Target;

/// Where the defaults stand, below `src`.
pub const FILE: &str = "internal/buildcfg/exp.go";

/// The tags `goexperiment.…` that hold by default, sorted.
pub fn default_tags(text: &[u8], target: &Target) -> Vec<String> {
    let tokens = tokens(text);
    let Some(begin) = position(text, &tokens, &["func", "ParseGOEXPERIMENT"]) else {
        return Vec::new();
    };
    let mut reader = Reader { text, rest: &tokens[begin..], target, known: BTreeMap::new() };
    let mut tags = reader.read();
    tags.sort();
    tags
}

fn position(text: &[u8], tokens: &[Token], words: &[&str]) -> Option<usize> {
    tokens
        .windows(words.len())
        .position(|window| window.iter().zip(words).all(|(token, word)| token.text(text) == *word))
}

struct Reader<'a> {
    text: &'a [u8],
    rest: &'a [Token],
    target: &'a Target,
    /// The booleans met so far.
    known: BTreeMap<&'a str, bool>,
}

impl<'a> Reader<'a> {
    /// Reads statements up to the literal, and then the literal.
    fn read(&mut self) -> Vec<String> {
        while !self.rest.is_empty() {
            match self.words() {
                ["switch", subject @ ("goos" | "goarch"), "{"] => self.cases(subject),
                ["baseline", ":=", _] => return self.baseline(),
                [name, ":=", _] => {
                    self.skip(2);
                    let value = self.or(0);
                    self.known.insert(name, value);
                }
                _ => self.skip(1),
            }
        }
        Vec::new()
    }

    /// The cases of a switch, which set booleans.
    fn cases(&mut self, subject: &str) {
        let value = self.value(subject);
        let mut active = false;
        self.skip(3);
        while !self.rest.is_empty() {
            match self.words() {
                ["}", ..] => return,
                ["case", ..] => {
                    let end = self.rest.iter().position(|token| token.kind == Kind::Colon);
                    let list = &self.rest[..end.unwrap_or(self.rest.len())];
                    active = list.iter().any(|token| unquoted(token.text(self.text)) == value);
                    self.skip(list.len());
                }
                [name, "=", "true"] if active => {
                    self.known.insert(name, true);
                    self.skip(3);
                }
                _ => self.skip(1),
            }
        }
    }

    /// `Name: value,` up to the closing brace.
    fn baseline(&mut self) -> Vec<String> {
        let open = self.rest.iter().position(|token| token.kind == Kind::LBrace);
        self.skip(open.unwrap_or(self.rest.len()) + 1);
        let mut tags = Vec::new();
        while let [name, ":", _] = self.words() {
            self.skip(2);
            if self.or(0) {
                tags.push(format!("goexperiment.{}", name.to_lowercase()));
            }
            if self.words()[0] == "," {
                self.skip(1);
            }
        }
        tags
    }

    fn or(&mut self, depth: usize) -> bool {
        let mut value = self.and(depth);
        while self.eat("||") {
            value |= self.and(depth);
        }
        value
    }

    fn and(&mut self, depth: usize) -> bool {
        let mut value = self.comparison(depth);
        while self.eat("&&") {
            value &= self.comparison(depth);
        }
        value
    }

    /// A comparison of `goos` or `goarch` with a string, a boolean, or an expression in parentheses.
    fn comparison(&mut self, depth: usize) -> bool {
        // Real expressions have one level; a deep one is no such file.
        if depth > 100 {
            return false;
        }
        if self.eat("!") {
            return !self.comparison(depth + 1);
        }
        if self.eat("(") {
            let value = self.or(depth + 1);
            self.eat(")");
            return value;
        }
        let [first, sign, second] = self.words();
        if let "==" | "!=" = sign {
            self.skip(3);
            return (self.value(first) == self.value(second)) == (sign == "==");
        }
        self.skip(1);
        first == "true" || self.known.get(first).copied().unwrap_or_default()
    }

    fn value(&self, word: &'a str) -> &'a str
    where
        Self: 'a,
    {
        match word {
            "goos" => &self.target.goos,
            "goarch" => &self.target.goarch,
            _ => unquoted(word),
        }
    }

    /// The next three tokens; empty where there are fewer.
    fn words(&self) -> [&'a str; 3] {
        let word = |at: usize| self.rest.get(at).map_or("", |token| token.text(self.text));
        [word(0), word(1), word(2)]
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.words()[0] == word;
        self.skip(usize::from(found));
        found
    }

    fn skip(&mut self, count: usize) {
        self.rest = &self.rest[count.min(self.rest.len())..];
    }
}

fn unquoted(word: &str) -> &str {
    word.trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
package buildcfg

func ParseGOEXPERIMENT(goos, goarch, goexp string) (*ExperimentFlags, error) {
	var fast, always bool
	switch goarch {
	case "amd64", "arm64":
		fast = true
		always = true
	case "s390x":
		fast = true
	}
	modern := (goos != "darwin" && goos != "ios")

	baseline := goexperiment.Flags{
		FastCalls: fast,
		Always:    always,
		Modern:    modern,
		Plain:     true,
		Never:     false,
	}
}
"#;

    #[track_caller]
    fn check(text: &str, goos: &str, goarch: &str, expected: &[&str]) {
        assert_eq!(default_tags(text.as_bytes(), &Target::new(goos, goarch)), expected);
    }

    #[test]
    fn defaults_depend_on_the_target() {
        let tag = |name: &str| format!("goexperiment.{name}");
        let [always, fast, modern, plain] = ["always", "fastcalls", "modern", "plain"].map(tag);
        check(TEXT, "linux", "amd64", &[&always, &fast, &modern, &plain]);
        check(TEXT, "linux", "s390x", &[&fast, &modern, &plain]);
        check(TEXT, "darwin", "arm", &[&plain]);
    }

    #[test]
    fn another_file_has_none() {
        check("package buildcfg", "linux", "amd64", &[]);
        check("func ParseGOEXPERIMENT baseline := ((((", "linux", "amd64", &[]);
        check("func ParseGOEXPERIMENT switch goos { case", "linux", "amd64", &[]);
    }
}
