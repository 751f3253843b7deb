//! A row of `tblproducts`, with the keys `locations`, `packages` and `size` added.

use super::buffer::Buffer;
use super::product::{Refusal, Request, Target};
use super::size::Size;
use super::value::RowValue;

/// The columns and keys that a quantity depends on.
#[derive(Clone, Debug, Default)]
pub struct Row<'a> {
    /// `id`
    pub id: RowValue<'a>,
    /// `configoption1`: the default group.
    pub group: RowValue<'a>,
    /// `configoption2`: the package.
    pub package: RowValue<'a>,
    /// `configoption3`: IPv4 addresses for one server.
    pub ipv4: RowValue<'a>,
    /// `configoption7`: the safety buffer.
    pub buffer: RowValue<'a>,
    /// `locations`: the names of sub-options, `value` or `value|Display`.
    pub locations: Vec<RowValue<'a>>,
    /// `packages`: replaces `configoption2`.
    pub packages: Option<Vec<RowValue<'a>>>,
    /// `size`
    pub size: SizeRow<'a>,
}

/// The keys of a size: of `size` in a product's row, or of a hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct SizeRow<'a> {
    /// `memory`
    pub memory: RowValue<'a>,
    /// `cpuCores`
    pub cpu_cores: RowValue<'a>,
    /// `primaryStorage`
    pub primary_storage: RowValue<'a>,
    /// `primaryStorageProfile`
    pub primary_storage_profile: RowValue<'a>,
}

impl SizeRow<'_> {
    /// Reads the size; null or blank keeps the package's value.
    ///
    /// # Errors
    ///
    /// [`RowError::Size`] for a value that is neither blank nor a number of at least 0.
    pub fn size(&self) -> Result<Size, RowError> {
        let amount = |value: RowValue, key| match value.amount() {
            None if !value.is_blank() => Err(RowError::Size(key)),
            amount => Ok(amount),
        };
        Ok(Size {
            memory: amount(self.memory, "memory")?,
            cpu_cores: amount(self.cpu_cores, "cpuCores")?,
            primary_storage: amount(self.primary_storage, "primaryStorage")?,
            primary_storage_profile: amount(self.primary_storage_profile, "primaryStorageProfile")?,
        })
    }
}

/// An invalid row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowError {
    /// `id` is not a positive integer.
    Id,
    /// This key of `size` is neither blank nor a number of at least 0.
    Size(&'static str),
}

impl Row<'_> {
    /// Reads the request.
    ///
    /// # Errors
    ///
    /// [`RowError::Id`] if `id` is not a positive integer, or the error of [`SizeRow::size`].
    pub fn request(&self) -> Result<Request, RowError> {
        let product = self.id.positive_integer().ok_or(RowError::Id)?;
        Ok(Request {
            product,
            target: self.target(),
            ipv4_per_server: self.ipv4.addresses(),
            size: self.size.size()?,
            buffer: match self.buffer {
                RowValue::Text(text) => Buffer::from_text(text),
                RowValue::Int(percent) => Buffer::from_text(&percent.to_string()),
                RowValue::Float(percent) if percent.is_finite() => Buffer::from_percent(percent),
                _ => Buffer::default(),
            },
        })
    }

    fn target(&self) -> Result<Target, Refusal> {
        let packages = match &self.packages {
            Some(packages) => each_once(packages.iter().filter_map(|package| package.positive_integer())),
            None => each_once(self.package.positive_integer()),
        };
        if packages.is_empty() {
            return Err(Refusal::NoPackage);
        }
        let entries = std::iter::once(&self.group).chain(&self.locations);
        let groups = each_once(entries.filter_map(|entry| entry.group()));
        if groups.is_empty() {
            return Err(Refusal::NoGroups);
        }
        Ok(Target { packages, groups })
    }
}

fn each_once(ids: impl IntoIterator<Item = i64>) -> Vec<i64> {
    let mut kept = Vec::new();
    for id in ids {
        if !kept.contains(&id) {
            kept.push(id);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use RowValue::{Float, Int, Null, Other, Text};

    fn row<'a>() -> Row<'a> {
        Row {
            id: Int(12),
            group: Text("5"),
            package: Text("3"),
            ..Row::default()
        }
    }

    fn groups(row: &Row) -> Vec<i64> {
        row.request().expect("a request").target.expect("a target").groups
    }

    #[test]
    fn a_row_without_a_positive_id_is_refused() {
        for id in [
            Null,
            Int(0),
            Int(-1),
            Text(""),
            Text("x"),
            Text("1.5"),
            Float(1.0),
            Other,
        ] {
            assert_eq!(Row { id, ..row() }.request(), Err(RowError::Id), "{id:?}");
        }
        assert_eq!(
            Row {
                id: Text("12"),
                ..row()
            }
            .request()
            .expect("a request")
            .product,
            12
        );
    }

    #[test]
    fn a_package_is_a_positive_decimal_integer() {
        for package in [
            Null,
            Int(0),
            Int(-3),
            Text(""),
            Text("three"),
            Text("3.5"),
            Text("0"),
            Text("-3"),
            Other,
        ] {
            let request = Row { package, ..row() }.request().expect("a request");
            assert_eq!(request.target, Err(Refusal::NoPackage), "{package:?}");
        }
        for package in [Int(3), Text("3"), Text(" 3 ")] {
            let request = Row { package, ..row() }.request().expect("a request");
            assert_eq!(request.target.expect("a target").packages, [3]);
        }
    }

    #[test]
    fn groups_are_the_default_and_the_locations_in_order_without_duplicates() {
        let locations = vec![
            Text("7|Amsterdam"),
            Text(" 5 |Default again"),
            Text("nowhere|9"),
            Text("0|None"),
            Int(8),
            Text("07"),
            Null,
        ];
        assert_eq!(groups(&Row { locations, ..row() }), [5, 7, 8]);
    }

    #[test]
    fn locations_are_enough_without_a_default_group() {
        assert_eq!(
            groups(&Row {
                group: Text(""),
                locations: vec![Text("9")],
                ..row()
            }),
            [9]
        );
    }

    #[test]
    fn a_row_without_any_group_is_refused() {
        for group in [Null, Text(""), Text("x"), Int(0), Int(-5), Text("-5"), Text("5a")] {
            let request = Row { group, ..row() }.request().expect("a request");
            assert_eq!(request.target, Err(Refusal::NoGroups), "{group:?}");
        }
    }

    #[test]
    fn a_missing_package_is_reported_before_missing_groups() {
        let request = Row {
            group: Null,
            package: Null,
            ..row()
        }
        .request()
        .expect("a request");
        assert_eq!(request.target, Err(Refusal::NoPackage));
    }

    #[test]
    fn a_server_takes_one_address_unless_the_row_has_another_valid_number() {
        let cases = [
            (Null, 1),
            (Text(""), 1),
            (Text("none"), 1),
            (Text("-2"), 1),
            (Int(-2), 1),
            (Text("-0.5"), 1),
            (Text(" -1e-400 "), 1),
            (Text("-0e5"), 0),
            (Float(-0.5), 1),
            (Text("0"), 0),
            (Text("-0"), 0),
            (Float(0.0), 0),
            (Float(2.9), 2),
            (Int(0), 0),
            (Text("4"), 4),
            (Text(" 4 "), 4),
            (Int(4), 4),
            (Other, 1),
        ];
        for (ipv4, expected) in cases {
            assert_eq!(
                Row { ipv4, ..row() }.request().expect("a request").ipv4_per_server,
                expected,
                "{ipv4:?}"
            );
        }
    }
}
