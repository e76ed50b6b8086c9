//! What the crate promises those who install, package or build upon it: how new a Rust it needs, why it needs each other
//! crate, and what its archive holds.
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use toml_edit::{DocumentMut, Item, TableLike};

fn cargo(words: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO")).args(words).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// `1.88` or `1.88.0` as numbers.
fn number(version: &str) -> Vec<u32> {
    version.split('.').chain(["0", "0"]).take(3).map(|part| part.parse().unwrap()).collect()
}

#[test]
fn no_dependency_needs_a_newer_rust() {
    let metadata: Value =
        serde_json::from_str(&cargo(&["metadata", "--locked", "--format-version", "1"])).unwrap();
    let ours = number(env!("CARGO_PKG_RUST_VERSION"));
    let packages = metadata["packages"].as_array().unwrap();
    let stated =
        packages.iter().filter_map(|package| Some((&package["id"], package["rust_version"].as_str()?)));
    let newer: Vec<_> = stated.clone().filter(|(_, version)| number(version) > ours).collect();
    assert_eq!(newer, [], "newer than {ours:?}");
    assert!(stated.count() > 100, "most crates say what they need");
}

#[test]
fn every_dependency_has_a_reason() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let document: DocumentMut = text.parse().unwrap();
    let targets = document["target"].as_table_like().unwrap();
    let tables = [&document["dependencies"], &document["dev-dependencies"]].into_iter();
    let tables = tables.chain(targets.iter().map(|(_, target)| &target["dependencies"]));
    let mut count = 0;
    for table in tables.filter_map(Item::as_table_like) {
        for (name, _) in table.iter() {
            count += 1;
            assert!(has_comment(table, name), "Cargo.toml does not say what `{name}` is for");
        }
    }
    assert!(count > 20, "{count} dependencies");
}

/// Whether a comment stands in the lines right above a key.
fn has_comment(table: &dyn TableLike, name: &str) -> bool {
    let prefix = table.key(name).and_then(|key| key.leaf_decor().prefix()?.as_str());
    prefix.is_some_and(|text| text.trim_end().lines().next_back().is_some_and(|line| line.starts_with("# ")))
}

#[test]
fn the_archive_holds_what_a_build_needs_and_no_more() {
    let listed = cargo(&["package", "--list", "--allow-dirty"]).replace('\\', "/");
    let folders = ["src/", "theme/", "benches/", "examples/"];
    let (inside, beside): (Vec<&str>, Vec<&str>) =
        listed.lines().partition(|path| folders.iter().any(|folder| path.starts_with(folder)));
    let made = [".cargo_vcs_info.json", "Cargo.toml.orig"];
    let beside: Vec<&str> = beside.into_iter().filter(|path| !made.contains(path)).collect();
    let texts = ["CHANGELOG.md", "Cargo.lock", "Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];
    assert_eq!(beside, texts);
    let size =
        |path: &&str| std::fs::metadata(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap().len();
    let large: Vec<_> = inside.iter().filter(|path| size(path) > 50_000).collect();
    assert_eq!(large, Vec::<&&str>::new(), "larger than 50 KB");
}

#[test]
fn the_guide_names_what_the_action_takes_and_gives() {
    let read =
        |path: &str| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let (action, page) = (read("action.yml"), read("docs/src/publishing.md"));
    let (_, section) = page.split_once("### The action").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let (_, inputs) = action.split_once("\ninputs:").unwrap();
    let (keys, _) = inputs.split_once("\nruns:").unwrap();
    // Keys of the two tables stand two blanks in.
    let is_key = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    let keys: Vec<&str> = keys.lines().filter(is_key).map(|line| line.trim().trim_end_matches(':')).collect();
    assert!(keys.len() > 8, "{keys:?}");
    for key in keys {
        assert!(section.contains(&format!("`{key}`")), "the guide does not name `{key}` of action.yml");
    }
}
