//! The program as a user runs it: folders in, exit codes, words and files out.
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mdbook-codex");
const BOOK: &str =
    "[book]\ntitle = \"A\" # kept\n\n[output.html]\nadditional-css = [\n    \"own.css\", # mine\n]\n";

/// A book of two chapters.
fn book(toml: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "book.toml", toml);
    write(folder.path(), "own.css", "main { color: red }\n");
    write(folder.path(), "src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n- [Two](two.md)\n");
    write(folder.path(), "src/one.md", "# One\n\nThe first.\n");
    write(folder.path(), "src/two.md", "# Two\n\nThe second.\n");
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn run(root: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(root).env_remove("CI").stdin(Stdio::null());
    ended(command.output().unwrap())
}

fn ended(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[track_caller]
fn check(ended: (i32, String, String), code: i32, out: &str, err: &str) {
    assert_eq!(ended.0, code, "{ended:?}");
    assert!(ended.1.contains(out), "stdout without `{out}`: {ended:?}");
    assert!(ended.2.contains(err), "stderr without `{err}`: {ended:?}");
}

#[test]
fn install_is_done_once_and_undone_to_the_byte() {
    let book = book(BOOK);
    let root = book.path();
    check(run(root, &["install", "--check"]), 1, "would update book.toml", "");
    assert_eq!(read(root, "book.toml"), BOOK);
    check(run(root, &["install"]), 0, "wrote theme/codex/codex.css", "");
    let installed = read(root, "book.toml");
    assert!(installed.contains("\"own.css\", # mine\n    \"theme/codex/codex.css\",\n"), "{installed}");
    check(run(root, &["install", "--check"]), 0, "installed and current", "");
    check(run(root, &["install"]), 0, "installed and current", "");
    assert_eq!(read(root, "book.toml"), installed);
    check(run(root, &["uninstall"]), 0, "removed theme/codex/codex.js", "");
    assert_eq!(read(root, "book.toml"), BOOK);
    assert!(!root.join("theme").exists() && !root.join(".gitattributes").exists());
}

#[test]
fn an_edited_theme_is_refused_with_a_diff() {
    let book = book(BOOK);
    let root = book.path();
    write(root, "theme/codex/codex.css", "/* mine */\n");
    check(run(root, &["install"]), 1, "", "+/* mine */");
    assert_eq!(read(root, "book.toml"), BOOK);
    check(run(root, &["uninstall"]), 0, "", "kept theme/codex/codex.css: it was edited");
    assert_eq!(read(root, "theme/codex/codex.css"), "/* mine */\n");
}

#[test]
fn wrong_use_is_told_apart_from_problems() {
    let book = book("[book\n");
    let root = book.path();
    check(run(root, &["install"]), 2, "", "line 1, column 6");
    check(run(root, &["install", "elsewhere"]), 2, "", "there is no book.toml");
    check(run(root, &["instal"]), 2, "", "install");
    check(run(root, &["build"]), 2, "", "book.toml");
    check(run(root, &[]), 2, "", "mdbook-codex build");
    // A part that is none was told as a mistake in book.toml, and the book came out without any part.
    check(run(root, &["build", "--only", "cards,tag"]), 2, "", "a similar value exists: 'tags'");
    // The address of a link was pasted.
    check(run(root, &["layout", "go:runtime.hchan", "--root", "."]), 2, "", "write `runtime.hchan`");
}

#[test]
fn a_book_without_a_chapter_is_built() {
    let book = book(BOOK);
    let root = book.path();
    for summary in ["", "# Summary\n", "# Summary\n\n- [Later]()\n"] {
        write(root, "src/SUMMARY.md", summary);
        // The build was said to hold no book.
        check(run(root, &["build"]), 0, "", "built book");
        check(run(root, &["check"]), 0, "", "no problems");
    }
}

/// mdBook empties the output folder: the chapters were gone before anything was said.
#[test]
fn a_build_into_the_book_itself_is_refused_before_it() {
    let book = book(BOOK);
    let root = book.path();
    write(root, "theme/own.css", "");
    for folder in ["src", ".", "src/../src", "..", "theme"] {
        check(run(root, &["build", "-d", folder]), 2, "", "the book itself is in it");
        assert!(root.join("src/one.md").exists() && root.join("theme/own.css").exists(), "{folder}");
    }
    write(root, "book.toml", "[build]\nbuild-dir = \"src\"\n");
    check(run(root, &["check"]), 2, "", "the book itself is in it");
    // With several outputs each has a folder below.
    write(root, "book.toml", "[build]\nbuild-dir = \".\"\n[output.html]\n[output.markdown]\n");
    check(run(root, &["check"]), 0, "", "no problems in 2 pages");
    for folder in ["src/out", "book"] {
        check(run(root, &["build", "-d", folder]), 0, "", "built");
    }
}

#[test]
fn what_metadata_names_has_to_be_there() {
    let toml = "[preprocessor.codex]\nafter = [\"links\", \"index\"]\ngo = \"go1.27.3\"\n\n\
                [preprocessor.codex.chapters.\"two.md\"]\ngo = \"go1.26\"\nneeds = [\"one.md\", \"tow.md\"]\n";
    let book = book(toml);
    let root = book.path();
    write(root, "src/one.md", "---\ngo: 1.26.6\nneeds: [two.md, thre.md]\n---\n# One\n");
    let (code, out, _) = run(root, &["check"]);
    let told: Vec<&str> = out.lines().filter(|line| line.contains("[") || line.contains("-->")).collect();
    assert_eq!(code, 1, "{out}");
    let expected = [
        "warning[front-matter]: `1.26.6` is no Go release",
        " --> src/one.md:2:1",
        "warning[front-matter]: no chapter has the path `thre.md`",
        " --> src/one.md:3:17",
        "warning[config]: `go1.26` names a version of the language, not a release",
        "warning[config]: no chapter has the path `tow.md`",
    ];
    for line in expected {
        assert!(told.contains(&line), "no `{line}` in {out}");
    }
    assert!(out.contains("did you mean `two.md`?") && out.contains("did you mean `go1.26.6`?"), "{out}");
}

#[test]
fn a_new_book_builds_at_once_and_keeps_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "src/buffer.md", "# Mine\n");
    check(run(root, &["init"]), 0, "wrote src/index.md", "kept src/buffer.md: it is there already");
    assert_eq!(read(root, "src/buffer.md"), "# Mine\n");
    check(run(root, &["install", "--check"]), 0, "current", "");
    check(run(root, &["build"]), 0, "", "");
    assert!(root.join("book/reader.html").exists());
}

