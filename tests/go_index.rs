//! What references name in a small tree made for it.

use std::fs;
use std::path::Path;

use mdbook_codex::go::index::{Index, Miss, Symbol};
use mdbook_codex::go::reference::Reference;
use mdbook_codex::go::source::Tree;
use mdbook_codex::go::symbols::{self, Query};
use mdbook_codex::go::target::Target;

/// A tree with a case of everything.
fn index() -> Index {
    let tree = Tree::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/go/tree"));
    Index::new(tree.expect("the tree opens"), Target::default())
}

fn lookup(index: &Index, text: &str) -> Result<Symbol, Miss> {
    let reference: Reference = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    index.lookup(&reference)
}

fn show(symbol: &Symbol) -> String {
    format!("{} {}:{}-{}", symbol.kind.word(), symbol.file, symbol.start, symbol.end)
}

/// Where a reference leads, or why it does not, with the help in parentheses.
#[track_caller]
fn check(text: &str, expected: &str) {
    let found = match lookup(&index(), text) {
        Ok(symbol) => show(&symbol),
        Err(miss) => match miss.help() {
            Some(help) => format!("{miss} ({help})"),
            None => miss.to_string(),
        },
    };
    assert_eq!(found, expected, "{text}");
}

#[test]
fn symbols_have_paths() {
    check("runtime.park", "func runtime/proc.go:13-22");
    check("runtime.(*node).push()", "method runtime/proc.go:48-55");
    check("runtime.node.next", "field runtime/proc.go:45-45");
    check("runtime.node.queue", "embed runtime/proc.go:43-43");
    check("runtime.node.Type", "embed runtime/proc.go:44-44");
    check("runtime.cache.list.tail", "field runtime/proc.go:38-38");
    check("runtime.other.list.head", "field runtime/proc.go:38-38");
    check("runtime.large", "const runtime/proc.go:33-33");
    check("runtime.(*stack[T]).Push", "method runtime/proc.go:61-61");
    check("runtime.waiter.Wait", "imethod runtime/proc.go:64-64");
    check("internal/abi.TypeOf", "func internal/abi/type.go:10-10");
    check("runtime", "package runtime/extern.go:4-4");
}

#[test]
fn packages_are_found_by_their_last_element() {
    check("abi.Type", "type internal/abi/type.go:4-7");
    check("tool", "package cmd/tool/main.go:1-1");
    check("rand.Int", "several packages are called `rand` (write one of `crypto/rand`, `math/rand`)");
    check("runtme.park", "no package `runtme` in this source tree (did you mean `runtime`?)");
    let aliases = [("rand".to_owned(), "math/rand".to_owned())];
    let index = index().with_aliases(aliases.into());
    let symbol = lookup(&index, "rand.Int").expect("the alias is known");
    assert_eq!(symbol.dotted(), "math/rand.Int");
}

#[test]
fn nearest_names_are_offered() {
    check("runtime.Park", "`runtime` declares no `Park` (did you mean `park`?)");
    check("runtime.push", "`runtime` declares no `push` (did you mean `node.push`?)");
    check("runtime.stackMim", "`runtime` declares no `stackMim` (did you mean `stackMin`?)");
    check("runtime.somethingElse", "`runtime` declares no `somethingElse`");
    check(
        "runtime/porc.go",
        "no file `runtime/porc.go` in this source tree (did you mean `runtime/proc.go`?)",
    );
    check("runtime.main", "`runtime` declares no `main`");
}

#[test]
fn targets_pick_among_files() {
    check("runtime.netpoll", "func runtime/netpoll_epoll.go:5-5");
    check("runtime.netpoll?goos=windows", "func runtime/netpoll_windows.go:3-5");
    check("runtime.mapaccess", "func runtime/map_fast.go:5-5");
    check("runtime.mapaccess?goarch=arm64", "func runtime/map_slow.go:5-5");
    check("runtime.mapaccess?tags=!goexperiment.fastmaps", "func runtime/map_slow.go:5-5");
    check("runtime.beep", "func runtime/netpoll_windows.go:9-9");
    check(
        "runtime.handle",
        "`runtime.handle` is not declared for linux/amd64 (choose a target with `?goos=` or `?goarch=`: `runtime/netpoll_kqueue.go` is for darwin || freebsd; `runtime/netpoll_windows.go` is for windows)",
    );
    let symbol = lookup(&index(), "runtime.netpoll").expect("it is found");
    let variants: Vec<&str> = symbol.variants.iter().map(|other| other.file.as_str()).collect();
    assert_eq!(variants, ["runtime/netpoll_kqueue.go", "runtime/netpoll_windows.go"]);
    assert_eq!(symbol.condition.as_deref(), Some("linux"));
    assert!(!lookup(&index(), "runtime.beep").expect("it is found").is_built);
}

