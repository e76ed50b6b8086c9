//! Every word that Codex writes on a page.
use serde::Deserialize;

/// The table of words: `[preprocessor.codex.words]` overrides any of them.
///
/// `{…}` stands for a value; where a count is spoken of, `one|many` gives both forms.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Words {
    /// On a card, and before a neighbour's number at the foot.
    pub read: String,
    /// Before the neighbour that comes earlier, for screen readers.
    pub previous: String,
    /// Before the neighbour that comes later, for screen readers.
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
    /// What several are called.
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
    /// Source links of the whole book.
    pub verified_source_links: String,
    /// Layouts of the whole book.
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
    /// Above an example's output.
    pub output: String,
    /// Above the words a panic ends with.
    pub panics: String,
    /// Above the compiler's own words.
    pub diagnostics: String,
    /// In place of an excerpt where no Go tree is at hand.
    pub excerpt_absent: String,
    /// The three questions a chapter answers, in the order of `questions` in the configuration.
    pub questions: Vec<String>,
}

impl Default for Words {
    fn default() -> Self {
        let word = String::from;
        Words {
            read: word("Read"),
            previous: word("Previous"),
            next: word("Next"),
            filter: word("Filter"),
            all: word("All"),
            planned: word("planned"),
            continue_reading: word("Continue"),
            shown: word("{count} of {total} shown"),
            was_read: word("read"),
            chapter: word("Chapter"),
            chapters: word("chapter|chapters"),
            position: word("{chapter} {number} of {total}"),
            minutes: word("{n} min"),
            minutes_read: word("{n} min read"),
            sources: word("{n} source|{n} sources"),
            source_links: word("{n} source link|{n} source links"),
            examples_run: word("{n} example run|{n} examples run"),
            verified_source_links: word("verified source link|verified source links"),
            layouts_drawn: word("layout drawn from source|layouts drawn from source"),
            verified_with: word("verified with {release}"),
            pinned_to: word("pinned to {release}"),
            ran_with: word("ran with {release}"),
            compiled_with: word("compiled with {release}"),
            needs: word("Read first"),
            browse: word("Browse"),
            tags: word("Tags"),
            all_tags: word("all {n} tags"),
            tagged_chapters: word("{n} chapter|{n} chapters"),
            source_index: word("Source index"),
            sources_cited: word("Source cited here"),
            output: word("Output"),
            panics: word("Panics"),
            diagnostics: word("Diagnostics"),
            excerpt_absent: word("The lines are shown where the Go tree is at hand."),
            questions: Vec::new(),
        }
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
