//! YAML front matter: where it ends, what it says, where each key stands.
//!
//! In: a page's text. Out: [`FrontMatter`], or nothing where the page has none: a `---` that never closes, or that
//! closes over something else than keys, is a thematic break and the author's own.
//! Aliases are refused and depth is bounded, so no text can make us build more than it holds.
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use serde_json::{Map, Value};
use std::ops::Range;

/// The metadata block of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    /// The byte of the opening fence; what stands before it, an earlier preprocessor put there.
    pub start: usize,
    /// The byte after the closing fence's line: where the page's own text begins.
    pub end: usize,
    /// The keys and values; an empty table where the YAML is broken.
    pub value: Value,
    /// Every key and list item with its place in the page.
    pub places: Vec<(Vec<String>, Range<usize>)>,
    /// What is wrong with the YAML, and where in the page.
    pub fault: Option<(Range<usize>, String)>,
}

impl FrontMatter {
    /// The place of a key; of its nearest parent, or the first line, where it has none of its own.
    pub fn span(&self, path: &[String]) -> Range<usize> {
        (0..path.len())
            .rev()
            .find_map(|last| self.places.iter().find(|(known, _)| *known == path[..=last]))
            .map_or(self.start..self.start + 3, |(_, place)| place.clone())
    }
}

/// Finds the front matter at the head of a text.
pub fn split(text: &str) -> Option<FrontMatter> {
    // mdBook takes a byte order mark off a chapter, and leaves it on what a chapter includes.
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let before = added(&text[mark..]);
    let (inner, end) = fences(&text[mark + before..])?;
    let (inner, end) = (mark + before + inner.start..mark + before + inner.end, mark + before + end);
    let start = if before > 0 { mark + before } else { 0 };
    let yaml = &text[inner.clone()];
    match load(yaml) {
        Ok(Loaded { value: Value::Null, .. }) => {
            Some(FrontMatter::new(start..end, Value::Object(Map::new())))
        }
        Ok(Loaded { value: value @ Value::Object(_), places }) => {
            let shift = |span: Range<usize>| inner.start + span.start..inner.start + span.end;
            let places = places.into_iter().map(|(path, span)| (path, shift(span))).collect();
            Some(FrontMatter { places, ..FrontMatter::new(start..end, value) })
        }
        Ok(_) => None,
        Err((at, fault)) if begins_with_key(yaml) => {
            let at = inner.start + at.min(yaml.len());
            let fault = Some((at..at, fault));
            Some(FrontMatter { fault, ..FrontMatter::new(start..end, Value::Object(Map::new())) })
        }
        Err(_) => None,
    }
}

impl FrontMatter {
    fn new(place: Range<usize>, value: Value) -> Self {
        FrontMatter { start: place.start, end: place.end, value, places: Vec::new(), fault: None }
    }
}

/// How many bytes stand before the page's own text: mdbook-katex, for one, puts a link to its style sheet there.
fn added(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        match line.trim() {
            "" if at > 0 => {}
            link if link.starts_with("<link ") && link.ends_with('>') => {}
            _ => return at,
        }
        at += line.len();
    }
    at
}

