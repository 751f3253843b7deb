//! The control port: changes the world, breaks and heals, and shows what was asked. Plain HTTP on loopback, JSON.
//!
//! It shows no token, whatever it is asked.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request as HttpRequest, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::server::{Door, Shared};
use crate::{Fault, Invalid, World};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Latency {
    ms: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listening {
    on: bool,
}

/// Why a command was not carried out.
enum Refusal {
    Bad(Invalid),
    NoSuchCommand,
    Failed(io::Error),
}

impl From<Invalid> for Refusal {
    fn from(invalid: Invalid) -> Self {
        Self::Bad(invalid)
    }
}

/// Serves until it is dropped.
pub(crate) async fn run(listener: TcpListener, shared: Arc<Shared>, door: Door) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((socket, _)) = listener.accept().await else {
            continue;
        };
        while connections.try_join_next().is_some() {}
        let (shared, door) = (Arc::clone(&shared), door.clone());
        connections.spawn(async move {
            let service = service_fn(|request| answer(&shared, &door, request));
            // A client that leaves early is no matter here.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(socket), service)
                .await;
        });
    }
}

async fn answer(
    shared: &Shared,
    door: &Door,
    request: HttpRequest<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let (status, body) = match body.collect().await {
        Err(_) => (
            StatusCode::BAD_REQUEST,
            json!({"error": "the body did not arrive whole"}),
        ),
        Ok(body) => match command(shared, door, &head.method, head.uri.path(), &body.to_bytes()).await {
            Ok(value) => (StatusCode::OK, value),
            Err(Refusal::Bad(invalid)) => (StatusCode::BAD_REQUEST, json!({"error": invalid.to_string()})),
            Err(Refusal::Failed(error)) => (StatusCode::INTERNAL_SERVER_ERROR, json!({"error": error.to_string()})),
            Err(Refusal::NoSuchCommand) => {
                let text = format!("no command {} {}", head.method, head.uri.path());
                (StatusCode::NOT_FOUND, json!({"error": text}))
            }
        },
    };
    let mut response = Response::new(Full::new(Bytes::from(body.to_string())));
    *response.status_mut() = status;
    response.headers_mut().insert(
        CONTENT_TYPE,
        hyper::header::HeaderValue::from_static("application/json"),
    );
    Ok(response)
}

async fn command(shared: &Shared, door: &Door, method: &Method, path: &str, body: &[u8]) -> Result<Value, Refusal> {
    let state = &shared.state;
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match (method.as_str(), parts.as_slice()) {
        ("GET", ["requests"]) => return Ok(json!(shared.record.requests())),
        ("GET", ["counters"]) => return Ok(json!(shared.record.counters())),
        ("DELETE", ["requests"]) => shared.record.forget(),
        ("PUT", ["world"]) => state.replace(&read::<World>(body)?)?,
        ("PUT", ["packages", id]) => state.set_package(number(id)?, &read(body)?)?,
        ("PUT", ["groups", id]) => state.set_group(number(id)?, &read(body)?)?,
        ("DELETE", ["packages", id]) => return Ok(json!({"ok": true, "existed": state.remove_package(number(id)?)})),
        ("DELETE", ["groups", id]) => return Ok(json!({"ok": true, "existed": state.remove_group(number(id)?)})),
        ("PUT", ["faults"]) => state.set_faults(read::<Vec<Fault>>(body)?)?,
        ("PUT", ["latency"]) => state.set_latency(Duration::from_millis(read::<Latency>(body)?.ms)),
        ("PUT", ["listening"]) => door.turn(read::<Listening>(body)?.on).await.map_err(Refusal::Failed)?,
        _ => return Err(Refusal::NoSuchCommand),
    }
    Ok(json!({"ok": true}))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Invalid> {
    serde_json::from_slice(body).map_err(|error| Invalid::new(format!("body: {error}")))
}

fn number(id: &str) -> Result<u64, Invalid> {
    id.parse()
        .map_err(|_| Invalid::new(format!("{id:?} is no id: it is a whole number")))
}
