//! All of the core's `unsafe`, each block with the reason why it holds.

#![allow(unsafe_code, reason = "the one place for it")]

use std::fs::File;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::path::Path;
use std::thread;
use std::time::Duration;

use heed::{Env, EnvFlags, EnvOpenOptions, WithoutTls};

/// Starts a thread that no signal is delivered to.
///
/// PHP's signal handlers touch the state of the thread that runs PHP; on another thread they would do so at the same time as
/// it. A new thread inherits the mask of the one that starts it, so the mask is set around the start.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let mut all = MaybeUninit::<libc::sigset_t>::uninit();
    let mut before = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: both sets are valid for writes, `sigfillset` initialises the first before it is read, and `pthread_sigmask`
    // fills the second whenever it returns 0.
    let masked = unsafe {
        libc::sigfillset(all.as_mut_ptr()) == 0
            && libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), before.as_mut_ptr()) == 0
    };
    if !masked {
        return Err(io::Error::last_os_error());
    }
    let started = thread::Builder::new()
        .name(name.to_owned())
        .stack_size(1 << 20)
        .spawn(work);
    // SAFETY: `before` was filled above, and the third argument may be null.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, before.as_ptr(), std::ptr::null_mut()) };
    started.map(drop)
}

/// Waits until one of these can be written to or has failed, for this time at most. Says of each whether it is so.
///
/// A signal may end the wait early, with none of them ready.
pub fn wait_until_writable(handles: &[BorrowedFd<'_>], time: Option<Duration>) -> io::Result<Vec<bool>> {
    let mut polled: Vec<_> = handles
        .iter()
        .map(|handle| libc::pollfd {
            fd: handle.as_raw_fd(),
            events: libc::POLLOUT,
            revents: 0,
        })
        .collect();
    // Rounded up: a wait of no time at all, again and again, would keep a core busy.
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

/// The user that this process acts as.
#[must_use]
pub fn user() -> u32 {
    // SAFETY: has no preconditions and cannot fail.
    unsafe { libc::geteuid() }
}

/// The size of a memory page, in bytes.
#[must_use]
pub fn page_size() -> u64 {
    // SAFETY: has no preconditions.
    u64::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096)
}

/// Whether this process may map this many bytes of memory now. The mapping is given back at once.
#[must_use]
pub fn can_map(bytes: usize) -> bool {
    let (access, kind) = (
        libc::PROT_READ | libc::PROT_WRITE,
        libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
    );
    // SAFETY: without an address of ours the kernel chooses one where nothing is mapped. Nothing refers to the new mapping, so
    // that it may be removed, with the length that it was made with.
    unsafe {
        let mapped = libc::mmap(std::ptr::null_mut(), bytes, access, kind, -1, 0);
        mapped != libc::MAP_FAILED && libc::munmap(mapped, bytes) == 0
    }
}

/// Takes room for a file on its file system.
pub fn allocate(file: &File, bytes: i64) -> io::Result<()> {
    // SAFETY: the descriptor is open for as long as `file` is borrowed.
    match unsafe { libc::posix_fallocate(file.as_raw_fd(), 0, bytes) } {
        0 => Ok(()),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

/// Opens an LMDB file.
pub fn open_lmdb(
    options: &EnvOpenOptions<WithoutTls>,
    flags: EnvFlags,
    path: &Path,
) -> Result<Env<WithoutTls>, heed::Error> {
    let mut options = options.clone();
    // SAFETY:
    // 1. Without syncs a crash of the machine may leave a damaged file: a file's name holds the machine's current run, and one
    //    of an earlier run is never opened.
    // 2. The map must not be changed by anything but LMDB: the folder and the file are checked to be this user's alone, and
    //    before each use the file is checked to be the one that was opened, and no shorter.
    // 3. One process must not open a file twice: heed keeps a list and refuses.
    unsafe {
        options.flags(flags);
        options.open(path)
    }
}
