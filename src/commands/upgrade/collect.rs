//! From pages and what both releases say of them to the report.
use crate::answer::Told;
use crate::answer::ask::{Fresh, arrow_name, bare};
use crate::answer::origins::Key;
use crate::config::Config;
use crate::drift::diff::diff;
use crate::drift::grade::{Cited, Grade, Trees, grade};
use crate::drift::report::{Broken, Chapter, Item, Report};
use crate::find::Findings;
use crate::go::reference::Reference;
use crate::lock::{Entry, Lock};
use crate::read::{Page, slashed};
use crate::resolve::answers::{Answer, Ask, Asked};
use crate::resolve::asked;
use anyhow::{Result, anyhow};
use std::collections::{BTreeMap, BTreeSet};

/// The pages, and what both releases say.
pub struct Sides<'s> {
    /// The pages in reading order.
    pub pages: &'s [Page<'s>],
    /// What each holds.
    pub findings: &'s [Findings<'s>],
    /// The choices of the run.
    pub cfg: &'s Config,
    /// What the pinned release says.
    pub old: &'s Told,
    /// What the other release says.
    pub new: &'s Told,
}

/// The drift between two releases.
pub fn report(sides: &Sides, from: &str, to: &str) -> Result<Report> {
    let (old, new) = (&sides.old.fresh.lock, &sides.new.fresh.lock);
    let index = |told: &'_ Told, name: &str| {
        told.origins.by_name.get(name).is_some_and(|origin| origin.index.is_some())
    };
    let tree = sides.new.origins.by_name.get(to).and_then(|origin| origin.index.as_ref());
    let chapters: Vec<Chapter> = chapters(sides, from, to);
    let Some(tree) = tree else {
        return Ok(Report { from: from.to_owned(), to: to.to_owned(), ..Report::default() });
    };
    let trees = Trees {
        old: sides.old.origins.by_name.get(from).and_then(|origin| origin.index.as_ref()),
        new: tree,
    };
    let names: BTreeSet<&String> = chapters.iter().flat_map(|chapter| &chapter.references).collect();
    let cited: Vec<Cited> = names.iter().filter_map(|name| cited(name, from, to, old, new)).collect();
    let grades = grade(&cited, trees).map_err(|miss| anyhow!("{miss}"))?;
    let items = cited.iter().zip(&grades).map(|(cited, grade)| item(cited, grade, trees));
    let mut report = Report {
        from: from.to_owned(),
        to: to.to_owned(),
        has_both_trees: index(sides.old, from),
        references: items.collect(),
        chapters,
    };
    still_waiting(&mut report, old);
    Ok(report)
}

fn cited<'l>(name: &str, from: &str, to: &str, old: &'l Lock, new: &'l Lock) -> Option<Cited<'l>> {
    let entry: &Entry = old.refs.get(&format!("{from} {name}"))?;
    let measured = new.refs.get(new.canonical(&format!("{to} {name}")));
    Some(Cited { reference: name.parse().ok()?, entry, measured })
}

fn item(cited: &Cited, grade: &Grade, trees: Trees) -> Item {
    let diff = grade.class.waits().then(|| diff(cited, grade, trees)).flatten();
    Item {
        reference: cited.reference.to_string(),
        class: grade.class,
        kind: cited.entry.kind.clone(),
        old: cited.entry.at.clone(),
        new: grade.at.clone(),
        successor: grade.successor.clone(),
        note: grade.note.clone(),
        diff,
        since: None,
        is_reviewed: false,
    }
}

/// What was not reviewed at an earlier step waits on, and what vanished then is not found in the lock any more.
fn still_waiting(report: &mut Report, lock: &Lock) {
    let prefix = format!("{} ", report.from);
    let pending =
        lock.reviews.iter().filter_map(|(name, review)| Some((name.strip_prefix(&prefix)?, review)));
    for (name, review) in pending {
        let since = Some(review.since.clone());
        match report.references.binary_search_by(|item| item.reference.as_str().cmp(name)) {
            Ok(at) => {
                if let Some(item) = report.references.get_mut(at) {
                    item.since = since;
                    item.class = if item.class.waits() { item.class } else { review.class };
                }
            }
            Err(at) => report.references.insert(at, super::pending::item(name, review, None)),
        }
    }
}

