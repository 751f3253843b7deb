//! What can go wrong with an answer, and which requests it strikes.
//!
//! Here is the description alone; `server` does the breaking.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Invalid;

/// Requests that are struck, and how.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "Value")]
pub struct Fault {
    /// A path below `/api/v1`, a prefix that ends in `*`, or `*` alone.
    pub path: String,
    /// Only this page; a request that names no page asks for page 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u64>,
    /// Only the first so many matching requests. None: every one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// What happens.
    #[serde(flatten)]
    pub kind: Kind,
}

/// The ways to fail. In JSON the name stands in `kind`, in snake case, beside its figures.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// This status. Without a body, one that suits the status; a body that is no string is sent as JSON.
    Status {
        /// 100 to 599, of which 1xx are of no use.
        code: u16,
        /// The text, or JSON.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<Value>,
        /// Over those of the panel, `Content-Type` included.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        headers: BTreeMap<String, String>,
    },
    /// 200 and `application/json`, with a body that is not JSON.
    Garbage,
    /// 200 with an HTML page, as a login page or a proxy gives it.
    Html,
    /// 200 without a body.
    Empty,
    /// The healthy answer with its right length, of which half is sent before the connection closes.
    Truncated,
    /// Half of the healthy answer as if it were whole.
    Cut,
    /// TCP RST instead of an answer.
    Reset,
    /// The connection closes without an answer.
    Close,
    /// 200 and a JSON body that never ends, as fast as it is read.
    Endless,
    /// Header lines that never end, as fast as they are read.
    EndlessHeaders,
    /// The healthy answer byte by byte, status line and headers included.
    Drip {
        /// Milliseconds between two bytes.
        interval_ms: u64,
    },
    /// The healthy answer, its headers at once and its body byte by byte.
    DripBody {
        /// Milliseconds between two bytes.
        interval_ms: u64,
    },
    /// Accepted and never answered.
    Hang,
    /// A redirect.
    Redirect {
        /// Where to.
        location: String,
        /// 302 by default.
        #[serde(default = "found")]
        code: u16,
    },
    /// 200 with one JSON string that takes this many bytes.
    Big {
        /// Its size when unpacked.
        bytes: u64,
        /// Packed, whether asked for or not.
        #[serde(default)]
        gzip: bool,
    },
    /// 200 with so many nested lists.
    Deep {
        /// How many.
        levels: u32,
    },
    /// 200 and `application/json` with exactly this body.
    Body(Payload),
    /// The healthy answer after this time, in place of the panel's own latency.
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

impl Fault {
    /// A fault for every request of this path or prefix.
    pub fn on(path: impl Into<String>, kind: Kind) -> Self {
        Self {
            path: path.into(),
            page: None,
            times: None,
            kind,
        }
    }

    /// Only on this page.
    #[must_use]
    pub fn page(mut self, page: u64) -> Self {
        self.page = Some(page);
        self
    }

    /// Only for the first so many requests.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    pub(crate) fn matches(&self, path: &str, page: u64) -> bool {
        self.times != Some(0) && self.page.is_none_or(|only| only == page) && covers(&self.path, path)
    }

    /// Refuses what could not be answered with later on.
    pub(crate) fn check(&self) -> Result<(), Invalid> {
        match &self.kind {
            Kind::Status { code, .. } | Kind::Redirect { code, .. } if !(200..=599).contains(code) => {
                Err(Invalid::new(format!("a status code is 200 to 599, not {code}")))
            }
            Kind::Status { headers, .. } => headers.iter().try_for_each(|(name, value)| header(name, value)),
            Kind::Redirect { location, .. } => header("location", location),
            Kind::Body(payload) => payload.bytes().map(drop),
            _ => Ok(()),
        }
    }
}

fn header(name: &str, value: &str) -> Result<(), Invalid> {
    let fits = hyper::header::HeaderName::try_from(name).is_ok() && hyper::header::HeaderValue::try_from(value).is_ok();
    if fits {
        Ok(())
    } else {
        Err(Invalid::new(format!("{name:?} with {value:?} is no HTTP header")))
    }
}

