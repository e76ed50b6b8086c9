//! The predeclared types without parts.

use crate::go::program::Arch;

/// A basic type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the variants carry Go's own names")]
#[rustfmt::skip]
pub enum Basic {
    Bool, String,
    Int, Int8, Int16, Int32, Int64,
    Uint, Uint8, Uint16, Uint32, Uint64, Uintptr,
    Float32, Float64, Complex64, Complex128,
    UnsafePointer,
    UntypedBool, UntypedInt, UntypedRune, UntypedFloat, UntypedString, UntypedNil,
}

impl Basic {
    /// The basic type of a predeclared name.
    #[rustfmt::skip]
    pub fn named(name: &str) -> Option<Basic> {
        use Basic::*;
        Some(match name {
            "bool" => Bool, "string" => String,
            "int" => Int, "int8" => Int8, "int16" => Int16, "int32" | "rune" => Int32, "int64" => Int64,
            "uint" => Uint, "uint8" | "byte" => Uint8, "uint16" => Uint16, "uint32" => Uint32,
            "uint64" => Uint64, "uintptr" => Uintptr,
            "float32" => Float32, "float64" => Float64,
            "complex64" => Complex64, "complex128" => Complex128,
            _ => return None,
        })
    }

    /// The name in Go's words.
    #[rustfmt::skip]
    pub fn name(self) -> &'static str {
        use Basic::*;
        match self {
            Bool => "bool", String => "string",
            Int => "int", Int8 => "int8", Int16 => "int16", Int32 => "int32", Int64 => "int64",
            Uint => "uint", Uint8 => "uint8", Uint16 => "uint16", Uint32 => "uint32",
            Uint64 => "uint64", Uintptr => "uintptr",
            Float32 => "float32", Float64 => "float64",
            Complex64 => "complex64", Complex128 => "complex128",
            UnsafePointer => "unsafe.Pointer",
            UntypedBool => "untyped bool", UntypedInt => "untyped int", UntypedRune => "untyped rune",
            UntypedFloat => "untyped float", UntypedString => "untyped string", UntypedNil => "untyped nil",
        }
    }

    /// Size and alignment; none for the type of an untyped constant.
    pub fn size_align(self, arch: Arch) -> Option<(u64, u64)> {
        use Basic::*;
        let size = match self {
            Bool | Int8 | Uint8 => 1,
            Int16 | Uint16 => 2,
            Int32 | Uint32 | Float32 => 4,
            Int64 | Uint64 | Float64 => 8,
            Int | Uint | Uintptr | UnsafePointer => arch.word,
            String => return Some((2 * arch.word, arch.word)),
            Complex64 => return Some((8, 4)),
            Complex128 => return Some((16, arch.max_align)),
            _ => return None,
        };
        Some((size, size.min(arch.max_align)))
    }

    /// Whether it is the type of an untyped constant or `nil`.
    pub fn is_untyped(self) -> bool {
        self >= Basic::UntypedBool
    }

    /// Whether its values are whole numbers.
    pub fn is_integer(self) -> bool {
        (Basic::Int..=Basic::Uintptr).contains(&self)
            || matches!(self, Basic::UntypedInt | Basic::UntypedRune)
    }

    /// Whether its values are whole numbers without sign.
    pub fn is_unsigned(self) -> bool {
        (Basic::Uint..=Basic::Uintptr).contains(&self)
    }

    /// Whether its values are floating-point numbers.
    pub fn is_float(self) -> bool {
        matches!(self, Basic::Float32 | Basic::Float64 | Basic::UntypedFloat)
    }

    /// The type that a variable gets from a value of this type.
    pub fn defaulted(self) -> Basic {
        match self {
            Basic::UntypedBool => Basic::Bool,
            Basic::UntypedInt => Basic::Int,
            Basic::UntypedRune => Basic::Int32,
            Basic::UntypedFloat => Basic::Float64,
            Basic::UntypedString => Basic::String,
            other => other,
        }
    }
}
