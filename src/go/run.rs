//! The door to running programs: a module of its own for each, built by a release's `go`, run within limits.
//!
//! A program finds little of our environment, and folders of its own; `go` fetches nothing. All files are gone when the
//! [`Module`] is.
use super::group;
use super::release::Release;
use super::roots;
use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tempfile::TempDir;

/// What a program may use.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Limits {
    /// How long it may take.
    pub time: Duration,
    /// How many bytes it may print, on stdout and stderr each.
    pub output: usize,
    /// How many bytes of memory it may write to; only Linux holds a program to it, where `prlimit` is installed.
    pub memory: Option<u64>,
}

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ended {
    /// What it printed; what is not UTF-8 is replaced.
    pub stdout: String,
    /// What it printed beside that.
    pub stderr: String,
    /// Its exit code; none where a signal ended it.
    pub code: Option<i32>,
    /// Why it was stopped, if it was.
    pub cut: Option<Cut>,
}

/// Why a program was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It took too long.
    Time,
    /// It printed too much.
    Output,
    /// The whole run was broken off.
    Stop,
}

/// A release's `go` command.
#[derive(Debug, Clone, PartialEq)]
pub struct Go {
    root: PathBuf,
    cache: OsString,
    language: String,
}

/// How a program is built.
#[derive(Debug, Clone, Copy)]
pub struct Build<'b> {
    /// Under the race detector.
    pub race: bool,
    /// Further flags.
    pub flags: &'b [String],
    /// Further environment.
    pub env: &'b [(String, String)],
}

/// Another module that a program may import from.
#[derive(Debug, Clone, PartialEq)]
pub struct Require {
    module: String,
    version: String,
    folder: PathBuf,
}

/// A program in a folder of its own.
#[derive(Debug)]
pub struct Module {
    folder: TempDir,
}

/// What a program finds of our own environment: where programs are, and what the systems cannot do without.
const HANDED: [&str; 8] =
    ["PATH", "HOME", "USERPROFILE", "LOCALAPPDATA", "SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT"];

/// The built program.
const PROGRAM: &str = if cfg!(windows) { "example.exe" } else { "example" };

impl Go {
    /// Finds the command of a release, in a tree at `root` if that has one, else where trees are looked for.
    pub fn find(release: &str, root: Option<&Path>) -> Result<Go> {
        let number: Release = release.parse()?;
        let Some(root) = roots::go_root(release, root) else {
            bail!(
                "examples are built by {release} itself, and its `bin/go` is not at hand: set GOROOT to where it is"
            );
        };
        let asked = Command::new(root.join(COMMAND))
            .args(["env", "GOCACHE"])
            .env("GOROOT", &root)
            .env("GOTOOLCHAIN", "local")
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("cannot run `{}`", root.join(COMMAND).display()))?;
        let cache = String::from_utf8_lossy(&asked.stdout).trim().to_string();
        if !asked.status.success() || cache.is_empty() {
            bail!("`go env GOCACHE` of {release} failed: {}", String::from_utf8_lossy(&asked.stderr).trim());
        }
        Ok(Go { root, cache: cache.into(), language: format!("1.{}", number.minor) })
    }
}

/// Linux's program that limits another before it begins. What a program sets aside without writing to it does not
/// count as data: Go sets aside far more than it uses.
fn limiter() -> Option<PathBuf> {
    let paths = env::var_os("PATH").filter(|_| cfg!(target_os = "linux"))?;
    env::split_paths(&paths).map(|folder| folder.join("prlimit")).find(|path| path.is_file())
}

/// More than a program within its time can use on all processors.
fn cpu_seconds(time: Duration) -> u64 {
    let processors = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    time.as_secs().saturating_add(1).saturating_mul(processors)
}

/// The `go` command below a GOROOT.
pub const COMMAND: &str = if cfg!(windows) { "bin/go.exe" } else { "bin/go" };

impl Require {
    /// A module by its path and version, and the folder that holds it.
    pub fn new(module: &str, version: &str, folder: &Path) -> Result<Require> {
        let folder = std::path::absolute(folder)
            .with_context(|| format!("cannot tell where `{}` is", folder.display()))?;
        Ok(Require { module: module.to_owned(), version: version.to_owned(), folder })
    }

    /// Its lines of go.mod. A module of old without a go.mod cannot take the place of itself: the module cache has it.
    fn lines(&self) -> String {
        let Require { module, version, folder } = self;
        let require = format!("require {module} {version}\n");
        let place = folder.display().to_string().replace('\\', "\\\\").replace('"', "\\\"");
        match folder.join("go.mod").is_file() {
            true => format!("{require}replace {module} => \"{place}\"\n"),
            false => require,
        }
    }
}

impl Module {
    /// Writes a program and its go.mod, which requires the other modules at hand: in their own folders, since nothing is
    /// fetched.
    pub fn new(go: &Go, requires: &[Require], text: &str) -> Result<Module> {
        let folder = tempfile::Builder::new().prefix("mdbook-codex-").tempdir();
        let module = Module { folder: folder.context("cannot make a folder for an example")? };
        let write = |name: &str, text: &str| fs::write(module.path("module").join(name), text);
        for name in ["module", "run", "tmp"] {
            fs::create_dir(module.path(name))?;
        }
        let requires: String = requires.iter().map(Require::lines).collect();
        write("go.mod", &format!("module example\n\ngo {}\n{requires}", go.language))?;
        write("main.go", &text.replace("\r\n", "\n"))?;
        Ok(module)
    }

    /// Builds it; what the compiler says is on stderr.
    pub fn build(&self, go: &Go, build: Build, limits: &Limits, stop: &AtomicBool) -> Result<Ended> {
        let mut command = self.command(&go.root.join(COMMAND), go, build.env);
        command.current_dir(self.path("module")).arg("build").arg("-o").arg(self.path(PROGRAM));
        if build.race {
            command.arg("-race");
        }
        command.args(build.flags).arg(".");
        group::run(&mut command, limits, stop)
    }

    /// Runs it, in an empty folder.
    pub fn run(
        &self,
        go: &Go,
        env: &[(String, String)],
        limits: &Limits,
        stop: &AtomicBool,
    ) -> Result<Ended> {
        let mut command = match limiter() {
            Some(limiter) => {
                let mut command = self.command(&limiter, go, env);
                // Where we are killed nobody watches the time: then the system ends what computes on and on.
                command.arg(format!("--cpu={}", cpu_seconds(limits.time)));
                command.args(limits.memory.map(|bytes| format!("--data={bytes}"))).arg(self.path(PROGRAM));
                command
            }
            None => self.command(&self.path(PROGRAM), go, env),
        };
        group::run(command.current_dir(self.path("run")), limits, stop)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, program: &Path, go: &Go, further: &[(String, String)]) -> Command {
        let mut command = Command::new(program);
        command.env_clear();
        for name in HANDED {
            if let Some(value) = env::var_os(name) {
                command.env(name, value);
            }
        }
        for name in ["TMPDIR", "TEMP", "TMP"] {
            command.env(name, self.path("tmp"));
        }
        command.env("GOROOT", &go.root).env("GOCACHE", &go.cache);
        // Nothing is fetched, nothing but this release builds, and no setting of the user's counts.
        command.env("GOTOOLCHAIN", "local").env("GOPROXY", "off").env("GOWORK", "off").env("GOENV", "off");
        command.env("GOSUMDB", "off");
        if let Some(cache) = roots::module_cache() {
            command.env("GOMODCACHE", cache);
        }
        command.env("GOFLAGS", "-mod=mod -buildvcs=false");
        command.envs(further.iter().map(|(name, value)| (name, value)));
        command
    }
}