impl Kind {
    /// This status with a body that suits it.
    pub fn status(code: u16) -> Self {
        Self::Status {
            code,
            body: None,
            headers: BTreeMap::new(),
        }
    }

    /// This status with one header and a body that suits it.
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

/// Whether a pattern (exact, or a prefix that ends in `*`) covers a path.
pub(crate) fn covers(pattern: &str, path: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => path.starts_with(prefix),
        None => pattern == path,
    }
}

#[derive(Deserialize)]
struct Unchecked {
    path: String,
    page: Option<u64>,
    times: Option<u32>,
    #[serde(flatten)]
    kind: Kind,
}

/// Unknown keys are refused: a misspelt `times` would otherwise break every request.
impl TryFrom<Value> for Fault {
    type Error = Invalid;

    fn try_from(written: Value) -> Result<Self, Invalid> {
        let Unchecked {
            path,
            page,
            times,
            kind,
        } = Unchecked::deserialize(&written).map_err(|error| Invalid::new(format!("fault: {error}")))?;
        let fault = Self {
            path,
            page,
            times,
            kind,
        };
        fault
            .check()
            .map_err(|problem| problem.within(format_args!("fault on {}", fault.path)))?;
        let known = serde_json::to_value(&fault).map_err(|error| Invalid::new(format!("fault: {error}")))?;
        let unknown =
            written.as_object().into_iter().flatten().find(|(key, value)| {
                known.get(key.as_str()).is_none() && !value.is_null() && key.as_str() != "headers"
            });
        match unknown {
            Some((key, _)) => Err(Invalid::new(format!("fault on {}: unknown key {key:?}", fault.path))),
            None => Ok(fault),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(written: Value) -> Result<Fault, String> {
        serde_json::from_value(written).map_err(|error| error.to_string())
    }

    #[test]
    fn a_path_is_matched_whole_or_by_its_prefix() {
        assert!(covers("*", "/connect"));
        assert!(covers("/packages/*", "/packages/3"));
        assert!(covers("/packages/3", "/packages/3"));
        assert!(!covers("/packages/3", "/packages/33"));
        assert!(!covers("/compute/*", "/packages/3"));
    }

    #[test]
    fn every_kind_is_read_from_json() {
        for written in [
            json!({"kind": "status", "code": 429, "headers": {"Retry-After": "7"}, "body": {"message": "x"}}),
            json!({"kind": "garbage"}),
            json!({"kind": "html"}),
            json!({"kind": "empty"}),
            json!({"kind": "truncated"}),
            json!({"kind": "cut"}),
            json!({"kind": "reset"}),
            json!({"kind": "close"}),
            json!({"kind": "endless"}),
            json!({"kind": "endless_headers"}),
            json!({"kind": "drip", "interval_ms": 5}),
            json!({"kind": "drip_body", "interval_ms": 5}),
            json!({"kind": "hang"}),
            json!({"kind": "redirect", "location": "/login"}),
            json!({"kind": "big", "bytes": 100, "gzip": true}),
            json!({"kind": "deep", "levels": 100}),
            json!({"kind": "body", "text": "{}"}),
            json!({"kind": "body", "base64": "e30="}),
            json!({"kind": "latency", "ms": 5}),
        ] {
            let mut fault = json!({"path": "*", "page": 2, "times": 1});
            fault
                .as_object_mut()
                .unwrap()
                .extend(written.as_object().unwrap().clone());
            assert_eq!(read(fault.clone()).map(|fault| fault.times), Ok(Some(1)), "{fault}");
        }
    }

    #[test]
    fn what_cannot_be_answered_with_is_refused() {
        for (written, word) in [
            (json!({"path": "*", "kind": "status", "code": 42}), "200 to 599"),
            (json!({"path": "*", "kind": "status", "code": 500, "time": 1}), "time"),
            (
                json!({"path": "*", "kind": "status", "code": 500, "headers": {"a b": "c"}}),
                "header",
            ),
            (json!({"path": "*", "kind": "body", "base64": "?"}), "base64"),
            (json!({"path": "*", "kind": "explode"}), "explode"),
            (json!({"kind": "garbage"}), "path"),
        ] {
            let problem = read(written).unwrap_err();
            assert!(problem.contains(word), "{problem}");
        }
    }
}
