//! Telling: entries of the lock become what the pages show.
use super::ask::{Fresh, arrow_name, bare};
use super::hashes::below;
use super::origins::{Key, Origin, Origins};
use crate::config::Config;
use crate::go::facts::{self, What};
use crate::go::layout::{self, Row};
use crate::go::program::Arch;
use crate::go::reference::Place;
use crate::lock::Entry;
use crate::piece::{
    CallArrow, CallsFigure, Definition, Excerpt, ExcerptPart, LayoutCell, LayoutFigure, Variant,
};
use crate::resolve::answers::{Answer, Answers, Ask, Asked, Refusal, paths};

/// Answers for the pages.
pub fn tell(asked: &Asked, cfg: &Config, origins: &Origins, fresh: &Fresh) -> Answers {
    let teller = Teller { cfg, origins, fresh };
    let mut answers = Answers { pin: origins.pin.clone(), ..Answers::default() };
    for ask in asked.written.iter().chain(&asked.spans) {
        answers.symbols.insert(ask.clone(), teller.symbol(ask));
        if let Some(advice) = teller.advice(ask) {
            answers.advice.insert(ask.clone(), advice);
        }
    }
    for (ask, title) in asked.facts.iter().filter(|(_, title)| facts::states(title)) {
        answers.facts.insert((ask.clone(), title.clone()), teller.fact(ask, title));
    }
    for ask in &asked.excerpts {
        answers.excerpts.insert(ask.clone(), teller.excerpt(ask));
    }
    for ask in &asked.layouts {
        answers.layouts.insert(ask.clone(), teller.layout(ask));
    }
    for block in &asked.calls {
        answers.calls.insert(block.clone(), teller.calls(block));
    }
    answers
}

struct Teller<'t> {
    cfg: &'t Config,
    origins: &'t Origins,
    fresh: &'t Fresh,
}

/// A question whose entry is known.
struct Known<'t> {
    key: Key,
    spelled: String,
    entry: &'t Entry,
    origin: &'t Origin,
}

