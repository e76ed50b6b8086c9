//! A page's head: where our tags go, and which of them the author's own head already has.
//!
//! The tags stand between two comments, by which a second run finds them. At first they take the place of mdBook's
//! description, which is the same on every page. A tag that the author's `head.hbs` writes is left to the author.
use crate::render::html::Element;
use std::ops::Range;

const OPEN: &str = "<!-- Codex -->";
const CLOSE: &str = "<!-- /Codex -->";

/// The page with the tags in its head; none where its head does not end.
pub fn splice(html: &str, tags: Vec<Element>) -> Option<String> {
    let head = Head::of(html)?;
    let tags = tags.into_iter().map(Element::block).filter(|tag| !head.has(tag));
    let block: String = tags.map(|tag| format!("        {tag}\n")).collect();
    let Range { start, end } = head.place;
    Some(format!("{}{OPEN}\n{block}        {CLOSE}{}", &html[..start], &html[end..]))
}

/// What matters of a page's head.
struct Head {
    /// What our tags take the place of: those of an earlier run, else mdBook's description, else nothing.
    place: Range<usize>,
    /// What the other tags are of.
    others: Vec<String>,
}

impl Head {
    fn of(html: &str) -> Option<Self> {
        let (mut ours, mut tags, mut described) = (None, Vec::new(), None);
        let mut cursor = Cursor { html, at: 0 };
        let end = loop {
            match cursor.next()? {
                Token::End(at) => break at,
                Token::Comment(span) if &html[span.clone()] == OPEN && ours.is_none() => {
                    let close = span.end + html[span.end..].find(CLOSE)? + CLOSE.len();
                    cursor.at = close;
                    ours = Some(span.start..close);
                }
                Token::Comment(_) => {}
                Token::Tag(span) => {
                    let key = key(&html[span.clone()]);
                    if key.as_deref() == Some("name=description") {
                        // The last one is mdBook's, since its template has the author's head first.
                        described = Some((span, tags.len()));
                    }
                    tags.extend(key);
                }
            }
        };
        let description = described.filter(|_| ours.is_none()).map(|(span, at)| {
            tags.remove(at);
            span
        });
        Some(Head { place: ours.or(description).unwrap_or(end..end), others: tags })
    }

    fn has(&self, tag: &str) -> bool {
        key(tag).is_some_and(|key| self.others.contains(&key))
    }
}

/// What a tag is of, where a head shall say it once: `name=description`, `property=og:title`, `rel=canonical`.
fn key(tag: &str) -> Option<String> {
    let attributes = attributes(tag);
    let get = |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let named = ["name", "property"].iter().find_map(|key| Some(format!("{key}={}", get(key)?)));
    let linked = || match get("rel")? {
        "alternate" => Some(format!("rel=alternate {}", get("type")?)),
        rel => Some(format!("rel={rel}")),
    };
    match name(tag).to_ascii_lowercase().as_str() {
        "meta" => named,
        "link" => linked(),
        _ => None,
    }
}

/// Goes through a head as a browser's tokenizer does, over what may stand in one.
struct Cursor<'h> {
    html: &'h str,
    at: usize,
}

enum Token {
    Comment(Range<usize>),
    /// A tag that opens.
    Tag(Range<usize>),
    /// Where the head ends.
    End(usize),
}

impl Cursor<'_> {
    /// The next token; none at the end of the text.
    fn next(&mut self) -> Option<Token> {
        loop {
            let start = self.at + self.html[self.at..].find('<')?;
            let rest = &self.html[start..];
            if rest.starts_with("<!--") {
                self.at = start + rest.find("-->")? + 3;
                return Some(Token::Comment(start..self.at));
            }
            let end = start + end_of_tag(rest)?;
            self.at = end;
            let name = name(rest).to_ascii_lowercase();
            match name.as_str() {
                "body" | "/head" => return Some(Token::End(start)),
                // No tag begins inside of these.
                "script" | "style" | "title" => self.at = end + end_of_element(&self.html[end..], &name)?,
                "" => continue,
                _ if name.starts_with(['/', '!']) => continue,
                _ => {}
            }
            return Some(Token::Tag(start..end));
        }
    }
}

/// `meta`, `/head`, `!DOCTYPE`; empty for a `<` that begins no tag.
fn name(tag: &str) -> &str {
    let inner = tag.trim_start_matches('<');
    let end = inner.find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '<');
    let name = &inner[..end.unwrap_or(inner.len())];
    name.strip_suffix('/').filter(|name| !name.is_empty()).unwrap_or(name)
}

