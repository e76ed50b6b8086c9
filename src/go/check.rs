//! The door to the `go` command.
use std::process::{Command, Stdio};

/// What `go env NAME` says; nothing where there is no `go`, or it says nothing.
pub fn env(name: &str) -> Option<String> {
    let output = Command::new("go").args(["env", name]).stdin(Stdio::null()).output().ok()?;
    let value = String::from_utf8(output.stdout).ok()?.trim().to_string();
    (output.status.success() && !value.is_empty()).then_some(value)
}
