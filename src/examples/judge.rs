//! What came of building and running a program, held against what it promises.
//!
//! Lines are compared without white space at their ends, and without blank lines before the first and behind the last.
//! Of the compiler's lines, those promised must be among those said, each whole, in the same order; others may stand
//! between.
use super::promise::{Promise, Section, lines};
use super::said::{Said, diagnostics, first_line, frames, is_out_of_memory, normal, panic_text, read};
use super::wish::Wish;
use crate::go::run::{Cut, Ended, Limits};
use std::collections::BTreeMap;

/// The exit code of a program that panicked or met a fatal error.
const PANICKED: i32 = 2;

/// The exit code of the race detector.
const RACED: i32 = 66;

/// How an example failed.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// Its fence or its promises do not fit.
    Fault(super::Fault),
    /// It did not compile: what the compiler said.
    Build(Vec<Said>),
    /// The compiler did not come to an end.
    BuildCut(Cut),
    /// The compiler does not say all that was promised.
    Diagnostics {
        /// The first line that is missing.
        missing: String,
        /// All that it said.
        found: Vec<String>,
    },
    /// It was stopped.
    Cut(Cut),
    /// It ran out of the memory it was given.
    Memory,
    /// The race detector found a race.
    Race {
        /// At these lines of the program.
        lines: Vec<usize>,
    },
    /// It panicked.
    Panic {
        /// The first line of what it panicked with.
        text: String,
        /// At these lines of the program.
        lines: Vec<usize>,
    },
    /// It was to panic.
    NoPanic {
        /// What with.
        expected: String,
        /// What it panicked with, if it did.
        found: Option<String>,
    },
    /// It ended with another exit code.
    Exit {
        /// The promised one.
        expected: i32,
        /// The one it ended with; none where a signal ended it.
        found: Option<i32>,
        /// Its last words on stderr.
        last: String,
    },
    /// It printed something else.
    Output {
        /// Where it differs first.
        difference: Difference,
        /// All that it printed.
        found: Vec<String>,
    },
    /// It printed other lines, in whatever order.
    Unordered {
        /// What it did not print.
        missing: Vec<String>,
        /// What it printed besides.
        surplus: Vec<String>,
        /// All that it printed.
        found: Vec<String>,
    },
}

/// The first line that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// From one.
    pub line: usize,
    /// What was promised there; none behind the last line.
    pub expected: Option<String>,
    /// What was printed there.
    pub found: Option<String>,
}

/// Judges a build. With `norun`, a build that fails keeps its promise if the compiler's words are the promised ones.
pub fn built(wish: &Wish, promise: &Promise, ended: &Ended) -> Result<(), Failure> {
    if let Some(cut) = ended.cut {
        return Err(Failure::BuildCut(cut));
    }
    let said = diagnostics(&ended.stderr);
    let may_fail = wish.no_run && promise.diagnostics.is_some();
    if ended.code != Some(0) && !may_fail {
        return Err(Failure::Build(said.iter().map(|line| read(line)).collect()));
    }
    let promised = promise.diagnostics.iter().flat_map(|section| &section.lines);
    let mut rest = said.iter();
    for line in promised {
        let line = normal(line);
        if !rest.any(|said| *said == line) {
            return Err(Failure::Diagnostics { missing: line, found: said });
        }
    }
    Ok(())
}

/// Judges a run.
pub fn ran(promise: &Promise, ended: &Ended, limits: &Limits) -> Result<(), Failure> {
    if let Some(cut) = ended.cut {
        return Err(Failure::Cut(cut));
    }
    let panic = panic_text(&ended.stderr).filter(|_| ended.code == Some(PANICKED));
    if let Some(expected) = &promise.panics {
        return match &panic {
            Some(found) if squeezed(found).contains(&squeezed(expected)) => output(promise, ended),
            _ => Err(Failure::NoPanic { expected: expected.clone(), found: panic }),
        };
    }
    let expected = promise.exit.unwrap_or(0);
    if ended.code == Some(expected) {
        return output(promise, ended);
    }
    let lines = frames(&ended.stderr);
    Err(match panic {
        _ if ended.code == Some(RACED) && ended.stderr.contains("WARNING: DATA RACE") => {
            Failure::Race { lines }
        }
        Some(text) if limits.memory.is_some() && is_out_of_memory(&text) => Failure::Memory,
        Some(text) => Failure::Panic { text: first_line(&text), lines },
        None => Failure::Exit { expected, found: ended.code, last: last_line(&ended.stderr) },
    })
}

