//! Ordered: batches of work on several threads, their results in the order of the batches.
//!
//! Every worker pulls a batch, works on it and puts the result in line; whoever puts down the result whose
//! turn it is hands on all that follow. So there are as many threads as jobs and no more, one job needs no
//! thread at all, and the order is that of the batches for any number of jobs. Memory is bounded: nobody
//! pulls a batch that is `WINDOW` batches a job ahead of the one whose turn it is, and a result that grows
//! too large is handed on in parts once its turn has come ([`Turn::pour`]).

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many batches a job may be ahead of the batch whose turn it is.
const WINDOW: usize = 4;

/// Stack of a worker: what the main thread has by default, so that a document fares alike on all of them.
const STACK_BYTES: usize = 8 << 20;

/// Runs `work` over all batches on `jobs` threads, the calling one among them.
///
/// - `pull` fills a batch and says whether there was anything left; one thread calls it at a time.
/// - `worker` makes a worker, one for each thread. It turns a batch into what stands in [`Turn::result`].
/// - `hand_on` gets the results in the order of the batches, one at a time, and must leave them empty: both
///   batches and results are used again.
///
/// # Errors
///
/// The first that `hand_on` gives; the work then ends with the batches at hand.
pub fn run<B, R, E, W>(
    jobs: NonZeroUsize,
    pull: impl FnMut(&mut B) -> bool + Send,
    worker: impl Fn() -> W + Sync,
    hand_on: impl FnMut(&mut R) -> Result<(), E> + Send,
) -> Result<(), E>
where
    B: Default,
    R: Default + Send,
    E: Send,
    W: FnMut(&mut B, &mut Turn<'_, R>),
{
    let source = Mutex::new(Source { pull, pulled: 0, dry: false });
    let out = Mutex::new(hand_on);
    let line = Line {
        window: (WINDOW * jobs.get()) as u64,
        queue: Mutex::new(Queue::default()),
        moved: Condvar::new(),
        hand_on: &|result: &mut R| lock(&out)(result),
    };
    let work = || {
        let _alarm = Alarm(&line);
        let (mut batch, mut worker) = (B::default(), worker());
        while let Some(ticket) = pull_next(&source, &line, &mut batch) {
            let mut turn = Turn { ticket, result: line.spare(), line: &line };
            worker(&mut batch, &mut turn);
            let Turn { result, .. } = turn;
            line.put(ticket, result);
        }
    };
    thread::scope(|scope| {
        // Where the system gives fewer threads, the work is done by those there are.
        let _more: Vec<_> = (1..jobs.get())
            .map_while(|_| thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work).ok())
            .collect();
        work();
    });
    match line.queue.into_inner().unwrap_or_else(PoisonError::into_inner).failure {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// The result of one batch in the making.
pub struct Turn<'l, R> {
    ticket: u64,
    /// What the batch has given so far.
    pub result: R,
    line: &'l dyn InLine<R>,
}

impl<R> Turn<'_, R> {
    /// Waits until all batches before this one are handed on, and hands on what there is of it. Says whether
    /// it is worth going on: not after a failure.
    pub fn pour(&mut self) -> bool {
        self.line.pour(self.ticket, &mut self.result)
    }
}

struct Source<P> {
    pull: P,
    pulled: u64,
    dry: bool,
}

/// Waits for room, fills the batch and numbers it.
fn pull_next<B, R, E>(
    source: &Mutex<Source<impl FnMut(&mut B) -> bool>>,
    line: &Line<'_, R, E>,
    batch: &mut B,
) -> Option<u64> {
    let mut source = lock(source);
    let ticket = source.pulled;
    if source.dry || !line.wait_for_room(ticket) {
        return None;
    }
    source.dry = !(source.pull)(batch);
    source.pulled += 1;
    (!source.dry).then_some(ticket)
}

/// What a [`Turn`] needs of a [`Line`], whatever its errors are.
trait InLine<R> {
    fn pour(&self, ticket: u64, result: &mut R) -> bool;
}

/// Results that wait for those before them.
struct Line<'h, R, E> {
    window: u64,
    queue: Mutex<Queue<R, E>>,
    moved: Condvar,
    hand_on: &'h (dyn Fn(&mut R) -> Result<(), E> + Sync),
}

struct Queue<R, E> {
    /// The ticket whose turn it is.
    turn: u64,
    /// Results from `turn` on.
    ready: VecDeque<Option<R>>,
    /// Whether somebody is handing on.
    busy: bool,
    spare: Vec<R>,
    stopped: bool,
    failure: Option<E>,
}

impl<R, E> Default for Queue<R, E> {
    fn default() -> Self {
        let (ready, spare) = (VecDeque::new(), Vec::new());
        Self { turn: 0, ready, busy: false, spare, stopped: false, failure: None }
    }
}

