//! Which files of a tree are built for a system, a processor and some tags.

use super::build::Expr;

/// What a program is built for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Target {
    /// The operating system.
    pub goos: String,
    /// The processor.
    pub goarch: String,
    /// Whether cgo is on.
    pub cgo: bool,
    /// More tags that hold; one that begins with `!` does not hold, whatever the tree's default is.
    pub tags: Vec<String>,
}

impl Default for Target {
    fn default() -> Self {
        Target::new("linux", "amd64")
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}/{}", self.goos, self.goarch)
    }
}

impl Target {
    /// A target with cgo and no more tags than the tree's own.
    pub fn new(goos: &str, goarch: &str) -> Self {
        Target { goos: goos.to_owned(), goarch: goarch.to_owned(), cgo: true, tags: Vec::new() }
    }
}

/// A target together with what a tree adds to it: its age and its experiments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// What is built for.
    pub target: Target,
    /// The tree's `go1.N`; unknown for a module, which any release may build.
    pub minor: Option<u32>,
    /// The tags the toolchain sets, sorted: `amd64.v1`, `goexperiment.swissmap`.
    pub tool_tags: Vec<String>,
}

impl Context {
    /// Whether a tag of a build constraint holds.
    pub fn holds(&self, tag: &str) -> bool {
        // `boringcrypto` is an older name.
        let tag = if tag == "boringcrypto" { "goexperiment.boringcrypto" } else { tag };
        let chosen = |chosen: &String| chosen == tag;
        if self.target.tags.iter().any(|off| off.strip_prefix('!') == Some(tag)) {
            return false;
        }
        self.is_system(tag)
            || tag == self.target.goarch
            || tag == "gc"
            || (tag == "cgo" && self.target.cgo)
            || self.tool_tags.iter().any(chosen)
            || self.target.tags.iter().any(chosen)
            || self.is_release(tag)
    }

    /// Whether a file is built, by its name and by the constraint in it.
    pub fn takes(&self, name: &str, constraint: Option<&Expr>) -> bool {
        let fits = |expr: &Expr| expr.eval(&|tag| self.holds(tag));
        name_constraint(name).as_ref().is_none_or(fits) && constraint.is_none_or(fits)
    }

    fn is_system(&self, tag: &str) -> bool {
        let goos = self.target.goos.as_str();
        tag == goos
            || (tag == "unix" && UNIX.contains(&goos))
            || matches!((goos, tag), ("android", "linux") | ("illumos", "solaris") | ("ios", "darwin"))
    }

    fn is_release(&self, tag: &str) -> bool {
        let Some(minor) = tag.strip_prefix("go1.").and_then(|minor| minor.parse::<u32>().ok()) else {
            return false;
        };
        minor >= 1 && self.minor.is_none_or(|newest| minor <= newest)
    }
}

/// The constraint that a file's name is: `_GOOS`, `_GOARCH` or `_GOOS_GOARCH` before the first dot.
///
/// What stands before the first underscore never counts: `linux.go` is for every system.
pub fn name_constraint(name: &str) -> Option<Expr> {
    let stem = name.split('.').next().unwrap_or_default();
    let (_, rest) = stem.split_once('_')?;
    let rest = rest.strip_suffix("_test").unwrap_or(if rest == "test" { "" } else { rest });
    let tag = |word: &str| Expr::Tag(word.to_owned());
    let mut words = rest.rsplit('_');
    let last = words.next()?;
    match words.next() {
        Some(goos) if SYSTEMS.contains(&goos) && PROCESSORS.contains(&last) => {
            Some(Expr::And(vec![tag(goos), tag(last)]))
        }
        _ if SYSTEMS.contains(&last) || PROCESSORS.contains(&last) => Some(tag(last)),
        _ => None,
    }
}

/// The tags that name a processor's default features.
pub fn feature_tags(goarch: &str) -> &'static [&'static str] {
    match goarch {
        "386" => &["386.sse2"],
        "amd64" => &["amd64.v1"],
        "arm" => &["arm.5", "arm.6", "arm.7"],
        "arm64" => &["arm64.v8.0"],
        "mips" => &["mips.hardfloat"],
        "mipsle" => &["mipsle.hardfloat"],
        "mips64" => &["mips64.hardfloat"],
        "mips64le" => &["mips64le.hardfloat"],
        "ppc64" => &["ppc64.power8"],
        "ppc64le" => &["ppc64le.power8"],
        "riscv64" => &["riscv64.rva20u64"],
        _ => &[],
    }
}

/// All values of GOOS, past ones included, which count in file names. As in `internal/syslist`.
pub const SYSTEMS: [&str; 18] = [
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
    "zos",
];

/// The systems that the tag `unix` stands for. As in `internal/syslist`.
const UNIX: [&str; 12] = [
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "linux",
    "netbsd",
    "openbsd",
    "solaris",
];

/// All values of GOARCH, past ones included, which count in file names. As in `internal/syslist`.
pub const PROCESSORS: [&str; 24] = [
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "arm64",
    "arm64be",
    "armbe",
    "loong64",
    "mips",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "mipsle",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_name(name: &str, expected: &str) {
        let found = name_constraint(name).map_or(String::new(), |expr| expr.to_string());
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn names_end_in_constraints() {
        check_name("os_linux.go", "linux");
        check_name("asm_amd64.s", "amd64");
        check_name("sys_linux_arm64.s", "linux && arm64");
        check_name("a_b_windows_386.go", "windows && 386");
        check_name("os_linux.gen.go", "linux");
        check_name("os_linux_test.go", "linux");
        check_name("linux.go", "");
        check_name("linux_amd64.go", "amd64");
        check_name("os_unix.go", "");
        check_name("os_amd64_linux.go", "linux");
        check_name("a_sparc64.go", "sparc64");
        check_name("proc.go", "");
        check_name("x_test.go", "");
    }

    #[test]
    fn tags_hold() {
        let mut context = Context {
            target: Target::new("android", "arm64"),
            minor: Some(21),
            tool_tags: vec!["goexperiment.swissmap".to_owned()],
        };
        for tag in
            ["android", "linux", "unix", "arm64", "gc", "cgo", "go1.1", "go1.21", "goexperiment.swissmap"]
        {
            assert!(context.holds(tag), "{tag}");
        }
        for tag in ["darwin", "amd64", "gccgo", "go1.22", "go1.0", "race", "boringcrypto"] {
            assert!(!context.holds(tag), "{tag}");
        }
        context.target.tags = vec!["race".to_owned(), "!goexperiment.swissmap".to_owned()];
        context.target.cgo = false;
        assert!(context.holds("race"));
        assert!(!context.holds("goexperiment.swissmap"));
        assert!(!context.holds("cgo"));
    }
}