fn output(promise: &Promise, ended: &Ended) -> Result<(), Failure> {
    let Some(section) = &promise.output else { return Ok(()) };
    let found = lines(&ended.stdout);
    if section.ordered { in_order(section, found) } else { in_any_order(section, found) }
}

fn in_order(section: &Section, found: Vec<String>) -> Result<(), Failure> {
    let same = section.lines.iter().zip(&found).take_while(|(expected, found)| expected == found).count();
    let (expected, there) = (section.lines.get(same), found.get(same));
    if expected.is_none() && there.is_none() {
        return Ok(());
    }
    let difference = Difference { line: same + 1, expected: expected.cloned(), found: there.cloned() };
    Err(Failure::Output { difference, found })
}

fn in_any_order(section: &Section, found: Vec<String>) -> Result<(), Failure> {
    let mut counts: BTreeMap<&String, isize> = BTreeMap::new();
    section.lines.iter().for_each(|line| *counts.entry(line).or_default() += 1);
    found.iter().for_each(|line| *counts.entry(line).or_default() -= 1);
    let of = |wanted: fn(isize) -> bool| {
        let lines = counts.iter().filter(|(_, count)| wanted(**count)).map(|(line, _)| line.to_string());
        lines.collect::<Vec<_>>()
    };
    let (missing, surplus) = (of(|count| count > 0), of(|count| count < 0));
    if missing.is_empty() && surplus.is_empty() {
        return Ok(());
    }
    Err(Failure::Unordered { missing, surplus, found })
}

fn last_line(text: &str) -> String {
    lines(text).pop().unwrap_or_default()
}

