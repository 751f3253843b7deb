//! The panel's port: accepts connections, answers requests, and applies the faults.

use std::convert::Infallible;
use std::fmt;
use std::future::pending;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, HeaderMap};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request as HttpRequest, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_rustls::TlsAcceptor;

use crate::Request;
use crate::answer::{Answer, CompressedBodies};
use crate::body::Body;
use crate::delivery::Delivery;
use crate::record::{InFlight, Record};
use crate::state::{RequestParts, State};
use crate::wire::{Mode, ModeHandle, Stream, Wire};

const BASE: &str = "/api/v1";

/// What all connections of a panel share.
pub(crate) struct Shared {
    pub(crate) state: State,
    pub(crate) record: Arc<Record>,
    pub(crate) acceptor: Option<TlsAcceptor>,
    pub(crate) compressed: CompressedBodies,
}

/// Turns listening on the port on and off.
#[derive(Clone)]
pub(crate) struct PortSwitch(mpsc::Sender<Switch>);

pub(crate) struct Switch {
    on: bool,
    done: oneshot::Sender<io::Result<()>>,
}

impl PortSwitch {
    pub(crate) fn new() -> (Self, mpsc::Receiver<Switch>) {
        let (sender, switches) = mpsc::channel(1);
        (Self(sender), switches)
    }

    /// Turns listening on or off, and returns when that is done. Off closes every connection and refuses new ones.
    pub(crate) async fn listen(&self, on: bool) -> io::Result<()> {
        let gone = |_| io::Error::from(io::ErrorKind::NotConnected);
        let (done, outcome) = oneshot::channel();
        self.0
            .send(Switch { on, done })
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::NotConnected))?;
        outcome.await.map_err(gone)?
    }
}

/// Listens on a port of loopback; 0 takes a free one.
pub(crate) fn listen(port: u16) -> io::Result<TcpListener> {
    reserve(port)?.listen(1024)
}

/// Binds the port without listening: the kernel refuses connections, and no other process can take the port.
fn reserve(port: u16) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    Ok(socket)
}

enum Port {
    Open(TcpListener),
    Refusing(TcpSocket),
}