#[test]
fn a_new_book_has_no_problems_where_there_is_no_go() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let run = |words: &[&str]| {
        let mut command = Command::new(PROGRAM);
        command.args(words).current_dir(root).env("CI", "true").env("PATH", "").env("HOME", root);
        for name in ["GOROOT", "CODEX_ROOTS", "GOPATH", "GOMODCACHE"] {
            command.env_remove(name);
        }
        ended_of(command)
    };
    check(run(&["init"]), 0, "wrote codex.lock", "");
    for words in [["build", "."], ["check", "."], ["lock", "--check"]] {
        let (code, out, err) = run(&words);
        assert_eq!((code, err.contains("warning")), (0, false), "{words:?}: {out}{err}");
    }
    check(run(&["test"]), 2, "", "set GOROOT to where it is");
    let page = read(root, "book/builder.html");
    assert!(page.contains("codex-layout") && page.contains("ran with go1.27.3"), "{page}");
}

#[test]
fn problems_fail_where_strict_says_so() {
    let book = book("[preprocessor.codex]\nstrickt = \"ci\"\nafter = [\"links\", \"index\"]\n");
    let root = book.path();
    let said = "warning[config]: unknown key `strickt`";
    check(run(root, &["build"]), 0, "", said);
    check(run(root, &["check"]), 1, "--> book.toml:2:1", "");
    let ended = run(root, &["check", "--format", "json"]);
    let line: serde_json::Value = serde_json::from_str(ended.1.lines().next().unwrap()).unwrap();
    assert_eq!((ended.0, &line["path"], &line["line"]), (1, &"book.toml".into(), &2.into()));
    let mut command = Command::new(PROGRAM);
    command.arg("build").current_dir(root).env("CI", "true");
    check(ended_of(command), 1, "", said);
    write(root, "book.toml", "[preprocessor.codex]\nstrickt = 1\nstrict = \"never\"\n");
    check(run(root, &["check"]), 0, said, "");
}

