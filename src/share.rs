//! Work on many pages, shared among the processor's cores.
use std::sync::Mutex;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for (count, bytes) in [(0, 0), (5, 0), (5, WORTH), (1000, WORTH), (1000, usize::MAX)] {
            let doubled = map((0..count).collect(), bytes, |item| item * 2);
            assert_eq!(doubled, (0..count).map(|item| item * 2).collect::<Vec<_>>());
        }
    }
}
