//! Types as text, on one line, as gofmt would write them.

use crate::go::syntax::{Expr, Field, InterfaceItem, Node, Signature};

/// The type or expression as written, without comments and line ends.
pub fn print(expr: &Expr) -> String {
    match &expr.node {
        Node::Name(name) => name.clone(),
        Node::Literal(_, text) => text.clone(),
        Node::Select(of, name) => format!("{}.{name}", print(of)),
        Node::Index(of, args) => format!("{}[{}]", print(of), list(args)),
        Node::Call(of, args) => format!("{}({})", print(of), list(args)),
        Node::Unary(operator, of) => format!("{operator}{}", print(of)),
        Node::Star(of) => format!("*{}", print(of)),
        Node::Paren(of) => format!("({})", print(of)),
        // gofmt sets operators tight where they stand inside brackets, which is where types have them.
        Node::Binary(left, operator, right) => match operator.as_str() {
            "|" => format!("{} | {}", print(left), print(right)),
            _ => format!("{}{operator}{}", print(left), print(right)),
        },
        Node::Array(length, of) => {
            let length = length.as_ref().map_or("...".to_owned(), |length| print(length));
            format!("[{length}]{}", print(of))
        }
        Node::SliceOf(of) => format!("[]{}", print(of)),
        Node::Map(key, of) => format!("map[{}]{}", print(key), print(of)),
        Node::Chan(of) => format!("chan {}", print(of)),
        Node::Func(signature) => format!("func{}", print_signature(signature)),
        Node::Struct(fields) => braces("struct", fields.iter().map(print_field).collect()),
        Node::Interface(items) => braces("interface", items.iter().map(print_item).collect()),
        Node::Variadic(of) => format!("...{}", print(of)),
        Node::Composite(ty, _) => {
            format!("{}{{}}", ty.as_ref().map_or(String::new(), |ty| print(ty)))
        }
        Node::Slice(of, _) => format!("{}[:]", print(of)),
        Node::Assert(of, _) => format!("{}.()", print(of)),
        Node::Closure(signature, _) => format!("func{} {{}}", print_signature(signature)),
    }
}

fn list(exprs: &[Expr]) -> String {
    exprs.iter().map(print).collect::<Vec<_>>().join(", ")
}

fn print_signature(signature: &Signature) -> String {
    let params = format!("({})", print_fields(&signature.params));
    match signature.results.as_slice() {
        [] => params,
        [one] if one.name.is_none() => format!("{params} {}", print(&one.ty)),
        results => format!("{params} ({})", print_fields(results)),
    }
}

fn print_fields(fields: &[Field]) -> String {
    let fields: Vec<String> = fields.iter().map(print_field).collect();
    fields.join(", ")
}

fn print_field(field: &Field) -> String {
    match &field.name {
        Some(name) if !field.embedded => format!("{name} {}", print(&field.ty)),
        _ => print(&field.ty),
    }
}

fn print_item(item: &InterfaceItem) -> String {
    match item {
        InterfaceItem::Method(name, signature) => format!("{name}{}", print_signature(signature)),
        InterfaceItem::Element(ty) => print(ty),
    }
}

fn braces(keyword: &str, items: Vec<String>) -> String {
    match items.is_empty() {
        true => format!("{keyword}{{}}"),
        false => format!("{keyword} {{ {} }}", items.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use crate::go::parse;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let printed = parse::expr(text.as_bytes()).map(|ty| super::print(&ty));
        assert_eq!(printed.as_deref(), Ok(expected));
    }

    #[test]
    fn types_are_printed_on_one_line() {
        for same in [
            "*hchan",
            "atomic.Pointer[T]",
            "[2 ]int",
            "[N*2+1]map[string][]byte",
            "func(a, b int, c ...string) (n int, err error)",
            "func(int) error",
            "struct{}",
            "interface{}",
            "chan *T",
        ] {
            let expected = same.replace("[2 ]", "[2]").replace("a, b int", "a int, b int");
            check(same, &expected);
        }
        check("struct {\n a, b int // both\n *T\n}", "struct { a int; b int; *T }");
        check("interface { F(x int); ~int|string }", "interface { F(x int); ~int | string }");
    }
}
