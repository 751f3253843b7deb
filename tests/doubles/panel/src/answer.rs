//! A whole answer in memory, and the bodies that the panel sends with each status.
//!
//! It must not know routes or faults.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::StatusCode;
use serde_json::{Value, json};

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=UTF-8";
const MIN_COMPRESSED_SIZE: usize = 1024;

/// Status, headers and body. How they are sent is decided later.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn new(status: StatusCode, kind: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: vec![("content-type".into(), kind.into())],
            body: body.into(),
        }
    }

    pub(crate) fn json(status: StatusCode, body: &Value) -> Self {
        Self::new(status, JSON, body.to_string())
    }

    /// 200 with these bytes as JSON, whatever they are.
    pub(crate) fn as_json(body: impl Into<Bytes>) -> Self {
        Self::new(StatusCode::OK, JSON, body)
    }

    pub(crate) fn html() -> Self {
        Self::new(
            StatusCode::OK,
            HTML,
            "<!DOCTYPE html>\n<html><head><title>Login</title></head><body></body></html>\n",
        )
    }

    pub(crate) fn errors(status: StatusCode, text: &str) -> Self {
        Self::json(status, &json!({"errors": [text]}))
    }

    /// The default body of a status.
    pub(crate) fn usual(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::new(status, HTML, "401 Unauthorized"),
            StatusCode::TOO_MANY_REQUESTS => Self::json(status, &json!({"message": "Too Many Attempts."})),
            status if status.is_server_error() => {
                Self::new(status, HTML, format!("<html><body><h1>{status}</h1></body></html>\n"))
            }
            status => Self::errors(status, status.canonical_reason().unwrap_or("Failed")),
        }
    }

    /// This status with the given body: a string is sent unchanged, any other value as JSON.
    pub(crate) fn with_body(status: StatusCode, body: &Value) -> Self {
        match body {
            Value::String(text) => {
                let json = serde_json::from_str::<Value>(text).is_ok();
                Self::new(status, if json { JSON } else { HTML }, text.clone())
            }
            other => Self::json(status, other),
        }
    }

    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        self.headers.retain(|(kept, _)| !kept.eq_ignore_ascii_case(name));
        self.headers.push((name.into(), value.into()));
    }

    /// Compresses a body of more than [`MIN_COMPRESSED_SIZE`] bytes with gzip.
    pub(crate) fn compressed(mut self, bodies: &CompressedBodies) -> std::io::Result<Self> {
        if self.body.len() > MIN_COMPRESSED_SIZE {
            self.body = bodies.compress(self.body)?;
            self.set_header("content-encoding", "gzip");
        }
        Ok(self)
    }
}

/// The bodies that were compressed before, by their plain form.
#[derive(Default)]
pub(crate) struct CompressedBodies(Mutex<HashMap<Bytes, Bytes>>);

impl CompressedBodies {
    /// The most bodies that are kept.
    const MOST: usize = 64;

    fn compress(&self, body: Bytes) -> std::io::Result<Bytes> {
        let bodies = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(compressed) = bodies().get(&body) {
            return Ok(compressed.clone());
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&body)?;
        let compressed = Bytes::from(encoder.finish()?);
        let mut bodies = bodies();
        if bodies.len() >= Self::MOST {
            bodies.clear();
        }
        bodies.insert(body, compressed.clone());
        Ok(compressed)
    }
}
