//! What a fence's info string asks for: `go race env="GODEBUG=…" flags="-gcflags=-m"`.
use super::Fault;

mod allowed;

/// How an example is built and run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wish {
    /// Under the race detector.
    pub race: bool,
    /// Compiled, and not run.
    pub no_run: bool,
    /// Neither, and why.
    pub skip: Option<String>,
    /// What the program finds in its environment.
    pub env: Vec<(String, String)>,
    /// Further flags for `go build`.
    pub flags: Vec<String>,
}

/// The words and keys that an example knows.
const WORDS: [&str; 5] = ["race", "norun", "skip", "env", "flags"];

impl Wish {
    /// What `go build` finds in its environment.
    pub fn build_env(&self) -> Vec<(String, String)> {
        self.env.iter().filter(|(name, _)| allowed::is_of_the_build(name)).cloned().collect()
    }
}

/// Reads an info string. Words that are nothing like ours are left to others.
pub fn read(info: &str) -> Result<Wish, Fault> {
    let mut wish = Wish::default();
    for word in words(info).into_iter().skip(1) {
        let (key, value) = match word.split_once('=') {
            Some((key, value)) => (key, Some(value.trim_matches('"').trim())),
            None => (word, None),
        };
        match (key, value) {
            ("race", None) => wish.race = true,
            ("norun", None) => wish.no_run = true,
            ("skip", Some(why)) if !why.is_empty() => wish.skip = Some(why.to_string()),
            ("env", Some(pairs)) => wish.env = env(pairs)?,
            ("flags", Some(flags)) => wish.flags = checked_flags(flags)?,
            _ => unknown(key)?,
        }
    }
    Ok(wish)
}

/// A key of ours in the wrong form, or a word that is nearly one of ours.
fn unknown(key: &str) -> Result<(), Fault> {
    let fault = |message: String, help: String| Err(Fault::new(None, message, help));
    if WORDS.contains(&key) {
        let help = match key {
            "race" | "norun" => format!("write it as `{key}`"),
            _ => format!("write it as `{key}=\"…\"`"),
        };
        return fault(format!("`{key}` is not understood in this form"), help);
    }
    match crate::nearest::did_you_mean(key, WORDS) {
        Some(help) => fault(format!("an example knows no `{key}`"), help),
        None => Ok(()),
    }
}

fn env(pairs: &str) -> Result<Vec<(String, String)>, Fault> {
    let pair = |word: String| match word.split_once('=') {
        Some((name, value)) if is_name(name) => {
            allowed::variable(name).map(|()| (name.to_string(), value.to_string()))
        }
        _ => Err(Fault::new(
            None,
            format!("`{word}` is no environment variable"),
            "write `NAME=value`, with spaces between pairs".to_string(),
        )),
    };
    split(pairs).into_iter().map(pair).collect()
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn checked_flags(flags: &str) -> Result<Vec<String>, Fault> {
    let flags = split(flags);
    flags.iter().try_for_each(|flag| allowed::flag(flag))?;
    Ok(flags)
}

/// The words of an info string: between spaces, tabs and commas that stand outside of double quotes.
fn words(info: &str) -> Vec<&str> {
    let mut quoted = false;
    let words = info.split(move |c: char| {
        quoted ^= c == '"';
        !quoted && matches!(c, ' ' | '\t' | ',')
    });
    words.filter(|word| !word.is_empty()).collect()
}

/// Words between spaces; single quotes hold one together: `-gcflags='-m -l'`.
fn split(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        match (c, words.last_mut()) {
            ('\'', _) => quoted = !quoted,
            (c, _) if c.is_whitespace() && !quoted => words.push(String::new()),
            (c, Some(word)) => word.push(c),
            (_, None) => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_info_string_says_how_to_build_and_run() {
        let check = |info: &str, expected: Wish| assert_eq!(read(info), Ok(expected), "{info}");
        let pair = |name: &str, value: &str| (name.to_string(), value.to_string());
        check("go", Wish::default());
        check("go,editable race", Wish { race: true, ..Wish::default() });
        check("go,norun", Wish { no_run: true, ..Wish::default() });
        check(
            "go skip=\"needs, say, a network\"",
            Wish { skip: Some("needs, say, a network".into()), ..Wish::default() },
        );
        check(
            "go env=\"GODEBUG=a=1,b=2 X='two words'\" race",
            Wish {
                race: true,
                env: vec![pair("GODEBUG", "a=1,b=2"), pair("X", "two words")],
                ..Wish::default()
            },
        );
        check(
            "go flags=\"-gcflags='-m -l' -trimpath\"",
            Wish { flags: vec!["-gcflags=-m -l".into(), "-trimpath".into()], ..Wish::default() },
        );
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let check = |info: &str, message: &str, help: &str| {
            let fault = read(info).unwrap_err();
            assert_eq!((fault.message.as_str(), fault.help.as_deref()), (message, Some(help)), "{info}");
        };
        check("go rase", "an example knows no `rase`", "did you mean `race`?");
        check("go skip", "`skip` is not understood in this form", "write it as `skip=\"…\"`");
        check("go race=\"yes\"", "`race` is not understood in this form", "write it as `race`");
        check(
            "go env=\"A\"",
            "`A` is no environment variable",
            "write `NAME=value`, with spaces between pairs",
        );
        check(
            "go flags=\"--gcflag=-m\"",
            "an example cannot be built with `--gcflag=-m`",
            "did you mean `-gcflags`?",
        );
        let list =
            "known are -gcflags, -asmflags, -ldflags, -tags, -trimpath, -race, -msan, -asan, -cover, -pgo";
        check("go flags=\"-o=/x\"", "an example cannot be built with `-o=/x`", list);
        check("go flags=\"./...\"", "an example cannot be built with `./...`", list);
    }

    #[test]
    fn only_settings_of_the_build_reach_the_build() {
        let wish = read("go env=\"GODEBUG=cgocheck=2 GOEXPERIMENT=x\"").unwrap();
        assert_eq!(wish.build_env(), [("GOEXPERIMENT".to_string(), "x".to_string())]);
    }

    #[test]
    fn any_info_string_is_read() {
        for info in
            ["", "\"", "go \"", "go skip=\"", "go env=\"'\"", "go flags=\"-\"", "go ='\"=", "é 中\t,,"]
        {
            let _ = read(info);
        }
    }
}
