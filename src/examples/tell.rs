//! An example's failure as a problem: in its place, with what was expected and what came.
use super::judge::{Difference, Failure};
use super::said::{FILE, Said};
use super::{Example, Fault};
use crate::find::Block;
use crate::go::run::{Cut, Limits};
use crate::problem::locate::Locator;
use crate::problem::{Problem, Severity};
use std::ops::Range;

/// How many lines are shown of a longer text.
const SHOWN: usize = 6;

/// What a failure is told with.
pub struct Telling<'t, 's> {
    /// The text of the example's page.
    pub text: &'t str,
    /// What the example was held to.
    pub limits: &'t Limits,
    /// Where lines of pages are in the author's files.
    pub locator: &'t mut Locator<'s>,
}

/// A failure as a problem: what the compiler says stands on its own line, all else on the fence.
pub fn problem(example: &Example, failure: &Failure, telling: &mut Telling) -> Problem {
    let (place, code, message, help) = match failure {
        Failure::Build(said) => return not_built(example, said, telling),
        Failure::Fault(Fault { line, message, help }) => {
            let place = line.and_then(|line| line_of(telling.text, &example.block, line));
            (place, "example", message.clone(), help.clone())
        }
        Failure::BuildCut(cut) => (None, "example-build", stopped("the build", *cut, telling.limits), None),
        Failure::Cut(cut) => {
            (None, "example-stopped", stopped("the example", *cut, telling.limits), longer(*cut))
        }
        Failure::Memory => {
            let mib = telling.limits.memory.unwrap_or_default() >> 20;
            let help = "`memory-limit` in [preprocessor.codex.examples] sets another".to_string();
            (None, "example-stopped", format!("the example needs more than {mib} MiB of memory"), Some(help))
        }
        Failure::Diagnostics { missing, found } => {
            let message = format!("the compiler does not say `{missing}` there");
            (None, "example-diagnostics", message, Some(listed("it says", found)))
        }
        Failure::Race { lines } => {
            let promise = "`// Exit: 66` promises one".to_string();
            let help =
                at(example, lines, telling).map_or(promise.clone(), |at| format!("at {at}; {promise}"));
            (None, "example-race", "the race detector found a race in the example".to_string(), Some(help))
        }
        Failure::Panic { text, lines } => {
            let help = at(example, lines, telling).map(|at| format!("at {at}"));
            (None, "example-panic", format!("the example panics: {text}"), help)
        }
        Failure::NoPanic { expected, found } => {
            let help = found.as_ref().map(|found| format!("it panics with `{}`", found.replace('\n', " ")));
            (None, "example-panic", format!("the example does not panic with `{expected}`"), help)
        }
        Failure::Exit { expected, found, last } => {
            let how = found.map_or("by a signal".to_string(), |code| format!("with exit code {code}"));
            let help = (!last.is_empty()).then(|| format!("its last words are `{last}`"));
            (None, "example-exit", format!("the example ends {how} in place of {expected}"), help)
        }
        Failure::Output { difference, .. } => {
            let message = format!("the example prints something else in line {}", difference.line);
            (None, "example-output", message, Some(differs(difference)))
        }
        Failure::Unordered { missing, surplus, .. } => {
            let lists = [("missing", missing), ("not expected", surplus)].into_iter();
            let lists = lists.filter(|(_, lines)| !lines.is_empty());
            let help: Vec<String> = lists.map(|(name, lines)| listed(name, lines)).collect();
            (None, "example-output", "the example prints other lines".to_string(), Some(help.join("\n")))
        }
    };
    let span = place.unwrap_or_else(|| fence(telling.text, &example.span));
    let problem = Problem::on_page(code, example.page, span, message).severity(Severity::Error);
    help.map_or(problem.clone(), |help| problem.help(help))
}

/// The first line of a fence.
pub fn fence(text: &str, span: &Range<usize>) -> Range<usize> {
    let first = text.get(span.clone()).and_then(|fence| fence.lines().next()).unwrap_or_default();
    span.start..span.start + first.len()
}

/// Where a line of a program, counted from zero, stands on the page: without what its containers put before it.
pub fn line_of(text: &str, block: &Block, line: usize) -> Option<Range<usize>> {
    let wanted = block.text.split('\n').nth(line)?;
    let wanted = wanted.strip_suffix('\r').unwrap_or(wanted);
    let mut start = text.get(..block.start)?.rfind('\n').map_or(0, |at| at + 1);
    for _ in 0..line {
        start += text.get(start..)?.find('\n')? + 1;
    }
    let on_page = text.get(start..)?.lines().next().unwrap_or_default();
    let at = start + on_page.rfind(wanted)?;
    Some(at..at + wanted.len())
}

