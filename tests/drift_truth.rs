//! What is known to have happened to Go's runtime between four releases, and what we say of it.
//!
//! `CODEX_ROOTS` lists the GOROOTs of the four releases, separated as in `PATH`; `tests/run` sets it.

use std::collections::BTreeSet;

use mdbook_codex::drift::near;
use mdbook_codex::drift::pairs::{self, How, Pairs};
use mdbook_codex::drift::side::{self, Key};
use mdbook_codex::go::index::Index;
use mdbook_codex::go::roots;
use mdbook_codex::go::target::Target;

/// The packages whose vanished symbols were followed by hand.
const PACKAGES: [&str; 6] =
    ["runtime", "sync", "reflect", "internal/abi", "internal/sync", "runtime/internal/atomic"];

fn index(release: &str) -> Index {
    let tree = roots::go_tree(release, None);
    let tree =
        tree.unwrap_or_else(|| panic!("no tree of {release} is at hand: name its GOROOT in CODEX_ROOTS"));
    Index::new(tree, Target::default())
}

fn found(old: &str, new: &str) -> Pairs {
    let seeds: BTreeSet<String> = PACKAGES.map(String::from).into();
    let side = |release: &str| {
        let index = index(release);
        side::side(&index, &near::near(&index.tree, &seeds)).expect("the packages are read")
    };
    let pairs = pairs::pairs(&side(old), &side(new));
    let taken: BTreeSet<&Key> = pairs.values().map(|pair| &pair.new).collect();
    assert_eq!(taken.len(), pairs.len(), "nothing is paired two to one");
    pairs
}

#[track_caller]
fn check(pairs: &Pairs, old: &str, new: &str, how: How, likeness: f64) {
    let found = pairs.iter().find(|(key, _)| key.to_string() == old);
    let (_, pair) = found.unwrap_or_else(|| panic!("{old} has no successor"));
    assert_eq!((pair.new.to_string().as_str(), pair.how), (new, how), "{old}");
    assert!(pair.likeness >= likeness, "{old}: {}", pair.likeness);
}

#[track_caller]
fn check_gone(pairs: &Pairs, old: &str) {
    let found = pairs.iter().find(|(key, _)| key.to_string() == old);
    assert_eq!(found, None, "{old}");
}

/// How many symbols of a package went to another one with their text unchanged.
fn moved(pairs: &Pairs, from: &str, to: &str) -> usize {
    let is_moved = |(old, pair): &(&Key, &pairs::Pair)| {
        let whole = pair.how == How::MovedPackage && pair.likeness == 1.0;
        whole && old.package == from && pair.new.package == to
    };
    pairs.iter().filter(is_moved).count()
}

#[test]
fn from_1_21_to_1_24() {
    let pairs = found("go1.21.13", "go1.24.11");
    let count = |from: &str, to: &str| moved(&pairs, from, to);
    assert!(count("runtime/internal/atomic", "internal/runtime/atomic") >= 108);
    assert!(count("runtime/internal/sys", "internal/runtime/sys") >= 29);
    assert!(count("runtime/internal/syscall", "internal/runtime/syscall") >= 21);
    check(&pairs, "sync.Mutex.lockSlow", "internal/sync.Mutex.lockSlow", How::MovedPackage, 0.97);
    check(&pairs, "sync.Mutex.unlockSlow", "internal/sync.Mutex.unlockSlow", How::MovedPackage, 0.9);
    check(&pairs, "runtime.fastrand", "runtime.cheaprand", How::Renamed, 1.0);
    for (name, likeness) in
        [("i", 1.0), ("u", 1.0), ("u8", 1.0), ("u64", 0.6), ("i64", 0.6), ("b", 0.8), ("s", 0.9)]
    {
        let (old, new) = (format!("runtime.dlogger.{name}"), format!("runtime.dloggerImpl.{name}"));
        check(&pairs, &old, &new, How::Renamed, likeness);
    }
    for name in ["hmap", "bmap", "hiter", "hashGrow", "evacuate"] {
        check_gone(&pairs, &format!("runtime.{name}"));
    }
}

#[test]
fn from_1_24_to_1_26() {
    let pairs = found("go1.24.11", "go1.26.6");
    let linux = moved(&pairs, "internal/runtime/syscall", "internal/runtime/syscall/linux");
    assert!(linux >= 26, "{linux}");
    let renamed = [
        ("runtime.getproccount", "runtime.getCPUCount"),
        ("runtime.gcWork.tryGet", "runtime.gcWork.tryGetObj"),
        ("internal/abi.SwissMapType", "internal/abi.MapType"),
        ("internal/abi.SwissMapType.SlotSize", "internal/abi.MapType.SlotSize"),
        ("runtime.entersyscall_sysmon", "runtime.entersyscallWakeSysmon"),
    ];
    for (old, new) in renamed {
        check(&pairs, old, new, How::Renamed, 1.0);
    }
    let kept = "IndirectKey";
    let (old, new) = (format!("internal/abi.SwissMapType.{kept}"), format!("internal/abi.MapType.{kept}"));
    check(&pairs, &old, &new, How::Renamed, 0.7);
    check(&pairs, "runtime.scanobject", "runtime.scanObject", How::Renamed, 0.8);
    check(&pairs, "runtime.finblock", "runtime.finBlock", How::Renamed, 0.85);
    let edited = [
        ("runtime.exitsyscall0", "runtime.exitsyscallNoP", 0.8),
        ("runtime.runfinq", "runtime.runFinalizers", 0.75),
        ("runtime.gcMarkRootPrepare", "runtime.gcPrepareMarkRoots", 0.75),
        ("runtime.synctestGroup", "runtime.synctestBubble", 0.6),
        ("runtime.class_to_size", "internal/runtime/gc.SizeClassToSize", 0.95),
    ];
    for (old, new, likeness) in edited {
        check(&pairs, old, new, How::Likely, likeness);
    }
}

#[test]
fn from_1_26_to_1_27() {
    let pairs = found("go1.26.6", "go1.27.3");
    check(&pairs, "runtime.memhashFallback", "internal/runtime/maps.memHashFallback", How::MovedPackage, 1.0);
    check(&pairs, "runtime.initAlgAES", "internal/runtime/maps.initAlgAES", How::MovedPackage, 0.85);
    // Generated families are not shared out among the three functions that replaced them.
    for name in ["mallocgcSmallScanNoHeaderSC8", "mallocgcSmallNoScanSC26", "mallocgcTinySize15"] {
        check_gone(&pairs, &format!("runtime.{name}"));
    }
}