/// Behind the `>` of a tag; one inside of quotes does not count.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Behind the tag that closes an element.
fn end_of_element(text: &str, name: &str) -> Option<usize> {
    let close = |at: &usize| {
        let tag = text.as_bytes().get(at + 2..at + 2 + name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
    };
    let start = text.match_indices("</").map(|(at, _)| at).find(close)?;
    Some(start + end_of_tag(&text[start..])?)
}

/// The attributes of a tag, as written.
fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest =
        tag.trim_start_matches('<').trim_start_matches(|c: char| !c.is_ascii_whitespace() && c != '>');
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_ascii_whitespace() || "=/>".contains(c)).unwrap_or(rest.len());
        if end == 0 {
            return found;
        }
        let key = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let value = match rest.strip_prefix('=') {
            Some(behind) => value(behind.trim_start(), &mut rest),
            None => String::new(),
        };
        found.push((key, value));
    }
}

/// An attribute's value, and in `rest` what is behind it.
fn value<'t>(text: &'t str, rest: &mut &'t str) -> String {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let inner = &text[quote.map_or(0, char::len_utf8)..];
    let end = match quote {
        Some(quote) => inner.find(quote),
        None => inner.find(|c: char| c.is_ascii_whitespace() || c == '>'),
    };
    let end = end.unwrap_or(inner.len());
    *rest = inner[end..].strip_prefix(['"', '\'']).unwrap_or(&inner[end..]);
    inner[..end].to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::html::el;

    fn tags() -> Vec<Element> {
        vec![
            el("meta").attr("name", "description").attr("content", "new"),
            el("link").attr("rel", "canonical").attr("href", "https://x.test/"),
            el("meta").attr("property", "og:type").attr("content", "article"),
        ]
    }

    /// `«…»` in the page is what gives way; `left` are the tags of ours that are written.
    #[track_caller]
    fn check(page: &str, left: &[&str]) {
        let (before, rest) = page.split_once('«').unwrap();
        let (_, behind) = rest.split_once('»').unwrap();
        let page = page.replace(['«', '»'], "");
        let made = splice(&page, tags()).unwrap();
        let block = made.strip_prefix(before).unwrap().strip_suffix(behind).unwrap();
        let lines: Vec<&str> = block.lines().map(str::trim).collect();
        let keys: Vec<String> = lines[1..lines.len() - 1].iter().filter_map(|line| key(line)).collect();
        assert_eq!((lines[0], lines[lines.len() - 1]), (OPEN, CLOSE));
        assert_eq!(keys, left);
        assert_eq!(splice(&made, tags()).unwrap(), made, "a second run changes nothing");
    }

    const ALL: [&str; 3] = ["name=description", "rel=canonical", "property=og:type"];

    #[test]
    fn the_tags_stand_in_the_head_once() {
        check("<html><head>«<meta name=\"description\" content=\"old\">»</head><body></body>", &ALL);
        check("<HTML><HEAD><TITLE>a</TITLE>«<META CONTENT='>' NAME='description'/>»</HEAD>", &ALL);
        check("<head><title>a</title>«»</head><body><meta name=\"description\">", &ALL);
        check("<title>a</title>«»<body><meta name=\"description\"></head>", &ALL);
        check("<head>«<!-- Codex --> <meta name=\"description\"> <!-- /Codex -->»<p></head>", &ALL);
    }

    #[test]
    fn what_is_no_tag_of_the_head_does_not_count() {
        check("<head><script>'</head><!-- Codex -->' < 1</SCRIPT >«<meta name=description>»</head>", &ALL);
        check("<head><title></head><meta name=description></title>«»</head>", &ALL);
        check("<head><!-- </head> <meta name=description> -->«<meta name='description'>»</head>", &ALL);
        check("<head><meta content=\"</head><!-- Codex -->\">«»</head>", &ALL);
        check("<!DOCTYPE html><head><link rel=stylesheet href=a.css>«»</head>", &ALL);
    }

    #[test]
    fn the_authors_own_tags_are_not_said_again() {
        check("<head><meta property=og:type content=book>«<meta name=description>»</head>", &ALL[..2]);
        check("<head><link href=x rel=canonical>«»</head>", &["name=description", "property=og:type"]);
        // The author's head comes first, and mdBook's description behind it.
        check("<head><meta name=description>«<meta name=description>»</head>", &ALL[1..]);
    }

    #[test]
    fn a_page_without_a_head_is_left_alone() {
        for page in [
            "",
            "plain",
            "<p>text</p>",
            "<head><script></head>",
            "<head><!-- </head>",
            "<",
            "<head",
            "<a b='",
        ] {
            assert_eq!(splice(page, tags()), None, "{page}");
        }
        assert_eq!(splice("<head><!-- Codex --></head>", tags()), None);
    }
}
