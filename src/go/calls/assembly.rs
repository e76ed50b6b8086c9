//! Bodies in assembly: the calls and jumps to symbols between one `TEXT` line and the next.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::LazyLock;

use regex::Regex;

use super::{Call, Key, Kind, Seen};
use crate::go::program::{Entry, Package, Program};

/// A symbol with its package, such as `runtime·gogo(SB)`, `·add(SB)` or the file's own `gogo<>(SB)`; what stands
/// before it, a `$` for its address, tells a mention from a call.
static SYMBOL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(\$?)(?:([\w∕./·]*)·)?(\w+)(<\w*>)?(?:\+\d+)?\(SB\)").ok());

/// The instructions that go to a symbol, on any of Go's architectures.
const GOES: [&str; 12] = ["CALL", "JMP", "BL", "B", "BR", "JAL", "BEQ", "BNE", "JEQ", "JNE", "JLS", "JCS"];

/// Lines of one body, each with its number.
pub(super) type Lines = Vec<(usize, String)>;

/// The lines of a function's body in assembly, with the package that holds them: its own, or the runtime.
///
/// Bodies of the file's own symbols that it goes to stand behind it.
pub(super) fn body(program: &Program, package: &Rc<Package>, name: &str) -> Option<(Rc<Package>, Lines)> {
    let runtime = program.package("runtime").ok();
    let holders = [Some(package.clone()), runtime].into_iter().flatten();
    holders.into_iter().find_map(|holder| {
        let lines = lines_in(&holder, &package.path, name)?;
        Some((holder, lines))
    })
}

fn lines_in(holder: &Package, path: &str, name: &str) -> Option<Lines> {
    holder.assembly.iter().find_map(|source| {
        let text = std::str::from_utf8(&source.text).ok()?;
        let wanted = |symbol: &Symbol| {
            let package = symbol.package.as_deref().unwrap_or(&holder.path);
            symbol.name == name && !symbol.local && package == path
        };
        let mut lines = text_lines(text, &wanted)?;
        follow_local(text, &mut lines);
        let owned = |(line, text): (usize, &str)| (line, text.to_owned());
        Some(lines.into_iter().map(owned).collect())
    })
}

/// What the lines call and mention: functions that the tree declares.
pub(super) fn calls(program: &Program, package: &Package, lines: Lines) -> Vec<Call> {
    let mut calls = Vec::new();
    for (line, text) in lines {
        let goes = text.split_whitespace().next().is_some_and(|word| GOES.contains(&word));
        for symbol in symbols(&text).into_iter().filter(|symbol| !symbol.local) {
            let path = symbol.package.unwrap_or_else(|| package.path.clone());
            if is_function(program, &path, &symbol.name) {
                calls.push(Call {
                    callee: Key::new(&path, &symbol.name),
                    kind: if goes && !symbol.address { Kind::Calls } else { Kind::Refers },
                    seen: Seen::Type,
                    line,
                    via: None,
                });
            }
        }
    }
    calls
}

/// A symbol as assembly writes it.
struct Symbol {
    package: Option<String>,
    name: String,
    /// Whether only its file knows it: `name<>`.
    local: bool,
    /// Whether its address is meant.
    address: bool,
}

fn symbols(line: &str) -> Vec<Symbol> {
    let line = line.split("//").next().unwrap_or(line);
    let Some(pattern) = SYMBOL.as_ref() else {
        return Vec::new();
    };
    let symbol = |found: regex::Captures| {
        let package = found.get(2).map(|package| package.as_str().replace('∕', "/"));
        // A C function or the linker's own symbol has neither package nor brackets.
        let local = found.get(4).is_some_and(|suffix| suffix.as_str() == "<>");
        (package.is_some() || local).then(|| Symbol {
            package: package.filter(|package| !package.is_empty()),
            name: found[3].to_owned(),
            local,
            address: &found[1] == "$",
        })
    };
    pattern.captures_iter(line).filter_map(symbol).collect()
}

/// The lines behind the `TEXT` of a symbol, up to the next one.
fn text_lines<'a>(text: &'a str, wanted: &dyn Fn(&Symbol) -> bool) -> Option<Vec<(usize, &'a str)>> {
    let mut numbered = (1..).zip(text.lines());
    let opens = |line: &str| line.starts_with("TEXT");
    numbered.find(|(_, line)| opens(line) && symbols(line).first().is_some_and(wanted))?;
    Some(numbered.take_while(|(_, line)| !opens(line)).collect())
}

/// Adds the bodies of the file's own symbols that the lines go to: they are parts of the function.
fn follow_local<'a>(text: &'a str, lines: &mut Vec<(usize, &'a str)>) {
    let mut known: HashSet<String> = HashSet::new();
    let mut next = 0;
    while let Some((_, line)) = lines.get(next).copied() {
        next += 1;
        for symbol in symbols(line).into_iter().filter(|symbol| symbol.local) {
            if known.insert(symbol.name.clone()) {
                let wanted = |other: &Symbol| other.local && other.name == symbol.name;
                lines.extend(text_lines(text, &wanted).unwrap_or_default());
            }
        }
    }
}

fn is_function(program: &Program, path: &str, name: &str) -> bool {
    let Ok(package) = program.package(path) else {
        return false;
    };
    matches!(package.entries.get(name), Some(Entry::Func(..)))
}
