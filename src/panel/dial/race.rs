//! Connects to the addresses of a host concurrently (RFC 8305): a dead address costs 250 ms instead of the whole time-out.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};

use crate::deadline::Deadline;
use crate::sys;

/// The head start of an address over the next one.
const HEAD_START: Duration = Duration::from_millis(250);

/// Connects to the first of these addresses that accepts. The next address is tried if one does not answer within its head start,
/// or at once if it refuses.
///
/// # Errors
///
/// `TimedOut` at the deadline; the last error if every address refuses.
pub(super) fn connect(addresses: &[SocketAddr], deadline: Deadline) -> io::Result<TcpStream> {
    let mut race = Race {
        waiting: addresses.iter(),
        running: Vec::new(),
        next: Instant::now(),
        refusal: io::ErrorKind::ConnectionRefused.into(),
    };
    loop {
        if let Some(stream) = race.start_due()? {
            return Ok(stream);
        }
        if race.running.is_empty() {
            return Err(race.refusal);
        }
        if deadline.is_over() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        if let Some(stream) = race.wait(deadline)? {
            return Ok(stream);
        }
    }
}

struct Race<'a> {
    waiting: std::slice::Iter<'a, SocketAddr>,
    running: Vec<Socket>,
    /// When the next attempt may start.
    next: Instant,
    refusal: io::Error,
}

impl Race<'_> {
    /// Starts the attempts that are due. Returns a connection that is made at once.
    fn start_due(&mut self) -> io::Result<Option<TcpStream>> {
        while self.running.is_empty() || self.next <= Instant::now() {
            let Some(address) = self.waiting.next() else {
                break;
            };
            match start(*address) {
                Ok(Attempt::Connected(socket)) => return blocking(socket).map(Some),
                Ok(Attempt::Running(socket)) => {
                    self.running.push(socket);
                    self.next = Instant::now() + HEAD_START;
                }
                Err(error) => self.refusal = error,
            }
        }
        Ok(None)
    }

    /// Waits until an attempt ends, the next one is due, or the deadline passes.
    fn wait(&mut self, deadline: Deadline) -> io::Result<Option<TcpStream>> {
        let mut time = deadline.left();
        if !self.waiting.as_slice().is_empty() {
            let due = self.next.saturating_duration_since(Instant::now());
            time = Some(time.map_or(due, |time| time.min(due)));
        }
        let handles: Vec<_> = self.running.iter().map(AsFd::as_fd).collect();
        let ended = sys::wait_until_writable(&handles, time)?;
        // In descending order, so that a removal does not move the sockets that are still to be checked.
        for index in (0..ended.len()).rev().filter(|index| ended[*index]) {
            let socket = self.running.swap_remove(index);
            match socket.take_error() {
                Ok(None) => return blocking(socket).map(Some),
                Ok(Some(error)) | Err(error) => {
                    self.refusal = error;
                    self.next = Instant::now();
                }
            }
        }
        Ok(None)
    }
}

enum Attempt {
    Connected(Socket),
    Running(Socket),
}

fn start(address: SocketAddr) -> io::Result<Attempt> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_nonblocking(true)?;
    match socket.connect(&address.into()) {
        Ok(()) => Ok(Attempt::Connected(socket)),
        // EINTR: a signal does not stop the connection attempt.
        Err(error) if matches!(error.raw_os_error(), Some(libc::EINPROGRESS | libc::EINTR)) => {
            Ok(Attempt::Running(socket))
        }
        Err(error) => Err(error),
    }
}

fn blocking(socket: Socket) -> io::Result<TcpStream> {
    socket.set_nonblocking(false)?;
    Ok(socket.into())
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    /// An address that never answers: its accept queue is full, so the kernel drops new connections.
    struct Dead {
        address: SocketAddr,
        _listener: Socket,
        _queued: Vec<Socket>,
    }

    impl Dead {
        fn new() -> Self {
            let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
            listener.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
            listener.listen(0).unwrap();
            let address = listener.local_addr().unwrap().as_socket().unwrap();
            let queued = (0..4)
                .map(|_| match start(address).unwrap() {
                    Attempt::Connected(socket) | Attempt::Running(socket) => socket,
                })
                .collect();
            Self {
                address,
                _listener: listener,
                _queued: queued,
            }
        }
    }

    fn live() -> (TcpListener, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        (listener, address)
    }

    fn refused() -> SocketAddr {
        live().1
    }

    fn peer(addresses: &[SocketAddr], time: Duration) -> Result<SocketAddr, io::ErrorKind> {
        let connected = connect(addresses, Deadline::after(time));
        connected
            .map(|stream| stream.peer_addr().unwrap())
            .map_err(|error| error.kind())
    }

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn a_dead_first_address_costs_only_its_head_start() {
        let (dead, (_listener, live)) = (Dead::new(), live());
        let start = Instant::now();
        assert_eq!(peer(&[dead.address, live], LONG), Ok(live));
        assert!(start.elapsed() >= HEAD_START);
        assert!(start.elapsed() < LONG / 4, "{:?}", start.elapsed());
    }

    #[test]
    fn a_refusal_starts_the_next_address_at_once() {
        let (_listener, live) = live();
        let refused: Vec<_> = (0..8).map(|_| refused()).chain([live]).collect();
        let start = Instant::now();
        assert_eq!(peer(&refused, LONG), Ok(live));
        assert!(start.elapsed() < HEAD_START * 8, "{:?}", start.elapsed());
    }

    #[test]
    fn the_first_address_wins_when_all_answer() {
        let (listeners, addresses): (Vec<_>, Vec<_>) = (0..3).map(|_| live()).unzip();
        assert_eq!(peer(&addresses, LONG), Ok(addresses[0]));
        drop(listeners);
    }

    #[test]
    fn refused_connections_fail_as_refused_and_dead_ones_as_timed_out() {
        assert_eq!(
            peer(&[refused(), refused()], LONG),
            Err(io::ErrorKind::ConnectionRefused)
        );
        let dead = Dead::new();
        let time = Duration::from_millis(300);
        assert_eq!(peer(&[dead.address, refused()], time), Err(io::ErrorKind::TimedOut));
    }

    #[test]
    fn the_connection_is_in_blocking_mode() {
        let (_listener, live) = live();
        let stream = connect(&[live], Deadline::after(LONG)).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        let start = Instant::now();
        assert!(io::Read::read(&mut &stream, &mut [0]).is_err());
        assert!(start.elapsed() >= Duration::from_millis(40));
    }
}
