//! Checks for a product's row, written as a JSON object of its columns. A list or an object in it represents a value that no column
//! can have.

use virtfusion_direct::request::{Refusal, Request, Row, RowError, RowValue};

use super::naive;
use super::naive::json::Json;
use super::naive::row::Column;

struct Columns {
    id: Column,
    group: Column,
    package: Column,
    ipv4: Column,
    buffer: Column,
    locations: Vec<Column>,
}

/// Returns whether the row has a target. Panics if a check fails.
pub fn check(text: &[u8]) -> bool {
    let Some(columns) = naive::json::read(text).and_then(|document| Columns::of(&document.root)) else {
        return false;
    };
    let request = columns.request();
    assert_eq!(request, columns.request(), "the same row is read differently");
    assert_eq!(
        request,
        columns.as_text().request(),
        "an integer and its text are read differently"
    );
    let Some(id) = naive::row::product(&columns.id) else {
        assert_eq!(request, Err(RowError::Id));
        return false;
    };
    let request = request.expect("a row with an id is a request");
    assert_eq!(request.product, id);
    assert_eq!(request.ipv4_per_server, naive::row::addresses(&columns.ipv4));
    let expected = f64::from(naive::row::buffer(&columns.buffer)) / 10_000.0;
    let found = request.buffer.percent();
    // The shortest decimal of a float may have more digits than are read.
    let near = matches!(columns.buffer, Column::Float(_)) && (found - expected).abs() < 0.000_150;
    assert!(
        near || found.to_bits() == expected.to_bits(),
        "found {found}, expected {expected}"
    );
    let (package, groups) = naive::row::target(&columns.package, &columns.group, &columns.locations);
    match (request.target, package) {
        (Err(refusal), None) => assert_eq!(refusal, Refusal::NoPackage),
        (Err(refusal), Some(_)) => {
            assert_eq!(refusal, Refusal::NoGroups);
            assert!(groups.is_empty(), "{groups:?}");
        }
        (Ok(target), package) => {
            assert_eq!((target.packages.first().copied(), target.groups), (package, groups));
            return true;
        }
    }
    false
}

impl Columns {
    fn of(row: &Json) -> Option<Self> {
        let Json::Object(_) = row else {
            return None;
        };
        let column = |name| column(row.get(name).unwrap_or(&Json::Null));
        Some(Self {
            id: column("id"),
            group: column("configoption1"),
            package: column("configoption2"),
            ipv4: column("configoption3"),
            buffer: column("configoption7"),
            locations: match row.get("locations") {
                Some(Json::List(names)) => names.iter().map(self::column).collect(),
                _ => Vec::new(),
            },
        })
    }

    fn request(&self) -> Result<Request, RowError> {
        Row {
            id: value(&self.id),
            group: value(&self.group),
            package: value(&self.package),
            ipv4: value(&self.ipv4),
            buffer: value(&self.buffer),
            locations: self.locations.iter().map(value).collect(),
            ..Row::default()
        }
        .request()
    }

    /// The row as a database driver returns it that has only strings.
    fn as_text(&self) -> Self {
        let text = |column: &Column| match column {
            Column::Int(number) => Column::Text(number.to_string()),
            other => other.clone(),
        };
        Self {
            id: text(&self.id),
            group: text(&self.group),
            package: text(&self.package),
            ipv4: text(&self.ipv4),
            buffer: text(&self.buffer),
            locations: self.locations.iter().map(text).collect(),
        }
    }
}

fn column(json: &Json) -> Column {
    match json {
        Json::Null => Column::Null,
        Json::Text(text) => Column::Text(text.clone()),
        Json::Number(number) => match (number.parse(), number.parse()) {
            (Ok(integer), _) => Column::Int(integer),
            (_, Ok(float)) => Column::Float(float),
            _ => Column::Other,
        },
        _ => Column::Other,
    }
}

fn value(column: &Column) -> RowValue<'_> {
    match column {
        Column::Null => RowValue::Null,
        Column::Int(number) => RowValue::Int(*number),
        Column::Float(number) => RowValue::Float(*number),
        Column::Text(text) => RowValue::Text(text),
        Column::Other => RowValue::Other,
    }
}