impl<R: Default, E> Line<'_, R, E> {
    fn spare(&self) -> R {
        lock(&self.queue).spare.pop().unwrap_or_default()
    }

    /// Puts a whole result in line and hands on all whose turn has come.
    fn put(&self, ticket: u64, result: R) {
        let mut queue = lock(&self.queue);
        let place = usize::try_from(ticket - queue.turn).unwrap_or(usize::MAX);
        while queue.ready.len() <= place {
            queue.ready.push_back(None);
        }
        queue.ready[place] = Some(result);
        if queue.busy {
            return;
        }
        queue.busy = true;
        while !queue.stopped
            && let Some(mut result) = queue.ready.front_mut().and_then(Option::take)
        {
            drop(queue);
            let handed = (self.hand_on)(&mut result);
            queue = lock(&self.queue);
            queue.ready.pop_front();
            queue.turn += 1;
            queue.spare.push(result);
            self.settle(&mut queue, handed);
        }
        queue.busy = false;
    }
}

impl<R, E> Line<'_, R, E> {
    /// Waits until `ticket` is near enough to the one whose turn it is; `false` after a failure.
    fn wait_for_room(&self, ticket: u64) -> bool {
        let queue = lock(&self.queue);
        let full = |queue: &mut Queue<R, E>| !queue.stopped && ticket >= queue.turn + self.window;
        !self.moved.wait_while(queue, full).unwrap_or_else(PoisonError::into_inner).stopped
    }

    fn settle(&self, queue: &mut Queue<R, E>, handed: Result<(), E>) {
        if let Err(error) = handed {
            queue.stopped = true;
            queue.failure.get_or_insert(error);
        }
        self.moved.notify_all();
    }
}

impl<R, E> InLine<R> for Line<'_, R, E> {
    fn pour(&self, ticket: u64, result: &mut R) -> bool {
        let queue = lock(&self.queue);
        let early = |queue: &mut Queue<R, E>| !queue.stopped && queue.turn != ticket;
        let queue = self.moved.wait_while(queue, early).unwrap_or_else(PoisonError::into_inner);
        if queue.stopped {
            return false;
        }
        drop(queue);
        // Nobody else hands on while it is the turn of a batch that is not whole.
        let handed = (self.hand_on)(result);
        let mut queue = lock(&self.queue);
        self.settle(&mut queue, handed);
        !queue.stopped
    }
}

/// Stops all others when a worker panics, so that nobody waits for it for ever.
struct Alarm<'a, 'h, R, E>(&'a Line<'h, R, E>);

impl<R, E> Drop for Alarm<'_, '_, R, E> {
    fn drop(&mut self) {
        if thread::panicking() {
            lock(&self.0.queue).stopped = true;
            self.0.moved.notify_all();
        }
    }
}

/// What a panicking thread leaves behind is still whole: nothing here is changed in two steps.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers below `count`, a few a batch; each is poured when it ends in 7.
    fn numbers(jobs: usize, count: u64, fail_at: u64) -> (Vec<u64>, Result<(), &'static str>) {
        let mut next = 0;
        let mut seen = Vec::new();
        let result = run(
            NonZeroUsize::new(jobs).expect("a job"),
            |batch: &mut Vec<u64>| {
                batch.clear();
                batch.extend(next..(next + 1 + next % 5).min(count));
                next += batch.len() as u64;
                !batch.is_empty()
            },
            || {
                |batch: &mut Vec<u64>, turn: &mut Turn<'_, Vec<u64>>| {
                    for &number in &*batch {
                        turn.result.push(number);
                        if number % 10 == 7 && !turn.pour() {
                            return;
                        }
                        if number % 16 == 3 {
                            thread::yield_now();
                        }
                    }
                }
            },
            |result: &mut Vec<u64>| {
                seen.append(result);
                if seen.last() >= Some(&fail_at) { Err("full") } else { Ok(()) }
            },
        );
        (seen, result)
    }

    #[test]
    fn results_come_in_the_order_of_the_batches_for_any_number_of_jobs() {
        for jobs in [1, 2, 3, 8] {
            let (seen, result) = numbers(jobs, 5000, u64::MAX);
            assert_eq!((seen, result), ((0..5000).collect(), Ok(())), "{jobs} jobs");
        }
    }

    #[test]
    fn a_failure_ends_the_work() {
        for jobs in [1, 4] {
            let (seen, result) = numbers(jobs, 1_000_000, 100);
            assert_eq!(result, Err("full"));
            assert!(seen.len() < 200 && seen.is_sorted());
        }
    }

    #[test]
    fn a_panic_of_a_worker_ends_the_work_and_is_passed_on() {
        let caught = std::panic::catch_unwind(|| {
            let mut left = 100;
            let pull = |_: &mut ()| {
                left -= 1;
                left > 0
            };
            let work = || |_: &mut (), turn: &mut Turn<'_, u8>| panic!("as asked: {}", turn.result);
            run(NonZeroUsize::MIN.saturating_add(3), pull, work, |_| Ok::<_, ()>(()))
        });
        assert!(caught.is_err());
    }
}
