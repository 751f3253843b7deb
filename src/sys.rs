//! All of the core's `unsafe`, each block with the reason why it holds.

#![allow(unsafe_code, reason = "the one place for it")]

use std::io;
use std::mem::MaybeUninit;
use std::thread;

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
