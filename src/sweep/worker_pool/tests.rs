use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::*;

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(200);

/// Nothing is heard from the panel.
fn few() -> Few {
    Few::new(Box::new(|| None))
}

/// Runs this many jobs; returns their results in order.
fn all<T: Send + 'static>(pool: &mut WorkerPool<usize, T>, jobs: usize) -> Vec<Result<T, Lost>> {
    for job in 0..jobs {
        pool.push(job);
    }
    let mut ended: Vec<_> = (0..jobs).map(|_| pool.next(LONG).expect("every job ends")).collect();
    ended.sort_by_key(|(job, _)| *job);
    ended.into_iter().map(|(_, result)| result).collect()
}

#[test]
fn all_jobs_run_on_at_most_the_allowed_number_of_workers() {
    static NOW: AtomicUsize = AtomicUsize::new(0);
    static MOST: AtomicUsize = AtomicUsize::new(0);
    let mut pool = WorkerPool::new(3, LONG, few(), |job: usize| {
        MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        thread::sleep(Duration::from_millis(10));
        NOW.fetch_sub(1, Ordering::SeqCst);
        job * 2
    });
    let results = all(&mut pool, 20);
    assert_eq!(results, (0..20).map(|job| Ok(job * 2)).collect::<Vec<_>>());
    assert!(MOST.load(Ordering::SeqCst) <= 3);
}

#[test]
fn a_job_whose_worker_panics_is_lost_and_the_others_run() {
    let mut pool = WorkerPool::new(1, LONG, few(), |job: usize| {
        assert_ne!(job, 1, "on purpose");
        job
    });
    assert_eq!(all(&mut pool, 3), [Ok(0), Err(Lost::Panic), Ok(2)]);
}

#[test]
fn a_job_whose_worker_hangs_is_lost_at_its_limit_and_the_others_run() {
    let mut pool = WorkerPool::new(1, SHORT, few(), |job: usize| {
        if job == 1 {
            thread::sleep(LONG);
        }
        job
    });
    let start = Instant::now();
    assert_eq!(all(&mut pool, 3), [Ok(0), Err(Lost::Overdue), Ok(2)]);
    assert!(start.elapsed() >= SHORT && start.elapsed() < LONG / 2);
}

#[test]
fn all_jobs_are_lost_if_every_worker_hangs() {
    let mut pool = WorkerPool::new(2, SHORT, few(), |_: usize| thread::sleep(LONG));
    let start = Instant::now();
    assert!(all(&mut pool, 6).iter().all(|result| *result == Err(Lost::Overdue)));
    assert!(start.elapsed() < LONG / 2);
}

#[test]
fn a_result_after_the_limit_is_ignored() {
    let mut pool = WorkerPool::new(1, SHORT, few(), |job: usize| {
        if job == 0 {
            thread::sleep(SHORT * 3);
        }
        job
    });
    assert_eq!(all(&mut pool, 1), [Err(Lost::Overdue)]);
    assert_eq!(pool.next(SHORT * 5), None);
    pool.push(7);
    assert_eq!(pool.next(LONG), Some((7, Ok(7))));
}

#[test]
fn jobs_that_no_worker_takes_are_lost_at_their_limit() {
    // The thread disappears before it takes a job.
    let mut pool = WorkerPool::with_spawn(2, SHORT, few(), |job: usize| job, |_, _| Ok(()));
    let start = Instant::now();
    assert!(all(&mut pool, 4).iter().all(|result| *result == Err(Lost::Overdue)));
    assert!(start.elapsed() >= SHORT && start.elapsed() < LONG / 2);
}

#[test]
fn jobs_are_lost_with_the_reason_if_no_thread_can_be_started() {
    let mut pool = WorkerPool::with_spawn(
        2,
        LONG,
        few(),
        |job: usize| job,
        |_, _| Err(io::Error::from_raw_os_error(libc::EAGAIN)),
    );
    for result in all(&mut pool, 3) {
        assert!(matches!(result, Err(Lost::NoThread(why)) if why.contains("temporarily unavailable")));
    }
}

#[test]
fn one_worker_runs_all_jobs_if_a_second_cannot_be_started() {
    static STARTED: AtomicUsize = AtomicUsize::new(0);
    let spawn: Spawn = |name, work| match STARTED.fetch_add(1, Ordering::SeqCst) {
        0 => sys::spawn(name, work),
        _ => Err(io::Error::from_raw_os_error(libc::EAGAIN)),
    };
    let mut pool = WorkerPool::with_spawn(4, LONG, few(), |job: usize| job, spawn);
    assert_eq!(all(&mut pool, 5), [Ok(0), Ok(1), Ok(2), Ok(3), Ok(4)]);
}

#[test]
fn waiting_without_a_job_ends_after_the_given_time() {
    let mut pool = WorkerPool::new(1, LONG, few(), |job: usize| job);
    assert_eq!(pool.next(Duration::from_millis(20)), None);
}

/// Runs jobs of 25 ms each; returns the number of workers, of at most 5.
fn workers_for(jobs: usize, few: Few) -> usize {
    let work = |_: usize| thread::sleep(Duration::from_millis(25));
    let mut pool = WorkerPool::new(5, LONG, few, work);
    assert_eq!(all(&mut pool, jobs).len(), jobs);
    pool.workers
}

#[test]
fn two_workers_run_all_jobs_while_the_panel_is_heard() {
    let heard = || Few::new(Box::new(|| Some(Instant::now() + LONG)));
    assert_eq!(workers_for(60, heard()), FEW);
    assert_eq!(workers_for(1, heard()), 1);
}

#[test]
fn each_job_that_waits_gets_a_worker_if_the_panel_is_not_heard() {
    assert_eq!(workers_for(5, few()), 5);
}
