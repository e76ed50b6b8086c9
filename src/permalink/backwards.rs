//! A template the other way round: from a link to what it names.
use super::{Part, Template};
use regex::Regex;

/// What a link names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The revision.
    pub rev: String,
    /// The path, with its percent signs.
    pub path: String,
    /// The first and the last line; none for the whole file.
    pub lines: Option<(usize, usize)>,
}

impl Template {
    /// What a link of this form names; nothing if it has another form, or the form does not tell a revision.
    pub fn read(&self, href: &str) -> Option<Link> {
        [&self.range, &self.line, &self.file].into_iter().find_map(|parts| read(parts, href))
    }
}

fn read(parts: &[Part], href: &str) -> Option<Link> {
    let pattern: String = parts.iter().map(pattern).collect();
    let found = Regex::new(&format!("^{pattern}$")).ok()?.captures(href)?;
    let slots = parts.iter().filter(|part| !matches!(part, Part::Text(_)));
    let filled: Vec<(&Part, &str)> =
        slots.zip(found.iter().skip(1).flatten()).map(|(part, text)| (part, text.as_str())).collect();
    // A form may say a thing twice; a link of it says the same twice.
    let value = |part: Part| {
        let mut said = filled.iter().filter(|(slot, _)| **slot == part).map(|(_, text)| *text);
        let first = said.next()?;
        said.all(|other| other == first).then_some(first)
    };
    let line = |part: Part| value(part)?.parse::<usize>().ok().filter(|line| *line > 0);
    let first = line(Part::First);
    let last = line(Part::Last).or(first);
    let lines = first.zip(last).map(|(a, b)| (a.min(b), a.max(b)));
    Some(Link { rev: value(Part::Rev)?.to_owned(), path: value(Part::Path)?.to_owned(), lines })
}

fn pattern(part: &Part) -> String {
    match part {
        Part::Text(text) => regex::escape(text),
        Part::Rev => "([^/?#]+)".to_owned(),
        Part::Path => "([^?#;]+)".to_owned(),
        Part::First | Part::Last => "([0-9]+)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_of_each_preset_is_read_back() {
        for preset in super::super::PRESETS.map(|preset| format!("{}:x.org/a/b", preset.name)) {
            let template = Template::parse(&preset, None).unwrap();
            let check = |href: &str, lines| {
                let link = Link { rev: "v1.3.6".into(), path: "a%20b/c.go".into(), lines };
                assert_eq!(template.read(href), Some(link), "{preset}: {href}");
            };
            check(&template.file("v1.3.6", "a b/c.go"), None);
            check(&template.lines("v1.3.6", "a b/c.go", (3, 3)), Some((3, 3)));
            // Two hosts mark the first line alone.
            let range = template.lines("v1.3.6", "a b/c.go", (3, 9));
            let last = if range.contains('9') { 9 } else { 3 };
            check(&range, Some((3, last)));
            assert_eq!(template.read("https://x.org/other"), None, "{preset}");
        }
    }

    #[test]
    fn a_form_of_the_authors_own_is_read_back() {
        let read = |template: &str, href: &str| Template::parse(template, None).unwrap().read(href);
        let twice = "https://x.org/{rev}/sub/{path}?at={rev}#{a},{b}";
        let link = Link { rev: "v1".into(), path: "db.go".into(), lines: Some((2, 4)) };
        assert_eq!(read(twice, "https://x.org/v1/sub/db.go?at=v1#2,4"), Some(link));
        assert_eq!(read(twice, "https://x.org/v1/sub/db.go?at=v2#2,4"), None);
        // Without a revision nobody knows what the lines were.
        assert_eq!(read("https://x.org/{path}#{a}", "https://x.org/db.go#2"), None);
    }
}
