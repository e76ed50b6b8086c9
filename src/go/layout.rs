//! The layout of a struct: where each field stands, how large it is, and where nothing stands.

mod line;

use serde::Serialize;

pub use line::{parse_line, print_line};

use super::infer;
use super::program::{Entry, Program};
use super::refuse::{Understood, refuse};
use super::sizes;
use super::types::{Member, Selected, Type, resolve, select, underlying};

/// A struct in memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Layout {
    /// The struct: import path and name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its alignment.
    pub align: u64,
    /// Its fields in order.
    pub fields: Vec<Field>,
}

/// A field of a struct in memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// The name; an embedded field has the name of its type.
    pub name: String,
    /// The type as the source writes it.
    #[serde(rename = "type")]
    pub ty: String,
    /// The byte where it starts.
    pub offset: u64,
    /// Its size in bytes.
    pub size: u64,
    /// Its alignment.
    pub align: u64,
    /// Whether it is embedded.
    pub embedded: bool,
}

/// One row of the figure: a field or a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// The field of this index.
    Field {
        /// The index in the layout's fields.
        index: usize,
        /// The byte where it starts.
        offset: u64,
        /// Its size.
        size: u64,
    },
    /// Bytes that no field uses.
    Padding {
        /// The byte where they start.
        offset: u64,
        /// How many there are.
        size: u64,
    },
}

/// The layout of the struct that a path leads to: a type, a variable, or a field such as `mheap.central`.
pub fn layout(program: &Program, package: &str, path: &str) -> Understood<Layout> {
    let ty = struct_below(program, type_at(program, package, path)?);
    let name = match &ty {
        Type::Named(named) => format!("{}.{}", named.package, named.name),
        _ => format!("{package}.{path}"),
    };
    match underlying(program, &ty) {
        Type::Struct(members) => of_members(program, name, &members, &ty),
        Type::Unknown(refused) => Err(refused.as_ref().clone()),
        _ => refuse(format!("{package}.{path}, which is no struct"), 0),
    }
}

/// The type that a path leads to: of a type or variable, then of field after field.
pub fn type_at(program: &Program, package: &str, path: &str) -> Understood<Type> {
    let package = program.package(package)?;
    let mut names = path.split('.');
    let first = names.next().unwrap_or_default();
    let mut ty = match package.entries.get(first) {
        Some(Entry::Type(spec, _)) if !spec.alias => super::types::named(&package.path, first),
        Some(Entry::Type(spec, file)) => {
            let scope = super::types::binding_scope(program, &package, *file, &spec.params, &[]);
            resolve(program, &scope, &spec.ty)
        }
        Some(Entry::Var(spec, index, file)) => infer::variable(program, &package, spec, *index, *file),
        _ => return refuse(format!("{}.{first}, which is no type", package.path), 0),
    };
    for name in names {
        let owner = struct_below(program, ty);
        ty = match select(program, &owner, name) {
            Some(Selected::Field(_, ty, _)) => ty,
            _ => return refuse(format!("{}.{path}, which is no field", package.path), 0),
        };
    }
    Ok(ty)
}

/// The offset of the field that a path ends in, within the struct that holds it.
pub fn offset_at(program: &Program, package: &str, path: &str) -> Understood<u64> {
    match path.rsplit_once('.') {
        Some((owner, field)) => {
            let ty = struct_below(program, type_at(program, package, owner)?);
            sizes::offset_of(program, &ty, field, 0)
        }
        None => refuse(format!("the offset of {path}, which is no field"), 0),
    }
}

/// Fields and holes in order, up to the struct's end.
pub fn rows(layout: &Layout) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut end = 0;
    let pad = |rows: &mut Vec<Row>, from: u64, to: u64| {
        if to > from {
            rows.push(Row::Padding { offset: from, size: to - from });
        }
    };
    for (index, field) in layout.fields.iter().enumerate() {
        pad(&mut rows, end, field.offset);
        rows.push(Row::Field { index, offset: field.offset, size: field.size });
        end = field.offset.saturating_add(field.size);
    }
    pad(&mut rows, end, layout.size);
    rows
}

/// The bytes inside the row where a new cache line of so many bytes begins, its own first byte included.
pub fn line_starts(row: Row, line: u64) -> impl Iterator<Item = u64> {
    let (offset, size) = match row {
        Row::Field { offset, size, .. } | Row::Padding { offset, size } => (offset, size),
    };
    let line = line.max(1);
    let end = offset.saturating_add(size);
    (offset.div_ceil(line)..)
        .map(move |index| index.saturating_mul(line))
        .take_while(move |start| *start < end)
}