#[test]
fn what_is_declared_twice_wants_a_file() {
    check(
        "runtime.init",
        "`runtime` declares `init` 2 times (name the lines: `runtime/proc.go:24-24`, `runtime/proc.go:26-26`)",
    );
}

#[test]
fn files_hold_symbols_and_lines() {
    check("runtime/proc.go", "file runtime/proc.go:1-66");
    check("runtime/proc.go:13-22", "lines runtime/proc.go:13-22");
    check("runtime/proc.go:60-70", "`runtime/proc.go` has no line 70, only 66");
    check("runtime/netpoll_kqueue.go:netpoll", "func runtime/netpoll_kqueue.go:5-5");
    check("runtime/proc_test.go:TestPark", "func runtime/proc_test.go:3-3");
    check("runtime/mkfiles.go:main", "func runtime/mkfiles.go:5-5");
    check("runtime/asm_amd64.s:mcall", "asm runtime/asm_amd64.s:8-10");
    check("runtime/asm_amd64.s:runtime·mcall", "asm runtime/asm_amd64.s:8-10");
    check("runtime/asm_amd64.s:_rt0_amd64", "asm runtime/asm_amd64.s:14-15");
    check("runtime/asm_amd64.s:call16", "asm runtime/asm_amd64.s:12-12");
    check("runtime/asm_amd64.s:mcal", "`runtime/asm_amd64.s` declares no `mcal` (did you mean `mcall`?)");
    check("runtime/defs.h:LOAD", "c runtime/defs.h:2-4");
    check("runtime/defs.h:start", "c runtime/defs.h:7-10");
    check("runtime/HACKING.md", "file runtime/HACKING.md:1-1");
    check("runtime/HACKING.md:Hacking", "`runtime/HACKING.md` declares no `Hacking`");
    check("README.md", "file README.md:1-1");
    check("runtime/testdata/x/x.go", "file runtime/testdata/x/x.go:1-1");
}

#[test]
fn code_is_found_where_it_is() {
    let body = |text: &str| {
        let symbol = lookup(&index(), text).expect("it is declared");
        symbol.body.map(|body| {
            format!("{} {}.{} {}:{}", body.kind.word(), body.package, body.name, body.file, body.start)
        })
    };
    assert_eq!(body("runtime.park"), None);
    assert_eq!(body("runtime.mcall").as_deref(), Some("asm runtime.mcall runtime/asm_amd64.s:8"));
    assert_eq!(
        body("runtime.mcall?goarch=arm64").as_deref(),
        Some("asm runtime.mcall runtime/asm_arm64.s:1")
    );
    assert_eq!(body("runtime.pulled").as_deref(), Some("func internal/abi.helper internal/abi/helper.go:3"));
    assert_eq!(body("sync.runtime_wake").as_deref(), Some("func runtime.sync_wake runtime/stubs.go:14"));
    assert_eq!(
        body("runtime.memequal").as_deref(),
        Some("asm internal/bytealg.memequal internal/bytealg/equal_amd64.s:1"),
    );
    assert_eq!(body("runtime.nowhere"), None);
    check("runtime.mcall?body", "asm runtime/asm_amd64.s:8-10");
    check("runtime.park?body", "func runtime/proc.go:13-22");
    check(
        "runtime.nowhere?body",
        "the code of `runtime.nowhere` is neither in assembly nor behind a linkname",
    );
    check("runtime.node?body", "the code of `runtime.node` is neither in assembly nor behind a linkname");
}

#[test]
fn options_lead_elsewhere() {
    check("runtime._type?alias", "type internal/abi/type.go:4-7");
    check("runtime._type.Size_", "field internal/abi/type.go:5-5");
    check("runtime.word?alias", "`runtime.word` is no alias of a named type");
    check("runtime.stackMin?group", "const runtime/proc.go:29-34");
    check("runtime.park?group", "`runtime.park` stands in no group");
    let symbol = lookup(&index(), "runtime._type").expect("it is found");
    assert_eq!(symbol.alias_of.as_deref(), Some("internal/abi.Type"));
}