/// What the compiler said: the first line in its place, the others as help.
fn not_built(example: &Example, said: &[Said], telling: &mut Telling) -> Problem {
    let (first, more) = match said {
        [first, more @ ..] => (first.clone(), more),
        [] => (Said { at: None, message: "the compiler says nothing of it".to_string() }, said),
    };
    let place = first.at.and_then(|at| word_at(telling.text, &example.block, at));
    let span = place.unwrap_or_else(|| fence(telling.text, &example.span));
    let message = format!("the example does not compile: {}", first.message);
    let problem = Problem::on_page("example-build", example.page, span, message).severity(Severity::Error);
    let mut lines: Vec<String> = Vec::new();
    for said in more.iter().take(SHOWN) {
        let place = said.at.and_then(|at| spelled(example, at.0, telling));
        let bare = said.at.map(|(line, _)| format!("{FILE}:{line}"));
        let place = place.or(bare).map(|place| format!("{place}: ")).unwrap_or_default();
        lines.push(format!("{place}{}", said.message));
    }
    lines.extend(rest(more.len()));
    if lines.is_empty() { problem } else { problem.help(lines.join("\n")) }
}

/// The word that stands at a line and column of the program, which count from one.
fn word_at(text: &str, block: &Block, (line, column): (usize, usize)) -> Option<Range<usize>> {
    let line = line_of(text, block, line.checked_sub(1)?)?;
    let start = line.start.checked_add(column.checked_sub(1)?)?;
    let rest = text.get(start..line.end)?;
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let one = rest.chars().next().map_or(0, char::len_utf8);
    Some(start..start + word.max(one))
}

/// Lines of the program as places in the author's files.
fn at(example: &Example, lines: &[usize], telling: &mut Telling) -> Option<String> {
    let places: Vec<String> = lines.iter().filter_map(|line| spelled(example, *line, telling)).collect();
    (!places.is_empty()).then(|| places.join(" and "))
}

/// `src/channels.md:120`, for a line of the program counted from one.
fn spelled(example: &Example, line: usize, telling: &mut Telling) -> Option<String> {
    let span = line_of(telling.text, &example.block, line.checked_sub(1)?)?;
    let spot = telling.locator.spot(&Problem::on_page("example", example.page, span, ""))?;
    let path = spot.path.to_string_lossy().replace('\\', "/");
    Some(format!("{path}:{}", spot.mark?.line))
}

fn differs(difference: &Difference) -> String {
    let shown = |line: &Option<String>| match line {
        Some(line) if line.is_empty() => "an empty line".to_string(),
        Some(line) => format!("`{line}`"),
        None => "nothing more".to_string(),
    };
    format!("expected {}\n   found {}", shown(&difference.expected), shown(&difference.found))
}

fn listed(name: &str, lines: &[String]) -> String {
    let mut out = vec![format!("{name}:")];
    out.extend(lines.iter().take(SHOWN).map(|line| format!("  {line}")));
    out.extend(rest(lines.len()));
    if lines.is_empty() { format!("{name} nothing") } else { out.join("\n") }
}

fn rest(count: usize) -> Option<String> {
    (count > SHOWN).then(|| format!("and {} more", count - SHOWN))
}

fn stopped(what: &str, cut: Cut, limits: &Limits) -> String {
    match cut {
        Cut::Time => format!("{what} did not end within {} s", limits.time.as_secs()),
        Cut::Output => format!("{what} printed more than {} KiB", limits.output >> 10),
        Cut::Stop => format!("{what} was broken off"),
    }
}