impl<'t> Teller<'t> {
    /// The entry of a question, or why there is none.
    fn known(&self, ask: &Ask) -> Result<Known<'t>, Gap> {
        let key = match self.origins.key(ask) {
            Ok(Some(key)) => key,
            Ok(None) => return Err(Gap::Absent(None)),
            Err(error) => {
                let message = format!("`{}` is no reference: {}", ask.reference, error.message);
                return Err(Gap::Refused(Refusal { code: "reference", message, help: error.help }));
            }
        };
        let spelled = key.name();
        if let Some(refusal) = self.fresh.refused.get(&spelled) {
            return Err(Gap::Refused(refusal.clone()));
        }
        if let Some(reason) = self.fresh.lock.code.get(&spelled) {
            let message = format!("`{}` names no symbol: {reason}", ask.reference);
            return Err(Gap::Refused(Refusal { code: "unknown-symbol", message, help: None }));
        }
        let entry = self.fresh.lock.refs.get(self.fresh.lock.canonical(&spelled));
        match (entry, self.origins.get(&key)) {
            (Some(entry), Some(origin)) => Ok(Known { key, spelled, entry, origin }),
            _ => Err(Gap::Absent(Some(key.origin))),
        }
    }

    fn symbol(&self, ask: &Ask) -> Answer<Definition> {
        match self.known(ask) {
            Ok(known) => Answer::Known(self.definition(&known)),
            Err(gap) => gap.into(),
        }
    }

    /// What could be written better: lines move with every release, a name does not.
    fn advice(&self, ask: &Ask) -> Option<Refusal> {
        let key = self.origins.key(ask).ok()??;
        let Place::Lines { .. } = key.reference.place else { return None };
        let message = format!("the lines of `{}` move with each release", key.reference);
        let help = Some("name the declaration that they stand in".to_string());
        Some(Refusal { code: "raw-lines", message, help })
    }

    fn definition(&self, known: &Known) -> Definition {
        let Known { key, entry, origin, .. } = known;
        let place = Spot::of(&entry.at);
        let parts = spans(&entry.parts);
        let lines = match (parts.first(), parts.last()) {
            (Some(first), Some(last)) => (first.0, last.1),
            _ => place.lines,
        };
        let reference = bare(&self.fresh.lock, key);
        let release = key.origin.rsplit_once('@').map_or(key.origin.as_str(), |(_, version)| version);
        let is_pinned = self.origins.is_pinned(&key.origin);
        let reference = if is_pinned { reference } else { with_release(&reference, release) };
        let body = Some(&entry.body).filter(|body| !body.is_empty()).map(|body| Spot::of(body));
        Definition {
            reference,
            kind: entry.kind.clone(),
            signature: entry.sig.clone(),
            file: shown(origin, place.file).to_string(),
            lines,
            release: origin.module.as_ref().map_or(key.origin.clone(), |_| key.origin.replace('@', " ")),
            href: self.href(origin, place.file, lines),
            editor: self.editor(origin, place.file, lines.0),
            body: body.map(|body| {
                (shown(origin, body.file).to_string(), body.lines, self.href(origin, body.file, body.lines))
            }),
            variants: entry.variants.iter().map(|variant| self.variant(origin, variant)).collect(),
            value: entry.value.clone(),
        }
    }

    fn href(&self, origin: &Origin, file: &str, lines: (usize, usize)) -> String {
        match lines {
            (0, _) => origin.template.file(&origin.rev, file),
            lines => origin.template.lines(&origin.rev, file, lines),
        }
    }

    /// A link into the author's editor: under `serve` only, and only where the tree is at hand.
    fn editor(&self, origin: &Origin, file: &str, line: usize) -> Option<String> {
        let template = self.cfg.table.editor.as_ref().filter(|_| self.cfg.live)?;
        let path = origin.index.as_ref()?.tree.root.join(file);
        let path = crate::read::slashed(&path).replace(' ', "%20");
        // `…/{path}` brings its own slash.
        let path = if template.contains("/{path}") { path.trim_start_matches('/') } else { &path };
        Some(template.replace("{path}", path).replace("{line}", &line.to_string()))
    }

    fn variant(&self, origin: &Origin, text: &str) -> Variant {
        let (place, constraint) = text.split_once(' ').unwrap_or((text, ""));
        let place = Spot::of(place);
        let (file, line) = (shown(origin, place.file).to_string(), place.lines.0);
        Variant { file, line, constraint: constraint.to_string() }
    }

    fn fact(&self, ask: &Ask, title: &str) -> Answer<()> {
        let known = match self.known(ask) {
            Ok(known) => known,
            // The symbol's own answer says why.
            Err(_) => return Answer::Absent(None),
        };
        let fact = match facts::checked(title) {
            Ok(fact) => fact,
            Err(refused) => {
                let message = format!("`{title}` is no fact: {}", refused.what);
                let help = Some("write `= 2048`, `size = 112`, `align = 8` or `offset = 104`".to_string());
                return Answer::Wrong(Refusal { code: "fact", message, help });
            }
        };
        if let Some(refusal) = self.fresh.not_measured.get(&(known.spelled.clone(), fact.what)) {
            return Answer::Wrong(refusal.clone());
        }
        let Some(found) = found(known.entry, fact.what) else {
            return Answer::Absent(Some(known.key.origin));
        };
        match facts::holds(&fact, &found) {
            Ok(()) => Answer::Known(()),
            Err(mismatch) => Answer::Wrong(false_fact(&known, fact.what, &mismatch.wanted, &mismatch.found)),
        }
    }

    fn excerpt(&self, ask: &Ask) -> Answer<Excerpt> {
        let known = match self.known(ask) {
            Ok(known) => known,
            Err(gap) => return gap.into(),
        };
        let definition = self.definition(&known);
        let place = Spot::of(&known.entry.at);
        let parts = spans(&known.entry.parts);
        let parts = if parts.is_empty() { vec![place.lines] } else { parts };
        let text = known.origin.index.as_ref().and_then(|index| index.text(below(index, place.file)?).ok());
        let text = text.map(|text| String::from_utf8_lossy(&text).into_owned());
        let parts = text.map(|text| parts.into_iter().map(|part| lines_of(&text, part)).collect());
        let is_go = place.file.ends_with(".go");
        let language = if is_go { "go" } else { "x86asm" }.to_string();
        Answer::Known(Excerpt { definition, parts: parts.unwrap_or_default(), language, absent: None })
    }

    fn layout(&self, ask: &Ask) -> Answer<LayoutFigure> {
        if ask.reference.lines().count() > 1 {
            let message = "a layout is of one struct, and this block names several".to_string();
            let help = Some("write a block for each".to_string());
            return Answer::Wrong(Refusal { code: "reference", message, help });
        }
        let known = match self.known(ask) {
            Ok(known) => known,
            Err(gap) => return gap.into(),
        };
        if let Some(refusal) = self.fresh.refused.get(&format!("{} layout", known.spelled)) {
            return Answer::Wrong(refusal.clone());
        }
        let Some(drawn) = layout::parse_line("", &known.entry.layout) else {
            return Answer::Absent(Some(known.key.origin));
        };
        let options = &known.key.reference.options;
        let goos = options.goos.as_ref().unwrap_or(&known.origin.target.goos);
        let goarch = options.goarch.as_ref().unwrap_or(&known.origin.target.goarch);
        Answer::Known(LayoutFigure {
            definition: self.definition(&known),
            target: format!("{goos}/{goarch}"),
            size: drawn.size,
            align: drawn.align,
            cache_line: self.cfg.table.layouts.cache_line,
            word: Arch::of(goarch).map_or(8, |arch| arch.word),
            cells: layout::rows(&drawn).into_iter().map(|row| cell(&drawn, row)).collect(),
        })
    }

    fn calls(&self, block: &Ask) -> Answer<CallsFigure> {
        let mut figure = CallsFigure { nodes: Vec::new(), arrows: Vec::new() };
        for path in paths(block) {
            let mut before: Option<(usize, &Ask)> = None;
            for ask in &path {
                let known = match self.known(ask) {
                    Ok(known) => known,
                    Err(gap) => return gap.into(),
                };
                let at = node(&mut figure, self.definition(&known));
                if let Some((from, caller)) = before {
                    match self.call(caller, ask) {
                        Answer::Known((note, line)) => {
                            arrow(&mut figure, CallArrow { from, to: at, note, line })
                        }
                        Answer::Wrong(refusal) => return Answer::Wrong(refusal),
                        Answer::Absent(tree) => return Answer::Absent(tree),
                    }
                }
                before = Some((at, ask));
            }
        }
        Answer::Known(figure)
    }

    fn call(&self, caller: &Ask, callee: &Ask) -> Answer<(String, usize)> {
        let (Ok(Some(from)), Ok(Some(to))) = (self.origins.key(caller), self.origins.key(callee)) else {
            return Answer::Absent(None);
        };
        let lock = &self.fresh.lock;
        let name = arrow_name(&from.origin, &bare(lock, &from), &bare(lock, &to));
        match (lock.calls.get(&name), self.fresh.refused.get(&name)) {
            (Some(call), _) => Answer::Known((call.note.clone(), call.line)),
            (None, Some(refusal)) => Answer::Wrong(refusal.clone()),
            (None, None) => Answer::Absent(Some(from.origin)),
        }
    }
}

