use super::*;
use crate::go::source::Tree;
use crate::go::target::Target;

/// A tree of two packages and a file for another system.
fn tree(runtime: &str, inner: &str, windows: &str) -> (tempfile::TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("runtime/p.go", format!("package runtime\n\n{runtime}")),
        ("internal/runtime/q/q.go", format!("package q\n\n{inner}")),
        ("runtime/p_windows.go", format!("package runtime\n\n{windows}")),
    ];
    for (name, text) in files {
        let path = folder.path().join("src").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let tree = Tree::open(folder.path()).unwrap();
    (folder, Index::new(tree, Target::default()))
}

/// An entry as the lock has it.
fn entry(index: &Index, reference: &Reference) -> Entry {
    let symbol = index.lookup(reference).unwrap();
    Entry {
        kind: symbol.kind.word().to_owned(),
        at: at(index, &symbol),
        sig: symbol.signature.clone(),
        text: symbol.text_hash.clone(),
        tokens: symbol.token_hash,
        ..Entry::default()
    }
}

fn graded(old: &Index, new: &Index, reference: &str, has_old: bool) -> Grade {
    let reference: Reference = reference.parse().unwrap();
    let entry = entry(old, &reference);
    let cited = [Cited { reference, entry: &entry, measured: None }];
    let trees = Trees { old: has_old.then_some(old), new };
    grade(&cited, trees).unwrap().remove(0)
}

/// The classes with both trees at hand, and with the lock alone in place of the older one; what took the place.
#[track_caller]
fn check_in(
    old: (&str, &str, &str),
    new: (&str, &str, &str),
    reference: &str,
    expected: [Class; 2],
    now: &str,
) {
    let (_one, old) = tree(old.0, old.1, old.2);
    let (_other, new) = tree(new.0, new.1, new.2);
    let both = [true, false].map(|has_old| graded(&old, &new, reference, has_old));
    assert_eq!([both[0].class, both[1].class], expected, "{both:?}");
    let successor = both[0].successor.as_ref().map_or("", |successor| successor.reference.as_str());
    assert_eq!(successor, now);
}

#[track_caller]
fn check(old: &str, new: &str, reference: &str, expected: [Class; 2], now: &str) {
    check_in((old, "", ""), (new, "", ""), reference, expected, now);
}

const BODY: &str = "{\n\tfor i := range n {\n\t\tsum += weigh(i)\n\t\tif sum > limit {\n\t\t\treturn sum\n\t\t}\n\t}\n\treturn 0\n}\n";

fn func(name: &str) -> String {
    format!("func {name}(n int) int {BODY}")
}

#[test]
fn what_stays_is_the_same_or_moved() {
    let f = func("f");
    check(&f, &f, "runtime.f", [Class::Same; 2], "");
    check(&f, &format!("var x int\n\n{f}"), "runtime.f", [Class::Moved; 2], "");
    let more = f.replace("return 0", "return 1");
    check(&f, &more, "runtime/p.go", [Class::Same; 2], "");
}

#[test]
fn what_changes_says_how() {
    let f = func("f");
    let commented = f.replace("return 0", "return 0 // nothing");
    check(&f, &commented, "runtime.f", [Class::CommentsOnly; 2], "");
    check(&f, &f.replace("return 0", "return 1"), "runtime.f", [Class::Changed; 2], "");
    check(&f, &f.replace("n int", "n uint"), "runtime.f", [Class::SignatureChanged; 2], "");
    check(
        "type T struct {\n\ta int\n}\n",
        "type T struct {\n\ta uint\n}\n",
        "runtime.T.a",
        [Class::SignatureChanged; 2],
        "",
    );
    check("const c = 1\n", "const c = 2\n", "runtime.c", [Class::Changed; 2], "");
}

#[test]
fn cited_lines_are_weighed_alone() {
    let f = func("f");
    let below = f.replace("return 0", "return 1");
    check(&f, &below, "runtime.f#L2-L3", [Class::Same, Class::Changed], "");
    let above = f.replace("{\n\tfor", "{\n\tlock()\n\tfor");
    let (_one, old) = tree(&f, "", "");
    let (_other, new) = tree(&above, "", "");
    let grade = graded(&old, &new, "runtime.f#L2-L3", true);
    assert_eq!((grade.class, grade.note.as_deref()), (Class::Changed, Some("the same lines are #L3-L4 now")));
    let (_other, new) = tree("func f(n int) int { return 0 }\n", "", "");
    let grade = graded(&old, &new, "runtime.f#L2-L3", true);
    assert_eq!(
        (grade.class, grade.note.as_deref()),
        (Class::Changed, Some("`runtime.f` has no line 3, only 1"))
    );
}

