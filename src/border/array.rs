//! What goes out: the panel's text as PHP's arrays, and reports.

use std::fmt;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::convert::IntoZval;
use ext_php_rs::error::{Error, Result};
use ext_php_rs::exception::PhpException;
use ext_php_rs::types::{ZendHashTable, Zval};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::report::{GroupLine, HostLine, PackageLine, Report};

/// JSON text as `json_decode(…, true)` gives it.
pub(super) fn from_json(text: &str) -> std::result::Result<Zval, PhpException> {
    serde_json::from_str::<Value>(text)
        .map(|value| value.0)
        .map_err(|_| PhpException::from("A cached answer is not JSON, which is a bug of this extension".to_owned()))
}

struct Value(Zval);

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(source: D) -> std::result::Result<Self, D::Error> {
        source.deserialize_any(ValueVisitor).map(Self)
    }
}

struct ValueVisitor;

impl ValueVisitor {
    fn made<T: IntoZval, E: serde::de::Error>(value: T) -> std::result::Result<Zval, E> {
        value.into_zval(false).map_err(E::custom)
    }
}

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Zval;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> std::result::Result<Zval, E> {
        Ok(Zval::null())
    }

    fn visit_bool<E: serde::de::Error>(self, flag: bool) -> std::result::Result<Zval, E> {
        Self::made(flag)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> std::result::Result<Zval, E> {
        Self::made(number)
    }

    #[allow(clippy::cast_precision_loss, reason = "as PHP does with integers beyond its own")]
    fn visit_u64<E: serde::de::Error>(self, number: u64) -> std::result::Result<Zval, E> {
        i64::try_from(number).map_or_else(|_| Self::made(number as f64), Self::made)
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> std::result::Result<Zval, E> {
        Self::made(number)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> std::result::Result<Zval, E> {
        Self::made(text)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> std::result::Result<Zval, S::Error> {
        let mut table = ZendHashTable::new();
        while let Some(Value(value)) = list.next_element()? {
            table.push(value).map_err(S::Error::custom)?;
        }
        Self::made(table)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> std::result::Result<Zval, M::Error> {
        let mut table = ZendHashTable::new();
        while let Some((key, Value(value))) = map.next_entry::<std::borrow::Cow<str>, Value>()? {
            table.insert(key.as_ref(), value).map_err(M::Error::custom)?;
        }
        Self::made(table)
    }
}

type Table = ZBox<ZendHashTable>;

/// A list of tables.
fn list<T>(items: &[T], make: impl Fn(&T) -> Result<Table>) -> Result<Table> {
    let mut table = ZendHashTable::new();
    for item in items {
        table.push(make(item)?)?;
    }
    Ok(table)
}

/// A table of these keys and values.
macro_rules! table {
    ($($key:literal => $value:expr),* $(,)?) => {{
        let mut table = ZendHashTable::new();
        $(table.insert($key, $value)?;)*
        Ok::<Table, Error>(table)
    }};
}

/// Reports by product id, in order.
pub(super) fn reports(reports: &[Report]) -> Result<Table> {
    let mut table = ZendHashTable::new();
    for report in reports {
        table.insert_at_index(report.product, self::report(report)?)?;
    }
    Ok(table)
}

fn report(report: &Report) -> Result<Table> {
    table! {
        "product" => report.product,
        "quantity" => report.quantity,
        "reason" => report.reason.name(),
        "error" => report.error.as_deref(),
        "package" => report.package.as_ref().map(package).transpose()?,
        "buffer_pct" => report.buffer_pct,
        "ipv4_required" => report.ipv4_required,
        "ipv4_pool" => report.ipv4_pool.name(),
        "groups" => list(&report.groups, group)?,
    }
}

fn package(line: &PackageLine) -> Result<Table> {
    table! {
        "id" => line.id,
        "name" => line.name.as_deref(),
        "memory" => line.memory,
        "cpuCores" => line.cpu_cores,
        "primaryStorage" => line.primary_storage,
        "primaryStorageProfile" => line.primary_storage_profile,
    }
}

fn group(line: &GroupLine) -> Result<Table> {
    let mut notes = ZendHashTable::new();
    for note in &line.notes {
        notes.push(*note)?;
    }
    table! {
        "id" => line.id,
        "reason" => line.reason.name(),
        "quantity" => line.quantity,
        "fits" => line.fits,
        "ipv4_fits" => line.ipv4_fits,
        "limited_by" => line.limited_by,
        "notes" => notes,
        "hypervisors" => list(&line.hypervisors, host)?,
    }
}

fn host(line: &HostLine) -> Result<Table> {
    let [memory, cpu, storage, servers] = line.by;
    let reserved = table! {
        "memory" => line.reserved.memory,
        "cpu" => line.reserved.cpu,
        "storage" => line.reserved.storage,
    }?;
    table! {
        "id" => line.id,
        "name" => line.name.as_deref(),
        "eligible" => line.skipped.is_none(),
        "skipped" => line.skipped,
        "fits" => line.fits,
        "limited_by" => line.limited_by,
        "memory" => memory,
        "cpu" => cpu,
        "storage" => storage,
        "servers" => servers,
        "ipv4_free" => line.ipv4_free,
        "reserved" => reserved,
    }
}
