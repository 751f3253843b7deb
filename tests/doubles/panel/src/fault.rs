//! A fault: which requests fail, and how. Read from JSON.
//!
//! Parsing is strict: a test whose fault was ignored would pass without testing anything.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Invalid, Kind};

/// Which requests fail, and how.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "Value")]
pub struct Fault {
    /// A path below `/api/v1`, a prefix that ends in `*`, or `*` for every path.
    pub path: String,
    /// Applies only to this page; a request without a page is for page 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u64>,
    /// Applies to at most this many matching requests. `None`: to all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// What happens.
    #[serde(flatten)]
    pub kind: Kind,
}

impl Fault {
    /// A fault for every request with this path or prefix.
    pub fn on(path: impl Into<String>, kind: Kind) -> Self {
        Self {
            path: path.into(),
            page: None,
            times: None,
            kind,
        }
    }

    /// Limits the fault to this page.
    #[must_use]
    pub fn page(mut self, page: u64) -> Self {
        self.page = Some(page);
        self
    }

    /// Limits the fault to the first `times` requests.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    pub(crate) fn matches(&self, path: &str, page: u64) -> bool {
        self.times != Some(0) && self.page.is_none_or(|only| only == page) && covers(&self.path, path)
    }
}

/// Whether a pattern (an exact path, or a prefix that ends in `*`) matches a path.
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
            .kind
            .check()
            .map_err(|problem| problem.within(format_args!("fault on {}", fault.path)))?;
        let known = serde_json::to_value(&fault).map_err(|error| Invalid::new(format!("fault: {error}")))?;
        let unknown = written
            .as_object()
            .into_iter()
            .flatten()
            .find(|(key, value)| known.get(key.as_str()).is_none() && !value.is_null());
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
    fn a_pattern_matches_a_whole_path_or_a_prefix() {
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
    fn an_invalid_fault_is_refused() {
        for (written, expected) in [
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
            assert!(problem.contains(expected), "{problem}");
        }
    }
}
