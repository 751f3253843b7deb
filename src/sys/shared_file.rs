//! `unsafe` code for the shared file: its lock, its mapping, and its file system.

use std::cell::Cell;
use std::fs::File;
use std::io;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::os::fd::AsRawFd;
use std::path::Path;
use std::ptr::null_mut;
use std::sync::Once;
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};

use heed::{Env, EnvFlags, EnvOpenOptions, WithoutTls};
use once_cell::sync::OnceCell;

thread_local! {
    static GUARD: Cell<Guard> = const { Cell::new(Guard::Off) };
}

/// The largest file, in bytes, that this process may write without a signal; `u64::MAX` if there is no limit.
#[must_use]
pub fn file_size_limit() -> u64 {
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: the structure is valid for a write.
    let found = unsafe { libc::getrlimit(libc::RLIMIT_FSIZE, &raw mut limit) } == 0;
    if found && limit.rlim_cur != libc::RLIM_INFINITY {
        limit.rlim_cur
    } else {
        u64::MAX
    }
}

/// Whether a file is on an in-memory file system, so that syncing it is useless.
#[must_use]
pub fn is_in_memory(file: &File) -> bool {
    const TMPFS: i64 = 0x0102_1994;
    const RAMFS: i64 = 0x8584_58f6;
    let mut found = MaybeUninit::<libc::statfs>::uninit();
    // SAFETY: the descriptor is open for as long as `file` is borrowed; the structure is valid for a write, and filled when
    // 0 is returned.
    let kind = unsafe {
        if libc::fstatfs(file.as_raw_fd(), found.as_mut_ptr()) != 0 {
            return false;
        }
        found.assume_init().f_type
    };
    // The type is signed or unsigned, depending on the machine.
    #[allow(
        clippy::unnecessary_cast,
        clippy::cast_lossless,
        reason = "the field's type differs by machine"
    )]
    let kind = kind as i64 & 0xffff_ffff;
    kind == TMPFS || kind == RAMFS
}

/// How a file is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Together with other readers.
    Shared,
    /// By one process only.
    Exclusive,
}

/// A file that is opened for its lock. A forked process closes its copy at once: the lock belongs to the open file, so the copy
/// would otherwise keep it after the process that took it ends.
#[derive(Debug)]
pub struct LockFile {
    file: ManuallyDrop<File>,
    slot: Option<&'static AtomicI32>,
}

const CLOSED: i32 = -1;
static LOCK_FILES: [AtomicI32; 8] = [const { AtomicI32::new(CLOSED) }; 8];
static FORKS: AtomicU64 = AtomicU64::new(0);