/// The chapters with what each cites of a release, and what no longer holds in them.
pub fn chapters(sides: &Sides, from: &str, to: &str) -> Vec<Chapter> {
    let pages = sides.pages.iter().zip(sides.findings).filter(|(page, _)| !page.is_draft());
    pages
        .map(|(page, findings)| {
            let asked = asked(std::slice::from_ref(page), std::slice::from_ref(findings), sides.cfg);
            let nodes = asked.nodes();
            let all = asked.written.iter().chain(&asked.spans).chain(&asked.excerpts).chain(&asked.layouts);
            let path = page.source_path.or(page.path).map(slashed).unwrap_or_default();
            Chapter {
                title: page.title.clone(),
                path: path.into_owned(),
                references: names(all.chain(&nodes), from, sides.old),
                shown: names(asked.excerpts.iter().chain(&asked.layouts), from, sides.old),
                facts: facts(&asked, sides),
                calls: calls(&asked, sides, from, to),
            }
        })
        .collect()
}

/// The canonical names of what is asked of a release, sorted.
fn names<'a>(asks: impl Iterator<Item = &'a Ask>, release: &str, told: &Told) -> Vec<String> {
    let lock = &told.fresh.lock;
    let keys = asks.filter_map(|ask| told.origins.key(ask).ok()?).filter(|key| key.origin == release);
    let is_known = |key: &Key| {
        let review = format!("{release} {}", bare(lock, key));
        lock.refs.contains_key(&review) || lock.reviews.contains_key(&review)
    };
    let names: BTreeSet<String> = keys.filter(is_known).map(|key| bare(lock, &key)).collect();
    names.into_iter().collect()
}

/// The names under which a report may list what an author writes.
pub fn names_of(written: &str, told: &Told) -> Vec<String> {
    let Ok(Reference { release: _, place, options, parts }) = written.parse::<Reference>() else {
        return Vec::new();
    };
    let reference = Reference { release: None, place, options, parts };
    let ask = Ask { go: None, reference: reference.to_string() };
    let key = told.origins.key(&ask).ok().flatten();
    let canonical = key.map(|key| bare(&told.fresh.lock, &key));
    canonical.into_iter().chain([reference.to_string()]).collect()
}

/// Facts that held and no longer do.
fn facts(asked: &Asked, sides: &Sides) -> Vec<Broken> {
    let broken = asked.facts.iter().filter_map(|fact| {
        let (ask, title) = fact;
        let held = !matches!(sides.old.answers.facts.get(fact), Some(Answer::Wrong(_)));
        match sides.new.answers.facts.get(fact) {
            Some(Answer::Wrong(refusal)) if held => {
                let written = format!("{} \"{title}\"", ask.reference);
                Some(Broken { written, message: refusal.message.clone() })
            }
            _ => None,
        }
    });
    broken.collect()
}

/// Call arrows that held and no longer do.
fn calls(asked: &Asked, sides: &Sides, from: &str, to: &str) -> Vec<Broken> {
    let mut broken = BTreeMap::new();
    for (caller, callee) in asked.arrows() {
        let name = |told: &Told, release: &str| {
            let key = |ask: &Ask| told.origins.key(ask).ok().flatten().filter(|key| key.origin == release);
            let bare = |key: Key| bare(&told.fresh.lock, &key);
            Some(arrow_name(release, &bare(key(&caller)?), &bare(key(&callee)?)))
        };
        let (Some(before), Some(now)) = (name(sides.old, from), name(sides.new, to)) else { continue };
        let (old, new) = (&sides.old.fresh, &sides.new.fresh);
        if old.lock.calls.contains_key(&before) && !new.lock.calls.contains_key(&now) {
            let message = match new.refused.get(&now) {
                Some(refusal) => refusal.message.clone(),
                None => vanished(&now, new),
            };
            let written = before.split_once(' ').map_or(before.as_str(), |(_, arrow)| arrow).to_owned();
            broken.insert(written.clone(), Broken { written, message });
        }
    }
    broken.into_values().collect()
}

/// Which end of an arrow is gone.
fn vanished(arrow: &str, fresh: &Fresh) -> String {
    let (release, ends) = arrow.split_once(' ').unwrap_or(("", arrow));
    let is_gone = |end: &&str| !fresh.lock.refs.contains_key(&format!("{release} {end}"));
    let gone: Vec<String> = ends.split(" -> ").filter(is_gone).map(|end| format!("`{end}`")).collect();
    match gone.len() {
        0 => "the call is not found".to_owned(),
        1 => format!("{} is gone", gone.join("")),
        _ => format!("{} are gone", gone.join(" and ")),
    }
}
