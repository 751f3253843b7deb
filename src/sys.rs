//! All of the core's `unsafe`, each block with the reason why it holds.

#![allow(unsafe_code, reason = "the one place for it")]

use std::fs::File;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::AsRawFd;
use std::path::Path;
use std::thread;

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
