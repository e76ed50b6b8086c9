//! What is known to have happened to Go's runtime between four releases, and what we say of it.
//!
//! `CODEX_ROOTS` lists the GOROOTs of the four releases, separated as in `PATH`; `tests/run` sets it.

use std::collections::BTreeSet;

use mdbook_codex::drift::Class;
use mdbook_codex::drift::grade::{self, Cited, Trees};
use mdbook_codex::drift::near;
use mdbook_codex::drift::pairs::{self, How, Pairs};
use mdbook_codex::drift::side::{self, Key};
use mdbook_codex::go::index::{Index, Symbol};
use mdbook_codex::go::reference::Reference;
use mdbook_codex::go::roots;
use mdbook_codex::go::target::Target;
use mdbook_codex::lock::Entry;

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

/// What books about Go's internals talk about.
const TALKED_ABOUT: &str = "
    runtime.g runtime.m runtime.p runtime.schedt runtime.sched runtime.allp runtime.allgs runtime.allm runtime.g0
    runtime.m0 runtime.gobuf runtime.gopark runtime.goready runtime.schedule runtime.execute runtime.findRunnable
    runtime.stealWork runtime.runqget runtime.runqput runtime.runqgrab runtime.globrunqget runtime.globrunqput
    runtime.newproc runtime.newproc1 runtime.gfget runtime.gfput runtime.goexit0 runtime.goexit1 runtime.Gosched
    runtime.mcall runtime.systemstack runtime.gogo runtime.mstart runtime.mstart1 runtime.startm runtime.stopm
    runtime.newm runtime.handoffp runtime.acquirep runtime.releasep runtime.wakep runtime.retake runtime.sysmon
    runtime.preemptone runtime.asyncPreempt2 runtime.morestack runtime.newstack runtime.copystack runtime.stackalloc
    runtime.entersyscall runtime.exitsyscall runtime.reentersyscall runtime.schedinit runtime.main runtime.procresize
    runtime.LockOSThread runtime.hchan runtime.waitq runtime.sudog runtime.makechan runtime.chansend runtime.chanrecv
    runtime.closechan runtime.send runtime.recv runtime.selectgo runtime.scase runtime.acquireSudog
    runtime.mallocgc runtime.mcache runtime.mcentral runtime.mheap runtime.mspan runtime.mheap_ runtime.heapArena
    runtime.spanClass runtime.newobject runtime.makeslice runtime.growslice runtime.nextslicecap runtime.slice
    runtime.pageAlloc runtime.persistentalloc runtime.mcache.refill runtime.mcentral.cacheSpan runtime.mheap.alloc
    runtime.gcStart runtime.gcBgMarkWorker runtime.gcDrain runtime.gcMarkDone runtime.gcMarkTermination
    runtime.gcAssistAlloc runtime.gcController runtime.gcTrigger runtime.gcphase runtime.gcWork runtime.greyobject
    runtime.markroot runtime.scanstack runtime.wbBuf runtime.sweepone runtime.bgsweep runtime.bgscavenge
    runtime.stopTheWorld runtime.startTheWorld runtime.SetFinalizer runtime.timer runtime.timers runtime.netpoll
    runtime.netpollblock runtime.pollDesc runtime.itab runtime.iface runtime.eface runtime.getitab runtime._type
    runtime.convT runtime._defer runtime._panic runtime.gopanic runtime.gorecover runtime.deferproc runtime.mutex
    runtime.lock2 runtime.semacquire1 runtime.semrelease1 runtime.semaRoot runtime.notifyList runtime.stringStruct
    runtime.concatstrings runtime.cgocall internal/abi.Type internal/abi.ITab internal/runtime/maps.Map
    sync.Mutex sync.Mutex.Lock sync.RWMutex sync.WaitGroup sync.Once.Do sync.Pool sync.Pool.Get sync.Cond sync.Map
    sync/atomic.Value reflect.Value reflect.rtype
";

#[test]
fn what_books_talk_about_follows_without_a_word() {
    let (old, new) = (index("go1.26.6"), index("go1.27.3"));
    let names: Vec<&str> = TALKED_ABOUT.split_whitespace().collect();
    assert!(names.len() >= 120, "{}", names.len());
    let text = |index: &Index, symbol: &Symbol| {
        let code = symbol.body.clone();
        let code = code.map(|body| index.lines(&body.file, body.start, body.end).expect("the code is there"));
        (index.lines(&symbol.file, symbol.start, symbol.end).expect("the lines are there"), code)
    };
    let mut silent = 0;
    for name in names {
        let reference: Reference = name.parse().expect("a reference");
        let before = old.lookup(&reference).unwrap_or_else(|miss| panic!("{miss}"));
        let entry = Entry {
            kind: before.kind.word().to_owned(),
            at: grade::at(&old, &before),
            sig: before.signature.clone(),
            text: before.text_hash.clone(),
            tokens: before.token_hash.clone(),
            ..Entry::default()
        };
        let cited = [Cited { reference: reference.clone(), entry: &entry, measured: None }];
        let found =
            grade::grade(&cited, Trees { old: Some(&old), new: &new }).expect("the packages are read");
        let now = new.lookup(&reference);
        let is_equal = now.as_ref().is_ok_and(|now| text(&old, &before) == text(&new, now));
        let is_there = now.is_ok_and(|now| grade::at(&new, &now) == entry.at);
        let class = found[0].class;
        match (is_equal, is_there) {
            (true, true) => assert_eq!(class, Class::Same, "{name}"),
            (true, false) => assert_eq!(class, Class::Moved, "{name}"),
            (false, _) => assert!(class.waits(), "{name}: {class:?}"),
        }
        silent += usize::from(!class.waits());
    }
    assert!(silent >= 100, "{silent}");
}
