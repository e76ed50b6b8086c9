//! Builds and runs many examples at a time.
use super::{Collected, Plan, limits};
use crate::examples::judge::Failure;
use crate::examples::promise::Promise;
use crate::examples::wish::Wish;
use crate::examples::{self, Example, Verdict};
use crate::go::run::{Build, Cut, Go, Limits, Module};
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// What a build is held to: a first one compiles the whole standard library.
const BUILD: Limits = Limits { time: Duration::from_secs(600), output: 1 << 20, memory: None };

/// Takes every example to its verdict, as many at a time as there are processors.
pub fn work(book: &Collected, plans: &[Plan], releases: &BTreeMap<String, Go>) -> Result<Vec<Verdict>> {
    let stop = stopped_by_signals()?;
    let count = plans.iter().filter(|plan| plan.is_ok()).count();
    let bar = ProgressBar::new(count as u64).with_style(style()?);
    let (next, verdicts) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let one_by_one = || {
        while let Some((plan, example)) = item(plans, book, &next) {
            let verdict = match plan {
                Err(verdict) => Ok(verdict.clone()),
                Ok(_) if stop.load(Ordering::Relaxed) => Ok(Verdict::Failed(Failure::Cut(Cut::Stop))),
                Ok((wish, promise)) => {
                    let verdict = one(book, example.1, (wish, promise), releases, &stop);
                    bar.inc(1);
                    verdict
                }
            };
            verdicts.lock().unwrap_or_else(PoisonError::into_inner).insert(example.0, verdict);
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from).min(count.max(1));
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(one_by_one);
        }
    });
    bar.finish_and_clear();
    if stop.load(Ordering::Relaxed) {
        bail!("the run was broken off");
    }
    verdicts.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

/// The next example that no one works on yet.
fn item<'p>(
    plans: &'p [Plan],
    book: &'p Collected,
    next: &AtomicUsize,
) -> Option<(&'p Plan, (usize, &'p Example))> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    Some((plans.get(at)?, (at, book.examples.get(at)?)))
}

fn one(
    book: &Collected,
    example: &Example,
    (wish, promise): (&Wish, &Promise),
    releases: &BTreeMap<String, Go>,
    stop: &AtomicBool,
) -> Result<Verdict> {
    let go = example.release.as_ref().and_then(|release| releases.get(release));
    let go = go.context("every release that is needed was found")?;
    let module = Module::new(go, &example.block.text)?;
    let env = wish.build_env();
    let build = Build { race: wish.race, flags: &wish.flags, env: &env };
    let limits = limits(book, wish);
    examples::verdict(
        wish,
        promise,
        &limits,
        || module.build(go, build, &BUILD, stop),
        || module.run(go, &wish.env, &limits, stop),
    )
}

/// Whoever breaks the run off once gets it ended in order: no program stays behind, nor its files. Twice ends it.
fn stopped_by_signals() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        flag::register_conditional_shutdown(signal, 2, Arc::clone(&stop))?;
        flag::register(signal, Arc::clone(&stop))?;
    }
    Ok(stop)
}

fn style() -> Result<ProgressStyle> {
    Ok(ProgressStyle::with_template("{bar:30} {pos} of {len} examples, {elapsed}")?)
}
