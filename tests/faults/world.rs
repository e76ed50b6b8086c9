//! A book, two small Go trees with a stand-in for the `go` command, and the program run among them.
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Every file of a book by its path, with its bytes; the built pages are mdBook's and left out.
pub type Files = BTreeMap<String, Vec<u8>>;

const TOML: &str = "[book]\ntitle = \"A\" # kept\n\n[preprocessor.codex]\nafter = [\"links\", \"index\"]\n\
    go = \"go1.26.6\" # the pin\nassets = \"auto\"\n";

const ONE: &str = "# One

`runtime.stays`, [moves](go:runtime.moves) and [old](https://github.com/golang/go/blob/go1.26.6/src/runtime/p.go#L3).

```go
package main

func main() { println() }

// Output:
// hi
```
";

const GO: &str = "#!/bin/sh
case $1 in
env) echo /nowhere/cache ;;
build)
  while [ $# -gt 0 ]; do
    if [ \"$1\" = -o ]; then out=$2; fi
    shift
  done
  printf '#!/bin/sh\\necho hi\\n' >\"$out\"
  chmod +x \"$out\"
  ;;
esac
";

/// What all tests share, made once: the trees `go1.26.6` and `go1.27.3`, large enough that reading them takes a while,
/// and a folder for what a killed run leaves. No test is the last one, so each run takes away those of earlier ones.
pub fn trees() -> &'static Path {
    const PREFIX: &str = "mdbook-codex-faults-";
    static SHARED: OnceLock<PathBuf> = OnceLock::new();
    SHARED.get_or_init(|| {
        for entry in fs::read_dir(std::env::temp_dir()).unwrap().flatten() {
            let age = entry.metadata().ok().and_then(|found| found.modified().ok()?.elapsed().ok());
            let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
            if is_ours && age.is_some_and(|age| age.as_secs() > 3600) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir().unwrap().keep();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        for (release, lines) in [("go1.26.6", 0), ("go1.27.3", 5)] {
            tree(&folder.join(release), release, lines);
        }
        fs::create_dir(folder.join("tmp")).unwrap();
        fs::set_permissions(folder.join("tmp"), fs::Permissions::from_mode(0o1777)).unwrap();
        folder
    })
}

/// A Go tree whose declarations stand `lines` lower than elsewhere.
pub fn tree(root: &Path, release: &str, lines: usize) {
    write(root, "VERSION", &format!("{release}\n"));
    write(root, "src/internal/goarch/a.go", "package goarch\n");
    let blank = "\n".repeat(lines);
    write(
        root,
        "src/runtime/p.go",
        &format!("package runtime\n{blank}\nfunc moves() {{}}\n\nfunc stays() {{}}\n"),
    );
    for file in 0..20 {
        let functions: String = (0..150)
            .map(|at| {
                format!("// f{file}_{at} does.\nfunc f{file}_{at}(a, b int) int {{ return a + b*{at} }}\n\n")
            })
            .collect();
        write(root, &format!("src/runtime/f{file}.go"), &format!("package runtime\n\n{functions}"));
    }
    write(root, "bin/go", GO);
    fs::set_permissions(root.join("bin/go"), fs::Permissions::from_mode(0o755)).unwrap();
}

/// A book as its author has it, with the links of an old one and an example.
pub fn book() -> TempDir {
    let folder = open_folder();
    write(folder.path(), "book.toml", TOML);
    write(folder.path(), "src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n- [Two](two.md)\n");
    write(folder.path(), "src/one.md", ONE);
    write(folder.path(), "src/two.md", "# Two\n\n`runtime.moves`.\n");
    folder
}

/// A temporary folder that every user may enter.
pub fn open_folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

pub fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A copy of a book in a folder of its own.
pub fn copy(book: &Path) -> TempDir {
    let folder = open_folder();
    for (path, bytes) in files(book) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// What a book holds.
pub fn files(book: &Path) -> Files {
    let mut files = Files::new();
    collect(book, book, &mut files);
    files
}

fn collect(book: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(book).unwrap().to_string_lossy().into_owned();
        match path.is_dir() {
            true if name == "book" => {}
            true => collect(book, &path, files),
            false => drop(files.insert(name, fs::read(&path).unwrap())),
        }
    }
}

/// The program where every user can reach it; the folder it was built in may be its owner's alone.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let built = Path::new(env!("CARGO_BIN_EXE_mdbook-codex"));
        let is_open =
            |folder: &Path| fs::metadata(folder).is_ok_and(|found| found.permissions().mode() & 1 == 1);
        if built.ancestors().all(is_open) {
            return built.to_path_buf();
        }
        let path = trees().join("mdbook-codex");
        fs::copy(built, &path).unwrap();
        path
    })
}

/// The program in a book, with our trees at hand and nothing else of this machine.
pub fn command(book: &Path, arguments: &[&str]) -> Command {
    surroundings(Command::new(program()), book, arguments)
}

/// The same as an ordinary user: for root no file is read-only.
pub fn as_user(book: &Path, arguments: &[&str]) -> Command {
    let mut command = command(book, arguments);
    if rustix::process::geteuid().is_root() {
        command.uid(65534).gid(65534);
    }
    command
}

/// The same where no file can grow: what a full disk comes to, for any user and on any system.
pub fn on_full_disk(book: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""]).arg(program());
    surroundings(command, book, arguments)
}

fn surroundings(mut command: Command, book: &Path, arguments: &[&str]) -> Command {
    let roots = std::env::join_paths(["go1.26.6", "go1.27.3"].map(|release| trees().join(release))).unwrap();
    command.args(arguments).current_dir(book).stdin(Stdio::null());
    command.env("CODEX_ROOTS", roots).env("GOROOT", "/nowhere").env("GOMODCACHE", "/nowhere");
    command
        .env("PATH", "/usr/bin:/bin")
        .env("RUST_BACKTRACE", "0")
        .env_remove("CI")
        .env("TMPDIR", trees().join("tmp"));
    command
}

/// Exit code, stdout and stderr; fails where a signal ended the program or where it has a fault to tell.
#[track_caller]
pub fn ended(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    let code = output.status.code().unwrap_or_else(|| panic!("{:?}: {err}", output.status));
    assert!(!err.contains("panicked") && !err.contains("a fault of the program"), "{err}");
    (code, out, err)
}

/// Waits for a moment, and no longer than the program runs; says whether it has ended.
pub fn ends_within(child: &mut Child, moment: Instant) -> bool {
    loop {
        let left = moment.saturating_duration_since(Instant::now());
        let has_ended = child.try_wait().unwrap().is_some();
        if has_ended || left.is_zero() {
            return has_ended;
        }
        std::thread::sleep(left.min(Duration::from_millis(1)));
    }
}

#[track_caller]
pub fn run(book: &Path, arguments: &[&str]) -> (i32, String, String) {
    ended(command(book, arguments).output().unwrap())
}

/// One report of the machine's, which holds these words, and exit code 2.
#[track_caller]
pub fn refused(ended: (i32, String, String), words: &[&str]) {
    let (code, _, err) = ended;
    let reports: Vec<&str> = err.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!((code, reports.len()), (2, 1), "{err}");
    for word in words {
        assert!(reports[0].contains(word), "`{word}` is not in: {err}");
    }
}
