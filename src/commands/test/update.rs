//! `--update`: what examples print now, written into the pages that promise something else.
use super::super::Console;
use super::super::preprocess::with_sources;
use super::{Collected, Plan};
use crate::disk;
use crate::examples::Verdict;
use crate::examples::update::{self, Change};
use crate::problem::locate::{Locator, Sources};
use crate::read::slashed;
use anyhow::Result;
use similar::TextDiff;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Writes every comment that can be written, and shows the difference; what was written counts as updated.
pub fn update(
    book: &Collected,
    plans: &[Plan],
    verdicts: &mut [Verdict],
    console: &mut Console,
) -> Result<()> {
    let (changes, refused) =
        with_sources(&book.pages, &book.config, |sources| changes(book, plans, verdicts, sources));
    for line in refused {
        writeln!(console.err, "{line}")?;
    }
    let mut by_file: BTreeMap<PathBuf, Vec<Change>> = BTreeMap::new();
    for (at, change) in changes {
        verdicts[at] = Verdict::Updated;
        by_file.entry(change.path.clone()).or_default().push(change);
    }
    for (path, changes) in by_file {
        let file = disk::inside(&book.config.root, &path)?;
        let old = disk::read(&file)?;
        let new = update::apply(&old, &changes);
        let name = slashed(&path);
        let diff = TextDiff::from_lines(&old, &new);
        write!(console.out, "{}", diff.unified_diff().context_radius(2).header(&name, &name))?;
        disk::write(&file, new.as_bytes())?;
    }
    Ok(())
}

/// The changes by the example's place in the list, and a sentence for each that cannot be made.
fn changes(
    book: &Collected,
    plans: &[Plan],
    verdicts: &[Verdict],
    sources: Sources,
) -> (Vec<(usize, Change)>, Vec<String>) {
    let mut locator = Locator::new(sources);
    let (mut changes, mut refused) = (Vec::new(), Vec::new());
    for (at, (example, verdict)) in book.examples.iter().zip(verdicts).enumerate() {
        let (Verdict::Failed(failure), Some(Ok((_, promise)))) = (verdict, plans.get(at)) else { continue };
        let Some(comment) = update::comment(promise, failure) else { continue };
        let Some(page) = book.pages.get(example.page) else { continue };
        let Some(below) = &page.source_path else { continue };
        let own = sources.src.join(below);
        match update::change(example, comment, &page.text, &own, &mut locator) {
            Ok(change) => changes.push((at, change)),
            Err(Some(path)) => refused.push(format!(
                "not updated: {} includes the example from {}",
                slashed(&own),
                slashed(&path)
            )),
            Err(None) => {
                refused.push(format!("not updated: the comment is not to be found in {}", slashed(&own)))
            }
        }
    }
    (changes, refused)
}
