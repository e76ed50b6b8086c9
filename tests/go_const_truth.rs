//! Our values and types of constants against those of go/types.
//!
//! `CODEX_GO` names the GOROOT of go1.27.3; `tests/run` sets it.

mod support;

use std::collections::BTreeMap;

use mdbook_codex::go::consts::{self, Constant};
use mdbook_codex::go::program::Program;
use mdbook_codex::go::types::Type;
use serde::Deserialize;
use support::{PACKAGES, ask_go, index, program};

/// The one package left out: its constant is a zip archive of half a megabyte.
const LEFT_OUT: &str = "time/tzdata";

#[derive(Deserialize)]
struct Truth {
    package: String,
    name: String,
    #[serde(rename = "type", default)]
    ty: String,
    value: String,
}

#[test]
fn amd64_constants_of_the_standard_library_are_go_s() {
    let values = check("amd64", &["std"]);
    // Some that chapters state, so that this test cannot pass on an empty truth.
    for (name, value) in [
        ("runtime.stackMin", "2048"),
        ("runtime.forcePreemptNS", "10000000"),
        ("math.MaxFloat32", "3.4028234663852886e+38"),
        ("runtime.GOOS", "\"linux\""),
        ("runtime.raceenabled", "false"),
    ] {
        assert_eq!(values.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert!(values.len() > 10_000, "{}", values.len());
}

#[test]
fn arm64_constants_are_go_s() {
    let values = check("arm64", &PACKAGES);
    assert!(values.len() > 1000, "{}", values.len());
}

#[test]
fn i386_constants_are_go_s() {
    let values = check("386", &PACKAGES);
    assert!(values.len() > 1000, "{}", values.len());
}

#[test]
fn constants_are_those_of_a_compiled_program() {
    let truths: Vec<Truth> = ask_go("goconst", &[]);
    let index = index(match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => panic!("the test does not know what Go calls {other}"),
    });
    let program = program(&index);
    assert_eq!(truths.len(), 20);
    for truth in truths {
        let found = consts::declared(&program, &truth.package, &truth.name);
        let found = found.map(|constant| constant.value.to_string());
        assert_eq!(found.as_ref(), Ok(&truth.value), "{}.{}", truth.package, truth.name);
    }
}

/// Compares all constants of the packages, and gives their values.
fn check(goarch: &str, packages: &[&str]) -> BTreeMap<String, String> {
    let index = index(goarch);
    let program = program(&index);
    let args = ["-goarch", goarch, "consts", "$GOROOT"];
    let args: Vec<&str> = args.iter().chain(packages).copied().collect();
    let truths: Vec<Truth> = ask_go("gofacts", &args);
    let mut values = BTreeMap::new();
    let mut wrong = Vec::new();
    for truth in truths.into_iter().filter(|truth| truth.package != LEFT_OUT) {
        // Two predeclared names are other names of these types.
        let ty = match truth.ty.as_str() {
            "byte" => "uint8",
            "rune" => "int32",
            other => other,
        };
        let wanted = format!("{ty} {}", truth.value);
        let found = find(&program, &truth.package, &truth.name);
        if found != wanted {
            wrong.push(format!("{}.{}: {wanted}, not {found}", truth.package, truth.name));
        }
        values.insert(format!("{}.{}", truth.package, truth.name), truth.value);
    }
    assert!(wrong.is_empty(), "{} constants:\n{}", wrong.len(), wrong.join("\n"));
    values
}

fn find(program: &Program, package: &str, name: &str) -> String {
    match consts::declared(program, package, name) {
        Ok(Constant { value, ty }) => format!("{} {value}", print(&ty)),
        Err(refused) => refused.to_string(),
    }
}

fn print(ty: &Type) -> String {
    match ty {
        Type::Basic(basic) => basic.name().to_owned(),
        Type::Named(named) => format!("{}.{}", named.package, named.name),
        other => format!("{other:?}"),
    }
}
