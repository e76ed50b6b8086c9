//! Marks put into texts: a block of ours at every place where a block begins, and source links at random places.
use crate::random::Random;
use mdbook_markdown::pulldown_cmark::{Event, Tag};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

/// The blocks, each by the words of its fence and what it holds.
const BLOCKS: [(&str, &str); 5] = [
    ("codex-layout", "runtime.hchan"),
    ("codex-calls", "runtime.newproc -> runtime.newproc1"),
    ("codex-cards", "chapters = [\"page-1.md\"]"),
    ("go codex=\"runtime.hchan\"", ""),
    ("codex-sources", ""),
];

/// The text once for each place where a block begins, with a block of ours before it.
pub fn with_blocks(text: &str, random: &mut Random) -> Vec<String> {
    let starts = new_cmark_parser(text, &MarkdownOptions::default()).into_offset_iter();
    let mut places: Vec<usize> =
        starts.filter(|(event, _)| begins_block(event)).map(|(_, span)| span.start).collect();
    places.push(text.len());
    places.dedup();
    places.into_iter().map(|at| with_block(text, at, random)).collect()
}

fn begins_block(event: &Event) -> bool {
    match event {
        Event::Rule => true,
        Event::Start(tag) => matches!(
            tag,
            Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::BlockQuote(_)
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::List(_)
                | Tag::FootnoteDefinition(_)
                | Tag::DefinitionList
                | Tag::Table(_)
        ),
        _ => false,
    }
}

fn with_block(text: &str, at: usize, random: &mut Random) -> String {
    let (info, inner) = BLOCKS[random.below(BLOCKS.len())];
    let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
    // The signs of quotes go on, and the markers of lists take up room.
    let prefix: String =
        text[line..at].chars().map(|c| if c == '>' || c == '\t' { c } else { ' ' }).collect();
    let blank = if random.below(2) == 0 { format!("{}\n", prefix.trim_end()) } else { String::new() };
    let fence = if random.below(2) == 0 { "```" } else { "~~~~" };
    let inner = if inner.is_empty() { String::new() } else { format!("{prefix}{inner}\n") };
    let block = format!("{fence}{info}\n{inner}{prefix}{fence}\n{blank}{prefix}");
    format!("{}{block}{}", &text[..at], &text[at..])
}

const LINKS: [&str; 5] = [
    "[x](go:runtime.gopark)",
    "[*a* `b`](go:runtime.hchan \"size = 104\")",
    "[two\nlines](go:runtime.newproc)",
    "`runtime.gopark`",
    "[![i](a.png)](go:runtime.g)",
];

/// The text with source links at some places, none of them within another. Those where nobody would look for one, and
/// where HTML reads otherwise than a link, are left out.
pub fn with_links(text: &str, random: &mut Random) -> String {
    let mut places: Vec<usize> = (0..=random.below(3)).map(|_| random.below(text.len() + 1)).collect();
    places.sort_unstable();
    places.dedup_by(|a, b| *a < *b + 8);
    let mut marked = text.to_string();
    for mut at in places.into_iter().rev() {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        if !is_odd(text, at) {
            marked.insert_str(at, LINKS[random.below(LINKS.len())]);
        }
    }
    marked
}

/// Within a tag, a section of XML, a definition of a link or its address, next to brackets or before an apostrophe.
fn is_odd(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let (before, line) = (&text[line..at], text[line..].lines().next().unwrap_or_default());
    line.contains("]:")
        || line.contains("<!")
        || before.rfind('<') > before.rfind('>')
        || before.rfind("](") > before.rfind(')')
        || before.ends_with(['[', ']'])
        || text[at..].starts_with('\'')
}
