//! Builds and runs many examples at a time.
use super::{Collected, Plan, Tools, limits};
use crate::commands::signals::stopped_by_signals;
use crate::examples::promise::Promise;
use crate::examples::wish::Wish;
use crate::examples::{self, Example, Verdict};
use crate::go::run::{Build, Limits, Module};
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// What a build is held to: a first one compiles the whole standard library.
const BUILD: Limits = Limits { time: Duration::from_secs(600), output: 1 << 20, memory: None };

/// Takes every example to its verdict, as many at a time as there are processors.
pub fn work(book: &Collected, plans: &[Plan], tools: &Tools) -> Result<Vec<Verdict>> {
    let stop = stopped_by_signals()?;
    let count = plans.iter().filter(|plan| plan.is_ok()).count();
    let bar = ProgressBar::new(count as u64).with_style(style()?);
    let (next, verdicts) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let shop = Shop { book, plans, tools, stop: &stop, bar: &bar, next: &next, verdicts: &verdicts };
    let workers = thread::available_parallelism().map_or(1, usize::from).min(count.max(1));
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| shop.one_by_one());
        }
    });
    bar.finish_and_clear();
    if stop.load(Ordering::Relaxed) {
        bail!("the run was broken off");
    }
    verdicts.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

/// What the workers share.
#[derive(Clone, Copy)]
struct Shop<'s> {
    book: &'s Collected,
    plans: &'s [Plan],
    tools: &'s Tools,
    stop: &'s AtomicBool,
    bar: &'s ProgressBar,
    /// The first example that no one works on yet.
    next: &'s AtomicUsize,
    verdicts: &'s Mutex<BTreeMap<usize, Result<Verdict>>>,
}

impl Shop<'_> {
    fn one_by_one(self) {
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let (Some(plan), Some(example)) = (self.plans.get(at), self.book.examples.get(at)) else {
                return;
            };
            let verdict = match plan {
                Ok(_) if self.stop.load(Ordering::Relaxed) => return,
                Ok((wish, promise)) => self.one(example, wish, promise),
                Err(verdict) => Ok(verdict.clone()),
            };
            self.verdicts.lock().unwrap_or_else(PoisonError::into_inner).insert(at, verdict);
        }
    }

    fn one(self, example: &Example, wish: &Wish, promise: &Promise) -> Result<Verdict> {
        let go = example.release.as_ref().and_then(|release| self.tools.releases.get(release));
        let go = go.context("every release that is needed was found")?;
        let requires = if example.modules.is_empty() { &[] } else { self.tools.modules.as_slice() };
        let module = Module::new(go, requires, &example.block.text)?;
        let env = wish.build_env();
        let build = Build { race: wish.race, flags: &wish.flags, env: &env };
        let limits = limits(self.book, wish);
        let verdict = examples::verdict(
            wish,
            promise,
            &limits,
            || module.build(go, build, &BUILD, self.stop),
            || module.run(go, &wish.env, &limits, self.stop),
        );
        self.bar.inc(1);
        verdict
    }
}

fn style() -> Result<ProgressStyle> {
    Ok(ProgressStyle::with_template("{bar:30} {pos} of {len} examples, {elapsed}")?)
}
