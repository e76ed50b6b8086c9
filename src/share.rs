//! Work on many pages, shared among the processor's cores.
use std::sync::{Mutex, mpsc};
use std::thread;

/// Bytes of text below which starting a thread costs more than it saves.
const WORTH: usize = 1 << 20;

/// How many items a worker takes at a time: enough that it seldom has to ask, few enough that none waits for another.
const HANDFUL: usize = 16;

/// How many workers there are at most; beyond that memory is what they wait for.
const MOST: usize = 8;

/// What `work` makes of each item, in their order; `bytes` is how much text there is.
pub fn map<T: Send, R: Send>(items: Vec<T>, bytes: usize, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let workers = if bytes < WORTH { 1 } else { thread::available_parallelism().map_or(1, usize::from) };
    if workers == 1 {
        return items.into_iter().map(work).collect();
    }
    let count = items.len();
    let queue = Mutex::new(items.into_iter().enumerate());
    let take = || -> Vec<(usize, T)> {
        let mut queue = queue.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        queue.by_ref().take(HANDFUL).collect()
    };
    let done = Mutex::new(Vec::with_capacity(count));
    let work_off = || {
        let mut own = Vec::new();
        loop {
            let handful = take();
            if handful.is_empty() {
                break;
            }
            own.extend(handful.into_iter().map(|(at, item)| (at, work(item))));
        }
        done.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).append(&mut own);
    };
    thread::scope(|scope| {
        for _ in 1..workers.min(MOST) {
            scope.spawn(work_off);
        }
        work_off();
    });
    let mut done = done.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// How many results are made before they are asked for.
const AHEAD: usize = 32;

/// Hands what `work` makes of each item, in their order, to `take`, and makes the next ones on another core meanwhile.
pub fn ahead<T, R: Send, U>(
    items: impl Iterator<Item = T> + Send,
    bytes: usize,
    work: impl Fn(T) -> R + Send,
    take: impl FnOnce(&mut dyn Iterator<Item = R>) -> U,
) -> U {
    let mut results = items.map(work);
    if bytes < WORTH || thread::available_parallelism().map_or(1, usize::from) == 1 {
        return take(&mut results);
    }
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(AHEAD);
        // Where nobody takes results any more there is nothing to make.
        scope.spawn(move || results.try_for_each(|result| sender.send(result)));
        take(&mut receiver.into_iter())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for (count, bytes) in [(0, 0), (5, 0), (5, WORTH), (1000, WORTH), (1000, usize::MAX)] {
            let doubled = map((0..count).collect(), bytes, |item| item * 2);
            assert_eq!(doubled, (0..count).map(|item| item * 2).collect::<Vec<_>>());
            let doubled: Vec<i32> = ahead(0..count, bytes, |item| item * 2, |results| results.collect());
            assert_eq!(doubled, (0..count).map(|item| item * 2).collect::<Vec<_>>());
            let first = ahead(0..count, bytes, |item| item * 2, |results| results.next());
            assert_eq!(first, (count > 0).then_some(0));
        }
    }
}
