//! A product's row, as PHP holds it.

use ext_php_rs::exception::PhpException;
use ext_php_rs::types::{ZendHashTable, Zval};

use super::value_error;
use crate::request::{Request, Row, RowError, RowValue};

/// The request of a row. `position` says which row it is, for the message.
pub(super) fn request(row: &ZendHashTable, position: &str) -> Result<Request, PhpException> {
    let column = |name: &str| row.get(name).map_or(RowValue::Null, value);
    let locations = match row.get("locations").map(Zval::dereference) {
        Some(locations) => match locations.array() {
            Some(entries) => entries.values().map(value).collect(),
            None => vec![value(locations)],
        },
        None => Vec::new(),
    };
    let row = Row {
        id: column("id"),
        group: column("configoption1"),
        package: column("configoption2"),
        ipv4: column("configoption3"),
        buffer: column("configoption7"),
        locations,
    };
    row.request().map_err(|RowError::Id| {
        value_error(format!(
            "{position}: the key \"id\" must hold a positive integer, the id of the product"
        ))
    })
}

fn value(value: &Zval) -> RowValue<'_> {
    let value = value.dereference();
    if let Some(number) = value.long() {
        RowValue::Int(number)
    } else if let Some(text) = value.zend_str() {
        // A text that is not UTF-8 is no number; what it is does not matter.
        text.as_str().map_or(RowValue::Other, RowValue::Text)
    } else if let Some(number) = value.double() {
        RowValue::Float(number)
    } else if value.is_null() {
        RowValue::Null
    } else {
        RowValue::Other
    }
}
