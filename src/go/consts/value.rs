//! The value of a constant, and how Go prints it.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive};

/// An exact value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A boolean.
    Bool(bool),
    /// A string, which may hold any bytes.
    Text(Vec<u8>),
    /// A whole number: an integer or a rune.
    Int(BigInt),
    /// A number with a fraction.
    Float(BigRational),
}

impl Value {
    /// The whole number it is, if it is one.
    pub fn to_int(&self) -> Option<BigInt> {
        match self {
            Value::Int(int) => Some(int.clone()),
            Value::Float(float) if float.denom().is_one() => Some(float.numer().clone()),
            _ => None,
        }
    }

    /// The number it is, if it is one.
    pub fn to_float(&self) -> Option<BigRational> {
        match self {
            Value::Int(int) => Some(BigRational::from_integer(int.clone())),
            Value::Float(float) => Some(float.clone()),
            _ => None,
        }
    }
}

/// As Go's `%v` prints it; strings as `%q` does.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Bool(value) => write!(f, "{value}"),
            Value::Int(int) => write!(f, "{int}"),
            Value::Float(float) => write!(f, "{}", go_float(float.to_f64().unwrap_or(f64::NAN))),
            Value::Text(text) => f.write_str(&quote(text)),
        }
    }
}

/// The shortest digits that give the number back, with an exponent where Go sets one.
fn go_float(number: f64) -> String {
    let scientific = format!("{number:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        return format!("{number}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
}

fn quote(text: &[u8]) -> String {
    let mut quoted = String::from("\"");
    for chunk in text.utf8_chunks() {
        chunk.valid().chars().for_each(|c| quote_char(&mut quoted, c));
        for byte in chunk.invalid() {
            quoted.push_str(&format!("\\x{byte:02x}"));
        }
    }
    quoted.push('"');
    quoted
}

fn quote_char(quoted: &mut String, c: char) {
    match c {
        '"' | '\\' => quoted.extend(['\\', c]),
        '\x07' => quoted.push_str("\\a"),
        '\x08' => quoted.push_str("\\b"),
        '\x0c' => quoted.push_str("\\f"),
        '\n' => quoted.push_str("\\n"),
        '\r' => quoted.push_str("\\r"),
        '\t' => quoted.push_str("\\t"),
        '\x0b' => quoted.push_str("\\v"),
        c if c.is_ascii_control() => quoted.push_str(&format!("\\x{:02x}", u32::from(c))),
        c if is_printed(c) => quoted.push(c),
        c if u32::from(c) <= 0xffff => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
        c => quoted.push_str(&format!("\\U{:08x}", u32::from(c))),
    }
}

/// Whether Go prints the character itself in a quoted string.
fn is_printed(c: char) -> bool {
    // Rust escapes the same characters, but combining marks only where nothing stands before them.
    let shown = format!("a{c}");
    c == '\'' || shown.escape_debug().eq(shown.chars())
}

#[cfg(test)]
mod tests {
    use crate::go::consts::literal_value;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let printed = literal_value(text).map(|value| value.to_string());
        assert_eq!(printed.as_deref(), Ok(expected), "{text}");
    }

    #[test]
    fn values_are_printed_as_go_prints_them() {
        check("2 << 10", "2048");
        check("0x_40 + 0b11 + 0o7 + 010 + 1_000", "1082");
        check("1.5", "1.5");
        check("1e3", "1000");
        check("123456.5", "123456.5");
        check("1e6", "1e+06");
        check("1e21 / 8", "1.25e+20");
        check("1.25e-7", "1.25e-07");
        check("0.0001", "0.0001");
        check("-1.5 / 3", "-0.5");
        check("0x1p-2", "0.25");
        check("'a'", "97");
        check("true && !false", "true");
        check("\"a\\n\" + `b\\`", "\"a\\nb\\\\\"");
        check("\"\\u200d\\u0301'\\U0001f600\\U000e0001\"", "\"\\u200d\u{301}'😀\\U000e0001\"");
        check("\"\\xff\\u00e9\\000\"", "\"\\xffé\\x00\"");
    }
}
