//! The kinds of faults, with their parameters.
//!
//! This module only describes them; `delivery` and `server` apply them.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hyper::header::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Invalid;

/// How a request fails. In JSON, `kind` contains the name in snake case, and the parameters are further keys.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// This status. Without `body`, the default body of the status; a `body` that is not a string is sent as JSON.
    Status {
        /// 200 to 599.
        code: u16,
        /// The text, or JSON.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<Value>,
        /// Added to the panel's own headers, or in place of them, `Content-Type` included.
        #[serde(default)]
        headers: BTreeMap<String, String>,
    },
    /// 200 and `application/json`, with a body that is not JSON.
    Garbage,
    /// 200 with an HTML page, such as a login page or a proxy's error page.
    Html,
    /// 200 without a body.
    Empty,
    /// The healthy answer with the correct `Content-Length`; the connection closes after half of the body.
    Truncated,
    /// The first half of the healthy body, as if it were complete.
    Cut,
    /// A TCP RST instead of an answer.
    Reset,
    /// The connection closes without an answer.
    Close,
    /// 200 and a JSON body that never ends, sent as fast as it is read.
    Endless,
    /// Header lines that never end, sent as fast as they are read.
    EndlessHeaders,
    /// The healthy answer byte by byte, status line and headers included.
    Drip {
        /// Milliseconds between two bytes.
        interval_ms: u64,
    },
    /// The healthy answer: the headers at once, the body byte by byte.
    DripBody {
        /// Milliseconds between two bytes.
        interval_ms: u64,
    },
    /// The request is accepted and never answered.
    Hang,
    /// A redirect.
    Redirect {
        /// The target, in the header `Location`.
        location: String,
        /// 302 by default.
        #[serde(default = "found")]
        code: u16,
    },
    /// 200 with one long JSON string.
    Big {
        /// The uncompressed size of the body.
        bytes: u64,
        /// Compressed, even if the client does not accept gzip.
        #[serde(default)]
        gzip: bool,
    },
    /// 200 with nested lists.
    Deep {
        /// How many lists are nested.
        levels: u32,
    },
    /// 200 and `application/json` with exactly this body.
    Body(Payload),
    /// The healthy answer after this delay, in place of the panel's own latency.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
}

/// A body, as text or as bytes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payload {
    /// UTF-8.
    Text(String),
    /// Any bytes, in standard base64.
    Base64(String),
}

fn found() -> u16 {
    302
}

impl Kind {
    /// Checks that an answer can be made from the parameters.
    pub(crate) fn check(&self) -> Result<(), Invalid> {
        match self {
            Self::Status { code, .. } | Self::Redirect { code, .. } if !(200..=599).contains(code) => {
                Err(Invalid::new(format!("a status code must be 200 to 599, not {code}")))
            }
            Self::Status { headers, .. } => headers.iter().try_for_each(|(name, value)| header(name, value)),
            Self::Redirect { location, .. } => header("location", location),
            Self::Body(payload) => payload.bytes().map(drop),
            _ => Ok(()),
        }
    }

    /// This status with its default body.
    pub fn status(code: u16) -> Self {
        Self::Status {
            code,
            body: None,
            headers: BTreeMap::new(),
        }
    }

    /// This status with one header and its default body.
    pub fn status_with_header(code: u16, name: &str, value: &str) -> Self {
        Self::Status {
            code,
            body: None,
            headers: BTreeMap::from([(name.into(), value.into())]),
        }
    }

    /// 200 with this text as JSON.
    pub fn body(text: impl Into<String>) -> Self {
        Self::Body(Payload::Text(text.into()))
    }
}

impl Payload {
    pub(crate) fn bytes(&self) -> Result<Bytes, Invalid> {
        match self {
            Self::Text(text) => Ok(Bytes::copy_from_slice(text.as_bytes())),
            Self::Base64(text) => match STANDARD.decode(text) {
                Ok(bytes) => Ok(bytes.into()),
                Err(error) => Err(Invalid::new(format!("base64: {error}"))),
            },
        }
    }
}

fn header(name: &str, value: &str) -> Result<(), Invalid> {
    let fits = HeaderName::try_from(name).is_ok() && HeaderValue::try_from(value).is_ok();
    if fits {
        Ok(())
    } else {
        Err(Invalid::new(format!(
            "{name:?} with the value {value:?} is not an HTTP header"
        )))
    }
}