#[test]
fn what_vanishes_is_found_again() {
    let (f, g) = (func("f"), func("g"));
    check(&f, &g, "runtime.f", [Class::Renamed, Class::Gone], "runtime.g");
    check_in((&f, "", ""), ("", &f, ""), "runtime.f", [Class::MovedPackage; 2], "internal/runtime/q.f");
    let edited = g.replace("limit", "most");
    check(&f, &edited, "runtime.f", [Class::Likely, Class::Gone], "runtime.g");
    let half = g.replace("if sum > limit {", "for sum < limit && !full {").replace("weigh(i)", "i");
    check(&f, &half, "runtime.f", [Class::Maybe, Class::Gone], "runtime.g");
    check(
        &func("scan_it"),
        &func("scanIt").replace("limit", "most"),
        "runtime.scan_it",
        [Class::Renamed, Class::Likely],
        "runtime.scanIt",
    );
    check(&f, "func h() {}\n", "runtime.f", [Class::Gone; 2], "");
}

#[test]
fn members_follow_their_type() {
    let of = |name: &str| {
        format!(
            "type {name} struct {{\n\tfirst, last *{name}\n\tcount int\n\tlock mutex\n}}\n\nfunc (q *{name}) Len() int {{ return q.count }}\n"
        )
    };
    check(&of("queue"), &of("ring"), "runtime.queue.Len", [Class::Renamed, Class::Gone], "runtime.ring.Len");
    check(
        &of("queue"),
        &of("ring"),
        "runtime.queue.count",
        [Class::Renamed, Class::Gone],
        "runtime.ring.count",
    );
    let without = of("ring").replace("\tlock mutex\n", "");
    check(&of("queue"), &without, "runtime.queue.lock", [Class::Gone; 2], "");
}

#[test]
fn a_field_of_a_kept_struct_follows_its_name() {
    let of = |field: &str| format!("type queue struct {{\n\thead int\n\t{field} int\n\tlock mutex\n}}\n");
    let field = "runtime.queue.tail";
    check(&of("tail"), &of("tailp"), field, [Class::Renamed, Class::Gone], "runtime.queue.tailp");
    check(&of("tail"), &of("last"), field, [Class::Likely, Class::Gone], "runtime.queue.last");
    let grown = of("last").replace("last int", "last int\n\tfirst int");
    check(&of("tail"), &grown, field, [Class::Gone; 2], "");
}

#[test]
fn an_alias_leads_to_where_it_went() {
    let q = "type T struct {\n\ta int\n}\n";
    let alias = "import \"internal/runtime/q\"\n\ntype T = q.T\n";
    check_in((q, "", ""), (alias, q, ""), "runtime.T.a", [Class::MovedPackage; 2], "internal/runtime/q.T.a");
}

#[test]
fn what_other_targets_keep_is_gone() {
    let f = func("f");
    check_in((&f, "", ""), ("", "", &f), "runtime.f", [Class::Gone; 2], "");
    check_in(("", "", &f), ("", "", &f), "runtime.f", [Class::Same; 2], "");
}

#[test]
fn a_constant_has_a_value_and_a_struct_a_layout() {
    let (_one, old) = tree("const (\n\ta = iota\n\tb\n)\n", "", "");
    let (_other, new) = tree("const (\n\ta = iota + 1\n\tb\n)\n", "", "");
    let reference: Reference = "runtime.b".parse().unwrap();
    let before = Entry { value: Some("1".into()), ..entry(&old, &reference) };
    let now = Entry { value: Some("2".into()), ..Entry::default() };
    let cited = [Cited { reference, entry: &before, measured: Some(&now) }];
    let found = grade(&cited, Trees { old: Some(&old), new: &new }).unwrap().remove(0);
    assert_eq!((found.class, found.note.as_deref()), (Class::Changed, Some("its value was 1 and is 2")));
}
