//! Pages that no author means well: deep, long, unbalanced, and in every odd sign.
use super::corpus::Text;

/// A pattern until so many bytes are full.
fn times(pattern: &str, size: usize) -> String {
    pattern.repeat(size / pattern.len() + 1)
}

/// Patterns that are repeated; each is a page of about that size.
const PATTERNS: [(&str, &str); 44] = [
    ("quotes", "> "),
    ("lists", "- "),
    ("numbers", "1. "),
    ("indents", "  - a\n"),
    ("brackets", "["),
    ("closing brackets", "]"),
    ("links that are open", "[a](go:b "),
    ("links in links", "[a [b](go:c)"),
    ("pictures", "![a"),
    ("links", "[a](go:runtime.gopark) "),
    ("links to nowhere", "[a](go:runtime.nothing) "),
    ("lines of links to nowhere", "[a](go:runtime.nothing)\n"),
    ("links to no chapter", "[a](nowhere.md) "),
    ("lines of links to no heading", "[a](#nowhere)\n\n"),
    ("definitions", "[a]: b\n"),
    ("references", "[a][b] "),
    ("code spans", "`runtime.gopark` "),
    ("unknown code spans", "`runtime.nothing` "),
    ("code spans in brackets", "[`runtime.nothing`] "),
    ("backticks", "`a``b```c"),
    ("backslashes", "\\"),
    ("emphasis", "*a _b "),
    ("signs", "*_~`'\""),
    ("tags", "<div>"),
    ("tags and blank lines", "<div>\n\n"),
    ("comments", "<!-- a "),
    ("closing tags", "</p></div>\n\n"),
    ("anchors", "<a href='x'>`a.b` "),
    ("entities", "&amp;&#0;&nope;"),
    ("includes", "{{#include a "),
    ("fences", "```\n"),
    ("growing fences", "```go\n~~~\n"),
    ("unknown blocks", "```codex-nope\n```\n"),
    ("cards", "```codex-cards\npart = \"\n```\n\n"),
    ("layouts", "```codex-layout\nruntime.nothing\n```\n"),
    ("calls", "```codex-calls\na.b -> c.d\n```\n"),
    ("excerpts", "```go codex=\"runtime.nothing\"\n```\n"),
    ("programs", "```go\npackage main\n// Output:\n// x\n```\n"),
    ("headings", "# a\n"),
    ("tables", "| a | `b.c` |\n|---|---|\n| [d](go:e\\|f) | |\n\n"),
    ("rows", "|a"),
    ("footnotes", "[^1]: a[^1]\n\n"),
    ("terms", "a\n: b\n\n"),
    ("line ends", "\r\n\r\r\n\n"),
];

/// The patterns, and what is made of them, each about so many bytes long.
pub fn pages(size: usize) -> Vec<Text> {
    let repeated = PATTERNS.iter().map(|(name, pattern)| (name.to_string(), times(pattern, size)));
    let mut pages: Vec<(String, String)> = repeated.collect();
    let front = |inner: &str| format!("---\n{inner}---\n# T\n");
    pages.push(("front matter".into(), front(&times("tags: [a]\n", size))));
    pages.push(("tags".into(), front(&format!("tags: [{}]\n", times("a, ", size)))));
    pages.push(("keys".into(), front(&(0..size / 12).map(|at| format!("key{at}: a\n")).collect::<String>())));
    pages.push(("nested front matter".into(), front(&format!("tags: {}\n", times("[", size)))));
    pages.push(("front matter that is open".into(), format!("---\n{}", times("a: b\n", size))));
    pages.push(("headings and links".into(), headings(size)));
    pages.push(("deep containers".into(), deep(size)));
    pages.into_iter().map(|(name, text)| Text { name, text }).collect()
}

/// One line of many megabytes each.
pub fn lines(size: usize) -> Vec<Text> {
    let line = |name: &str, pattern: &str| Text { name: name.into(), text: times(pattern, size) };
    vec![line("a word", "a"), line("words", "word "), line("blanks", " "), line("letters", "日本語")]
}

fn headings(size: usize) -> String {
    (0..size / 40).map(|at| format!("## Heading {at}\n\n[a](#heading-{at}x)\n\n")).collect()
}

