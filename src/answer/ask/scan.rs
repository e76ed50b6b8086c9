//! Scanning: one tree is asked for what the pages want of it, and each answer becomes an entry of the lock.
use super::{Fresh, Wanted, arrow_name, bare};
use crate::answer::hashes;
use crate::answer::origins::{Key, Origins};
use crate::go::built;
use crate::go::calls::{self, NoArrow};
use crate::go::decls;
use crate::go::facts::{self, What};
use crate::go::index::{Index, Kind, Miss, Symbol, Variant};
use crate::go::layout;
use crate::go::program::Program;
use crate::go::reference::{Options, Place, Reference};
use crate::go::refuse::{NotUnderstood, Understood, refuse};
use crate::lock::{Call, Entry};
use crate::resolve::answers::Refusal;
use std::collections::HashMap;
use std::collections::btree_map;

/// Programs by the options that they were read with; none where the processor is not known.
pub type Programs<'s> = HashMap<Options, Option<Program<'s>>>;

/// One tree being asked.
pub struct Scan<'s, 'f> {
    /// The tree's name in the lock.
    pub name: &'s str,
    /// Its declarations.
    pub index: &'s Index,
    /// All the trees, since one may speak of another.
    pub origins: &'s Origins,
    /// What has been read for values and types, by the options that it was read with.
    pub programs: Programs<'s>,
    /// Where the answers go.
    pub fresh: &'f mut Fresh,
}

impl<'s> Scan<'s, '_> {
    /// Makes of a key an entry with all that is wanted of it, or says why there is none.
    pub fn key(&mut self, key: &Key, wanted: &Wanted) {
        let spelled = key.name();
        let symbol = match self.index.lookup(&key.reference) {
            Ok(symbol) => symbol,
            Err(miss) if wanted.is_span => {
                self.fresh.lock.code.insert(spelled, short(&miss).to_string());
                return;
            }
            Err(miss) => {
                self.fresh.refused.insert(spelled, refusal(&miss));
                return;
            }
        };
        let canonical = format!("{} {}", self.name, canonical(&symbol, &key.reference));
        if canonical != spelled {
            self.fresh.lock.spellings.insert(spelled.clone(), canonical.clone());
        }
        let mut entry = self.fresh.lock.refs.remove(&canonical).unwrap_or_else(|| self.entry(&symbol));
        self.measure(&spelled, &symbol, key, wanted, &mut entry);
        self.hash(&entry);
        self.fresh.lock.refs.insert(canonical, entry);
    }

    fn entry(&self, symbol: &Symbol) -> Entry {
        let path = |file: &str| self.index.tree.repository_path(file);
        let at = |file: &str, start: usize, end: usize| format!("{}:{start}-{end}", path(file));
        let body = symbol.body.as_ref();
        Entry {
            kind: symbol.kind.word().to_string(),
            at: if symbol.kind == Kind::File {
                path(&symbol.file)
            } else {
                at(&symbol.file, symbol.start, symbol.end)
            },
            doc: symbol.doc,
            sig: symbol.signature.clone(),
            parts: symbol.parts.iter().map(|(a, b)| format!("{a}-{b}")).collect::<Vec<_>>().join(","),
            body: body.map(|body| at(&body.file, body.start, body.end)).unwrap_or_default(),
            variants: symbol.variants.iter().map(|variant| self.variant(variant)).collect(),
            text: symbol.text_hash.clone(),
            tokens: symbol.token_hash.clone(),
            ..Entry::default()
        }
    }

    fn variant(&self, variant: &Variant) -> String {
        let path = self.index.tree.repository_path(&variant.file);
        let condition = variant.condition.as_deref().unwrap_or("");
        format!("{path}:{} {condition}", variant.start).trim_end().to_string()
    }

    /// Values, sizes and layouts, as far as they are asked for; the value of a constant always.
    fn measure(&mut self, spelled: &str, symbol: &Symbol, key: &Key, wanted: &Wanted, entry: &mut Entry) {
        let mut facts = wanted.facts.clone();
        let is_const = symbol.kind == Kind::Decl(decls::Kind::Const);
        if is_const {
            facts.insert(What::Value);
        }
        for what in facts {
            let (package, path) = (symbol.package.clone(), symbol.path.clone());
            let found = self.with(key, |program| facts::found(program, &package, &path, what));
            match found {
                Ok(value) => put(entry, what, value.to_string()),
                // A constant's value is only a courtesy unless a fact asks for it.
                Err(_) if !wanted.facts.contains(&what) => {}
                Err(refused) => {
                    self.fresh.not_measured.insert((spelled.to_string(), what), not_understood(&refused));
                }
            }
        }
        if wanted.layout {
            match self.with(key, |program| layout::layout(program, &symbol.package, &symbol.path)) {
                Ok(layout) => entry.layout = layout::print_line(&layout),
                Err(refused) => {
                    self.fresh.refused.insert(format!("{spelled} layout"), not_understood(&refused));
                }
            }
        }
    }

    fn with<T>(&mut self, key: &Key, ask: impl FnOnce(&Program) -> Understood<T>) -> Understood<T> {
        let options = Options { body: false, group: false, alias: false, ..key.reference.options.clone() };
        let (index, origins, name) = (self.index, self.origins, self.name);
        let program = self.programs.entry(options.clone()).or_insert_with(|| {
            let beside: Vec<&Index> =
                origins.beside(name).filter_map(|(_, origin)| origin.index.as_ref()).collect();
            built::program(index, &beside, &options)
        });
        match program {
            Some(program) => ask(program),
            None => refuse("this processor", 0),
        }
    }

    fn hash(&mut self, entry: &Entry) {
        for file in entry.files() {
            let key = format!("{} {file}", self.name);
            if let btree_map::Entry::Vacant(place) = self.fresh.lock.files.entry(key)
                && let Some(hash) = hashes::of_file(self.index, file)
            {
                place.insert(hash);
            }
        }
    }

    /// Makes of an arrow of a call path the call that it stands for, or says why there is none.
    pub fn arrow(&mut self, from: &Key, to: &Key) {
        let tree = self.origins.get(to).and_then(|origin| origin.index.as_ref());
        let (caller, callee) = (function(self.index, from), tree.and_then(|tree| function(tree, to)));
        let (Some(caller), Some(callee)) = (caller, callee) else { return };
        let found = self.with(from, |program| Ok(calls::arrow(program, &caller, &callee)));
        let name = arrow_name(self.name, &bare(&self.fresh.lock, from), &bare(&self.fresh.lock, to));
        match found {
            Ok(Ok(arrow)) => {
                let Some(first) = arrow.calls.first() else { return };
                self.fresh.lock.calls.insert(name, Call { note: note(first), line: first.line });
            }
            Ok(Err(no_arrow)) => drop(self.fresh.refused.insert(name, no_call(&caller, &callee, &no_arrow))),
            Err(refused) => drop(self.fresh.refused.insert(name, not_understood(&refused))),
        }
    }
}

