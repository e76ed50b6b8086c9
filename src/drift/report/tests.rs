use super::*;

fn item(reference: &str, class: Class) -> Item {
    Item {
        reference: reference.to_owned(),
        class,
        kind: "func".to_owned(),
        old: "src/runtime/p.go:3-9".to_owned(),
        new: None,
        successor: None,
        note: None,
        diff: None,
        since: None,
        is_reviewed: false,
    }
}

fn report(mut references: Vec<Item>) -> Report {
    references.sort_by(|one, other| one.reference.cmp(&other.reference));
    let names = references.iter().map(|item| item.reference.clone()).collect();
    let chapter = Chapter {
        title: "One".to_owned(),
        path: "one.md".to_owned(),
        references: names,
        ..Chapter::default()
    };
    let (from, to) = ("go1.26.6".to_owned(), "go1.27.3".to_owned());
    Report { from, to, has_both_trees: true, references, chapters: vec![chapter] }
}

#[test]
fn a_generated_family_is_one_line() {
    let sizes = (8..27).map(|size| item(&format!("runtime.mallocgcSC{size}"), Class::Gone));
    let others = [item("runtime.f1", Class::Gone), item("runtime.f2", Class::Gone)];
    let report = report(sizes.chain(others).collect());
    let expected = "\
go1.26.6 → go1.27.3: 21 references in 1 chapter
  21 gone

One (one.md)
  gone              runtime.f1
                      was runtime/p.go:3-9
  gone              runtime.f2
                      was runtime/p.go:3-9
  gone              runtime.mallocgcSC*
                      19 of one family
";
    assert_eq!(text(&report), expected);
    assert!(markdown(&report).contains("\n- [ ] `runtime.mallocgcSC*` **gone**: 19 of one family\n"));
}

#[test]
fn what_follows_by_itself_is_counted_alone() {
    let same = Item { new: Some("src/runtime/p.go:3-9".to_owned()), ..item("runtime.a", Class::Same) };
    let moved = Item { new: Some("src/runtime/p.go:5-11".to_owned()), ..item("runtime.b", Class::Moved) };
    let reviewed = Item { is_reviewed: true, ..item("runtime.c", Class::Gone) };
    let report = report(vec![same, moved, reviewed]);
    assert!(report.is_clean());
    let expected = "go1.26.6 → go1.27.3: 3 references in 1 chapter\n  1 same, 1 moved, 1 gone\n\nNothing waits for a review.\n";
    assert_eq!(text(&report), expected);
    let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
    assert_eq!((&value["counts"]["same"], &value["is_clean"]), (&1.into(), &true.into()));
    assert_eq!(value["references"][0]["class"], "same");
}

#[test]
fn a_diff_stands_once_in_a_fence_of_its_own() {
    let diff = Some("--- a\n+++ b\n-```\n+x\n".to_owned());
    let mut report = report(vec![Item { diff, ..item("runtime.a", Class::Changed) }]);
    report.chapters.push(Chapter { title: "Two".to_owned(), ..report.chapters[0].clone() });
    let markdown = markdown(&report);
    assert!(
        markdown.ends_with("\n## Diffs\n\n`runtime.a`\n\n````diff\n--- a\n+++ b\n-```\n+x\n````\n"),
        "{markdown}"
    );
    assert_eq!((markdown.matches("````diff").count(), text(&report).matches("+++ b").count()), (1, 1));
}

#[test]
fn places_are_short() {
    let check = |old: &str, new: &str, expected: &str| assert_eq!(from_to(old, new), expected);
    check("src/a/b.go:3-9", "src/a/b.go:5-11", "a/b.go:3-9 → 5-11");
    check("src/a/b.go:3-3", "src/a/c.go:4-4", "a/b.go:3 → a/c.go:4");
    check("src/a/b.go:3-3", "src/a/b.go:3-3", "a/b.go:3");
    check("src/a/b.go", "src/a/b.go", "a/b.go");
}

#[test]
fn where_nothing_waits_nothing_is_counted() {
    let report = Report { from: "go1.27.3".to_owned(), ..report(Vec::new()) };
    let expected = "What waits at go1.27.3: 0 references in 1 chapter\n\nNothing waits for a review.\n";
    assert_eq!(text(&report), expected);
    assert!(markdown(&report).contains("\n0 references in 1 chapter.\n"), "{}", markdown(&report));
}
