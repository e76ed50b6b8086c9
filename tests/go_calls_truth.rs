//! What we read from bodies against what go/types knows about them, and arrows of the book against the tree.
//!
//! `CODEX_GO` names the GOROOT of go1.27.3; `tests/run` sets it.

mod support;

use std::collections::BTreeSet;

use mdbook_codex::go::calls::{self, Key, Seen};
use mdbook_codex::go::program::Program;
use serde::Deserialize;
use support::{ask_go, program};

#[derive(Deserialize)]
struct Truth {
    package: String,
    path: String,
    mentions: BTreeSet<String>,
}

#[test]
fn mentions_are_those_of_go_types() {
    let program = program("amd64");
    let args: Vec<&str> = ["calls", "$GOROOT"].into_iter().chain(["std"]).collect();
    let truths: Vec<Truth> = ask_go("gofacts", &args);
    let mut wrong = Vec::new();
    let (mut callers, mut mentions) = (0, 0);
    for truth in truths {
        let caller = Key::new(&truth.package, &truth.path);
        match find(&program, &caller) {
            Ok(found) if found == truth.mentions => {}
            Ok(found) => {
                let missing: Vec<_> = truth.mentions.difference(&found).collect();
                let extra: Vec<_> = found.difference(&truth.mentions).collect();
                wrong.push(format!("{caller}: missing {missing:?}, extra {extra:?}"));
            }
            Err(refused) => wrong.push(format!("{caller}: {refused}")),
        }
        callers += 1;
        mentions += truth.mentions.len();
    }
    assert!(
        wrong.is_empty(),
        "{} of {callers} functions:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(
        callers > 3000 && mentions > 10_000,
        "{callers} functions, {mentions} mentions"
    );
}

fn find(program: &Program, caller: &Key) -> Result<BTreeSet<String>, String> {
    let calls = calls::calls(program, caller).map_err(|refused| refused.to_string())?;
    let words = calls.into_iter().map(|call| match call.seen {
        Seen::Name => format!("{} {} by name", call.kind.word(), call.callee),
        _ => format!("{} {}", call.kind.word(), call.callee),
    });
    Ok(words.collect())
}

/// `internal/sync.Mutex.Lock` as a key.
fn key(text: &str) -> Key {
    let slash = text.rfind('/').map_or(0, |slash| slash + 1);
    let dot = slash + text[slash..].find('.').expect("a dot behind the package");
    Key::new(&text[..dot], &text[dot + 1..])
}
