//! A layout on one line, as the lock keeps it: `112/8: qcount uint@0+8/8, *U@8+8/8`.
//!
//! Size and alignment, then for each field what the source writes, its offset, size and alignment. An
//! embedded field is only its type, as in Go.

use super::{Field, Layout};

/// The layout on one line, without its name.
pub fn print_line(layout: &Layout) -> String {
    let fields: Vec<String> = layout.fields.iter().map(print_field).collect();
    let line = format!("{}/{}: {}", layout.size, layout.align, fields.join(", "));
    line.trim_end().to_owned()
}

/// The layout that a line holds; none if it is not such a line.
pub fn parse_line(name: &str, line: &str) -> Option<Layout> {
    let (size, rest) = line.split_once('/')?;
    let (align, rest) = rest.split_once(':')?;
    let fields: Option<Vec<Field>> = entries(rest.trim()).into_iter().map(parse_field).collect();
    Some(Layout {
        name: name.to_owned(),
        size: size.parse().ok()?,
        align: align.parse().ok()?,
        fields: fields?,
    })
}

fn print_field(field: &Field) -> String {
    let (offset, size, align) = (field.offset, field.size, field.align);
    match field.embedded {
        true => format!("{}@{offset}+{size}/{align}", field.ty),
        false => format!("{} {}@{offset}+{size}/{align}", field.name, field.ty),
    }
}

fn parse_field(entry: &str) -> Option<Field> {
    let (what, place) = entry.rsplit_once('@')?;
    let (offset, rest) = place.split_once('+')?;
    let (size, align) = rest.split_once('/')?;
    let split = cuts(what, ' ').next().map(|at| (&what[..at], &what[at + 1..]));
    let (name, ty, embedded) = match split {
        Some((name, ty)) => (name, ty, false),
        None => (embedded_name(what), what, true),
    };
    Some(Field {
        name: name.to_owned(),
        ty: ty.to_owned(),
        offset: offset.parse().ok()?,
        size: size.parse().ok()?,
        align: align.parse().ok()?,
        embedded,
    })
}

/// An embedded field is called like its type, without package, star and arguments.
fn embedded_name(ty: &str) -> &str {
    let name = ty.split_once('[').map_or(ty, |(name, _)| name);
    name.rsplit(['.', '*']).next().unwrap_or(name)
}

fn entries(text: &str) -> Vec<&str> {
    let mut entries = Vec::new();
    let mut start = 0;
    for cut in cuts(text, ',').chain([text.len()]) {
        entries.push(text[start..cut].trim());
        start = cut + 1;
    }
    entries.retain(|entry| !entry.is_empty());
    entries
}

/// The bytes where a separator stands outside of all brackets and quotes.
fn cuts(text: &str, separator: char) -> impl Iterator<Item = usize> {
    let mut depth = 0usize;
    let mut quote: Option<char> = None;
    let mut escaped = false;
    text.char_indices().filter_map(move |(at, c)| {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some('"' | '\''), '\\') => escaped = true,
            (Some(open), _) => quote = (c != open).then_some(open),
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ if c == separator && depth == 0 => return Some(at),
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, same: bool) {
        let printed = parse_line("p.T", line).map(|layout| print_line(&layout));
        assert_eq!(printed.as_deref() == Some(line), same, "{line}");
    }

    #[test]
    fn lines_are_read_back() {
        check("0/1:", true);
        check("16/8: a int@0+8/8, *q.M[K, V]@8+8/8", true);
        check("8/8: f func(a int, b string) (int, error)@0+8/8", true);
        check("9/1: a [len(\"],[\\\"\")]byte@0+4/1, _ [5]byte@4+5/1", true);
        check("8/4: a struct { b int32; c [1, 2]x }@0+8/4", true);
        for broken in ["", "8", "8/8", "x/8:", "8/8: a int", "8/8: a int@0", "8/8: a int@0+8"] {
            check(broken, false);
        }
    }

    #[test]
    fn embedded_fields_get_their_names_back() {
        let layout = parse_line("p.T", "16/8: *q.M[r.K, V]@0+8/8, T@8+8/8");
        let names = layout.map(|layout| {
            let names = layout.fields.into_iter();
            names.map(|field| (field.name, field.embedded)).collect::<Vec<_>>()
        });
        assert_eq!(names, Some(vec![("M".to_owned(), true), ("T".to_owned(), true)]));
    }
}
