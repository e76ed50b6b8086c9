//! Values into types: conversions and the limits of each type.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive};

use super::{Constant, Value};
use crate::go::program::{Arch, Program};
use crate::go::refuse::{Understood, refuse};
use crate::go::types::{Basic, Type, underlying};

/// The largest integer that an untyped constant may be, in bits, as in Go's compiler.
const UNTYPED_BITS: u64 = 512;

/// The value as a constant of a type that it is assigned to: it has to fit, and nothing else changes.
pub(super) fn assign(program: &Program, value: Constant, ty: &Type, at: usize) -> Understood<Constant> {
    let basic = basic_of(program, ty, at)?;
    Ok(Constant { value: represent(program.arch, value.value, basic, at)?, ty: ty.clone() })
}

/// The value converted as `T(value)` does it: an integer may become a string.
pub(super) fn convert(program: &Program, value: Constant, ty: &Type, at: usize) -> Understood<Constant> {
    let basic = basic_of(program, ty, at)?;
    if let (Basic::String, Value::Int(int)) = (basic, &value.value) {
        let rune = int.to_u32().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
        return Ok(Constant { value: Value::Text(rune.to_string().into_bytes()), ty: ty.clone() });
    }
    assign(program, value, ty, at)
}

/// The basic type below a constant's type.
pub(super) fn basic_of(program: &Program, ty: &Type, at: usize) -> Understood<Basic> {
    match underlying(program, ty) {
        Type::Basic(Basic::UnsafePointer) => refuse("a pointer as a constant", at),
        Type::Basic(basic) => Ok(basic),
        Type::Unknown(refused) => Err(refused.as_ref().clone()),
        Type::Param(name, _) => refuse(format!("a constant of the type parameter {name}"), at),
        _ => refuse("a constant of a type that has no constants", at),
    }
}

/// The value as one of the type, if the type has it.
pub(super) fn represent(arch: Arch, value: Value, basic: Basic, at: usize) -> Understood<Value> {
    let fitting = match (basic, &value) {
        (Basic::Bool | Basic::UntypedBool, Value::Bool(_)) => Some(value.clone()),
        (Basic::String | Basic::UntypedString, Value::Text(_)) => Some(value.clone()),
        (basic, _) if basic.is_integer() => {
            value.to_int().filter(|int| fits(arch, int, basic)).map(Value::Int)
        }
        (basic, _) if basic.is_float() => {
            value.to_float().and_then(|float| round(float, basic)).map(Value::Float)
        }
        _ => None,
    };
    match fitting {
        Some(value) => Ok(value),
        None => refuse(format!("the constant {value} as {}", basic.name()), at),
    }
}

/// The number of bits of an integer type; none for untyped ones.
pub(super) fn bits(arch: Arch, basic: Basic) -> Option<u64> {
    basic.size_align(arch).map(|(size, _)| size * 8)
}

fn fits(arch: Arch, int: &BigInt, basic: Basic) -> bool {
    let Some(bits) = bits(arch, basic) else {
        return int.bits() <= UNTYPED_BITS;
    };
    let one = BigInt::one();
    match basic.is_unsigned() {
        true => *int >= BigInt::ZERO && *int < (one << bits),
        false => {
            let limit = one << (bits - 1);
            *int >= -&limit && *int < limit
        }
    }
}

/// The number as a float type holds it; none if it is too large for the type.
fn round(number: BigRational, basic: Basic) -> Option<BigRational> {
    match basic {
        Basic::Float32 => {
            let rounded = to_odd(&number)? as f32;
            rounded.is_finite().then(|| BigRational::from_float(rounded)).flatten()
        }
        Basic::Float64 => {
            let rounded = number.to_f64()?;
            rounded.is_finite().then(|| BigRational::from_float(rounded)).flatten()
        }
        _ => super::literal::is_exact(&number).then_some(number),
    }
}

/// The number as a `f64` that still tells on which side of it the number lies: with a last bit of one
/// if it is not exact. Rounding that to `f32` is as good as rounding the number itself.
fn to_odd(number: &BigRational) -> Option<f64> {
    let nearest = number.to_f64()?;
    let exact = BigRational::from_float(nearest)?;
    if exact == *number || nearest.to_bits() & 1 == 1 {
        return Some(nearest);
    }
    let outward = (exact < *number) == (nearest > 0.0);
    Some(f64::from_bits(match outward {
        true => nearest.to_bits() + 1,
        false => nearest.to_bits().saturating_sub(1),
    }))
}
