//! All `unsafe` code of the core, each block with the reason why it is sound: here and, for the shared file, in `shared_file`.

#![allow(unsafe_code, reason = "the only place for it in the core")]

mod shared_file;

use std::cell::Cell;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::mem::{MaybeUninit, size_of};
use std::os::fd::{AsRawFd, BorrowedFd};
use std::ptr::null_mut;
use std::thread;
use std::time::Duration;

pub use shared_file::{Access, LockFile, file_size_limit, forks, guarded, is_in_memory, open_lmdb, was_cut};

thread_local! {
    static IS_WORKER: Cell<bool> = const { Cell::new(false) };
}

/// Starts a thread that receives no signals.
///
/// PHP's signal handlers use the state of the thread that runs PHP; on another thread they would do so concurrently. A new thread
/// inherits the signal mask of the thread that starts it, so the mask is set around the start. Signals for a fault of the thread
/// itself are not blocked: the kernel would end the process.
///
/// # Errors
///
/// The thread could not be started.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let mut mask = MaybeUninit::<libc::sigset_t>::uninit();
    let mut before = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: both sets are valid for writes, `sigfillset` initialises the first before it is used, and `pthread_sigmask`
    // fills the second whenever it returns 0.
    let masked = unsafe {
        libc::sigfillset(mask.as_mut_ptr()) == 0
            && [libc::SIGBUS, libc::SIGSEGV, libc::SIGFPE, libc::SIGILL]
                .iter()
                .all(|signal| libc::sigdelset(mask.as_mut_ptr(), *signal) == 0)
            && libc::pthread_sigmask(libc::SIG_SETMASK, mask.as_ptr(), before.as_mut_ptr()) == 0
    };
    if !masked {
        return Err(io::Error::last_os_error());
    }
    let started = thread::Builder::new()
        .name(name.to_owned())
        .stack_size(1 << 20)
        .spawn(|| {
            IS_WORKER.set(true);
            work();
        });
    // SAFETY: `before` was filled above, and the third argument may be null.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, before.as_ptr(), null_mut()) };
    started.map(drop)
}

/// Whether [`spawn`] started the current thread. Such a thread must not touch PHP.
#[must_use]
pub fn is_worker() -> bool {
    IS_WORKER.get()
}

/// Waits until one of these is writable or has failed, for at most this time. Returns for each whether it is.
///
/// A signal may end the wait early, when none of them is ready.
///
/// # Errors
///
/// The system call failed.
pub fn wait_until_writable(handles: &[BorrowedFd<'_>], time: Option<Duration>) -> io::Result<Vec<bool>> {
    let mut polled: Vec<_> = handles
        .iter()
        .map(|handle| libc::pollfd {
            fd: handle.as_raw_fd(),
            events: libc::POLLOUT,
            revents: 0,
        })
        .collect();
    // Rounded up: repeated waits of zero would keep a core busy.
    let time = time.map_or(-1, |time| {
        i32::try_from(time.as_micros().div_ceil(1000)).unwrap_or(i32::MAX)
    });
    let count = libc::nfds_t::try_from(polled.len()).map_err(io::Error::other)?;
    // SAFETY: `polled` is valid for reads and writes of `count` entries, and its descriptors are borrowed for the call.
    if unsafe { libc::poll(polled.as_mut_ptr(), count, time) } < 0 {
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
        return Ok(vec![false; handles.len()]);
    }
    Ok(polled.iter().map(|one| one.revents != 0).collect())
}

/// The effective user id of this process.
#[must_use]
pub fn user() -> u32 {
    // SAFETY: has no preconditions and cannot fail.
    unsafe { libc::geteuid() }
}

/// 64 bits from the kernel's random source, different in every process and every fork of one.
#[must_use]
pub fn random() -> u64 {
    let mut bytes = [0; size_of::<u64>()];
    // SAFETY: the buffer is valid for a write of its length.
    let got = unsafe { libc::getrandom(bytes.as_mut_ptr().cast(), bytes.len(), 0) };
    if usize::try_from(got) == Ok(bytes.len()) {
        return u64::from_ne_bytes(bytes);
    }
    // The kernel or sandbox does not have the call: a hash of values that differ by process and time.
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    hasher.write_u64(since_boot().unwrap_or_default());
    hasher.write_usize((&raw const bytes).addr());
    hasher.finish()
}

/// Milliseconds since the machine was started, including time in sleep.
#[must_use]
pub fn since_boot() -> Option<u64> {
    let mut time = MaybeUninit::<libc::timespec>::uninit();
    // SAFETY: the structure is valid for a write, and filled when 0 is returned.
    let time = unsafe {
        if libc::clock_gettime(libc::CLOCK_BOOTTIME, time.as_mut_ptr()) != 0 {
            return None;
        }
        time.assume_init()
    };
    let seconds = u64::try_from(time.tv_sec).ok()?;
    let nanos = u64::try_from(time.tv_nsec).ok()?;
    Some(seconds * 1_000 + nanos / 1_000_000)
}

/// Whether this process can map this many bytes of memory now. The mapping is removed at once.
#[must_use]
pub fn can_map(bytes: usize) -> bool {
    let (access, kind) = (
        libc::PROT_READ | libc::PROT_WRITE,
        libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
    );
    // SAFETY: without an address of ours the kernel chooses one where nothing is mapped. Nothing refers to the new mapping, so
    // that it may be removed, with the length that it was made with.
    unsafe {
        let mapped = libc::mmap(null_mut(), bytes, access, kind, -1, 0);
        mapped != libc::MAP_FAILED && libc::munmap(mapped, bytes) == 0
    }
}
