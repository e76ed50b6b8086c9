//! `[thirteen](codex:chapters)`: the true count, in the form the author wrote.
use super::Whole;
use crate::find::Words;
use crate::nearest::did_you_mean;
use crate::piece::Piece;
use crate::problem::Problem;
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
    Ok(Piece::Count(in_form(&asked.words, count)))
}

/// The count in the form of the words it replaces: digits, a word, a capitalised word.
pub fn in_form(words: &str, count: usize) -> String {
    let first = words.trim().chars().next();
    match first {
        Some(c) if c.is_lowercase() => word(count),
        Some(c) if c.is_uppercase() => {
            let word = word(count);
            let mut letters = word.chars();
            letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
        _ => count.to_string(),
    }
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A number in English words up to a thousand, in digits beyond.
fn word(count: usize) -> String {
    match count {
        0..20 => ONES[count].to_string(),
        20..100 if count.is_multiple_of(10) => TENS[count / 10].to_string(),
        20..100 => format!("{}-{}", TENS[count / 10], ONES[count % 10]),
        100..1000 if count.is_multiple_of(100) => format!("{} hundred", ONES[count / 100]),
        100..1000 => format!("{} hundred and {}", ONES[count / 100], word(count % 100)),
        _ => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_form;

    #[test]
    fn a_count_keeps_the_authors_form() {
        let check = |words: &str, count, expected: &str| assert_eq!(in_form(words, count), expected);
        check("thirteen", 13, "thirteen");
        check("Ten", 13, "Thirteen");
        check("10", 13, "13");
        check("ten", 42, "forty-two");
        check("Ten", 100, "One hundred");
        check("ten", 684, "six hundred and eighty-four");
        check("ten", 1000, "1000");
        check("", 3, "3");
    }
}
