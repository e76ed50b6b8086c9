//! Literals: from their spelling to their value.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Num;

use super::{Constant, Value};
use crate::go::refuse::{Understood, refuse};
use crate::go::syntax::Literal;
use crate::go::types::{Basic, Type};

/// The largest exponent of a number that is kept exactly, as in Go's own `go/constant`.
const EXPONENT: u32 = 4096;

/// The value of a literal.
pub(super) fn value(kind: Literal, text: &str, at: usize) -> Understood<Constant> {
    let read = match kind {
        Literal::Int => int(text).map(|int| (Value::Int(int), Basic::UntypedInt)),
        Literal::Float => float(text).map(|float| (Value::Float(float), Basic::UntypedFloat)),
        Literal::Rune => rune(text).map(|rune| (Value::Int(rune.into()), Basic::UntypedRune)),
        Literal::Text => self::text(text).map(|text| (Value::Text(text), Basic::UntypedString)),
        Literal::Imaginary => return refuse(format!("the complex number {text}"), at),
    };
    match read {
        Some((value, basic)) => Ok(Constant { value, ty: Type::Basic(basic) }),
        None => refuse(format!("the literal {text}"), at),
    }
}

fn int(text: &str) -> Option<BigInt> {
    let digits = text.replace('_', "").to_ascii_lowercase();
    let (digits, base) = match digits.as_bytes() {
        [b'0', b'x', ..] => (&digits[2..], 16),
        [b'0', b'o', ..] => (&digits[2..], 8),
        [b'0', b'b', ..] => (&digits[2..], 2),
        [b'0', _, ..] => (&digits[1..], 8),
        _ => (digits.as_str(), 10),
    };
    // Longer than any integer Go accepts.
    let fits = digits.len() <= 1024;
    fits.then(|| BigInt::from_str_radix(digits, base).ok()).flatten()
}

fn float(text: &str) -> Option<BigRational> {
    let text = text.replace('_', "").to_ascii_lowercase();
    let (mantissa, digits_base, power_base) = match text.strip_prefix("0x") {
        Some(rest) => (rest, 16, 2),
        None => (text.as_str(), 10, 10),
    };
    let mark = if digits_base == 16 { 'p' } else { 'e' };
    let (mantissa, exponent) = mantissa.split_once(mark).unwrap_or((mantissa, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if mantissa.len() > 1024 {
        return None;
    }
    let digits = BigInt::from_str_radix(&format!("0{whole}{fraction}"), digits_base).ok()?;
    let below = BigInt::from(digits_base).pow(u32::try_from(fraction.len()).ok()?);
    let mantissa = BigRational::new(digits, below);
    let exponent: i64 = exponent.parse().ok()?;
    let size = u32::try_from(exponent.unsigned_abs()).ok()?;
    if size > EXPONENT {
        return None;
    }
    let power = BigRational::from_integer(BigInt::from(power_base).pow(size));
    Some(match exponent < 0 {
        true => mantissa / power,
        false => mantissa * power,
    })
}

fn rune(text: &str) -> Option<u32> {
    let inside = text.strip_prefix('\'')?.strip_suffix('\'')?;
    match inside.strip_prefix('\\') {
        None => {
            let mut chars = inside.chars();
            let rune = chars.next()?;
            chars.next().is_none().then_some(u32::from(rune))
        }
        Some(escape) => {
            let (value, _, rest) = escaped(escape, '\'')?;
            rest.is_empty().then_some(value)
        }
    }
}

fn text(text: &str) -> Option<Vec<u8>> {
    if let Some(raw) = text.strip_prefix('`') {
        let raw = raw.strip_suffix('`')?;
        return Some(raw.bytes().filter(|byte| *byte != b'\r').collect());
    }
    let mut rest = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut bytes = Vec::with_capacity(rest.len());
    while let Some(next) = rest.find('\\') {
        bytes.extend(rest[..next].bytes());
        let (value, is_byte, behind) = escaped(&rest[next + 1..], '"')?;
        match is_byte {
            true => bytes.push(u8::try_from(value).ok()?),
            false => bytes.extend(char::from_u32(value)?.to_string().bytes()),
        }
        rest = behind;
    }
    bytes.extend(rest.bytes());
    Some(bytes)
}

/// What a backslash escape stands for, whether it is a byte rather than a character, and what follows it.
fn escaped(escape: &str, quote: char) -> Option<(u32, bool, &str)> {
    let first = escape.chars().next()?;
    let simple = |value: u32| Some((value, false, &escape[1..]));
    match first {
        'a' => simple(7),
        'b' => simple(8),
        't' => simple(9),
        'n' => simple(10),
        'v' => simple(11),
        'f' => simple(12),
        'r' => simple(13),
        '\\' => simple(92),
        _ if first == quote => simple(u32::from(quote)),
        'x' => digits(&escape[1..], 2, 16, true),
        'u' => digits(&escape[1..], 4, 16, false),
        'U' => digits(&escape[1..], 8, 16, false),
        '0'..='7' => digits(escape, 3, 8, true),
        _ => None,
    }
}

fn digits(text: &str, count: usize, base: u32, is_byte: bool) -> Option<(u32, bool, &str)> {
    let value = u32::from_str_radix(text.get(..count)?, base).ok()?;
    Some((value, is_byte, &text[count..]))
}

/// Whether a fraction is of a size that is kept exactly.
pub(super) fn is_exact(number: &BigRational) -> bool {
    let bits = number.numer().bits().max(number.denom().bits());
    bits <= u64::from(EXPONENT) * 4
}