fn ended_of(mut command: Command) -> (i32, String, String) {
    ended(command.stdin(Stdio::null()).output().unwrap())
}

#[test]
fn a_theme_that_is_kept_current_is_nothing_to_mend() {
    let book = book("[preprocessor.codex]\n");
    let root = book.path();
    check(run(root, &["install"]), 0, "", "");
    // The script in the style's place is a file of ours and not the current one.
    let (css, js) = ("theme/codex/codex.css", "theme/codex/codex.js");
    write(root, css, &read(root, js));
    check(run(root, &["check"]), 1, "stale-theme", "");
    let toml = read(root, "book.toml")
        .replace("[preprocessor.codex]\n", "[preprocessor.codex]\nassets = \"auto\"\n");
    write(root, "book.toml", &toml);
    check(run(root, &["check"]), 0, "", "");
    assert_eq!(read(root, css), read(root, js));
    check(run(root, &["build"]), 0, "", "");
    assert_ne!(read(root, css), read(root, js));
}

#[test]
fn a_check_writes_nothing() {
    let book = book(BOOK);
    let root = book.path();
    write(root, "src/SUMMARY.md", "- [One](one.md)\n- [Three](three.md)\n");
    check(run(root, &["check"]), 1, "error[unreadable-chapter]: SUMMARY.md names", "");
    check(run(root, &["check"]), 1, "--> src/SUMMARY.md:2:11", "");
    write(root, "src/SUMMARY.md", "- [One](one.md)\n");
    check(run(root, &["check"]), 0, "", "");
    assert!(!root.join("book").exists() && !root.join("src/three.md").exists());
}

#[test]
fn every_renderer_is_supported_whatever_stands_before() {
    let nowhere = tempfile::tempdir().unwrap();
    check(run(nowhere.path(), &["supports", "html"]), 0, "", "");
    check(run(nowhere.path(), &["--only", "cards", "supports", "epub"]), 0, "", "");
    check(run(nowhere.path(), &["--no-such-flag", "supports", "html"]), 0, "", "");
}

#[test]
fn mdbook_gets_its_whole_book_back() {
    use std::io::Write;
    let book = book(BOOK);
    let text = "word ".repeat(200_000);
    let input = serde_json::json!([
        {"root": book.path(), "renderer": "html", "mdbook_version": "0.5.4", "config": {}},
        {"items": [{"Chapter": {"name": "One", "content": text, "number": [1], "sub_items": [],
            "path": "one.md", "source_path": "one.md", "parent_names": []}}]}
    ]);
    let mut command = Command::new(PROGRAM);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.env_remove("CI").current_dir(book.path()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    let (code, out, err) = ended(child.wait_with_output().unwrap());
    assert_eq!(code, 0, "{err}");
    let reply: serde_json::Value = serde_json::from_str(&out).unwrap();
    let content = reply["items"][0]["Chapter"]["content"].as_str().unwrap();
    assert!(content.contains(text.trim_end()));
}

/// The schemas in `docs/schema` are what the program prints; `SNAPSHOTS=overwrite` renews them.
#[test]
fn the_committed_schemas_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
    for which in ["book", "config", "front-matter"] {
        let (code, out, err) = run(&folder, &["schema", which]);
        assert_eq!((code, err.as_str()), (0, ""));
        let path = folder.join(which).with_extension("json");
        if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
            fs::write(&path, &out).unwrap();
        }
        // Git may check it out with Windows line ends.
        let known = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert_eq!(known, out, "{}", path.display());
    }
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_options_and_values() {
    let nowhere = tempfile::tempdir().unwrap();
    let check = |typed: &str, expected: &[&str]| {
        let script = r#"
            source <("$1" completions bash)
            shift
            function=$(complete -p mdbook-codex | sed 's/.*-F \([^ ]*\).*/\1/')
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            $function mdbook-codex "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            printf '%s\n' "${COMPREPLY[@]}"
        "#;
        let mut command = Command::new("bash");
        command.args(["--norc", "-c", script, "bash", PROGRAM]).args(typed.split(' '));
        command.current_dir(nowhere.path());
        let (code, out, err) = ended(command.output().unwrap());
        assert_eq!((code, err.as_str()), (0, ""));
        assert_eq!(out.lines().collect::<Vec<_>>(), expected, "{typed}");
    };
    check("mdbook-codex up", &["upgrade"]);
    check("mdbook-codex check --w", &["--watch"]);
    check("mdbook-codex check --format j", &["json"]);
    check("mdbook-codex symbols --kind me", &["method"]);
}

