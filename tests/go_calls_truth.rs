//! What we read from bodies against what go/types knows about them, and arrows of the book against the tree.
//!
//! `CODEX_GO` names the GOROOT of go1.27.3; `tests/run` sets it.

mod support;

use std::collections::BTreeSet;

use mdbook_codex::go::calls::{self, Key, Seen};
use mdbook_codex::go::program::Program;
use serde::Deserialize;
use support::{PACKAGES, ask_go, index, program};

/// Packages with generics, embedded interfaces and shadowed names beside those that books are about.
const MORE: [&str; 10] = [
    "slices",
    "maps",
    "iter",
    "context",
    "os",
    "math/big",
    "net/http",
    "encoding/json",
    "crypto/ecdsa",
    "crypto/internal/fips140/...",
];

#[derive(Deserialize)]
struct Truth {
    package: String,
    path: String,
    mentions: BTreeSet<String>,
}

#[test]
fn mentions_are_those_of_go_types() {
    let index = index("amd64");
    let program = program(&index);
    let args: Vec<&str> = ["calls", "$GOROOT"].into_iter().chain(PACKAGES).chain(MORE).collect();
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
    assert!(wrong.is_empty(), "{} of {callers} functions:\n{}", wrong.len(), wrong.join("\n"));
    assert!(callers > 5000 && mentions > 15_000, "{callers} functions, {mentions} mentions");
}

fn find(program: &Program, caller: &Key) -> Result<BTreeSet<String>, String> {
    let calls = calls::calls(program, caller).map_err(|refused| refused.to_string())?;
    let words = calls.into_iter().map(|call| match call.seen {
        Seen::Name => format!("{} {} by name", call.kind.word(), call.callee),
        _ => format!("{} {}", call.kind.word(), call.callee),
    });
    Ok(words.collect())
}

/// The arrows of a path such as `runtime.newproc -> runtime.newproc1`, each with its kind and what it goes through.
#[track_caller]
fn check(program: &Program, path: &str, expected: &str) {
    let keys: Vec<Key> = path.split(" -> ").map(key).collect();
    let mut found = Vec::new();
    for pair in keys.windows(2) {
        found.push(match calls::arrow(program, &pair[0], &pair[1]) {
            Ok(arrow) => {
                let call = &arrow.calls[0];
                let via = call.via.as_ref().map(|via| format!(" via {}", via.path));
                format!("{}{}", call.kind.word(), via.unwrap_or_default())
            }
            Err(calls::NoArrow::Other { does_call }) => {
                assert!(!does_call.is_empty(), "{path}");
                "no".to_owned()
            }
            Err(refused) => refused.to_string(),
        });
    }
    assert_eq!(found.join(", "), expected, "{path}");
}

#[test]
fn arrows_of_the_runtime() {
    let index = index("amd64");
    let program = program(&index);
    for (path, expected) in [
        ("runtime.newproc -> runtime.newproc1 -> runtime.gfget", "calls via systemstack, calls"),
        ("runtime.gopark -> runtime.mcall", "calls"),
        (
            "runtime.gopark -> runtime.park_m -> runtime.schedule -> runtime.findRunnable",
            "passes via mcall, calls, calls",
        ),
        ("runtime.chansend -> runtime.chanparkcommit", "passes via gopark"),
        (
            "runtime.chansend -> runtime.send -> runtime.goready -> runtime.ready",
            "calls, calls, calls via systemstack",
        ),
        ("runtime.mallocgc -> runtime.mallocgcLarge", "calls"),
        ("runtime.gcStart -> runtime.gcBgMarkStartWorkers -> runtime.gcBgMarkWorker", "calls, starts"),
        ("runtime.entersyscall -> runtime.reentersyscall", "calls"),
        ("runtime.main -> runtime.gcenable -> runtime.bgsweep", "calls, starts"),
        ("runtime.mspan.nextFreeIndex -> runtime.mspan.refillAllocCache", "calls"),
        ("runtime.mcache.nextFree -> runtime.mcache.refill -> runtime.mcentral.cacheSpan", "calls, calls"),
    ] {
        check(&program, path, expected);
    }
}

#[test]
fn arrows_over_the_linker_and_assembly() {
    let index = index("amd64");
    let program = program(&index);
    for (path, expected) in [
        (
            "sync.Mutex.Lock -> internal/sync.Mutex.Lock -> internal/sync.Mutex.lockSlow -> internal/sync.runtime_SemacquireMutex",
            "calls, calls, calls",
        ),
        (
            "internal/sync.Mutex.lockSlow -> runtime.internal_sync_runtime_SemacquireMutex -> runtime.semacquire1",
            "calls, calls",
        ),
        ("internal/sync.runtime_SemacquireMutex -> runtime.semacquire1", "calls"),
        ("runtime.mstart -> runtime.mstart0", "calls"),
        ("runtime.morestack -> runtime.newstack", "calls"),
        ("runtime.rt0_go -> runtime.schedinit -> runtime.mallocinit", "calls, calls"),
        ("runtime.rt0_go -> runtime.newproc", "calls"),
        ("runtime.goexit -> runtime.goexit1", "calls"),
    ] {
        check(&program, path, expected);
    }
}

#[test]
fn arrows_that_do_not_hold() {
    let index = index("amd64");
    let program = program(&index);
    for path in [
        "runtime.gopark -> runtime.schedule",
        "runtime.newproc -> runtime.gfget",
        "runtime.chansend -> runtime.ready",
        "runtime.gfget -> runtime.newproc1",
        "sync.Mutex.Lock -> internal/sync.Mutex.lockSlow",
        "runtime.mstart -> runtime.mstart1",
        "runtime.gopark -> runtime.nothingOfThatName",
    ] {
        check(&program, path, "no");
    }
    check(
        &program,
        "runtime.nothingOfThatName -> runtime.gopark",
        "not understood: runtime.nothingOfThatName, which is no function of this target",
    );
}

/// `internal/sync.Mutex.Lock` as a key.
fn key(text: &str) -> Key {
    let slash = text.rfind('/').map_or(0, |slash| slash + 1);
    let dot = slash + text[slash..].find('.').expect("a dot behind the package");
    Key::new(&text[..dot], &text[dot + 1..])
}
