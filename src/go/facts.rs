//! Facts that an author states in a link's title: `= 2048`, `size = 112`, `align = 8`, `offset = 104`.

use num_bigint::BigInt;

use super::consts::{self, Value};
use super::layout;
use super::program::Program;
use super::refuse::{NotUnderstood, Understood, refuse};
use super::sizes;

/// A stated fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What it is about.
    pub what: What,
    /// The value as the author wrote it.
    pub written: String,
    /// The value.
    pub value: Value,
}

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// The value of a constant.
    Value,
    /// The size of a type, variable or field.
    Size,
    /// The alignment of a type, variable or field.
    Align,
    /// The offset of a field in its struct.
    Offset,
}

/// A fact that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// What the author wrote.
    pub wanted: String,
    /// What the source says.
    pub found: String,
}

impl What {
    /// The word for it in a title; none for a value.
    pub fn word(self) -> &'static str {
        match self {
            What::Value => "",
            What::Size => "size",
            What::Align => "align",
            What::Offset => "offset",
        }
    }
}

/// Whether a link's title states a fact; any other title is only a title.
pub fn states(title: &str) -> bool {
    split(title).is_some()
}

/// The fact that a title states.
pub fn checked(title: &str) -> Understood<Fact> {
    let Some((what, written)) = split(title) else {
        return refuse("a fact without `=`", 0);
    };
    let shift = title.len() - title.trim_end().len();
    let start = title.len() - shift - written.len();
    let value = value_of(written).map_err(|refused| NotUnderstood { at: refused.at + start, ..refused })?;
    Ok(Fact { what, written: written.to_owned(), value })
}

/// What the source says about the thing at `path` in a package.
pub fn found(program: &Program, package: &str, path: &str, what: What) -> Understood<Value> {
    let size = || sizes::size_align(program, &layout::type_at(program, package, path)?);
    let number = match what {
        What::Value => return Ok(consts::declared(program, package, path)?.value),
        What::Size => size()?.0,
        What::Align => size()?.1,
        What::Offset => layout::offset_at(program, package, path)?,
    };
    Ok(Value::Int(number.into()))
}

/// Whether the fact holds for a value as [`Value`] prints it, which is also what the lock keeps.
pub fn holds(fact: &Fact, found: &str) -> Result<(), Mismatch> {
    let same = fact.value.to_string() == found
        // Go prints the float 1e9 as `1e+09`; an author may well write 1_000_000_000.
        || consts::literal_value(found).is_ok_and(|found| same_number(&fact.value, &found));
    match same {
        true => Ok(()),
        false => Err(Mismatch { wanted: fact.written.clone(), found: found.to_owned() }),
    }
}

fn same_number(left: &Value, right: &Value) -> bool {
    match (left.to_float(), right.to_float()) {
        (Some(left), Some(right)) => left == right,
        _ => false,
    }
}

fn split(title: &str) -> Option<(What, &str)> {
    let (word, value) = title.split_once('=')?;
    let what = match word.trim() {
        "" => What::Value,
        "size" => What::Size,
        "align" => What::Align,
        "offset" => What::Offset,
        _ => return None,
    };
    Some((what, value.trim()))
}

/// A Go expression of literals, or a number of KiB, MiB or GiB.
fn value_of(written: &str) -> Understood<Value> {
    let units = [("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40)];
    let unit = units.iter().find_map(|(unit, shift)| {
        let number = written.strip_suffix(unit)?;
        Some((number.trim_end(), *shift))
    });
    let Some((number, shift)) = unit else {
        return consts::literal_value(written);
    };
    match consts::literal_value(number)? {
        Value::Int(int) => Ok(Value::Int(int * (BigInt::from(1u64 << shift)))),
        value => refuse(format!("{value} before a unit"), 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(title: &str, expected: &str) {
        let printed = match checked(title) {
            Ok(fact) => format!("{} {}", fact.what.word(), fact.value).trim().to_owned(),
            Err(refused) => refused.to_string(),
        };
        assert_eq!(printed, expected);
    }

    #[test]
    fn titles_state_facts() {
        check("= 2048", "2048");
        check(" = 2 << 10 ", "2048");
        check("= 64 KiB", "65536");
        check("= 0x_ff", "255");
        check("= \"abc\"", "\"abc\"");
        check("size = 112", "size 112");
        check("align=8", "align 8");
        check("offset = 8*13", "offset 104");
    }

    #[test]
    fn other_titles_are_titles() {
        for (title, expected) in
            [("How a goroutine parks", false), ("a = b", false), ("= 1", true), ("size = 1", true)]
        {
            assert_eq!(states(title), expected, "{title}");
        }
    }

    #[test]
    fn what_is_no_value_is_refused_with_its_byte() {
        check("size = many", "not understood: the name many, which is not declared, at byte 7");
        check("= 1 +", "not understood: the end of the text where an expression should be, at byte 5");
    }

    #[test]
    fn numbers_may_be_written_in_any_form() {
        for (title, found, expected) in [
            ("= 1_000_000_000", "1e+09", true),
            ("= 1e9", "1000000000", true),
            ("= 1e9", "1000000001", false),
            ("= 0.5", "0.5", true),
            ("= \"1\"", "1", false),
        ] {
            let held = checked(title).map(|fact| holds(&fact, found).is_ok());
            assert_eq!(held, Ok(expected), "{title} {found}");
        }
    }

    #[test]
    fn a_fact_is_held_against_what_is_found() {
        let fact = checked("= 2 KiB").map(|fact| (holds(&fact, "2048"), holds(&fact, "4096")));
        let wrong = Mismatch { wanted: "2 KiB".to_owned(), found: "4096".to_owned() };
        assert_eq!(fact, Ok((Ok(()), Err(wrong))));
    }
}
