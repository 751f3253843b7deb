//! Reads a product's row and a hold from PHP's arrays.

use ext_php_rs::exception::PhpException;
use ext_php_rs::types::{ZendHashTable, Zval};

use super::value_error;
use crate::request::{HoldRequest, HoldRow, Request, Row, RowError, RowValue, SizeRow};

/// Reads the request of a row. `position` names the row in an error message.
pub(super) fn request(row: &ZendHashTable, position: &str) -> Result<Request, PhpException> {
    let column = |name: &str| row.get(name).map_or(RowValue::Null, value);
    let locations = match row.get("locations").map(Zval::dereference) {
        Some(locations) => match locations.array() {
            Some(entries) => entries.values().map(value).collect(),
            None => vec![value(locations)],
        },
        None => Vec::new(),
    };
    let packages = match row.get("packages").map(Zval::dereference) {
        Some(packages) if !packages.is_null() => Some(packages.array().map_or_else(
            || vec![value(packages)],
            |packages| packages.values().map(value).collect(),
        )),
        _ => None,
    };
    let size = match row.get("size").map(Zval::dereference) {
        Some(size) if !size.is_null() => size
            .array()
            .map(size_row)
            .ok_or_else(|| value_error(format!("{position}: the key \"size\" must hold an array of sizes")))?,
        _ => SizeRow::default(),
    };
    let row = Row {
        id: column("id"),
        group: column("configoption1"),
        package: column("configoption2"),
        ipv4: column("configoption3"),
        buffer: column("configoption7"),
        locations,
        packages,
        size,
    };
    row.request().map_err(|error| match error {
        RowError::Id => value_error(format!(
            "{position}: the key \"id\" must hold a positive integer, the id of the product"
        )),
        RowError::Size(key) => value_error(format!(
            "{position}: the key \"{key}\" of \"size\" must hold a number of at least 0, or null"
        )),
    })
}

/// Reads one entry of `$holds`. `position` names the entry in an error message.
pub(super) fn hold(hold: &ZendHashTable, position: &str) -> Result<HoldRequest, PhpException> {
    let column = |name: &str| hold.get(name).map_or(RowValue::Null, value);
    let row = HoldRow {
        id: column("id"),
        package: column("package"),
        group: column("group"),
        ipv4: column("ipv4"),
        size: size_row(hold),
    };
    row.hold().map_err(|_| {
        value_error(format!(
            "{position}: the key \"id\" must hold a positive integer, the id of the service"
        ))
    })
}

fn size_row(size: &ZendHashTable) -> SizeRow<'_> {
    let column = |name: &str| size.get(name).map_or(RowValue::Null, value);
    SizeRow {
        memory: column("memory"),
        cpu_cores: column("cpuCores"),
        primary_storage: column("primaryStorage"),
        primary_storage_profile: column("primaryStorageProfile"),
    }
}

fn value(value: &Zval) -> RowValue<'_> {
    let value = value.dereference();
    if let Some(number) = value.long() {
        RowValue::Int(number)
    } else if let Some(text) = value.zend_str() {
        // Text that is not UTF-8 is not a number; its content does not matter.
        text.as_str().map_or(RowValue::Other, RowValue::Text)
    } else if let Some(number) = value.double() {
        RowValue::Float(number)
    } else if value.is_null() {
        RowValue::Null
    } else {
        RowValue::Other
    }
}