/// Lists in quotes in lists, with a fence inside.
fn deep(size: usize) -> String {
    let depth = (size as f64).sqrt() as usize / 2;
    let lines = (0..depth).map(|at| format!("{}- > a\n", "  > ".repeat(at)));
    lines.collect::<String>() + &format!("{}```codex-nope\n", "  > ".repeat(depth))
}

/// Small pages with everything odd in them.
pub fn odd() -> Vec<Text> {
    let marks = ["[x](go:runtime.gopark)", "`runtime.gopark`", "```codex-layout\nruntime.hchan\n```"];
    let mut texts: Vec<Text> = fenced().collect();
    for mark in marks {
        for (name, frame) in FRAMES {
            let text = frame.replace('@', mark);
            texts.push(Text { name: name.into(), text: text.replace('\n', "\r\n") });
            texts.push(Text { name: name.into(), text });
        }
        for odd in odd_letters() {
            texts.push(Text {
                name: format!("{odd:?}"),
                text: format!("{odd}# T{odd}\n\n{odd}{mark}{odd}\n{odd}"),
            });
        }
    }
    texts
}

/// A block of ours and one of the author's between fences of a sign and a length.
fn fenced() -> impl Iterator<Item = Text> {
    let lengths = (3..12).chain([99, 1000]);
    let fences =
        ['`', '~'].into_iter().flat_map(move |sign| lengths.clone().map(move |length| (sign, length)));
    fences.map(|(sign, length)| {
        let fence = sign.to_string().repeat(length);
        let author = format!("{fence} go\n{}\n  {fence}{sign}\n", &fence[1..]);
        let ours = format!("{fence}codex-layout\nruntime.hchan\n{fence}{fence}\n");
        Text {
            name: format!("{length} times {sign}"),
            text: format!("# T\n{author}{ours}> {}", ours.replace('\n', "\n> ")),
        }
    })
}

/// White space of every kind, signs that have no width or turn the direction, and those that are no text.
fn odd_letters() -> impl Iterator<Item = char> {
    let spaces = (0..=0x10ffff).filter_map(char::from_u32).filter(|c| c.is_whitespace() || c.is_control());
    spaces.chain(
        "\u{feff}\u{200b}\u{200d}\u{200e}\u{200f}\u{202e}\u{2066}\u{2069}\u{fffd}\u{fffe}א\u{301}".chars(),
    )
}

/// A mark in the place of `@`.
const FRAMES: [(&str, &str); 26] = [
    ("nothing else", "@"),
    ("a byte order mark", "\u{feff}---\ntags: [a]\n---\n\n# T\n\n@\n"),
    ("front matter", "---\ntags: [a]\n---\n@\n"),
    ("a title right above", "# T\n@\n"),
    ("a setext title", "T\n=\n@\n"),
    ("text around", "a\n@\nb\n"),
    ("a list", "- a\n- @\n- b\n"),
    ("a loose list", "- a\n\n- b\n\n  @\n\n- c\n"),
    ("a list with tabs", "-\ta\n\n\t@\n"),
    ("numbers", "10) a\n11) @\n"),
    ("tasks", "- [ ] @\n- [x] @\n"),
    ("a quote", "> @\n> a\n"),
    ("a lazy quote", "> a\n@\n"),
    ("an alert", "> [!NOTE]\n> @\n"),
    ("a table", "| a | b |\n|---|---|\n| @ | `a\\|b` |\n| [y](go:runtime.g) |\n"),
    ("a footnote", "a[^1] @\n\n[^1]: @\n\n    @\n"),
    ("a term", "term @\n: @\n\n  a\n"),
    ("a heading", "## @ a {#id .class}\n\n@\n"),
    ("a block of HTML", "<div>\n@\n</div>\n\n<p>@</p>\n\n<details>\n\n@\n\n</details>\n"),
    ("a comment", "<!-- @\n\n@ -->\n\n@\n"),
    ("a script", "<script>\n@\n\n@\n</script>\n@\n"),
    ("fences", "````\n@\n````\n\n~~~\n@\n~~~~\n\n    @\n"),
    ("an open fence", "@\n\n``````x\n@\n"),
    ("right to left", "שלום @ עולם\n\nمرحبا\u{200f}@\n"),
    ("hard breaks", "a  \n@\\\nb\n@  \nc\\\n"),
    ("emphasis", "**@**a *@*_@_ ~~@~~ \"@\" (@) '@'\n"),
];