/// What roff knows without asking: a line that begins with a dot and is none of these would vanish from the page.
const MACROS: [&str; 10] = [".TH", ".SH", ".SS", ".PP", ".TP", ".RS", ".RE", ".IP", ".br", ".ie"];

#[test]
fn the_manual_has_a_section_and_a_page_for_each_command() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let (code, page, _) = run(root, &["man"]);
    assert_eq!(code, 0);
    for line in page.lines().filter(|line| line.starts_with('.')) {
        let name = line.split(' ').next().unwrap();
        assert!(MACROS.contains(&name) || name == ".el", "{line}");
    }
    let help = run(root, &["--help"]).1;
    let commands = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let names = commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<&str> =
        names.filter_map(|line| line.split_whitespace().next()).filter(|n| *n != "help").collect();
    assert!(names.contains(&"man") && names.len() > 10, "{names:?}");
    check(run(root, &["man", "pages"]), 0, "", "wrote pages/mdbook-codex.1");
    for name in names {
        assert!(page.contains(&format!("\n.SS \"mdbook-codex {name}\"\n")), "{name}");
        assert!(read(root, &format!("pages/mdbook-codex-{name}.1")).starts_with(".ie"), "{name}");
    }
}

/// A tree of one package, with names that are alike.
fn tree() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "VERSION", "go1.27.3\n");
    write(
        folder.path(),
        "src/runtime/proc.go",
        "package runtime\n\n\
         // gopark puts the goroutine\n// into a waiting state.\n//\n//go:nosplit\nfunc gopark() {}\n\n\
         //go:nosplit\nfunc goparkunlock() {}\n\n\
         /* A needPark is\n   one. */\ntype needPark struct {\n\tgopark bool // whether\n}\n\n\
         func (n *needPark) goParkAgain() {}\n\nfunc init() {}\n",
    );
    write(folder.path(), "src/runtime/os_windows.go", "package runtime\n\nfunc gopark2() {}\n");
    folder
}

