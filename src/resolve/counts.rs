//! `[thirteen](codex:chapters)`: the true count, in the form the author wrote.
use super::Whole;
use crate::config::Part;
use crate::config::language::Language;
use crate::find::Words;
use crate::nearest::did_you_mean;
use crate::piece::{Phrase, Piece};
use crate::problem::Problem;
use mdbook_markdown::new_cmark_parser;
use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// What can be counted.
const COUNTED: [&str; 7] = ["chapters", "cards", "tags", "parts", "symbols", "examples", "layouts"];

/// A count as it will stand on the page; the author's own words where nothing of that name is counted.
pub fn count(whole: &Whole, page: usize, span: Range<usize>, asked: &Words) -> Result<Piece, Problem> {
    let Some(count) = whole.count(&asked.of, page) else {
        let message = format!("nothing called `{}` is counted", asked.of);
        let help = did_you_mean(&asked.of, COUNTED)
            .unwrap_or_else(|| format!("what can be counted: {}", COUNTED.join(", ")));
        return Err(Problem::on_page("unknown-count", page, span, message).help(help));
    };
    Ok(Piece::Count(in_form(&asked.words, count, whole.cfg.language)))
}

/// A text as a phrase for cards and neighbors, with the true counts in it.
pub fn phrase(whole: &Whole, page: usize, text: &str) -> Phrase {
    let mut asked = None;
    let events = new_cmark_parser(text, &whole.cfg.markdown.options()).map(|event| {
        match &event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                let of = dest_url.strip_prefix("codex:").filter(|_| whole.cfg.runs(Part::Counts));
                asked = of.and_then(|of| whole.count(of, page));
            }
            Event::End(TagEnd::Link) => asked = None,
            _ => {}
        }
        match (event, asked) {
            (Event::Text(words), Some(count)) => {
                Event::Text(in_form(&words, count, whole.cfg.language).into())
            }
            (event, _) => event,
        }
    });
    Phrase::of(events)
}

/// The count in the form of the words it replaces: digits, a word, a capitalised word; digits where the language has no
/// word that fits.
pub fn in_form(words: &str, count: usize, language: Language) -> String {
    let first = words.trim().chars().next().filter(|c| c.is_alphabetic());
    let spelled = first.and_then(|first| Some((first, language.number(count)?)));
    match spelled {
        Some((first, number)) if first.is_uppercase() => capitalised(&number),
        Some((_, number)) => number,
        None => count.to_string(),
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::in_form;
    use crate::config::language::Language;

    #[test]
    fn a_count_keeps_the_authors_form() {
        let check = |language, words: &str, count, expected: &str| {
            assert_eq!(in_form(words, count, language), expected);
        };
        check(Language::English, "thirteen", 13, "thirteen");
        check(Language::English, "Ten", 13, "Thirteen");
        check(Language::English, "10", 13, "13");
        check(Language::English, "ten", 42, "forty-two");
        check(Language::English, "Ten", 100, "One hundred");
        check(Language::English, "ten", 1000, "1000");
        check(Language::English, "", 3, "3");
        check(Language::German, "Zehn", 12, "Zwölf");
        check(Language::German, "zehn", 1, "1");
        check(Language::Chinese, "十", 13, "十三");
        check(Language::Japanese, "10", 13, "13");
    }
}