fn longer(cut: Cut) -> Option<String> {
    let help = "`time-limit` in [preprocessor.codex.examples] sets another";
    (cut == Cut::Time).then(|| help.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::PageSource;
    use crate::problem::locate::Sources;
    use std::path::Path;
    use std::time::Duration;

    const PAGE: &str =
        "# A\n\n- x\n\n  ```go\n  package main\n\n  func main() { é(z) }\n  // Output: a\n  ```\n";

    fn example() -> Example {
        let start = PAGE.find("```go").unwrap();
        let end = PAGE.rfind("```").unwrap() + 3;
        let text = "package main\n\nfunc main() { é(z) }\n// Output: a\n".to_string();
        let block = Block { info: "go".into(), text, start: PAGE.find("package").unwrap() };
        Example { page: 0, span: start..end, block, release: None, modules: Vec::new(), hash: String::new() }
    }

    fn check(failure: Failure, place: &str, message: &str, help: Option<&str>) {
        let pages =
            [PageSource { name: "A".into(), source_path: Some("a.md".into()), text: PAGE.to_string() }];
        let read = |path: &Path| (path == Path::new("src/a.md")).then(|| PAGE.to_string());
        let sources = Sources { pages: &pages, src: Path::new("src"), read: &read };
        let limits = Limits { time: Duration::from_secs(2), output: 1 << 20, memory: Some(3 << 20) };
        let mut locator = Locator::new(sources);
        let mut telling = Telling { text: PAGE, limits: &limits, locator: &mut locator };
        let problem = problem(&example(), &failure, &mut telling);
        let crate::problem::Place::Page { span, .. } = problem.place else { panic!("no place") };
        let said = (&PAGE[span], problem.message.as_str(), problem.help.as_deref());
        assert_eq!(said, (place, message, help));
    }

    #[test]
    fn the_compilers_words_stand_where_they_belong() {
        let said = |at, message: &str| Said { at, message: message.into() };
        let mut all = vec![said(Some((3, 18)), "undefined: z"), said(Some((1, 9)), "odd"), said(None, "gcc")];
        let message = "the example does not compile: undefined: z";
        check(Failure::Build(all.clone()), "z", message, Some("src/a.md:6: odd\ngcc"));
        all.extend(vec![said(Some((99, 1)), "far"); 7]);
        let help = format!("src/a.md:6: odd\ngcc\n{}and 3 more", "main.go:99: far\n".repeat(4));
        check(Failure::Build(all), "z", message, Some(&help));
        let message = "the example does not compile: no such file";
        check(Failure::Build(vec![said(None, "no such file")]), "```go", message, None);
        let message = "the example does not compile: the compiler says nothing of it";
        check(Failure::Build(Vec::new()), "```go", message, None);
    }

    #[test]
    fn failures_are_told_on_the_fence() {
        let on_fence = |failure, message: &str, help: Option<&str>| check(failure, "```go", message, help);
        let difference = Difference { line: 2, expected: Some(String::new()), found: None };
        let help = "expected an empty line\n   found nothing more";
        let output = Failure::Output { difference, found: Vec::new() };
        on_fence(output, "the example prints something else in line 2", Some(help));
        let unordered =
            Failure::Unordered { missing: vec!["a".into()], surplus: vec!["b".into()], found: Vec::new() };
        on_fence(unordered, "the example prints other lines", Some("missing:\n  a\nnot expected:\n  b"));
        let race = Failure::Race { lines: vec![3, 1] };
        let help = "at src/a.md:8 and src/a.md:6; `// Exit: 66` promises one";
        on_fence(race, "the race detector found a race in the example", Some(help));
        let panic = Failure::Panic { text: "oh".into(), lines: vec![3] };
        on_fence(panic, "the example panics: oh", Some("at src/a.md:8"));
        let help = "`time-limit` in [preprocessor.codex.examples] sets another";
        on_fence(Failure::Cut(Cut::Time), "the example did not end within 2 s", Some(help));
        on_fence(Failure::Cut(Cut::Output), "the example printed more than 1024 KiB", None);
        let help = "`memory-limit` in [preprocessor.codex.examples] sets another";
        on_fence(Failure::Memory, "the example needs more than 3 MiB of memory", Some(help));
        let exit = Failure::Exit { expected: 0, found: None, last: "bye".into() };
        on_fence(exit, "the example ends by a signal in place of 0", Some("its last words are `bye`"));
    }

    #[test]
    fn a_promise_that_does_not_fit_is_told_on_its_line() {
        let fault = Failure::Fault(Fault::new(Some(3), "m", "h".to_string()));
        check(fault, "// Output: a", "m", Some("h"));
        check(Failure::Fault(Fault::new(None, "m", None)), "```go", "m", None);
    }

    #[test]
    fn lines_that_are_nowhere_have_no_place() {
        for line in [5, 99] {
            assert_eq!(line_of(PAGE, &example().block, line), None);
        }
        let far = Block { start: 10_000, ..example().block };
        assert_eq!(line_of(PAGE, &far, 0), None);
        assert_eq!(word_at(PAGE, &example().block, (3, 99)), None);
        assert_eq!(word_at(PAGE, &example().block, (3, usize::MAX)), None);
        assert_eq!(word_at(PAGE, &example().block, (3, 16)), None, "the middle of a character");
    }
}
