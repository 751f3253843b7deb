//! The panel's port: accepts connections, answers their requests, and breaks them as the faults say.

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
use crate::answer::Answer;
use crate::body::Body;
use crate::delivery::Delivery;
use crate::record::{InFlight, Record};
use crate::state::{Asked, State};
use crate::wire::{Line, Mode, Stream, Wire};

const BASE: &str = "/api/v1";

/// What all connections of a panel share.
pub(crate) struct Shared {
    pub(crate) state: State,
    pub(crate) record: Arc<Record>,
    pub(crate) acceptor: Option<TlsAcceptor>,
}

/// The switch of the port: whether anybody listens there.
#[derive(Clone)]
pub(crate) struct Door(mpsc::Sender<Turn>);

pub(crate) struct Turn {
    on: bool,
    done: oneshot::Sender<io::Result<()>>,
}

impl Door {
    pub(crate) fn new() -> (Self, mpsc::Receiver<Turn>) {
        let (sender, turns) = mpsc::channel(1);
        (Self(sender), turns)
    }

    /// Returns when it is done: off means that every connection is closed and new ones are refused.
    pub(crate) async fn turn(&self, on: bool) -> io::Result<()> {
        let gone = |_| io::Error::from(io::ErrorKind::NotConnected);
        let (done, outcome) = oneshot::channel();
        self.0
            .send(Turn { on, done })
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::NotConnected))?;
        outcome.await.map_err(gone)?
    }
}

/// A port of loopback, any free one for 0.
pub(crate) fn listen(port: u16) -> io::Result<TcpListener> {
    reserve(port)?.listen(1024)
}

/// Holds the port without listening: the kernel refuses connections, and nobody else gets it.
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

/// Serves until it is dropped; all connections end with it.
pub(crate) async fn run(listener: TcpListener, number: u16, shared: Arc<Shared>, mut turns: mpsc::Receiver<Turn>) {
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
                // Out of descriptors, or the peer has left already.
                Err(_) => sleep(Duration::from_millis(10)).await,
            },
            Some(turn) = turns.recv() => {
                let turned = match (port, turn.on) {
                    (Port::Refusing(socket), true) => socket.listen(1024).map(Port::Open),
                    (Port::Open(listener), false) => {
                        drop(listener);
                        connections.shutdown().await;
                        reserve(number).map(Port::Refusing)
                    }
                    (port, _) => Ok(port),
                };
                match turned {
                    Ok(turned) => {
                        port = turned;
                        let _ = turn.done.send(Ok(()));
                    }
                    Err(error) => {
                        let _ = turn.done.send(Err(error));
                        return;
                    }
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(socket: TcpStream, number: u64, shared: Arc<Shared>) {
    // Bytes that drip must leave one by one.
    let _ = socket.set_nodelay(true);
    let stream = match &shared.acceptor {
        None => Stream::Plain(socket),
        Some(acceptor) => match acceptor.accept(socket).await {
            Ok(stream) => {
                shared.record.handshake();
                Stream::Tls(Box::new(stream))
            }
            // A client that does not trust the certificate leaves here.
            Err(_) => return,
        },
    };
    let line = Line::new();
    let wire = TokioIo::new(Wire::new(stream, line.clone()));
    let service = service_fn(|request| respond(Arc::clone(&shared), number, line.clone(), request));
    // An error here is a client that left or a fault that did its work.
    let _ = http1::Builder::new().serve_connection(wire, service).await;
}

/// The connection is to end without an answer.
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
    line: Line,
    request: HttpRequest<Incoming>,
) -> Result<Response<Body>, Broken> {
    let arrived = Instant::now();
    line.set(Mode::Through);
    let whole = request.uri().path();
    let below = whole.strip_prefix(BASE).filter(|path| path.starts_with('/'));
    let asked = Asked {
        method: request.method(),
        path: below,
        query: request.uri().query().unwrap_or_default(),
        authorization: text(request.headers(), AUTHORIZATION.as_str()),
    };
    let verdict = shared.state.judge(&asked);
    let gzip = text(request.headers(), ACCEPT_ENCODING.as_str()).is_some_and(|accepted| accepted.contains("gzip"));
    let delivery = Delivery::plan(verdict.fault.as_ref(), verdict.answer);
    let in_flight = shared.record.arrived(Request {
        at_ms: 0,
        method: asked.method.to_string(),
        path: below.unwrap_or(whole).to_owned(),
        query: asked.query.to_owned(),
        status: delivery.status(),
        connection,
        authorized: verdict.authorized,
    });
    let response = deliver(delivery, gzip, &line, in_flight).await;
    // The time that the answer took to make is a part of the latency.
    if !verdict.latency.is_zero() {
        sleep_until(arrived + verdict.latency).await;
    }
    response
}

async fn deliver(delivery: Delivery, gzip: bool, line: &Line, in_flight: InFlight) -> Result<Response<Body>, Broken> {
    let pack = |answer: Answer| {
        if gzip {
            answer.packed().map_err(|_| Broken)
        } else {
            Ok(answer)
        }
    };
    match delivery {
        Delivery::Whole(answer) => head(pack(answer)?, |bytes| Body::whole(bytes, in_flight)),
        Delivery::Drip(answer, interval) => {
            line.set(Mode::Drip(interval));
            head(pack(answer)?, |bytes| Body::whole(bytes, in_flight))
        }
        Delivery::DripBody(answer, interval) => {
            let mut answer = pack(answer)?;
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
            line.set(Mode::EndlessHeaders);
            head(Answer::as_json(Bytes::new()), |bytes| Body::whole(bytes, in_flight))
        }
        Delivery::Hang => {
            let _in_flight = in_flight;
            let never: Infallible = pending().await;
            match never {}
        }
        Delivery::Reset => {
            line.set(Mode::Reset);
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
