//! Pages that another preprocessor made, and paths that would leave the output.
use super::{PROGRAM, command, ended, read, run, write};
use serde_json::{Value, json};
use std::io::Write;
use std::process::Stdio;

/// What the preprocessor answers to a book with a second chapter of this path.
fn answer(path: &str, source: Option<&str>, name: &str) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "book.toml", "[preprocessor.codex]\nafter = [\"links\", \"index\"]\n");
    let chapter = |name: &str, path: &str, source: Option<&str>, number: u32| {
        json!({"Chapter": {"name": name, "content": "# X\n\nText.\n", "number": [number], "sub_items": [],
            "path": path, "source_path": source, "parent_names": []}})
    };
    let input: Value = json!([
        {"root": folder.path(), "renderer": "html", "mdbook_version": "0.5.4",
            "config": {"preprocessor": {"codex": {"after": ["links", "index"]}}}},
        {"items": [chapter("One", "one.md", Some("one.md"), 1), chapter(name, path, source, 2)]}
    ]);
    let mut child = command(folder.path(), &[]);
    child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().unwrap_or_else(|error| panic!("{PROGRAM}: {error}"));
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    ended(child.wait_with_output().unwrap())
}

#[test]
fn a_page_of_another_preprocessor_stays_in_the_output() {
    for path in ["../../x.md", "/etc/x.md", "a/../../x.md", "..\\x.md", "C:\\x.md"] {
        let (code, out, err) = answer(path, None, "X");
        assert_eq!((code, out.as_str()), (1, ""), "{path}: {err}");
        assert!(err.contains("error[path-outside]: mdBook writes the page of"), "{path}: {err}");
    }
    for path in ["x.md", "a/b/../x.md", "tags.md", "TAGS.md"] {
        let (code, out, err) = answer(path, None, "X");
        assert_eq!(code, 0, "{path}: {err}");
        assert!(serde_json::from_str::<Value>(&out).is_ok());
    }
}

#[test]
fn a_path_is_no_code_in_the_sidebar() {
    for path in ["x'+pwn()+'.md", "x\" onmouseover=\"pwn().md", "<img src=x onerror=pwn()>.md", "a\nb.md"] {
        let (code, out, err) = answer(path, Some(path), "X");
        assert_eq!((code, out.as_str()), (1, ""), "{path}: {err}");
        assert!(err.contains("error[quote-in-path]: mdBook's sidebar breaks on the"), "{path}: {err}");
    }
}

#[test]
fn a_name_is_one_line() {
    let (code, out, err) = answer("x.md", None, "a\n\u{2028}'+pwn()+'\\\r\nb");
    assert_eq!(code, 0, "{err}");
    let book: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(book["items"][1]["Chapter"]["name"], "a '+pwn()+'\\ b");
}

#[test]
fn a_chapter_above_src_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "book.toml", "[preprocessor.codex]\nafter = [\"links\", \"index\"]\n");
    write(root, "src/SUMMARY.md", "- [One](one.md)\n- [Changes](../CHANGES.md)\n");
    write(root, "src/one.md", "# One\n");
    write(root, "CHANGES.md", "# Changes\n");
    let (code, out, _) = run(root, &["check"]);
    assert_eq!(code, 1);
    assert!(
        out.contains("warning[path-outside]: mdBook writes the page of `../CHANGES.md` outside"),
        "{out}"
    );
    // As mdBook does it: its own page, and nothing of ours beside the author's file.
    assert_eq!(run(root, &["build"]).0, 0);
    assert!(root.join("CHANGES.html").exists());
    assert_eq!(read(root, "CHANGES.md"), "# Changes\n");
}

#[test]
fn the_tags_page_takes_no_name_that_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "book.toml", "[preprocessor.codex]\nafter = [\"links\", \"index\"]\n");
    write(root, "src/SUMMARY.md", "- [One](Tags.md)\n- [Two](codex-tags.md)\n");
    write(root, "src/Tags.md", "---\ntags: [../../x, /etc, index, '..']\n---\n\n# One\n\nMine.\n");
    write(root, "src/codex-tags.md", "# Two\n\nMine too.\n");
    let (code, _, err) = run(root, &["build", "-d", "out"]);
    assert_eq!(code, 0, "{err}");
    assert!(
        read(root, "out/Tags.html").contains("Mine.")
            && read(root, "out/codex-tags.html").contains("Mine too.")
    );
    let tags = read(root, "out/codex-tags-1.html");
    assert_eq!(tags.matches("class=\"codex-tag\"").count(), 4, "{tags}");
    let ids = regex::Regex::new(r#"id="tag-[^"/. ]+""#).unwrap();
    assert_eq!(ids.find_iter(&tags).count(), 4, "{tags}");
}
