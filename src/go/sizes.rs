//! Sizes and alignments of types, as Go's compiler computes them (`cmd/compile/internal/types/size.go`).

use super::program::Program;
use super::refuse::{Understood, refuse};
use super::types::{Basic, Member, Named, Selected, Type, select, underlying};

/// A type's size and alignment in bytes.
pub type Size = (u64, u64);

/// The size and alignment of a type.
pub fn size_align(program: &Program, ty: &Type) -> Understood<Size> {
    program.step(0, || match ty {
        Type::Named(named) => Program::keep(&program.sizes, named, Err, || {
            let (size, align) = named_size(program, named)?;
            Ok((size, align))
        }),
        other => structure_size(program, other),
    })
}

/// Offset, size and alignment of each field, then size and alignment of the whole struct.
pub fn fields(program: &Program, members: &[Member]) -> Understood<(Vec<(u64, Size)>, Size)> {
    let mut offset: u64 = 0;
    let mut align: u64 = 1;
    let mut fields = Vec::with_capacity(members.len());
    for member in members {
        let (size, field_align) = size_align(program, &member.ty)?;
        let start = round_up(offset, field_align)?;
        fields.push((start, (size, field_align)));
        offset = add(start, size)?;
        align = align.max(field_align);
    }
    // A pointer to a last field without size must not point behind the struct (golang.org/issue/9401).
    if let Some((_, (0, _))) = fields.last()
        && offset > 0
    {
        offset = add(offset, 1)?;
    }
    let size = round_up(offset, align)?;
    Ok((fields, (size, align)))
}

/// The offset of the field that a selector leads to, embedded structs on the way included.
pub fn offset_of(program: &Program, ty: &Type, name: &str, at: usize) -> Understood<u64> {
    let Some(Selected::Field(_, _, way)) = select(program, ty, name) else {
        return refuse(format!("the offset of {name}, which is no field"), at);
    };
    let mut offset = 0;
    let mut ty = ty.pointed().clone();
    for step in way.iter().map(String::as_str).chain([name]) {
        let Type::Struct(members) = underlying(program, &ty) else {
            return refuse(format!("the offset of {name} through a pointer"), at);
        };
        let (fields, _) = fields(program, &members)?;
        let Some(index) = members.iter().position(|member| member.name == step) else {
            return refuse(format!("the field {step}"), at);
        };
        offset = add(offset, fields[index].0)?;
        ty = members[index].ty.clone();
    }
    Ok(offset)
}

fn named_size(program: &Program, named: &Named) -> Understood<Size> {
    if named.package == "simd/archsimd" {
        return refuse(format!("the vector type archsimd.{}", named.name), 0);
    }
    let ty = underlying(program, &Type::Named(named.clone().into()));
    let (size, align) = size_align(program, &ty)?;
    // The compiler knows this type by its place, not by its source.
    let atomic = matches!(named.package.as_str(), "sync/atomic" | "internal/runtime/atomic");
    match atomic && named.name == "align64" {
        true => Ok((round_up(size, 8)?, 8)),
        false => Ok((size, align)),
    }
}

fn structure_size(program: &Program, ty: &Type) -> Understood<Size> {
    let word = program.arch.word;
    match ty {
        Type::Basic(basic) => match basic.size_align(program.arch) {
            Some(size) => Ok(size),
            None => untyped_size(program, *basic),
        },
        Type::Pointer(_) | Type::Map(..) | Type::Chan(_) | Type::Func(_) => Ok((word, word)),
        Type::Slice(_) => Ok((3 * word, word)),
        Type::Interface(..) => Ok((2 * word, word)),
        Type::Array(length, of) => {
            let (size, align) = size_align(program, of)?;
            match size.checked_mul(*length) {
                Some(size) if size <= LARGEST => Ok((size, align)),
                _ => refuse("an array larger than any address space", 0),
            }
        }
        Type::Struct(members) => fields(program, members).map(|(_, size)| size),
        Type::Param(name, _) => refuse(format!("a value of the type parameter {name}"), 0),
        Type::Tuple(_) => refuse("the size of several values", 0),
        Type::Unknown(refused) => Err(refused.as_ref().clone()),
        Type::Named(_) => size_align(program, ty),
    }
}

/// `unsafe.Sizeof(1)` is that of the type the constant would get.
fn untyped_size(program: &Program, basic: Basic) -> Understood<Size> {
    match basic.defaulted().size_align(program.arch) {
        Some(size) => Ok(size),
        None => refuse("the size of nil", 0),
    }
}

/// No object of Go's is as large as this.
const LARGEST: u64 = 1 << 50;

fn add(left: u64, right: u64) -> Understood<u64> {
    match left.checked_add(right) {
        Some(sum) if sum <= LARGEST => Ok(sum),
        _ => refuse("a struct larger than any address space", 0),
    }
}

fn round_up(offset: u64, align: u64) -> Understood<u64> {
    match offset % align.max(1) {
        0 => Ok(offset),
        over => add(offset, align - over),
    }
}