/// Why a question has no entry.
enum Gap {
    /// A tree was asked, and there is none.
    Refused(Refusal),
    /// Nobody could be asked: the tree that is wanted, if it is known.
    Absent(Option<String>),
}

impl<T> From<Gap> for Answer<T> {
    fn from(gap: Gap) -> Self {
        match gap {
            Gap::Refused(refusal) => Answer::Wrong(refusal),
            Gap::Absent(tree) => Answer::Absent(tree),
        }
    }
}

/// A place as the lock writes it: `src/runtime/proc.go:457-475`.
struct Spot<'s> {
    file: &'s str,
    lines: (usize, usize),
}

impl<'s> Spot<'s> {
    fn of(text: &'s str) -> Self {
        let Some((file, lines)) = text.rsplit_once(':') else { return Spot { file: text, lines: (0, 0) } };
        Spot { file, lines: spans(lines).first().copied().unwrap_or((0, 0)) }
    }
}

/// `3-9,12-14`, or single lines.
fn spans(text: &str) -> Vec<(usize, usize)> {
    let span = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some((first.parse().ok()?, last.parse().ok()?))
    };
    text.split(',').filter_map(span).collect()
}

/// A file as the reader sees it: Go's own without `src/`.
fn shown<'f>(origin: &Origin, file: &'f str) -> &'f str {
    match origin.module {
        None => file.strip_prefix("src/").unwrap_or(file),
        Some(_) => file,
    }
}

/// The release stands behind the place, before options and parts.
fn with_release(reference: &str, release: &str) -> String {
    let at = reference.find(['?', '#']).unwrap_or(reference.len());
    format!("{}@{release}{}", &reference[..at], &reference[at..])
}

fn found(entry: &Entry, what: What) -> Option<String> {
    match what {
        What::Value => entry.value.clone(),
        What::Size => entry.size.map(|size| size.to_string()),
        What::Align => entry.align.map(|align| align.to_string()),
        What::Offset => entry.offset.map(|offset| offset.to_string()),
    }
}

fn false_fact(known: &Known, what: What, wanted: &str, found: &str) -> Refusal {
    let subject = known.key.reference.to_string();
    let release = &known.key.origin;
    let message = match what {
        What::Value => format!("`{subject}` is {found} in {release}, not {wanted}"),
        _ => format!("the {} of `{subject}` is {found} in {release}, not {wanted}", what.word()),
    };
    let help = Some("mend the sentence and the fact in the link's title".to_string());
    Refusal { code: "false-fact", message, help }
}

fn lines_of(text: &str, (first, last): (usize, usize)) -> ExcerptPart {
    let lines = text.lines().skip(first.saturating_sub(1)).take((last + 1).saturating_sub(first));
    ExcerptPart { first, lines: lines.map(String::from).collect() }
}

fn cell(drawn: &layout::Layout, row: Row) -> LayoutCell {
    match row {
        Row::Field { index, offset, size } => {
            let field = drawn.fields.get(index);
            LayoutCell {
                name: field.map(|field| field.name.clone()),
                type_text: field.map(|field| field.ty.clone()).unwrap_or_default(),
                offset,
                size,
            }
        }
        Row::Padding { offset, size } => LayoutCell { name: None, type_text: String::new(), offset, size },
    }
}

/// The index of a node, which stands in a figure once.
fn node(figure: &mut CallsFigure, definition: Definition) -> usize {
    let known = figure.nodes.iter().position(|node| node.reference == definition.reference);
    known.unwrap_or_else(|| {
        figure.nodes.push(definition);
        figure.nodes.len() - 1
    })
}

fn arrow(figure: &mut CallsFigure, arrow: CallArrow) {
    if !figure.arrows.contains(&arrow) {
        figure.arrows.push(arrow);
    }
}
