//! Our layouts against those the compiler wrote into DWARF, and our alignments against go/types.
//!
//! `CODEX_GO` names the GOROOT of go1.27.3; `tests/run` sets it.

mod support;

use std::collections::BTreeMap;

use mdbook_codex::go::layout::{Layout, layout, parse_line, print_line, rows};
use mdbook_codex::go::program::Program;
use serde::Deserialize;
use support::{PACKAGES, ask_go, index, program};

#[derive(Deserialize)]
struct Truth {
    structs: Vec<Struct>,
}

#[derive(Deserialize)]
struct Struct {
    name: String,
    size: u64,
    fields: Vec<Field>,
}

#[derive(Deserialize, Debug, PartialEq)]
struct Field {
    name: String,
    offset: u64,
    size: u64,
    embedded: bool,
}

#[derive(Deserialize)]
struct Aligns {
    name: String,
    align: u64,
    fields: Vec<u64>,
}

#[test]
fn amd64_layouts_are_the_compilers() {
    let sizes = check("amd64");
    // The figures of the book's chapters, so that this test cannot pass on an empty truth.
    for (name, size) in
        [("runtime.g", 456), ("runtime.hchan", 112), ("runtime.mheap", 93_464), ("sync.Mutex", 8)]
    {
        assert_eq!(sizes.get(name), Some(&size), "{name}");
    }
    assert!(sizes.len() > 400, "{}", sizes.len());
}

#[test]
fn arm64_layouts_are_the_compilers() {
    let sizes = check("arm64");
    assert_eq!(sizes.get("runtime.p"), Some(&14_320));
    assert!(sizes.len() > 400, "{}", sizes.len());
}

#[test]
fn i386_layouts_are_the_compilers() {
    let sizes = check("386");
    assert!(sizes.len() > 400, "{}", sizes.len());
}

/// Compares all structs of the packages, and gives their sizes.
fn check(goarch: &str) -> BTreeMap<String, u64> {
    let index = index(goarch);
    let program = program(&index);
    let aligns = aligns(goarch);
    let mut sizes = BTreeMap::new();
    let mut wrong = Vec::new();
    for truth in structs(goarch) {
        let ours = match find(&program, &truth.name) {
            Ok(ours) => ours,
            Err(refused) => {
                wrong.push(format!("{}: {refused}", truth.name));
                continue;
            }
        };
        let found: Vec<Field> = ours.fields.iter().map(place).collect();
        if (ours.size, &found) != (truth.size, &truth.fields) {
            let (wanted, fields) = (truth.size, truth.fields);
            wrong.push(format!("{}: {wanted} {fields:?}\nis not\n{} {found:?}", truth.name, ours.size));
        }
        let found = (ours.align, ours.fields.iter().map(|field| field.align).collect());
        if aligns.get(&truth.name) != Some(&found) {
            let wanted = aligns.get(&truth.name);
            wrong.push(format!("{}: alignments {wanted:?}, not {found:?}", truth.name));
        }
        check_forms(&ours);
        sizes.insert(truth.name, ours.size);
    }
    assert!(wrong.is_empty(), "{} structs:\n{}", wrong.len(), wrong.join("\n"));
    sizes
}

/// The lock's line gives the layout back, and the figure's rows hold every byte once.
fn check_forms(layout: &Layout) {
    assert_eq!(parse_line(&layout.name, &print_line(layout)).as_ref(), Some(layout));
    let mut end = 0;
    for row in rows(layout) {
        use mdbook_codex::go::layout::Row::{Field, Padding};
        let (Field { offset, size, .. } | Padding { offset, size }) = row;
        assert_eq!(offset, end, "{}", layout.name);
        end += size;
    }
    assert_eq!(end, layout.size, "{}", layout.name);
}

fn find(program: &Program, name: &str) -> Result<Layout, String> {
    let (package, name) = name.rsplit_once('.').ok_or("a name without a package")?;
    layout(program, package, name).map_err(|refused| refused.to_string())
}

fn place(field: &mdbook_codex::go::layout::Field) -> Field {
    Field { name: field.name.clone(), offset: field.offset, size: field.size, embedded: field.embedded }
}

fn structs(goarch: &str) -> Vec<Struct> {
    let args = ["-goarch", goarch, "$GOROOT"];
    let args: Vec<&str> = args.into_iter().chain(PACKAGES).collect();
    let truth: Vec<Truth> = ask_go("golayout", &args);
    truth.into_iter().flat_map(|truth| truth.structs).collect()
}

fn aligns(goarch: &str) -> BTreeMap<String, (u64, Vec<u64>)> {
    let args = ["-goarch", goarch, "aligns", "$GOROOT"];
    let args: Vec<&str> = args.into_iter().chain(PACKAGES).collect();
    let aligns: Vec<Aligns> = ask_go("gofacts", &args);
    aligns.into_iter().map(|aligns| (aligns.name, (aligns.align, aligns.fields))).collect()
}
