//! Adds a word to a list of book.toml in the style of the list, and takes it out again.
use super::{at, line_end, line_start, next_line, parse, span};
use anyhow::{Result, bail};
use std::ops::Range;
use toml_edit::Array;

/// The text with the word at the end of the list at `path`, unless `is_there` knows one of its words.
pub(super) fn push(text: &str, path: &[&str], word: &str, is_there: &dyn Fn(&str) -> bool) -> Result<String> {
    let document = parse(text)?;
    let Some(array) = at(&document, path).and_then(|(_, item)| item.as_array()) else {
        bail!("`{}` is no list in book.toml", path.join("."))
    };
    if array.iter().any(|value| value.as_str().is_some_and(is_there)) {
        return Ok(text.to_string());
    }
    let whole = span(array.span())?;
    let word = format!("\"{word}\"");
    let Some(last) = array.iter().last() else {
        // The comma shows that the list stood there empty.
        return Ok(spliced(text, whole.start + 1..whole.start + 1, &format!("{word},")));
    };
    let last = span(last.span())?;
    let comma = comma_after_last(array);
    let line = next_line(text, comma.unwrap_or(last.end));
    let own_line = own_line(text, &whole, &last);
    if line < whole.end {
        let indent = own_line.unwrap_or_default();
        let close = if comma.is_some() { "," } else { "" };
        let with_line = spliced(text, line..line, &format!("{indent}{word}{close}{}", line_end(text)));
        let between = if comma.is_some() { "" } else { "," };
        return Ok(spliced(&with_line, last.end..last.end, between));
    }
    let before = own_line.map_or(" ".to_string(), |indent| format!("{}{indent}", line_end(text)));
    Ok(spliced(text, last.end..last.end, &format!(",{before}{word}")))
}

/// The text without the list's element at `place`; none where the whole key shall go, being ours alone.
pub(super) fn without(text: &str, array: &Array, place: usize) -> Result<Option<String>> {
    let spans: Vec<Range<usize>> = array.iter().map(|value| span(value.span())).collect::<Result<_>>()?;
    let Some(element) = spans.get(place).cloned() else { return Ok(Some(text.to_string())) };
    let before = place.checked_sub(1).and_then(|at| spans.get(at));
    let after = spans.get(place + 1);
    let line = line_start(text, element.start)..next_line(text, element.end);
    let rest = text[element.end..line.end].trim().trim_start_matches(',');
    let alone = text[line.start..element.start].trim().is_empty() && rest.is_empty();
    Ok(Some(match (before, after) {
        (None, None) if array.trailing_comma() => {
            let comma = text[element.end..].find(',').map_or(0, |at| at + 1);
            spliced(text, element.start..element.end + comma, "")
        }
        (None, None) => return Ok(None),
        (Some(before), None) if alone && !array.trailing_comma() => {
            let text = spliced(text, line, "");
            let comma = before.end + text[before.end..].find(',').unwrap_or_default();
            spliced(&text, comma..comma + 1, "")
        }
        _ if alone && line.start > span(array.span())?.start => spliced(text, line, ""),
        (Some(before), _) => spliced(text, before.end..element.end, ""),
        (None, Some(after)) => spliced(text, element.start..after.start, ""),
    }))
}

pub(super) fn spliced(text: &str, place: Range<usize>, words: &str) -> String {
    format!("{}{words}{}", &text[..place.start], &text[place.end..])
}

/// Where the comma after the last element stands, if there is one.
fn comma_after_last(array: &Array) -> Option<usize> {
    let trailing = array.trailing().span()?.start;
    array.trailing_comma().then(|| trailing.saturating_sub(1))
}

/// The white space before the last element, if it begins its line.
fn own_line<'a>(text: &'a str, whole: &Range<usize>, last: &Range<usize>) -> Option<&'a str> {
    let start = line_start(text, last.start);
    let before = &text[start..last.start];
    (start > whole.start && before.trim().is_empty()).then_some(before)
}
