//! `mdbook-codex man`: the manual, from the same words as `--help`.
use super::{Console, Exit};
use crate::disk;
use crate::read::slashed;
use anyhow::Result;
use clap::Command;
use clap_mangen::Man;
use std::io::Write;
use std::path::Path;

/// Prints one page with a section on each command; with a folder writes a page for each there instead.
///
/// `command` describes the program, as clap has it.
pub fn run(command: Command, dir: Option<&Path>, console: &mut Console) -> Result<Exit> {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let Some(dir) = dir else {
        console.out.write_all(&whole(&command)?)?;
        return Ok(Exit::Fine);
    };
    for command in std::iter::once(&command).chain(shown(&command)) {
        let page = Man::new(command.clone());
        let mut text = Vec::new();
        page.render(&mut text)?;
        let path = dir.join(page.get_filename());
        disk::write(&path, &text)?;
        writeln!(console.err, "wrote {}", slashed(&path))?;
    }
    Ok(Exit::Fine)
}

/// The page on everything: `man` shows it where the ones it would refer to are not installed.
fn whole(command: &Command) -> Result<Vec<u8>> {
    let page = Man::new(command.clone());
    let mut out = Vec::new();
    page.render_title(&mut out)?;
    page.render_name_section(&mut out)?;
    page.render_synopsis_section(&mut out)?;
    page.render_description_section(&mut out)?;
    page.render_options_section(&mut out)?;
    writeln!(out, ".SH COMMANDS")?;
    for command in shown(command) {
        section(command, &mut out)?;
    }
    page.render_version_section(&mut out)?;
    Ok(out)
}

/// What a command's own page says, below one heading. What every command takes is said once, above.
fn section(command: &Command, out: &mut Vec<u8>) -> Result<()> {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    writeln!(out, ".SS \"{name}\"")?;
    let globals = command.get_arguments().filter(|argument| argument.is_global_set() || is_help(argument));
    let globals: Vec<_> = globals.map(|argument| argument.get_id().clone()).collect();
    let hide = |command: Command, id| command.mut_arg(id, |argument| argument.hide(true));
    let page = Man::new(globals.into_iter().fold(command.clone(), hide));
    let mut text = Vec::new();
    page.render_description_section(&mut text)?;
    page.render_synopsis_section(&mut text)?;
    page.render_options_section(&mut text)?;
    for line in String::from_utf8_lossy(&text).lines() {
        match line.strip_prefix(".SH ") {
            Some(_) => writeln!(out, ".PP")?,
            None => writeln!(out, "{line}")?,
        }
    }
    Ok(())
}

fn is_help(argument: &clap::Arg) -> bool {
    argument.get_id() == "help"
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|command| !command.is_hide_set())
}
