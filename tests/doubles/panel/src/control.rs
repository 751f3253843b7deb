//! The control port: changes the world, adds and removes faults, and returns the recorded requests. JSON over plain HTTP on
//! loopback.
//!
//! No response contains a token.

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

use crate::server::{PortSwitch, Shared};
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

/// Why a command failed.
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
pub(crate) async fn run(listener: TcpListener, shared: Arc<Shared>, port_switch: PortSwitch) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((socket, _)) = listener.accept().await else {
            continue;
        };
        while connections.try_join_next().is_some() {}
        let (shared, port_switch) = (Arc::clone(&shared), port_switch.clone());
        connections.spawn(async move {
            let service = service_fn(|request| answer(&shared, &port_switch, request));
            // An error means that the client disconnected early, which does not matter here.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(socket), service)
                .await;
        });
    }
}

async fn answer(
    shared: &Shared,
    port_switch: &PortSwitch,
    request: HttpRequest<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let (status, body) = match body.collect().await {
        Err(_) => (StatusCode::BAD_REQUEST, json!({"error": "the body is incomplete"})),
        Ok(body) => match command(shared, port_switch, &head.method, head.uri.path(), &body.to_bytes()).await {
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

async fn command(
    shared: &Shared,
    port_switch: &PortSwitch,
    method: &Method,
    path: &str,
    body: &[u8],
) -> Result<Value, Refusal> {
    let state = &shared.state;
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match (method.as_str(), parts.as_slice()) {
        ("GET", ["requests"]) => return Ok(json!(shared.record.requests())),
        ("GET", ["counters"]) => return Ok(json!(shared.record.counters())),
        ("DELETE", ["requests"]) => shared.record.reset(),
        ("PUT", ["world"]) => state.replace(&read::<World>(body)?)?,
        ("PUT", ["packages", id]) => state.set_package(number(id)?, &read(body)?)?,
        ("PUT", ["groups", id]) => state.set_group(number(id)?, &read(body)?)?,
        ("PUT", ["groups", id, "name"]) => state.set_group_name(number(id)?, read(body)?),
        ("DELETE", ["packages", id]) => return Ok(json!({"ok": true, "existed": state.remove_package(number(id)?)})),
        ("DELETE", ["groups", id]) => return Ok(json!({"ok": true, "existed": state.remove_group(number(id)?)})),
        ("PUT", ["faults"]) => state.set_faults(read::<Vec<Fault>>(body)?)?,
        ("PUT", ["latency"]) => state.set_latency(Duration::from_millis(read::<Latency>(body)?.ms)),
        ("PUT", ["listening"]) => port_switch
            .listen(read::<Listening>(body)?.on)
            .await
            .map_err(Refusal::Failed)?,
        _ => return Err(Refusal::NoSuchCommand),
    }
    Ok(json!({"ok": true}))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Invalid> {
    serde_json::from_slice(body).map_err(|error| Invalid::new(format!("body: {error}")))
}

fn number(id: &str) -> Result<u64, Invalid> {
    id.parse()
        .map_err(|_| Invalid::new(format!("{id:?} is not an id; an id is a whole number")))
}
