//! Every word that Codex writes on a page.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub mod chinese;
pub mod english;
pub mod french;
pub mod german;
pub mod japanese;
pub mod spanish;
pub mod values;

/// The table of words: `[preprocessor.codex.words]` overrides any of them, `language` of `[book]` picks the rest.
///
/// `{…}` stands for a value; where a count is spoken of, `one|many` gives both forms.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Words {
    /// On a card, and before a neighbor's number at the foot.
    pub read: String,
    /// Before the neighbor that comes earlier, for screen readers.
    pub previous: String,
    /// Before the neighbor that comes later, for screen readers.
    pub next: String,
    /// Before the chips that filter a grid.
    pub filter: String,
    /// The chip that shows every card again.
    pub all: String,
    /// On a draft's card.
    pub planned: String,
    /// Before the chapter to go on with.
    pub continue_reading: String,
    /// What the script announces after filtering.
    pub shown: String,
    /// On the card of a page that was opened.
    pub was_read: String,
    /// What one numbered chapter of this book is called.
    pub chapter: String,
    /// What several are called, behind their number.
    pub chapters: String,
    /// Where a chapter stands in the book.
    pub position: String,
    /// Reading time on a card.
    pub minutes: String,
    /// Reading time on a chapter.
    pub minutes_read: String,
    /// Source links on a card.
    pub sources: String,
    /// Source links on a chapter.
    pub source_links: String,
    /// Examples that ran, on a chapter.
    pub examples_run: String,
    /// Examples that ran, of the whole book, behind their number.
    pub run_examples: String,
    /// Source links of the whole book, behind their number.
    pub verified_source_links: String,
    /// Layouts of the whole book, behind their number.
    pub layouts_drawn: String,
    /// Which release a page was checked against.
    pub verified_with: String,
    /// Which release the book is about, on the landing page.
    pub pinned_to: String,
    /// Which release an example ran with.
    pub ran_with: String,
    /// Which release an example was compiled with that is not to run.
    pub compiled_with: String,
    /// Before the chapters to read first.
    pub needs: String,
    /// Above the pages that Codex adds.
    pub browse: String,
    /// The tags page's title.
    pub tags: String,
    /// How many tags there are in all, after the first ones of a filter.
    pub all_tags: String,
    /// How many chapters carry a tag.
    pub tagged_chapters: String,
    /// The source index's title.
    pub source_index: String,
    /// Above the symbols of a page.
    pub sources_cited: String,
    /// In place of an excerpt where no Go tree is at hand.
    pub excerpt_absent: String,
    /// Lines of an excerpt that are not shown.
    pub lines_left_out: String,
    /// One line of a file.
    pub line: String,
    /// Several lines of a file.
    pub lines: String,
    /// Beside a source, the author's own editor.
    pub edit: String,
    /// Before a second place of a declaration: Go's own body, or the assembly.
    pub body: String,
    /// Below a layout.
    pub layout_of: String,
    /// A size.
    pub bytes: String,
    /// In a hole of a layout.
    pub padding: String,
    /// Beside an offset that begins a cache line.
    pub cache_line: String,
    /// Heads the column of offsets.
    pub offset: String,
    /// Heads the column of sizes.
    pub size: String,
    /// Heads the column of names.
    pub field: String,
    /// Heads the column of types.
    pub field_type: String,
    /// Between caller and callee, for screen readers.
    pub calls: String,
    /// Names the trail for screen readers.
    pub trail: String,
    /// Names the links to a page's sections for screen readers.
    pub on_this_page: String,
    /// Names the neighbors for screen readers.
    pub reading_order: String,
}

impl Default for Words {
    fn default() -> Self {
        english::words()
    }
}

impl Words {
    /// `104 bytes`.
    pub fn bytes(&self, count: u64) -> String {
        counted(&self.bytes, usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// `line 457`, `lines 457–475`; nothing for a whole file.
    pub fn lines(&self, (first, last): (usize, usize)) -> String {
        let form = match (first, last) {
            (0, _) => return String::new(),
            _ if last <= first => &self.line,
            _ => &self.lines,
        };
        form.replace("{first}", &first.to_string()).replace("{last}", &last.to_string())
    }
}

/// The form for a count: `one|many`, with `{n}` replaced.
pub fn counted(words: &str, count: usize) -> String {
    let (one, many) = words.split_once('|').unwrap_or((words, words));
    let form = if count == 1 { one } else { many };
    form.replace("{n}", &count.to_string())
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn a_count_takes_its_form() {
        assert_eq!(counted("{n} source|{n} sources", 1), "1 source");
        assert_eq!(counted("{n} source|{n} sources", 0), "0 sources");
        assert_eq!(counted("{n} min", 17), "17 min");
    }
}
