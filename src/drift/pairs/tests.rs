use super::*;
use crate::go::decls::scan;
use std::sync::Arc;

fn side(packages: &[(&str, String)]) -> Side {
    let mut side = Side::new();
    for (package, text) in packages {
        let text: Arc<[u8]> = format!("package p\n\n{text}").into_bytes().into();
        for decl in scan(&text).unwrap().decls {
            let (kind, span, name_at) = (decl.kind, decl.span.clone(), decl.name_at);
            let found = Decl { kind, text: text.clone(), span, name_at };
            side.insert(Key::new(package, &decl.path), found);
        }
    }
    side
}

#[track_caller]
fn check(old: &[(&str, String)], new: &[(&str, String)], expected: &[&str]) {
    let pairs = pairs(&side(old), &side(new));
    let words = pairs.iter().map(|(old, pair)| format!("{old} {} {:?}", pair.new, pair.how));
    assert_eq!(words.collect::<Vec<_>>(), expected);
}

/// A function of many tokens; `word` is one of them.
fn func(name: &str, word: &str) -> String {
    format!("func {name}(n int) {{ for i := range n {{ if a[i] > {word} {{ b(i, {word}) }} }} }}\n")
}

#[test]
fn nothing_is_paired_twice() {
    // Two equal ones left and one came: the name tells which.
    let old = [("p", func("addOld", "x") + &func("zero", "x"))];
    check(&old, &[("p", func("addNew", "x"))], &["p.addOld p.addNew Renamed"]);
    let both = [("p", func("addNew", "x") + &func("null", "x"))];
    check(&old, &both, &["p.addOld p.addNew Renamed", "p.zero p.null Renamed"]);
}

#[test]
fn few_tokens_tell_nothing() {
    check(&[("p", "func f() {}\n".into())], &[("p", "func g() {}\n".into())], &[]);
    check(
        &[("p", "var full_up bool\n".into())],
        &[("p", "var fullUp bool\n".into())],
        &["p.full_up p.fullUp Renamed"],
    );
    check(&[("p", "var f bool\n".into())], &[("q", "var f bool\n".into())], &["p.f q.f MovedPackage"]);
}

#[test]
fn an_alias_leaves_its_type_behind() {
    let text = |name: &str| format!("type {name} struct {{ a, b, c, d int; e, f, g, h string }}\n");
    let old = [("p", text("SwissMap") + "type Map = SwissMap\n")];
    let new = [("p", text("Map"))];
    let mut expected = vec!["p.SwissMap p.Map Renamed".to_owned()];
    expected.extend("abcdefgh".chars().map(|c| format!("p.SwissMap.{c} p.Map.{c} Renamed")));
    check(&old, &new, &expected.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn generated_families_are_not_shared_out() {
    let family: String = (1..5).map(|n| func(&format!("mallocSize{n}"), &n.to_string())).collect();
    check(&[("p", family)], &[("p", func("mallocSlow", "9"))], &[]);
    let three: String = (1..4).map(|n| func(&format!("mallocSize{n}"), &n.to_string())).collect();
    check(&[("p", three)], &[("p", func("mallocSlow", "9"))], &["p.mallocSize1 p.mallocSlow Likely"]);
}

#[test]
fn a_field_is_renamed_where_nothing_else_can_have_happened() {
    let check = |old: &str, new: &str, expected: &[&str]| {
        let text = |name: &str, fields: &str| vec![("p", format!("type {name} struct {{ {fields} }}\n"))];
        check(&text("T", old), &text("T", new), expected);
    };
    check("a int; b bool; c int", "a int; ok bool; c int", &["p.T.b p.T.ok Likely"]);
    check("a, b int; c int", "a, z int; c int", &["p.T.b p.T.z Likely"]);
    check("a int; full bool", "a int; isFull bool", &["p.T.full p.T.isFull Renamed"]);
    check("a int; openDefer bool", "a int; rangefunc bool", &["p.T.openDefer p.T.rangefunc Likely"]);
    check("a int; b bool", "new int; a int; more string; b bool", &[]);
    // Fields may come elsewhere, and others be renamed.
    check("a int; b bool; c int", "x int; a int; ok bool; c int", &["p.T.b p.T.ok Likely"]);
    check(
        "a int; b bool; c int; d string",
        "a int; ok bool; c int; text string",
        &["p.T.b p.T.ok Likely", "p.T.d p.T.text Likely"],
    );
    check(
        "a_b int; b bool; c int",
        "aB int; ok bool; c int",
        &["p.T.a_b p.T.aB Renamed", "p.T.b p.T.ok Likely"],
    );
    // Another type, another place, or two that could be meant.
    check("a int; b bool; c int", "a int; ok int; c int", &[]);
    check("a int; b bool; c int", "ok bool; a int; c int", &[]);
    check("a int; b bool; c int", "a int; ok bool; no bool; c int", &[]);
    check("a int; b, d bool; c int", "a int; ok bool; c int", &[]);
    check("a int; b struct { x int }", "a int; b struct { y int }", &["p.T.b.x p.T.b.y Likely"]);
}

#[test]
fn a_field_is_renamed_together_with_its_type() {
    let text = |name: &str, field: &str| {
        vec![("p", format!("type {name} struct {{ a, b, c, d int; e, f *{name}; {field} bool }}\n"))]
    };
    let mut expected = vec!["p.T p.U Renamed".to_owned()];
    expected.extend("abcdef".chars().map(|c| format!("p.T.{c} p.U.{c} Renamed")));
    expected.push("p.T.full p.U.isFull Renamed".to_owned());
    // The one field keeps the two from being equal, so the type is only likely the other one.
    expected[0] = "p.T p.U Likely".to_owned();
    check(&text("T", "full"), &text("U", "isFull"), &expected.iter().map(String::as_str).collect::<Vec<_>>());
}
