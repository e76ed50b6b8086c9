//! Operators between constants.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use super::convert::{basic_of, bits, represent};
use super::{Constant, Value};
use crate::go::program::Program;
use crate::go::refuse::{Understood, refuse};
use crate::go::types::{Basic, Type};

/// The largest shift of a constant, as in Go's compiler.
const SHIFT: u64 = 1023 - 1 + 52;
/// The longest string that is put together.
const TEXT: usize = 1 << 20;

/// `operator value`.
pub(super) fn unary(program: &Program, operator: &str, of: Constant, at: usize) -> Understood<Constant> {
    let basic = basic_of(program, &of.ty, at)?;
    let value = match (operator, of.value) {
        ("!", Value::Bool(value)) => Value::Bool(!value),
        ("+", value @ (Value::Int(_) | Value::Float(_))) => value,
        ("-", Value::Int(int)) => Value::Int(-int),
        ("-", Value::Float(float)) => Value::Float(-float),
        // All bits of the type are turned over; a type without a sign keeps none.
        ("^", Value::Int(int)) => match bits(program.arch, basic) {
            Some(bits) if basic.is_unsigned() => Value::Int((BigInt::one() << bits) - 1 - int),
            _ => Value::Int(-int - 1),
        },
        (_, value) => return refuse(format!("{operator}{value} in a constant"), at),
    };
    Ok(Constant { value: represent(program.arch, value, basic, at)?, ty: of.ty })
}

/// `left operator right`.
pub(super) fn binary(
    program: &Program,
    operator: &str,
    left: Constant,
    right: Constant,
    at: usize,
) -> Understood<Constant> {
    if matches!(operator, "<<" | ">>") {
        return shift(program, operator, left, right, at);
    }
    let ty = common_type(&left, &right);
    let basic = basic_of(program, &ty, at)?;
    let (left, right) =
        (represent(program.arch, left.value, basic, at)?, represent(program.arch, right.value, basic, at)?);
    if let Some(test) = comparison(operator) {
        let order = order(&left, &right);
        return match order.map(test) {
            Some(holds) => Ok(Constant { value: Value::Bool(holds), ty: Type::Basic(Basic::UntypedBool) }),
            None => refuse(format!("{left} {operator} {right} in a constant"), at),
        };
    }
    let value = match (left, right) {
        (Value::Int(left), Value::Int(right)) => ints(operator, left, right),
        (Value::Float(left), Value::Float(right)) => floats(operator, left, right),
        (Value::Bool(left), Value::Bool(right)) => bools(operator, left, right),
        (Value::Text(left), Value::Text(right)) => texts(operator, left, right),
        _ => None,
    };
    match value {
        Some(value) => Ok(Constant { value: represent(program.arch, value, basic, at)?, ty }),
        None => refuse(format!("the operator {operator} between these constants"), at),
    }
}

/// The smallest or largest of the values, as `min` and `max` give it.
pub(super) fn extreme(
    program: &Program,
    wanted: Ordering,
    values: Vec<Constant>,
    at: usize,
) -> Understood<Constant> {
    let mut values = values.into_iter();
    let Some(mut best) = values.next() else {
        return refuse("min or max of nothing", at);
    };
    for next in values {
        let ty = common_type(&best, &next);
        let basic = basic_of(program, &ty, at)?;
        let (left, right) = (
            represent(program.arch, best.value, basic, at)?,
            represent(program.arch, next.value, basic, at)?,
        );
        let value = match order(&right, &left) == Some(wanted) {
            true => right,
            false => left,
        };
        best = Constant { value, ty };
    }
    Ok(best)
}

/// The type of both operands: the typed one's, or the larger kind of two untyped ones.
fn common_type(left: &Constant, right: &Constant) -> Type {
    match (&left.ty, &right.ty) {
        (Type::Basic(a), Type::Basic(b)) if a.is_untyped() && b.is_untyped() => Type::Basic(*a.max(b)),
        (Type::Basic(a), other) if a.is_untyped() => other.clone(),
        (ty, _) => ty.clone(),
    }
}

fn shift(
    program: &Program,
    operator: &str,
    left: Constant,
    right: Constant,
    at: usize,
) -> Understood<Constant> {
    let count = right.value.to_int().and_then(|count| count.to_u64());
    let (Some(int), Some(count)) = (left.value.to_int(), count.filter(|count| *count <= SHIFT)) else {
        return refuse(format!("{} {operator} {} in a constant", left.value, right.value), at);
    };
    // An untyped 1.0 that is shifted counts as an integer.
    let ty = match left.ty {
        Type::Basic(Basic::UntypedFloat) => Type::Basic(Basic::UntypedInt),
        ty => ty,
    };
    let basic = basic_of(program, &ty, at)?;
    let value = match operator {
        "<<" => int << count,
        _ => int >> count,
    };
    Ok(Constant { value: represent(program.arch, Value::Int(value), basic, at)?, ty })
}

fn comparison(operator: &str) -> Option<fn(Ordering) -> bool> {
    Some(match operator {
        "==" => Ordering::is_eq,
        "!=" => Ordering::is_ne,
        "<" => Ordering::is_lt,
        "<=" => Ordering::is_le,
        ">" => Ordering::is_gt,
        ">=" => Ordering::is_ge,
        _ => return None,
    })
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => Some(left.cmp(right)),
        (Value::Float(left), Value::Float(right)) => Some(left.cmp(right)),
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

fn ints(operator: &str, left: BigInt, right: BigInt) -> Option<Value> {
    Some(Value::Int(match operator {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" if !right.is_zero() => left / right,
        "%" if !right.is_zero() => left % right,
        "&" => left & right,
        "|" => left | right,
        "^" => left ^ right,
        "&^" => left & !right,
        _ => return None,
    }))
}

fn floats(operator: &str, left: BigRational, right: BigRational) -> Option<Value> {
    Some(Value::Float(match operator {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" if !right.is_zero() => left / right,
        _ => return None,
    }))
}

fn bools(operator: &str, left: bool, right: bool) -> Option<Value> {
    match operator {
        "&&" => Some(Value::Bool(left && right)),
        "||" => Some(Value::Bool(left || right)),
        _ => None,
    }
}

fn texts(operator: &str, mut left: Vec<u8>, right: Vec<u8>) -> Option<Value> {
    let fits = operator == "+" && left.len() + right.len() <= TEXT;
    fits.then(|| {
        left.extend(right);
        Value::Text(left)
    })
}