/// The runtime indents the later lines of what it prints.
fn squeezed(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::promise;

    fn ended(code: i32, stdout: &str, stderr: &str) -> Ended {
        Ended { stdout: stdout.into(), stderr: stderr.into(), code: Some(code), cut: None }
    }

    #[track_caller]
    fn check(promised: &str, ended: Ended, expected: Result<(), Failure>) {
        let limits = Limits { memory: Some(1), ..Limits::default() };
        assert_eq!(ran(&promise::read(promised).unwrap(), &ended, &limits), expected, "{promised}");
    }

    fn differs(
        line: usize,
        expected: Option<&str>,
        found: Option<&str>,
        all: &[&str],
    ) -> Result<(), Failure> {
        let (expected, found) = (expected.map(String::from), found.map(String::from));
        let all = all.iter().map(|line| line.to_string()).collect();
        Err(Failure::Output { difference: Difference { line, expected, found }, found: all })
    }

    #[test]
    fn output_is_compared_line_by_line() {
        check("// Output:\n// a\n// b\n", ended(0, "\na  \nb\n\n", "noise"), Ok(()));
        check("// Output:\n", ended(0, "\n", ""), Ok(()));
        check(
            "// Output:\n// a\n// b\n",
            ended(0, "a\nc\n", ""),
            differs(2, Some("b"), Some("c"), &["a", "c"]),
        );
        check("// Output:\n// a\n", ended(0, "a\nb\n", ""), differs(2, None, Some("b"), &["a", "b"]));
        check("// Output:\n// a\n", ended(0, "", ""), differs(1, Some("a"), None, &[]));
        check("// Output:\n//  a\n", ended(0, "a", ""), differs(1, Some(" a"), Some("a"), &["a"]));
    }

    #[test]
    fn lines_may_come_in_any_order_where_the_author_says_so() {
        let promised = "// Unordered output:\n// a\n// b\n// b\n";
        check(promised, ended(0, "b\na\nb\n", ""), Ok(()));
        let all = |lines: &[&str]| lines.iter().map(|line| line.to_string()).collect::<Vec<_>>();
        let failure =
            Failure::Unordered { missing: all(&["b"]), surplus: all(&["c"]), found: all(&["c", "b", "a"]) };
        check(promised, ended(0, "c\nb\na\n", ""), Err(failure));
    }

    #[test]
    fn a_program_ends_as_promised() {
        check("// Exit: 3\n", ended(3, "", ""), Ok(()));
        check("// Output:\n// a\n// Exit: 3\n", ended(3, "a", ""), Ok(()));
        let text = "// Output:\n// a\n// Exit: 3\n";
        check(text, ended(3, "b", ""), differs(1, Some("a"), Some("b"), &["b"]));
        let other = Failure::Exit { expected: 3, found: Some(0), last: String::new() };
        check(text, ended(0, "a", ""), Err(other));
        check("", ended(0, "whatever", ""), Ok(()));
    }

    #[test]
    fn panics_and_races_are_told_from_other_ends() {
        let trace =
            "panic: assignment to nil\n\nmain.main()\n\t/tmp/x/main.go:7 +0x1f\n\t/tmp/x/main.go:9 +0x2\n";
        let panics = |code, stderr| ended(code, "", stderr);
        check("// Panics: to nil\n", panics(2, trace), Ok(()));
        check("// Panics:\n", panics(2, "x\n\tpanic: a [recovered]\n"), Ok(()));
        check(
            "// Panics: are asleep\n",
            panics(2, "fatal error: all goroutines are asleep - deadlock!\n"),
            Ok(()),
        );
        check("// Panics: a\n// b\n", panics(2, "panic: a\n\tb\n\ngoroutine 1"), Ok(()));
        let no_panic = |found: Option<&str>| {
            Err(Failure::NoPanic { expected: "to nil".into(), found: found.map(String::from) })
        };
        check("// Panics: to nil\n", panics(2, "panic: other\n\nto nil\n"), no_panic(Some("other")));
        check("// Panics: to nil\n", panics(0, trace), no_panic(None));
        let text = "assignment to nil".to_string();
        check("// Output:\n", panics(2, trace), Err(Failure::Panic { text, lines: vec![7, 9] }));
        let race = "WARNING: DATA RACE\n  main.f()\n      /t/main.go:12 +0x1\n      /t/main.go:12 +0x1\n";
        check("// Output:\n", panics(66, race), Err(Failure::Race { lines: vec![12] }));
        check("// Exit: 66\n", panics(66, race), Ok(()));
        let other = Failure::Exit { expected: 0, found: Some(3), last: "bye".into() };
        check("// Output:\n", panics(3, "hello\nbye\n"), Err(other));
        let memory = "fatal error: runtime: out of memory: cannot allocate 8192-byte block\n";
        check("// Output:\n", panics(2, memory), Err(Failure::Memory));
        let cut = Ended { cut: Some(Cut::Time), ..panics(2, trace) };
        check("// Panics: to nil\n", cut, Err(Failure::Cut(Cut::Time)));
    }

    #[test]
    fn the_compilers_words_are_found_in_order() {
        let said = "# example\n./main.go:8:2: x\n/tmp/a/main.go:6:2: moved to heap: c\n./main.go:9:1: y\n";
        let check = |promised: &str, expected: Option<&str>| {
            let judged = built(&Wish::default(), &promise::read(promised).unwrap(), &ended(0, "", said));
            let missing = judged.err().map(|failure| match failure {
                Failure::Diagnostics { missing, found } if found.len() == 3 => missing,
                other => panic!("{other:?}"),
            });
            assert_eq!(missing.as_deref(), expected, "{promised}");
        };
        check("// Output:\n", None);
        check("// Diagnostics:\n// ./main.go:6:2: moved to heap: c\n// main.go:9:1: y\n", None);
        check("// Diagnostics:\n// main.go:9:1: y\n// main.go:8:2: x\n", Some("main.go:8:2: x"));
        check("// Diagnostics:\n// main.go:6:2: moved to heap\n", Some("main.go:6:2: moved to heap"));
    }

    #[test]
    fn a_build_that_fails_is_told_by_line() {
        let failed = ended(1, "", "# example\n./main.go:7:6: undefined: z\ngcc: error: no\n");
        let check = |info: &str, promised: &str, expected: Result<(), Failure>| {
            let wish = crate::examples::wish::read(info).unwrap();
            assert_eq!(
                built(&wish, &promise::read(promised).unwrap(), &failed),
                expected,
                "{info} {promised}"
            );
        };
        let said = vec![
            Said { at: Some((7, 6)), message: "undefined: z".into() },
            Said { at: None, message: "gcc: error: no".into() },
        ];
        check("go", "// Output:\n", Err(Failure::Build(said.clone())));
        check("go norun", "", Err(Failure::Build(said.clone())));
        check("go", "// Diagnostics:\n// main.go:7:6: undefined: z\n", Err(Failure::Build(said)));
        check("go norun", "// Diagnostics:\n// main.go:7:6: undefined: z\n", Ok(()));
        let slow = Ended { cut: Some(Cut::Time), ..failed.clone() };
        assert_eq!(built(&Wish::default(), &Promise::default(), &slow), Err(Failure::BuildCut(Cut::Time)));
    }
}