#[test]
fn symbols_are_found_the_best_first_and_as_books_write_them() {
    let tree = tree();
    let root = tree.path();
    let search = |arguments: &[&str]| run(root, &[&["symbols", "--root", "."], arguments].concat());
    let (code, out, err) = search(&["gopark"]);
    let expected = [
        "func     runtime.gopark  runtime/proc.go:7-7  gopark puts the goroutine",
        "field    runtime.needPark.gopark  runtime/proc.go:15-15",
        "func     runtime.goparkunlock  runtime/proc.go:10-10",
        "method   runtime.needPark.goParkAgain  runtime/proc.go:18-18",
    ];
    assert_eq!((code, out.lines().collect::<Vec<_>>(), err.as_str()), (0, expected.to_vec(), ""));
    check(search(&["gopark", "--limit", "1"]), 0, "gopark  ", "and 3 more; `--limit 0` shows all");
    check(
        search(&["nePa", "--kind", "type"]),
        0,
        "runtime.needPark  runtime/proc.go:14-16  A needPark is",
        "",
    );
    check(search(&["goprk"]), 0, "func     runtime.gopark  ", "");
    check(search(&["gopark2"]), 0, "", "no declaration fits; `--all-targets` looks into every file");
    check(search(&["gopark2", "--all-targets"]), 0, "func     runtime/os_windows.go:gopark2  ", "");
    check(search(&["init"]), 0, "func     runtime/proc.go:20  ", "");
    check(search(&["x", "--kind", "methd"]), 2, "", "a similar value exists: 'method'");
    let json = search(&["gopark", "--json", "--limit", "0"]).1;
    let names = json.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let names: Vec<String> = names.map(|row| row["path"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["gopark", "needPark.gopark", "goparkunlock", "needPark.goParkAgain"]);
}

/// A book that cites a module, and the folder where the go command keeps two versions of it.
fn about_a_module() -> (TempDir, TempDir) {
    let toml = "[preprocessor.codex]\nafter = [\"links\", \"index\"]\ngo = \"go1.27.3\"\nabout = \"kite\"\n\n\
                [preprocessor.codex.source.kite]\nmodule = \"example.org/kite\"\npin = \"v1.1.0\"\n\
                url = \"github:a/kite\"\n";
    let (book, modules) = (book(toml), tempfile::tempdir().unwrap());
    for (version, lines) in [("v1.0.0", "\n"), ("v1.1.0", "\n\n\n")] {
        let folder = format!("example.org/kite@{version}");
        write(modules.path(), &format!("{folder}/go.mod"), "module example.org/kite\n");
        write(
            modules.path(),
            &format!("{folder}/kite.go"),
            &format!("package kite\n{lines}func Fly() {{}}\n"),
        );
    }
    (book, modules)
}

/// The name of the tree that is missing was left to be guessed, and a fact that nobody could check passed in silence.
#[test]
fn what_no_tree_could_answer_is_told_with_the_way_to_the_tree() {
    let (book, modules) = about_a_module();
    let root = book.path();
    write(
        modules.path(),
        "example.org/kite@v1.1.0/string.go",
        "package kite\n\ntype String struct{ a, b int64 }\n",
    );
    write(root, "src/one.md", "# One\n\n[a](go:kite.String)\n");
    check(run_with(root, modules.path(), &["lock"]), 0, "", "1 reference\n");
    let nowhere = root.join("nowhere");
    check(run_with(root, &nowhere, &["check"]), 0, "", "no problems");
    write(root, "src/one.md", "# One\n\n[a](go:kite.String \"size = 17\") [b](go:kite.Fly)\n");
    let (code, out, _) = run_with(root, &nowhere, &["check"]);
    let name = "example.org/kite@v1.1.0";
    for words in [
        format!("whether `size = 17` holds is not in codex.lock, and no source tree of {name} is at hand"),
        format!("`kite.Fly` is not in codex.lock, and no source tree of {name} is at hand"),
        format!("`go mod download {name}`; then run `mdbook-codex lock`"),
    ] {
        assert!(code == 1 && out.contains(&words), "no `{words}` in {out}");
    }
    write(
        root,
        "src/one.md",
        "# One\n\n[old](go:runtime.hmap@go1.2.2)\n\n```codex-calls\na.b@go1.2.2 -> a.c@go1.2.2\na.d@go1.2.2\n```\n",
    );
    let (_, out, _) = run_with(root, &nowhere, &["check"]);
    assert!(
        out.contains("`runtime.hmap@go1.2.2` is not in codex.lock, and no source tree of go1.2.2"),
        "{out}"
    );
    assert!(out.contains("`GOTOOLCHAIN=go1.2.2 go env GOROOT`; then run"), "{out}");
    assert!(out.contains("this call path is not in codex.lock"), "{out}");
}

fn run_with(root: &Path, modules: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(root).env_remove("CI").stdin(Stdio::null());
    ended(command.env("GOMODCACHE", modules).output().unwrap())
}

#[test]
fn a_module_is_asked_at_other_versions_too() {
    let (book, modules) = about_a_module();
    let root = book.path();
    // The module's other version was taken for a release of Go, and never at hand.
    write(root, "src/one.md", "# One\n\n[then](go:kite.Fly@v1.0.0) and [now](go:kite.Fly)\n");
    check(run_with(root, modules.path(), &["check"]), 0, "", "no problems in 2 pages");
    check(run_with(root, modules.path(), &["lock"]), 0, "", "2 references");
    check(run_with(root, modules.path(), &["build"]), 0, "", "built book");
    let page = read(root, "book/one.html");
    for (href, reference) in [
        ("https://github.com/a/kite/blob/v1.0.0/kite.go#L3", "example.org/kite.Fly@v1.0.0"),
        ("https://github.com/a/kite/blob/v1.1.0/kite.go#L5", "example.org/kite.Fly"),
    ] {
        let link = format!("<a href=\"{href}\" class=\"codex-symbol\" data-codex-ref=\"{reference}\"");
        assert!(page.contains(&link), "{page}");
    }
}

#[test]
fn a_layout_of_several_structs_is_told_in_words() {
    let (book, modules) = about_a_module();
    let root = book.path();
    write(root, "src/one.md", "# One\n\n```codex-layout\nkite.A\nkite.B\n```\n");
    // The end of the first line was quoted as what cannot stand in a reference.
    let said =
        "warning[reference]: a layout is of one struct, and this block names several\n --> src/one.md:3:1\n";
    check(run_with(root, modules.path(), &["check"]), 1, said, "");
}

#[test]
fn a_preset_alone_means_the_modules_own_repository() {
    let (book, modules) = about_a_module();
    let root = book.path();
    let toml = read(root, "book.toml").replace("example.org/kite", "github.com/a/kite/v2");
    write(root, "src/one.md", "# One\n\n[now](go:kite.Fly)\n");
    write(root, "kite/go.mod", "module github.com/a/kite/v2\n");
    write(root, "kite/kite.go", "package kite\n\nfunc Fly() {}\n");
    let toml = |url: &str| toml.replace("\"github:a/kite\"", &format!("\"{url}\"\nroot = \"kite\""));
    write(root, "book.toml", &toml("github"));
    check(run_with(root, modules.path(), &["build"]), 0, "", "built book");
    // The module's whole path was taken for the repository.
    let page = read(root, "book/one.html");
    assert!(page.contains("\"https://github.com/a/kite/blob/v1.1.0/kite.go#L3\""), "{page}");
    write(root, "book.toml", &toml("gitlab"));
    check(run_with(root, modules.path(), &["check"]), 1, "write `gitlab:owner/repository`", "");
    write(root, "book.toml", &toml("github").replace("v1.1.0", "1.1.0").replace("root = \"kite\"", ""));
    check(run_with(root, modules.path(), &["check"]), 1, "`1.1.0` is no version of a module", "");
}

#[test]
fn the_layout_of_a_modules_struct_asks_gos_own_tree_too() {
    let (go, module) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(go.path(), "VERSION", "go1.27.3\n");
    write(go.path(), "src/sync/mutex.go", "package sync\n\ntype Mutex struct{ state, sema int32 }\n");
    write(module.path(), "go.mod", "module example.org/kite\n");
    let text = "package kite\n\nimport \"sync\"\n\ntype Box struct {\n\tmu sync.Mutex\n\tn  int64\n}\n";
    write(module.path(), "kite.go", text);
    let mut command = Command::new(PROGRAM);
    command.args(["layout", "example.org/kite.Box", "--root", "."]).current_dir(module.path());
    let ended = ended(command.env("GOROOT", go.path()).output().unwrap());
    // It was refused: `sync` was in no tree at hand.
    check(ended, 0, "example.org/kite.Box: 16 bytes, aligned to 8", "");
}

#[test]
fn a_lock_is_held_to_its_references_alone() {
    let book = book("[preprocessor.codex]\nafter = [\"links\", \"index\"]\n");
    let root = book.path();
    write(root, "src/one.md", "# One\n\n[to nowhere](nowhere.md)\n");
    // A link between chapters failed the check of the lock.
    check(run(root, &["lock"]), 0, "", "codex.lock written: 0 references");
    check(run(root, &["lock", "--check"]), 0, "", "missing-chapter");
    check(run(root, &["check"]), 1, "missing-chapter", "");
    write(root, "src/two.md", "# Two\n\n[two](go:runtime.nowhere@go1.0.9)\n");
    check(run(root, &["lock"]), 1, "", "runtime.nowhere");
}
