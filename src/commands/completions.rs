//! `mdbook-codex completions`: a shell's script that completes commands, options and folders.
use super::{Console, Exit};
use anyhow::Result;
use clap::Command;
use clap_complete::{Shell, generate};

/// Prints the script for a shell; `command` describes the program, as clap has it.
pub fn run(mut command: Command, shell: Shell, console: &mut Console) -> Result<Exit> {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    generate(shell, &mut command, name, &mut script);
    console.out.write_all(&script)?;
    Ok(Exit::Fine)
}