impl LockFile {
    /// Takes over an open file.
    #[must_use]
    pub fn new(file: File) -> Self {
        static WATCH: Once = Once::new();
        // SAFETY: the function is of the right kind, stays mapped as long as this library, and does only what is allowed in a
        // child of a process with threads: it changes atomics and closes descriptors.
        WATCH.call_once(|| unsafe {
            libc::pthread_atfork(None, None, Some(after_fork));
        });
        let descriptor = file.as_raw_fd();
        let free = |slot: &&AtomicI32| {
            slot.compare_exchange(CLOSED, descriptor, Ordering::AcqRel, Ordering::Relaxed)
                .is_ok()
        };
        Self {
            slot: LOCK_FILES.iter().find(free),
            file: ManuallyDrop::new(file),
        }
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Tries to lock the file, or to change the lock, without waiting. False if others hold the lock.
    ///
    /// # Errors
    ///
    /// The system call failed.
    pub fn try_lock(&self, access: Access) -> io::Result<bool> {
        let kind = match access {
            Access::Shared => libc::F_RDLCK,
            Access::Exclusive => libc::F_WRLCK,
        };
        match self.set_lock(kind) {
            Ok(()) => Ok(true),
            Err(error) if matches!(error.raw_os_error(), Some(libc::EAGAIN | libc::EACCES)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Releases the lock.
    pub fn unlock(&self) {
        // If this fails, closing the file releases the lock.
        let _ = self.set_lock(libc::F_UNLCK);
    }

    fn set_lock(&self, kind: libc::c_int) -> io::Result<()> {
        // SAFETY: all fields of the structure are plain numbers. Zero is the start of the file, its whole length, and the
        // process id that such a lock requires.
        let mut lock: libc::flock = unsafe { std::mem::zeroed() };
        lock.l_type = libc::c_short::try_from(kind).unwrap_or_default();
        lock.l_whence = libc::c_short::try_from(libc::SEEK_SET).unwrap_or_default();
        // SAFETY: the descriptor is open for as long as `self` is borrowed, and the structure is valid for a read.
        match unsafe { libc::fcntl(self.file.as_raw_fd(), libc::F_OFD_SETLK, &raw const lock) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

impl Drop for LockFile {
    fn drop(&mut self) {
        let descriptor = self.file.as_raw_fd();
        let is_open = self.slot.is_none_or(|slot| {
            slot.compare_exchange(descriptor, CLOSED, Ordering::AcqRel, Ordering::Relaxed)
                .is_ok()
        });
        if is_open {
            // SAFETY: dropped here and nowhere else, and used no more. One that `after_fork` closed is not closed twice.
            unsafe { ManuallyDrop::drop(&mut self.file) };
        }
    }
}

extern "C" fn after_fork() {
    FORKS.fetch_add(1, Ordering::Relaxed);
    for slot in &LOCK_FILES {
        let descriptor = slot.swap(CLOSED, Ordering::AcqRel);
        if descriptor != CLOSED {
            // SAFETY: the descriptor was open in the parent, so the child has a copy, which its owner will not close: the slot
            // says so.
            unsafe { libc::close(descriptor) };
        }
    }
}

/// The number of forks between this process and the first one that opened a [`LockFile`].
#[must_use]
pub fn forks() -> u64 {
    FORKS.load(Ordering::Relaxed)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Guard {
    Off,
    On,
    Hit,
}

static FORMER: OnceCell<libc::sigaction> = OnceCell::new();

/// Runs `work` on a mapped file that other processes may truncate meanwhile. `None` if it was truncated: the missing part was read
/// as zeros, so the result is invalid.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    struct Ended;
    impl Drop for Ended {
        fn drop(&mut self) {
            GUARD.set(Guard::Off);
        }
    }
    catch_faults();
    GUARD.set(Guard::On);
    let ended = Ended;
    let result = work();
    let intact = GUARD.get() == Guard::On;
    drop(ended);
    intact.then_some(result)
}

/// Whether the file of the current [`guarded`] work has been truncated.
#[must_use]
pub fn was_cut() -> bool {
    GUARD.get() == Guard::Hit
}

fn catch_faults() {
    FORMER.get_or_init(|| {
        let mut former = MaybeUninit::<libc::sigaction>::zeroed();
        // SAFETY: an all-zero action is a valid one. The handler is of the kind that SA_SIGINFO asks for, and stays mapped as
        // long as this library. `former` is valid for a write; it stays the default action when the call fails.
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = on_fault as *const () as usize;
            action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
            libc::sigaction(libc::SIGBUS, &raw const action, former.as_mut_ptr());
            former.assume_init()
        }
    });
}

/// Handles an access to a page beyond the end of a mapped file: within [`guarded`], a page of zeros replaces it. For any other
/// fault, the previous action is restored and the fault happens again.
extern "C" fn on_fault(signal: libc::c_int, info: *mut libc::siginfo_t, _context: *mut libc::c_void) {
    const PAGE_IS_MISSING: libc::c_int = 2;
    // SAFETY: the kernel passes a valid structure to a handler with SA_SIGINFO, with the address in it for this signal. The
    // page at that address belongs to a mapping of which nothing can be read, so replacing it takes nothing from anybody; the
    // mapping is removed as a whole when the file is closed. `mmap` and `sigaction` may be called in a handler, and
    // the thread's variable was used before, so that reading it allocates nothing.
    unsafe {
        if GUARD.get() != Guard::Off && (*info).si_code == PAGE_IS_MISSING {
            let size = usize::try_from(libc::sysconf(libc::_SC_PAGESIZE)).unwrap_or(4096);
            let page = (*info).si_addr().map_addr(|address| address & !(size - 1));
            let flags = libc::MAP_FIXED | libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
            if libc::mmap(page, size, libc::PROT_READ, flags, -1, 0) == page {
                GUARD.set(Guard::Hit);
                return;
            }
        }
        match FORMER.get() {
            Some(former) => libc::sigaction(signal, former, null_mut()),
            None => {
                libc::signal(signal, libc::SIG_DFL);
                0
            }
        };
    }
}

/// Opens an LMDB file without LMDB's own locks.
///
/// # Errors
///
/// LMDB cannot open the file.
pub fn open_lmdb(
    options: &EnvOpenOptions<WithoutTls>,
    flags: EnvFlags,
    path: &Path,
) -> Result<Env<WithoutTls>, heed::Error> {
    let mut options = options.clone();
    // SAFETY:
    // 1. Without LMDB's locks no process may read while another writes: every transaction runs under the store's lock on this file,
    //    shared to read and exclusive to write, and one at a time in this process.
    // 2. Without syncs a crash of the machine may leave a damaged file: the flag is set only for file systems that do not
    //    outlive one.
    // 3. The map must not be changed by anything but LMDB: under the lock the file is checked to be this user's, the one
    //    that was opened, and of its full length. What is cut off later is noticed (`guarded`).
    // 4. One process must not open a file twice: heed keeps a list and refuses.
    unsafe {
        options.flags(flags | EnvFlags::NO_LOCK | EnvFlags::NO_SUB_DIR);
        options.open(path)
    }
}