fn put(entry: &mut Entry, what: What, value: String) {
    match what {
        What::Value => entry.value = Some(value),
        What::Size => entry.size = value.parse().ok(),
        What::Align => entry.align = value.parse().ok(),
        What::Offset => entry.offset = value.parse().ok(),
    }
}

/// The spelling that one symbol has in every book.
fn canonical(symbol: &Symbol, written: &Reference) -> String {
    let place = match &written.place {
        // A file was named on purpose: to reach assembly, or another target's declaration.
        Place::Symbol { .. } | Place::Lines { .. } => written.place.clone(),
        Place::File(_) if symbol.kind == Kind::File => Place::File(symbol.file.clone()),
        _ => Place::Dotted(symbol.dotted()),
    };
    Reference { place, ..written.clone() }.to_string()
}

fn function(index: &Index, key: &Key) -> Option<calls::Key> {
    let symbol = index.lookup(&key.reference).ok()?;
    Some(calls::Key::new(&symbol.package, &symbol.path))
}

/// What stands on an arrow that is no plain call.
fn note(call: &calls::Call) -> String {
    let via = call.via.as_ref().map(|via| format!("in {}", via.path));
    let word = match call.kind {
        calls::Kind::Calls => None,
        calls::Kind::Goes => Some("go"),
        calls::Kind::Defers => Some("defer"),
        calls::Kind::Passes => Some("passed"),
        calls::Kind::Refers => Some("named"),
    };
    match (word, via) {
        (Some("passed"), _) | (Some(_), None) => word.unwrap_or_default().to_string(),
        (Some(word), Some(via)) => format!("{word}, {via}"),
        (None, via) => via.unwrap_or_default(),
    }
}

fn refusal(miss: &Miss) -> Refusal {
    Refusal { code: short(miss), message: miss.to_string(), help: miss.help() }
}

fn short(miss: &Miss) -> &'static str {
    match miss {
        Miss::Package { .. } => "unknown-package",
        Miss::AmbiguousPackage { .. } => "ambiguous-package",
        Miss::Symbol { .. } => "unknown-symbol",
        Miss::AmbiguousSymbol { .. } => "ambiguous-symbol",
        Miss::OtherTargets { .. } => "other-targets",
        Miss::File { .. } => "unknown-file",
        Miss::Line { .. } => "unknown-line",
        Miss::Lacks { .. } => "lacks",
        Miss::Unreadable { .. } => "unreadable",
    }
}

fn not_understood(refused: &NotUnderstood) -> Refusal {
    Refusal { code: "not-understood", message: refused.to_string(), help: None }
}

fn no_call(caller: &calls::Key, callee: &calls::Key, no_arrow: &NoArrow) -> Refusal {
    let message = format!("`{caller}` does not call `{callee}`");
    Refusal { code: "no-call", message, help: Some(no_arrow.to_string()) }
}