/// The bytes between the fences, and the byte after them.
fn fences(text: &str) -> Option<(Range<usize>, usize)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| is_fence(line) && line.ends_with('\n'))?;
    let mut at = first.len();
    for line in lines {
        if is_fence(line) {
            return Some((first.len()..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn is_fence(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.trim_matches([' ', '\t', '\r', '\n']).is_empty())
}

/// Whether the first line that says something is `word:`, and so meant as a key.
fn begins_with_key(yaml: &str) -> bool {
    let line = yaml.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    let key = line.and_then(|line| line.split_once(':')).map(|(key, _)| key);
    key.is_some_and(|key| {
        !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    })
}

struct Loaded {
    value: Value,
    places: Vec<(Vec<String>, Range<usize>)>,
}

/// The byte where the YAML is at fault, and why.
type Fault = (usize, String);

const DEEPEST: usize = 16;

fn load(yaml: &str) -> Result<Loaded, Fault> {
    let mut loader = Loader {
        starts: starts(yaml),
        yaml,
        events: Parser::new_from_str(yaml),
        path: Vec::new(),
        places: Vec::new(),
    };
    let mut value = Value::Null;
    loop {
        let (event, span) = loader.next()?;
        match event {
            Event::StreamEnd => return Ok(Loaded { value, places: loader.places }),
            Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing => {}
            event => value = loader.node(event, span)?,
        }
    }
}

struct Loader<'y, I> {
    yaml: &'y str,
    starts: Vec<usize>,
    events: I,
    path: Vec<String>,
    places: Vec<(Vec<String>, Range<usize>)>,
}

impl<'y, I> Loader<'y, I>
where
    I: Iterator<Item = Result<(Event<'y>, Span), saphyr_parser::ScanError>>,
{
    fn next(&mut self) -> Result<(Event<'y>, Span), Fault> {
        match self.events.next() {
            Some(Ok(found)) => Ok(found),
            Some(Err(error)) => Err((self.byte(error.marker().index()), error.info().to_string())),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, event: Event<'y>, span: Span) -> Result<Value, Fault> {
        let at = self.byte(span.start.index());
        if self.path.len() > DEEPEST {
            return Err((at, "this is nested too deeply".into()));
        }
        match event {
            Event::Scalar(text, style, ..) => Ok(scalar(&text, style)),
            Event::SequenceStart(..) => self.sequence(),
            Event::MappingStart(..) => self.mapping(),
            Event::Alias(_) => Err((at, "aliases are not read in front matter".into())),
            _ => Err((at, "the YAML ends too early".into())),
        }
    }

    fn sequence(&mut self) -> Result<Value, Fault> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(Value::Array(items));
            }
            self.path.push(items.len().to_string());
            self.place(span);
            items.push(self.node(event, span)?);
            self.path.pop();
        }
    }

    fn mapping(&mut self) -> Result<Value, Fault> {
        let mut map = Map::new();
        loop {
            let (event, span) = self.next()?;
            let key = match event {
                Event::MappingEnd => return Ok(Value::Object(map)),
                Event::Scalar(key, ..) => key.into_owned(),
                _ => return Err((self.byte(span.start.index()), "a key must be a word".into())),
            };
            if map.contains_key(&key) {
                return Err((self.byte(span.start.index()), format!("`{key}` stands here twice")));
            }
            self.path.push(key);
            self.place(span);
            let (event, value_span) = self.next()?;
            let value = self.node(event, value_span)?;
            map.insert(self.path.pop().unwrap_or_default(), value);
        }
    }

    fn place(&mut self, span: Span) {
        let range = self.byte(span.start.index())..self.byte(span.end.index());
        self.places.push((self.path.clone(), range));
    }

    /// The scanner counts characters.
    fn byte(&self, characters: usize) -> usize {
        let ascii = characters.min(self.yaml.len());
        if self.starts.is_empty() { ascii } else { *self.starts.get(characters).unwrap_or(&self.yaml.len()) }
    }
}

/// Where each character begins; nothing where every byte is one.
fn starts(yaml: &str) -> Vec<usize> {
    if yaml.is_ascii() { Vec::new() } else { yaml.char_indices().map(|(at, _)| at).collect() }
}

/// No key wants a number, so `title: 404` is a word.
fn scalar(text: &str, style: ScalarStyle) -> Value {
    match (style, text) {
        (ScalarStyle::Plain, "true" | "True" | "TRUE") => Value::Bool(true),
        (ScalarStyle::Plain, "false" | "False" | "FALSE") => Value::Bool(false),
        (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => Value::Null,
        _ => Value::String(text.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(text: &str, value: Value, rest: &str) {
        let found = split(text).unwrap();
        assert_eq!(
            (found.fault.as_ref(), &found.value, &text[found.end..]),
            (None, &value, rest),
            "{text:?}"
        );
    }

    #[test]
    fn front_matter_is_read_and_the_rest_kept_to_the_byte() {
        check(
            "---\ntags: [a, 'b']\ncard: false\n---\n# T\n",
            json!({"tags": ["a", "b"], "card": false}),
            "# T\n",
        );
        check("---\r\ntitle: 404 — \"x\"\r\n---\r\n\r\nT", json!({"title": "404 — \"x\""}), "\r\nT");
        check("---\n---\nT", json!({}), "T");
        check("\u{feff}---\r\ntitle: a\n---\nT", json!({"title": "a"}), "T");
        check("<link rel=\"stylesheet\" href=\"x\">\n\n---\ncard: true\n---\nT", json!({"card": true}), "T");
        check("---\n# only a comment\n---", json!({}), "");
        check("--- \ntags:\n  - a\n  - b: c\n---\t\n", json!({"tags": ["a", {"b": "c"}]}), "");
    }

    #[test]
    fn what_is_not_front_matter_is_the_authors() {
        for text in [
            "",
            "# T\n",
            "<link x>\n",
            "<p>\n---\na: b\n---\n",
            "---\nnever closed: x\n",
            "---",
            "---\n\nText.\n\n---\n",
            "----\na: b\n---\n",
        ] {
            assert_eq!(split(text), None, "{text:?}");
        }
        assert_eq!(split("---\n- a list\n- of words\n---\n"), None);
    }

    #[test]
    fn keys_have_places() {
        let text = "---\nä: x\ntags: [a, bb]\n---\n";
        let found = split(text).unwrap();
        let at =
            |path: &[&str]| &text[found.span(&path.iter().map(|key| key.to_string()).collect::<Vec<_>>())];
        assert_eq!(at(&["ä"]), "ä");
        assert_eq!(at(&["tags"]), "tags");
        assert_eq!(at(&["tags", "1"]), "bb");
        assert_eq!(at(&["tags", "7"]), "tags");
        assert_eq!(at(&["none"]), "---");
    }

    #[test]
    fn broken_yaml_is_told_and_stripped() {
        let check = |text: &str, words: &str| {
            let found = split(text).unwrap();
            let (_, fault) = found.fault.unwrap();
            assert!(fault.contains(words), "{fault}");
            assert_eq!(&text[found.end..], "rest");
        };
        check("---\ntags: [a\n---\nrest", "");
        check("---\ntags: &x [a]\nneeds: *x\n---\nrest", "aliases");
        check("---\ntitle: a\ntitle: b\n---\nrest", "twice");
        check(&format!("---\ntags: {}\n---\nrest", "[".repeat(40)), "deep");
    }
}