#[test]
fn parts_are_lines_of_the_declaration() {
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let index = index();
        let symbol = lookup(&index, text).unwrap_or_else(|miss| panic!("{text}: {miss}"));
        let parts = index.source_of(&symbol).expect("the lines are there");
        let parts: Vec<String> =
            parts.iter().map(|part| format!("{}-{}\n{}", part.first, part.last, part.text)).collect();
        assert_eq!(parts.concat(), expected, "{text}");
    }
    check("runtime.stackMin", "31-31\n\tstackMin = 2048\n");
    check("runtime.stackMin#doc", "30-30\n\t// stackMin is the smallest stack.\n");
    check(
        "runtime.park#L1,L9-L10",
        "13-13\nfunc park(reason string) {\n21-21\n\tmcall(nil)\n22-22\n}\n"
            .replace("21-21\n\tmcall(nil)\n22-22\n}", "21-22\n\tmcall(nil)\n}")
            .as_str(),
    );
    check("runtime.park#/switch/", "17-19\n\t\tswitch {\n\t\tcase true:\n\t\t}\n");
    check("runtime.park#/^\\s*if/", "14-16\n\tif reason == \"\" {\n\t\treason = \"none\"\n\t} else {\n");
    check("runtime/proc.go#L1", "1-1\npackage runtime\n");
    let miss = |text: &str| lookup(&index(), text).expect_err(text).to_string();
    assert_eq!(miss("runtime.park#L3-L11"), "`runtime.park` has no line 11, only 10");
    assert_eq!(miss("runtime.queue#doc"), "`runtime.queue` has no doc comment");
    assert_eq!(miss("runtime.park#/x{3}/"), "no line of `runtime.park` matches /x{3}/");
}

#[test]
fn symbols_are_searched() {
    let index = index();
    let search = |query: Query| {
        let rows = symbols::search(&index, &query).map(|row| row.expect("the package is read"));
        rows.map(|row| format!("{} {}.{}", row.kind, row.package, row.path)).collect::<Vec<_>>()
    };
    let pattern = |pattern: &str| Query { pattern: Some(pattern.to_owned()), ..Query::default() };
    assert_eq!(search(pattern("NETPOLL")), ["func runtime.netpoll"]);
    assert_eq!(search(pattern("(*node).push()")), ["method runtime.node.push"]);
    let all = Query { all_targets: true, ..pattern("runtime.netpoll") };
    assert_eq!(search(all), ["func runtime.netpoll"; 3]);
    let methods = Query { kind: Some(mdbook_codex::go::decls::Kind::Method), ..Query::default() };
    assert_eq!(search(methods), ["method runtime.node.push", "method runtime.stack.Push"]);
    let first = symbols::search(&index, &pattern("stackmin")).next();
    let row = serde_json::to_string(&first.expect("a row").expect("the package is read")).expect("JSON");
    assert_eq!(
        row,
        r#"{"kind":"const","package":"runtime","path":"stackMin","file":"runtime/proc.go","start":31,"end":31,"doc":30}"#
    );
}

#[test]
fn what_is_found_is_referred_to_as_a_book_does() {
    let module = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/module/tree");
    let module = Tree::open_module(&module, "example.org/db").expect("the tree opens");
    for index in [index(), Index::new(module, Target::default())] {
        let query = Query { all_targets: true, ..Query::default() };
        let mut count = 0;
        for row in symbols::search(&index, &query).map(|row| row.expect("the package is read")) {
            let reference = symbols::reference(&index, &row);
            let found = lookup(&index, &reference).unwrap_or_else(|miss| panic!("{reference}: {miss}"));
            assert_eq!((&found.file, found.start, found.end), (&row.file, row.start, row.end), "{reference}");
            count += 1;
        }
        assert!(count > 5, "{count}");
    }
}

#[test]
fn an_index_may_be_asked_from_several_threads() {
    let index = index();
    let ask = || lookup(&index, "sync.runtime_wake?body").map(|symbol| show(&symbol));
    let answers = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread panics")).collect::<Vec<_>>()
    });
    assert_eq!(answers, vec![Ok("func runtime/stubs.go:14-16".to_owned()); 4]);
}

#[test]
fn a_file_that_is_no_go_is_said_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let package = folder.path().join("src/a");
    fs::create_dir_all(&package).expect("the folder is made");
    fs::write(package.join("a.go"), "package a\n\nfunc (").expect("the file is written");
    let index = Index::new(Tree::open(folder.path()).expect("the tree opens"), Target::default());
    let miss = lookup(&index, "a/a.go:f").expect_err("the file is broken");
    assert_eq!(miss.to_string(), "`a/a.go` cannot be read: line 3: a bracket that is not closed");
    let miss = lookup(&index, "a.f").expect_err("the file is broken");
    assert_eq!(miss.to_string(), "`a/a.go` cannot be read: line 3: a bracket that is not closed");
}
