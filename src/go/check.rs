//! The door to the `go` command.
use std::process::{Command, Stdio};

/// What `go env NAME` says; nothing where there is no `go`, or it says nothing.
pub fn env(name: &str) -> Option<String> {
    // To look for it costs less than to start what is not there.
    let path = std::env::var_os("PATH")?;
    let command = format!("go{}", std::env::consts::EXE_SUFFIX);
    if !std::env::split_paths(&path).any(|folder| folder.join(&command).is_file()) {
        return None;
    }
    let output = Command::new("go").args(["env", name]).stdin(Stdio::null()).output().ok()?;
    let value = String::from_utf8(output.stdout).ok()?.trim().to_string();
    (output.status.success() && !value.is_empty()).then_some(value)
}
