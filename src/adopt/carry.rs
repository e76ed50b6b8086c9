//! A reference of one release carried over to another: to the same declaration if that is there, else with its release.
use super::place::checked;
use crate::go::index::{Index, Symbol};
use crate::go::reference::{Part, Place, Reference};

/// Fewer letters than these are no text to know lines by: `}` and `return` stand anywhere.
const LEAST: usize = 8;

/// The reference as the book's release has it: without a release where the same declaration is there.
pub fn carried(
    reference: &Reference,
    (from, release): (&Index, &str),
    (to, pin): (&Index, &str),
) -> Result<Reference, String> {
    if release == pin {
        return Ok(reference.clone());
    }
    let old = || Reference { release: Some(release.to_owned()), ..reference.clone() };
    let whole = Reference { parts: Vec::new(), ..reference.clone() };
    // Line numbers of a file mean something in their own release only.
    let Ok(symbol) = to.lookup(&whole) else { return Ok(old()) };
    if matches!(reference.place, Place::Lines { .. }) {
        return Ok(old());
    }
    let Some(Part::Lines(first, last)) = reference.parts.first() else { return Ok(whole) };
    let before = from.lookup(&whole).map_err(|_| format!("`{whole}` is not there"))?;
    let Some(first_now) = same_lines((from, &before), (to, &symbol), (*first, *last)) else {
        return Ok(old());
    };
    let parts = vec![Part::Lines(first_now, first_now + last - first)];
    let carried = Reference { parts, ..whole };
    Ok(checked(to, carried, &symbol.file, Some((symbol.start + first_now - 1, 0))).unwrap_or_else(|_| old()))
}

/// Where lines of a declaration stand in its later form, counted from its first line: only if their text is there once,
/// then and now, or if the whole is the same.
fn same_lines(
    (from, before): (&Index, &Symbol),
    (to, now): (&Index, &Symbol),
    (first, last): (usize, usize),
) -> Option<usize> {
    if before.text_hash == now.text_hash {
        return Some(first);
    }
    let text = |index: &Index, symbol: &Symbol| index.lines(&symbol.file, symbol.start, symbol.end).ok();
    let (before, now) = (text(from, before)?, text(to, now)?);
    let (before, now): (Vec<&str>, Vec<&str>) = (before.lines().collect(), now.lines().collect());
    let wanted = before.get(first.checked_sub(1)?..last)?;
    let letters: usize = wanted.iter().flat_map(|line| line.chars()).filter(|c| c.is_alphanumeric()).count();
    let places = |lines: &[&str]| {
        let windows = lines.windows(wanted.len()).enumerate();
        windows.filter(|(_, lines)| *lines == wanted).map(|(at, _)| at + 1).collect::<Vec<_>>()
    };
    match (places(&before).as_slice(), places(&now).as_slice()) {
        ([_], [only]) if letters >= LEAST => Some(*only),
        _ => None,
    }
}
