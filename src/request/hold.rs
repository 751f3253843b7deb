//! A hold as the shop passes it: a server that is sold and not built yet.

use super::row::{RowError, SizeRow};
use super::size::Size;
use super::value::RowValue;

/// The keys of one entry of `$holds`.
#[derive(Clone, Copy, Debug, Default)]
pub struct HoldRow<'a> {
    /// `id`: the service's id.
    pub id: RowValue<'a>,
    /// `package`
    pub package: RowValue<'a>,
    /// `group`
    pub group: RowValue<'a>,
    /// `ipv4`, read like `configoption3` of a product.
    pub ipv4: RowValue<'a>,
    /// `memory`, `cpuCores`, `primaryStorage`, `primaryStorageProfile`.
    pub size: SizeRow<'a>,
}

/// A server that is sold and not built yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HoldRequest {
    /// The service's id.
    pub id: i64,
    /// What will be ordered from the panel; `None` if the panel would refuse the order. The hold then takes nothing.
    pub order: Option<Order>,
}

/// What will be ordered from the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Order {
    /// The package's id.
    pub package: i64,
    /// The group's id.
    pub group: i64,
    /// The number of IPv4 addresses.
    pub ipv4: u64,
    /// Replaces the package's own values.
    pub size: Size,
}

impl HoldRow<'_> {
    /// Reads the hold.
    ///
    /// # Errors
    ///
    /// [`RowError::Id`] if `id` is not a positive integer.
    pub fn hold(&self) -> Result<HoldRequest, RowError> {
        let id = self.id.positive_integer().ok_or(RowError::Id)?;
        Ok(HoldRequest {
            id,
            order: self.order(),
        })
    }

    fn order(&self) -> Option<Order> {
        Some(Order {
            package: self.package.positive_integer()?,
            group: self.group.group()?,
            ipv4: self.ipv4.addresses(),
            size: self.size.size().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RowValue::{Int, Null, Other, Text};

    fn row<'a>() -> HoldRow<'a> {
        HoldRow {
            id: Int(1021),
            package: Text("3"),
            group: Int(5),
            ..HoldRow::default()
        }
    }

    #[test]
    fn a_hold_is_read_from_strings_and_integers() {
        let size = SizeRow {
            memory: Text("4096"),
            primary_storage: Int(0),
            ..SizeRow::default()
        };
        let hold = HoldRow {
            size,
            ipv4: Text("0"),
            ..row()
        }
        .hold()
        .expect("a hold");
        let order = hold.order.expect("an order");
        assert_eq!((hold.id, order.package, order.group, order.ipv4), (1021, 3, 5, 0));
        assert_eq!(
            (order.size.memory, order.size.primary_storage, order.size.cpu_cores),
            (Some(4096), Some(0), None)
        );
        assert_eq!(row().hold().expect("a hold").order.expect("an order").ipv4, 1);
    }

    #[test]
    fn a_hold_without_a_usable_package_group_or_size_takes_nothing() {
        let unusable = [
            HoldRow {
                package: Int(0),
                ..row()
            },
            HoldRow {
                package: Text("VPS"),
                ..row()
            },
            HoldRow { group: Null, ..row() },
            HoldRow {
                group: Text("Paris"),
                ..row()
            },
            HoldRow {
                size: SizeRow {
                    memory: Text("4 GB"),
                    ..SizeRow::default()
                },
                ..row()
            },
            HoldRow {
                size: SizeRow {
                    cpu_cores: Int(-1),
                    ..SizeRow::default()
                },
                ..row()
            },
        ];
        for row in unusable {
            assert_eq!(row.hold().expect("a hold").order, None, "{row:?}");
        }
    }

    #[test]
    fn a_hold_without_a_positive_id_is_refused() {
        for id in [Null, Int(0), Int(-7), Text("x"), Other] {
            assert_eq!(HoldRow { id, ..row() }.hold(), Err(RowError::Id), "{id:?}");
        }
    }
}
