//! `VirtFusionDirect\Webhook`: one `POST` to a webhook.

use std::time::Duration;

use ext_php_rs::exception::PhpException;
use ext_php_rs::flags::ClassFlags;
use ext_php_rs::prelude::*;
use ext_php_rs::types::{ArrayKey, ZendHashTable, Zval};

use super::loose::{Float, List, Text};
use super::module::process;
use super::value_error;
use crate::panel::webhook::{HeaderError, Headers, WebhookUrl};

/// See the module.
#[php_class]
#[php(name = "VirtFusionDirect\\Webhook")]
#[php(flags = ClassFlags::Final.union(ClassFlags::NoDynamicProperties))]
pub struct Webhook;

#[php_impl]
impl Webhook {
    /// Returns null if the webhook accepted the request; otherwise one line that says what happened.
    #[php(defaults(headers = List::default(), timeout = Float(5.0)))]
    pub fn post(url: Text, body: Text, headers: List, timeout: Float) -> Result<Option<String>, PhpException> {
        let url = std::str::from_utf8(url.0).unwrap_or_default();
        let url = WebhookUrl::parse(url).map_err(|error| invalid(1, "url", &error.to_string()))?;
        let headers = self::headers(headers)?;
        let timeout = self::timeout(timeout)?;
        let posted = process().http.post(&url, &headers, body.0, timeout);
        Ok(posted.err().map(|undelivered| undelivered.to_string()))
    }
}

fn invalid(argument: usize, name: &str, must: &str) -> PhpException {
    value_error(format!(
        "VirtFusionDirect\\Webhook::post(): Argument #{argument} (${name}) {must}"
    ))
}

fn headers(list: List) -> Result<Headers, PhpException> {
    let mut headers = Headers::default();
    let entries = list.0.into_iter().flat_map(ZendHashTable::iter);
    for (index, (name, value)) in entries.enumerate() {
        set(&mut headers, &name, value).map_err(|error| invalid(3, "headers", &format!("entry {index} {error}")))?;
    }
    Ok(headers)
}

fn set(headers: &mut Headers, name: &ArrayKey, value: &Zval) -> Result<(), HeaderError> {
    let name = match name {
        ArrayKey::Long(_) => return Err(HeaderError::Name),
        ArrayKey::String(name) => name.as_bytes(),
        ArrayKey::Str(name) => name.as_bytes(),
        ArrayKey::ZendString(name) => name.as_bytes(),
    };
    let value = value.dereference().zend_str().ok_or(HeaderError::Value)?;
    headers.set(name, value.as_bytes())
}

fn timeout(seconds: Float) -> Result<Duration, PhpException> {
    /// Longer than anybody waits.
    const LONGEST: f64 = 1e6;
    if seconds.0 > 0.0 {
        Ok(Duration::from_secs_f64(seconds.0.min(LONGEST)))
    } else {
        Err(invalid(4, "timeout", "must be greater than 0, in seconds"))
    }
}