fn of_members(program: &Program, name: String, members: &[Member], ty: &Type) -> Understood<Layout> {
    let (places, _) = sizes::fields(program, members)?;
    // A name can say more about a struct than its fields do: `align64` in sync/atomic.
    let (size, align) = sizes::size_align(program, ty)?;
    let place = |(member, (offset, (size, align))): (&Member, (u64, sizes::Size))| Field {
        name: member.name.clone(),
        ty: member.text.clone(),
        offset,
        size,
        align,
        embedded: member.embedded,
    };
    Ok(Layout { name, size, align, fields: members.iter().zip(places).map(place).collect() })
}

/// The struct that a type is or holds: what its elements are, what it points to.
fn struct_below(program: &Program, ty: Type) -> Type {
    let mut ty = ty;
    // A type cannot nest deeper than its source does.
    for _ in 0..100 {
        ty = match &ty {
            Type::Pointer(of) | Type::Slice(of) | Type::Array(_, of) => of.as_ref().clone(),
            Type::Named(_) => match underlying(program, &ty) {
                Type::Array(_, of) | Type::Slice(of) => of.as_ref().clone(),
                _ => return ty,
            },
            _ => return ty,
        };
    }
    ty
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::program::of_texts;

    /// The layout of `T` for amd64 and then 386, as the lock writes it.
    #[track_caller]
    fn check(text: &str, amd64: &str, i386: &str) {
        for (goarch, expected) in [("amd64", amd64), ("386", i386)] {
            let atomic = "package atomic\ntype align64 struct{}\ntype Int64 struct { _ align64; v int64 }";
            let files = [("p", "p.go", text), ("sync/atomic", "a.go", atomic)];
            let program = of_texts(goarch, &files);
            let found = match layout(&program, "p", "T") {
                Ok(layout) => {
                    let line = print_line(&layout);
                    assert_eq!(parse_line(&layout.name, &line), Some(layout));
                    line
                }
                Err(refused) => refused.to_string(),
            };
            assert_eq!(found, expected, "{goarch}: {text}");
        }
    }

    #[test]
    fn fields_stand_at_their_alignment() {
        check(
            "type T struct { a bool; b int64; c, d uint8; e string }",
            "40/8: a bool@0+1/1, b int64@8+8/8, c uint8@16+1/1, d uint8@17+1/1, e string@24+16/8",
            "24/4: a bool@0+1/1, b int64@4+8/4, c uint8@12+1/1, d uint8@13+1/1, e string@16+8/4",
        );
        check(
            "type T struct { f func(a, b int) (c error); m map[string]int; s []byte; i any; c complex128 }",
            "72/8: f func(a int, b int) (c error)@0+8/8, m map[string]int@8+8/8, s []byte@16+24/8, i any@40+16/8, c complex128@56+16/8",
            "44/4: f func(a int, b int) (c error)@0+4/4, m map[string]int@4+4/4, s []byte@8+12/4, i any@20+8/4, c complex128@28+16/4",
        );
    }

    #[test]
    fn a_last_field_without_size_takes_a_byte() {
        check(
            "type T struct { a int32; b struct{} }",
            "8/4: a int32@0+4/4, b struct{}@4+0/1",
            "8/4: a int32@0+4/4, b struct{}@4+0/1",
        );
        check("type T struct { b struct{} }", "0/1: b struct{}@0+0/1", "0/1: b struct{}@0+0/1");
        check("type T struct { }", "0/1:", "0/1:");
    }

    #[test]
    fn atomics_are_aligned_on_every_target() {
        check(
            "import \"sync/atomic\"\ntype T struct { a int32; atomic.Int64 }",
            "16/8: a int32@0+4/4, atomic.Int64@8+8/8",
            "16/8: a int32@0+4/4, atomic.Int64@8+8/8",
        );
        // The name alone does nothing in another package.
        check(
            "type align64 struct{}\ntype T struct { a int32; b align64; c int64 }",
            "16/8: a int32@0+4/4, b align64@4+0/1, c int64@8+8/8",
            "12/4: a int32@0+4/4, b align64@4+0/1, c int64@4+8/4",
        );
    }

    #[test]
    fn lengths_are_constants_of_the_target() {
        check(
            "import \"unsafe\"\nconst P = 4 << (^uintptr(0) >> 63)\ntype U struct { x, y int }\ntype T struct { a [P]byte; b [unsafe.Sizeof(U{}) / 4]int8; c [(unsafe.Offsetof(U{}.y)+3)%4+1]U }",
            "80/8: a [P]byte@0+8/1, b [unsafe.Sizeof(U{})/4]int8@8+4/1, c [(unsafe.Offsetof(U{}.y)+3)%4+1]U@16+64/8",
            "40/4: a [P]byte@0+4/1, b [unsafe.Sizeof(U{})/4]int8@4+2/1, c [(unsafe.Offsetof(U{}.y)+3)%4+1]U@8+32/4",
        );
    }

    #[test]
    fn instances_and_anonymous_structs() {
        check(
            "type P[K, V any] struct { k K; v []V }\ntype T struct { p P[int8, U]; *U; q [2]struct { a int8; b int16 } }\ntype U = P[bool, T]",
            "48/8: p P[int8, U]@0+32/8, *U@32+8/8, q [2]struct { a int8; b int16 }@40+8/2",
            "28/4: p P[int8, U]@0+16/4, *U@16+4/4, q [2]struct { a int8; b int16 }@20+8/2",
        );
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let refused = "not understood: n, which is no constant, at byte 30 of p/p.go";
        check("var n = 1; type T struct { a [n]int }", refused, refused);
        let refused = "not understood: a definition that leads back to itself";
        check("type T struct { a [2]T }", refused, refused);
        let refused = "not understood: the package q, which is in no tree at hand, at byte 32 of p/p.go";
        check("import \"q\"\ntype T struct { a, b q.R }", refused, refused);
    }

    #[test]
    fn growing_types_end() {
        let refused = "not understood: a definition that leads back to itself";
        let chain = |line: &dyn Fn(usize) -> String| (0..2000).map(line).collect::<String>();
        for text in [
            chain(&|n| format!("type T{n} T{}\n", n + 1)) + "type T T0",
            chain(&|n| format!("type T{n} = T{}\n", n + 1)) + "type T struct { a T0 }",
            chain(&|n| format!("type T{n} struct {{ a, b T{} }}\n", n + 1)) + "type T T0",
            chain(&|n| format!("type T{n} struct {{ T{} }}\n", n + 1)) + "type T T0",
            "type G[P any] struct { a G[G[P]] }\ntype T struct { a G[int] }".to_owned(),
            "type G[P any] = struct { a, b G[[]P] }\ntype T struct { a G[int] }".to_owned(),
        ] {
            let program = of_texts("amd64", &[("p", "p.go", &text)]);
            let found = layout(&program, "p", "T").map_err(|refused| refused.what);
            assert_eq!(found, Err("a definition that leads too far".to_owned()), "{}", &text[..60]);
        }
        check("type T = T", refused, refused);
        let shared: String = (0..60).map(|n| format!("type A{n} = struct {{ a, b A{} }}\n", n + 1)).collect();
        let text = format!("{shared}type A60 = int8\ntype T struct {{ a A0 }}");
        let program = of_texts("amd64", &[("p", "p.go", &text)]);
        assert!(layout(&program, "p", "T").is_err());
    }

    #[test]
    fn rows_hold_every_byte_once() {
        let field = |offset, size| Field {
            name: "x".to_owned(),
            ty: "int".to_owned(),
            offset,
            size,
            align: 1,
            embedded: false,
        };
        let layout = Layout {
            name: "p.T".to_owned(),
            size: 136,
            align: 8,
            fields: vec![field(0, 1), field(8, 0), field(8, 121)],
        };
        let rows = rows(&layout);
        let expected = [
            Row::Field { index: 0, offset: 0, size: 1 },
            Row::Padding { offset: 1, size: 7 },
            Row::Field { index: 1, offset: 8, size: 0 },
            Row::Field { index: 2, offset: 8, size: 121 },
            Row::Padding { offset: 129, size: 7 },
        ];
        assert_eq!(rows, expected);
        let starts = |row, line| line_starts(row, line).collect::<Vec<u64>>();
        assert_eq!(starts(rows[0], 64), [0]);
        assert_eq!(starts(rows[3], 64), [64, 128]);
        assert_eq!(starts(rows[3], 128), [128]);
        assert!(starts(rows[4], 64).is_empty());
    }
}
