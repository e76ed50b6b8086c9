//! Which flags and which environment a fence may ask for.
//!
//! An example runs because its author wants it to; how it is *built* is settled here. No flag and no variable lets a
//! fence start another program, read a file or write one outside of the example's own folder.
use super::super::{Fault, meant};

/// Flags of `go build` that change how a program is compiled, and nothing else.
const FLAGS: [&str; 10] =
    ["-gcflags", "-asmflags", "-ldflags", "-tags", "-trimpath", "-race", "-msan", "-asan", "-cover", "-pgo"];

/// What the compiler may be told; left out is whatever names a file.
const COMPILER: [&str; 16] = [
    "-m",
    "-l",
    "-N",
    "-S",
    "-B",
    "-C",
    "-K",
    "-L",
    "-W",
    "-d",
    "-e",
    "-lang",
    "-live",
    "-r",
    "-smallframes",
    "-wb",
];

/// What the assembler may be told.
const ASSEMBLER: [&str; 5] = ["-D", "-S", "-debug", "-e", "-v"];

/// What the linker may be told; left out are other linkers and their flags, and whatever names a file.
const LINKER: [&str; 6] = ["-X", "-s", "-w", "-c", "-checklinkname", "-compressdwarf"];

/// Variables of Go's that a fence may set: for the build and the program the first ones, the others for the program.
const GO: [&str; 13] = [
    "GOOS",
    "GOARCH",
    "GOAMD64",
    "GOARM64",
    "GOEXPERIMENT",
    "GOFIPS140",
    "CGO_ENABLED",
    "GODEBUG",
    "GOGC",
    "GOMAXPROCS",
    "GOMEMLIMIT",
    "GORACE",
    "GOTRACEBACK",
];

/// How many of [`GO`] the build gets.
const OF_THE_BUILD: usize = 7;

/// Whether `go build` itself finds a variable: it is a Go program, and `GODEBUG` is not meant for it.
pub fn is_of_the_build(name: &str) -> bool {
    GO[..OF_THE_BUILD].contains(&name)
}

/// Checks one flag of `go build`.
pub fn flag(flag: &str) -> Result<(), Fault> {
    let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
    let name = one_dash(name);
    if !FLAGS.contains(&name) {
        return refused(flag, meant(name, FLAGS));
    }
    match (name, value) {
        ("-gcflags", Some(value)) => inner(flag, value, &COMPILER),
        ("-asmflags", Some(value)) => inner(flag, value, &ASSEMBLER),
        ("-ldflags", Some(value)) => inner(flag, value, &LINKER),
        ("-gcflags" | "-asmflags" | "-ldflags" | "-tags" | "-pgo", None) => {
            refused(flag, format!("write `{name}=…`"))
        }
        ("-pgo", Some(value)) if !matches!(value, "off" | "auto") => {
            refused(flag, "known are -pgo=off and -pgo=auto".to_string())
        }
        _ => Ok(()),
    }
}

/// Checks a variable's name.
pub fn variable(name: &str) -> Result<(), Fault> {
    let upper = name.to_ascii_uppercase();
    let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| upper.starts_with(prefix));
    let is_go = begins(&["GO", "CGO_"]) && !GO.contains(&name);
    let steers = begins(&["LD_", "DYLD_"])
        || ["PATH", "HOME", "CC", "CXX", "FC", "AR", "PKG_CONFIG", "TMPDIR", "TEMP", "TMP"]
            .contains(&upper.as_str());
    if !is_go && !steers {
        return Ok(());
    }
    let help = if is_go { meant(name, GO) } else { "a program's own names are free".to_string() };
    Err(Fault::new(None, format!("an example cannot set `{name}`"), help))
}

