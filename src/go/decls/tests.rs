//! Small texts and what they declare.

use super::*;

/// Each declaration as kind, path, lines, and the line of its doc comment. The package clause is line 1.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let file =
        scan(format!("package p\n{text}").as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
    let show = |decl: &Decl| {
        let doc = decl.doc.map_or(String::new(), |doc| format!(" doc {doc}"));
        format!("{} {} {}-{}{doc}", decl.kind.word(), decl.path, decl.start, decl.end)
    };
    assert_eq!(file.decls.iter().map(show).collect::<Vec<_>>(), expected);
}

#[track_caller]
fn check_error(text: &str, expected: &str) {
    let error = scan(text.as_bytes()).expect_err(text);
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_declaration_begins_at_its_keyword_or_name() {
    check(
        "const a = 1\nconst (\n\tb = 2\n\tc, d = 3, f(\n\t4)\n)",
        &["const a 2-2", "const b 4-4", "const c 5-6", "const d 5-6"],
    );
    check("var (\n\ta,\n\tb int\n)\nvar c,\nd int", &["var a 3-4", "var b 4-4", "var c 6-7", "var d 6-7"]);
    check("type (\n\tt int\n\tu = t\n)\ntype v = []int", &["type t 3-3", "alias u 4-4", "alias v 6-6"]);
    check("const (); var (a = 1); type ()", &["var a 2-2"]);
    check("import (\n\t\"fmt\"\n\t. \"os\"\n)\nfunc f() {\n}", &["func f 6-7"]);
}

#[test]
fn methods_stand_under_their_receiver() {
    check("func (c *mcache) refill()", &["method mcache.refill 2-2"]);
    check("func (*T) m() {}\nfunc (t T) n() {}", &["method T.m 2-2", "method T.n 3-3"]);
    check("func (p *P[K, V]) m() {}\nfunc (p (T)) n() {}", &["method P.m 2-2", "method T.n 3-3"]);
    // Go 1.27 has generic methods.
    check(
        "func (r *Rand) N[Int intType](n Int) Int { return 0 }\nfunc g() {}",
        &["method Rand.N 2-2", "func g 3-3"],
    );
}

#[test]
fn members_stand_under_what_holds_them() {
    check(
        "type t struct { a, b int; *c; d.E; F[int] }",
        &["type t 2-2", "field t.a 2-2", "field t.b 2-2", "embed t.c 2-2", "embed t.E 2-2", "embed t.F 2-2"],
    );
    check(
        "type t struct { a [2]int; b []int; C[int] `x`; c [n]struct { d int } }",
        &[
            "type t 2-2",
            "field t.a 2-2",
            "field t.b 2-2",
            "embed t.C 2-2",
            "field t.c 2-2",
            "field t.c.d 2-2",
        ],
    );
    check(
        "type i interface { m(); I; io.J; K[int]; ~int; a | b }",
        &[
            "type i 2-2",
            "imethod i.m 2-2",
            "iembed i.I 2-2",
            "iembed i.J 2-2",
            "iembed i.K 2-2",
            "iembed i._ 2-2",
            "iembed i._ 2-2",
        ],
    );
    check(
        "var a, b struct { c map[string]*struct { d int } }",
        &["var a 2-2", "var b 2-2", "field a.c 2-2", "field b.c 2-2", "field a.c.d 2-2", "field b.c.d 2-2"],
    );
    check(
        "type a = struct { b chan struct { c int } }",
        &["alias a 2-2", "field a.b 2-2", "field a.b.c 2-2"],
    );
    check(
        "type f func(struct { a int }) struct { b int }\nvar g = struct { h int }{1}",
        &["type f 2-2", "var g 3-3"],
    );
}

#[test]
fn brackets_behind_a_type_are_a_length_or_parameters() {
    #[track_caller]
    fn check(declaration: &str, expected: bool) {
        let file = scan(format!("package p\ntype {declaration}").as_bytes()).expect(declaration);
        assert_eq!(file.decls[0].type_params.is_some(), expected, "{declaration}");
    }
    for parameters in [
        "T[P any] int",
        "T[P, Q any] int",
        "T[P *C, Q any] int",
        "T[P *struct{}] int",
        "T[P interface{ m() }] int",
        "T[P []int] int",
        "T[P ~int] int",
        "T[P *C|~int] int",
        "T[P (C), Q any] int",
        "T[P *[]int] int",
        "T[P any] = int",
    ] {
        check(parameters, true);
    }
    for length in [
        "T [5]int",
        "T []int",
        "T [n]int",
        "T [p.N]int",
        "T [n * m]int",
        "T [n + 1]int",
        "T [n(m)]int",
        "T [...]int",
        "T [n << 1]int",
        "T [n * len([3]int{})]int",
    ] {
        check(length, false);
    }
}

#[test]
fn a_doc_comment_ends_on_the_line_above() {
    check("// a\n// b\nfunc f()", &["func f 4-4 doc 2"]);
    check("// a\n\n// b\nfunc f()", &["func f 5-5 doc 4"]);
    check("// a\n\nfunc f()", &["func f 4-4"]);
    check("var x int // a\nfunc f()", &["var x 2-2", "func f 3-3"]);
    check("var x int // a\n// b\nfunc f()", &["var x 2-2", "func f 4-4 doc 3"]);
    check("var x int /* a\n */ // b\nfunc f()", &["var x 2-2", "func f 4-4 doc 3"]);
    check("/* a\n*/\nfunc f()", &["func f 4-4 doc 2"]);
    check("// a\nconst (\n\t// b\n\tx = 1\n\ty = 2 // c\n)", &["const x 5-5 doc 4", "const y 6-6"]);
    check("// a\nconst (x = 1)", &["const x 3-3"]);
    check(
        "type t struct { // a\n\tx int\n\t// b\n\ty int\n}",
        &["type t 2-6", "field t.x 3-3", "field t.y 5-5 doc 4"],
    );
    check(
        "type i interface {\n\t// a\n\tm()\n\t// b\n\t~int\n}",
        &["type i 2-7", "imethod i.m 4-4 doc 3", "iembed i._ 6-6"],
    );
}

#[test]
fn groups_bodies_and_directives_are_noted() {
    let text = b"// doc\npackage p\nimport f \"fmt\"\n//go:linkname a b.c\n//go:linkname d\nfunc g() { return }\nfunc h()\n// group\nconst (\n\tx = 1\n)\n";
    let file = scan(text).expect("it is Go");
    assert_eq!((file.package.as_str(), file.clause, file.doc), ("p", 2, Some(1)));
    let import = Import { name: Some("f".to_owned()), path: "fmt".to_owned() };
    assert_eq!(file.imports, [import]);
    let linkname = |line, local: &str, target: Option<&str>| Linkname {
        line,
        local: local.to_owned(),
        target: target.map(str::to_owned),
    };
    assert_eq!(file.linknames, [linkname(4, "a", Some("b.c")), linkname(5, "d", None)]);
    assert_eq!(file.groups, [Group { start: 9, end: 11, doc: Some(8) }]);
    let [g, h, x] = file.decls.as_slice() else { panic!("three declarations") };
    assert_eq!(g.body.clone().map(|body| &text[body]), Some(b"{ return }".as_slice()));
    assert!(h.is_bodyless() && !g.is_bodyless() && !x.is_bodyless());
    assert_eq!((x.group, g.group), (Some(0), None));
}

#[test]
fn what_is_no_go_has_a_place() {
    check_error("", "line 1: the file ends where `package` should be");
    check_error("package p\nfunc f( {", "line 2: a bracket that is not closed");
    check_error("package p\n\nx := 1", "line 3: expected a declaration");
    check_error("package p\nconst \"a\"", "line 2: expected a name");
    check_error("package p\ntype t struct { a 'x }", "line 2: a rune literal that is not closed");
    check_error("package p\nfunc f() { # }", "line 2: a character that begins no Go token");
    check_error("package p\nfunc () f()", "line 2: a receiver without a type");
    check_error("package p\ntype t", "line 2: expected a type");
    check_error("package p\nvar a = 1 b = 2)", "line 2: expected a new line or a semicolon");
}