/// Serves until the future is dropped, which closes all connections.
pub(crate) async fn run(listener: TcpListener, number: u16, shared: Arc<Shared>, mut switches: mpsc::Receiver<Switch>) {
    let mut port = Port::Open(listener);
    let mut connections = JoinSet::new();
    loop {
        let accepted = async {
            match &port {
                Port::Open(listener) => listener.accept().await,
                Port::Refusing(_) => pending().await,
            }
        };
        tokio::select! {
            accepted = accepted => match accepted {
                Ok((socket, _)) => {
                    let number = shared.record.connection();
                    connections.spawn(connection(socket, number, Arc::clone(&shared)));
                }
                // Out of file descriptors, or the client has disconnected already.
                Err(_) => sleep(Duration::from_millis(10)).await,
            },
            Some(switch) = switches.recv() => {
                let switched = match (port, switch.on) {
                    (Port::Refusing(socket), true) => socket.listen(1024).map(Port::Open),
                    (Port::Open(listener), false) => {
                        drop(listener);
                        connections.shutdown().await;
                        reserve(number).map(Port::Refusing)
                    }
                    (port, _) => Ok(port),
                };
                match switched {
                    Ok(switched) => {
                        port = switched;
                        let _ = switch.done.send(Ok(()));
                    }
                    Err(error) => {
                        let _ = switch.done.send(Err(error));
                        return;
                    }
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(socket: TcpStream, number: u64, shared: Arc<Shared>) {
    // So that the bytes of `drip` are sent one by one.
    let _ = socket.set_nodelay(true);
    let stream = match &shared.acceptor {
        None => Stream::Plain(socket),
        Some(acceptor) => match acceptor.accept(socket).await {
            Ok(stream) => {
                shared.record.handshake();
                Stream::Tls(Box::new(stream))
            }
            // A client that does not trust the certificate disconnects here.
            Err(_) => return,
        },
    };
    let mode = ModeHandle::new();
    let wire = TokioIo::new(Wire::new(stream, mode.clone()));
    let service = service_fn(|request| respond(Arc::clone(&shared), number, mode.clone(), request));
    // An error means that the client disconnected or that a fault broke the connection.
    let _ = http1::Builder::new().serve_connection(wire, service).await;
}

/// Ends the connection without an answer.
#[derive(Debug)]
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broken on demand")
    }
}

impl std::error::Error for Broken {}

async fn respond(
    shared: Arc<Shared>,
    connection: u64,
    mode: ModeHandle,
    request: HttpRequest<Incoming>,
) -> Result<Response<Body>, Broken> {
    let arrived = Instant::now();
    mode.set(Mode::Through);
    let full_path = request.uri().path();
    let path = full_path.strip_prefix(BASE).filter(|path| path.starts_with('/'));
    let asked = RequestParts {
        method: request.method(),
        path,
        query: request.uri().query().unwrap_or_default(),
        authorization: text(request.headers(), AUTHORIZATION.as_str()),
    };
    let outcome = shared.state.outcome(&asked);
    let gzip = text(request.headers(), ACCEPT_ENCODING.as_str()).is_some_and(|accepted| accepted.contains("gzip"));
    let delivery = Delivery::plan(outcome.fault.as_ref(), outcome.answer);
    let in_flight = shared.record.arrived(Request {
        at_ms: 0,
        method: asked.method.to_string(),
        path: path.unwrap_or(full_path).to_owned(),
        query: asked.query.to_owned(),
        status: delivery.status(),
        connection,
        authorized: outcome.authorized,
    });
    let compressed = gzip.then_some(&shared.compressed);
    let response = deliver(delivery, compressed, &mode, in_flight).await;
    // The time that it took to make the answer is part of the latency.
    if !outcome.latency.is_zero() {
        sleep_until(arrived + outcome.latency).await;
    }
    response
}

async fn deliver(
    delivery: Delivery,
    compressed: Option<&CompressedBodies>,
    mode: &ModeHandle,
    in_flight: InFlight,
) -> Result<Response<Body>, Broken> {
    let compress = |answer: Answer| match compressed {
        Some(bodies) => answer.compressed(bodies).map_err(|_| Broken),
        None => Ok(answer),
    };
    match delivery {
        Delivery::Whole(answer) => head(compress(answer)?, |bytes| Body::whole(bytes, in_flight)),
        Delivery::Drip(answer, interval) => {
            mode.set(Mode::Drip(interval));
            head(compress(answer)?, |bytes| Body::whole(bytes, in_flight))
        }
        Delivery::DripBody(answer, interval) => {
            let mut answer = compress(answer)?;
            answer.set_header(CONTENT_LENGTH.as_str(), &answer.body.len().to_string());
            head(answer, |bytes| Body::drip(bytes, interval, in_flight))
        }
        Delivery::Truncated(mut answer) => {
            answer.set_header(CONTENT_LENGTH.as_str(), &answer.body.len().to_string());
            head(answer, |bytes| Body::broken(bytes.slice(..bytes.len() / 2), in_flight))
        }
        Delivery::Endless => head(Answer::as_json(Bytes::new()), |_| Body::endless(in_flight)),
        Delivery::Big { bytes, gzip: false } => head(Answer::as_json(Bytes::new()), |_| Body::big(bytes, in_flight)),
        Delivery::Big { bytes, gzip: true } => {
            let mut answer = Answer::as_json(Bytes::new());
            answer.set_header("content-encoding", "gzip");
            head(answer, |_| Body::bomb(bytes, in_flight))
        }
        Delivery::EndlessHeaders => {
            mode.set(Mode::EndlessHeaders);
            head(Answer::as_json(Bytes::new()), |bytes| Body::whole(bytes, in_flight))
        }
        Delivery::Hang => {
            let _in_flight = in_flight;
            let never: Infallible = pending().await;
            match never {}
        }
        Delivery::Reset => {
            mode.set(Mode::Reset);
            Err(Broken)
        }
        Delivery::Close => Err(Broken),
    }
}

fn head(answer: Answer, body: impl FnOnce(Bytes) -> Body) -> Result<Response<Body>, Broken> {
    let mut response = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        response = response.header(name, value);
    }
    response.body(body(answer.body)).map_err(|_| Broken)
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