/// Checks what a tool is told: `-m -l`, or `all=-m` for other packages than the example's.
fn inner(flag: &str, value: &str, known: &[&'static str]) -> Result<(), Fault> {
    let mut words = value.split_whitespace();
    let mut next = words.next().map(without_pattern);
    while let Some(word) = next {
        let (name, value) = word.split_once('=').unwrap_or((word, ""));
        let name = one_dash(name);
        if !known.contains(&name) || (name == "-d" && !value.split(',').all(is_debug)) {
            return refused(flag, meant(name, known.iter().copied()));
        }
        let takes_next = name == "-X" && word == name;
        if takes_next && words.next().is_none_or(|word| word.starts_with('-')) {
            return refused(flag, "write `-X name=value`".to_string());
        }
        next = words.next();
    }
    Ok(())
}

/// Whether a setting of `-d` prints and does no more: of a phase of the compiler, as in `ssa/prove/debug=1`, only
/// `debug`, for others write files.
fn is_debug(setting: &str) -> bool {
    let parts: Vec<&str> = setting.split('/').collect();
    match parts[..] {
        [_] => true,
        ["ssa", _, option] => option.split('=').next() == Some("debug"),
        _ => false,
    }
}

fn without_pattern(word: &str) -> &str {
    match word.split_once('=') {
        Some((pattern, rest)) if !pattern.starts_with('-') => rest,
        _ => word,
    }
}

fn one_dash(name: &str) -> &str {
    name.strip_prefix('-').filter(|rest| rest.starts_with('-')).unwrap_or(name)
}

fn refused(flag: &str, help: String) -> Result<(), Fault> {
    Err(Fault::new(None, format!("an example cannot be built with `{flag}`"), help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_change_the_program_and_nothing_else() {
        for fine in [
            "-gcflags=-m",
            "--gcflags=-m=2 -l",
            "-gcflags=all=-N -l",
            "-gcflags=./...=-m",
            "-gcflags=-d=escapemutationscalls=1",
            "-gcflags=-d=ssa/check_bce/debug=1,ssa/prove/debug=2",
            "-gcflags=",
            "-ldflags=-s -w -X main.version=1",
            "-ldflags=-X=main.version=1",
            "-tags=a,b",
            "-trimpath",
            "-race",
            "-pgo=off",
        ] {
            assert_eq!(flag(fine), Ok(()), "{fine}");
        }
        for wrong in [
            "-toolexec=/bin/sh",
            "-exec=/bin/sh",
            "-o=/x",
            "-C=/",
            "-modfile=/x",
            "-overlay=/x",
            "-pkgdir=/x",
            "-work",
            "-buildmode=plugin",
            "-compiler=gccgo",
            "-gccgoflags=-x",
            "-gcflags",
            "-gcflags=-o=/x",
            "-gcflags=-m -cpuprofile /x",
            "-gcflags=-m -- -o /x",
            "-gcflags=all=-cpuprofile=/x",
            "-gcflags=--o=/x",
            "-gcflags=-d=ssa/all/dump=main",
            "-gcflags=-d=ssa/prove/debug=1,ssa/all/dump=main",
            "-gcflags=-d=ssa/a/debug/dump=main",
            "-gcflags=-m /x.go",
            "-gcflags=-json=0,file:///x",
            "-asmflags=-o=/x",
            "-asmflags=-I=/x",
            "-ldflags=-extld=/bin/sh",
            "-ldflags=-s -extldflags -x",
            "-ldflags=-X -o /x",
            "-ldflags=-X",
            "-ldflags=-tmpdir=/x",
            "-ldflags=-o=/x",
            "-pgo=/x",
            "@/x",
            "main.go",
            "-",
            "--",
            "",
        ] {
            assert!(flag(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn variables_are_the_programs_own() {
        for fine in ["GODEBUG", "GOMAXPROCS", "GOEXPERIMENT", "NAME", "MARK", "PATHS", "CCC"] {
            assert_eq!(variable(fine), Ok(()), "{fine}");
        }
        for wrong in [
            "PATH",
            "Path",
            "HOME",
            "GOFLAGS",
            "GOROOT",
            "GOENV",
            "GOPROXY",
            "GOTOOLCHAIN",
            "GOCACHE",
            "GOPATH",
            "GOWORK",
            "CGO_CFLAGS",
            "CGO_LDFLAGS",
            "CGO_CFLAGS_ALLOW",
            "CC",
            "CXX",
            "PKG_CONFIG",
            "LD_PRELOAD",
            "DYLD_INSERT_LIBRARIES",
            "TMPDIR",
        ] {
            assert!(variable(wrong).is_err(), "{wrong}");
        }
        assert_eq!(variable("GOMAXPROC").unwrap_err().help.as_deref(), Some("did you mean `GOMAXPROCS`?"));
    }

    #[test]
    fn the_build_gets_what_is_for_it() {
        assert!(is_of_the_build("GOEXPERIMENT") && is_of_the_build("CGO_ENABLED"));
        assert!(!is_of_the_build("GODEBUG") && !is_of_the_build("NAME"));
    }
}
