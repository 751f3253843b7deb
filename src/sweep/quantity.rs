//! A product's quantity and its reason.

use crate::capacity::Fits;
use crate::failure::Failure;
use crate::request::Refusal;

/// How many more servers of a product can be placed, or why that is not known.
#[derive(Clone, Debug)]
pub enum Quantity {
    /// Computed, or confirmed as 0 by the panel.
    Known(Fits),
    /// The row names no package or no group.
    Refused(Refusal),
    /// The panel did not answer, or the answer is not understood.
    Unknown(Failure),
}

impl Quantity {
    /// The value for PHP. `None` must not change the shop's number.
    #[must_use]
    pub fn value(&self) -> Option<i64> {
        match self {
            Self::Known(fits) => Some(fits.quantity()),
            Self::Refused(_) | Self::Unknown(_) => None,
        }
    }

    /// The failure of an unknown quantity.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Unknown(failure) => Some(failure),
            _ => None,
        }
    }
}

/// The reason of a product's quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Computed.
    Ok,
    /// The row names no package.
    NoPackage,
    /// The row names no group.
    NoGroups,
    /// The package does not exist: 0.
    PackageMissing,
    /// The package is disabled: 0.
    PackageDisabled,
    /// The package is not known.
    PackageUnknown,
    /// A group is not known.
    GroupUnknown,
    /// The package of a hold in one of the groups is not known.
    HoldUnknown,
}

impl Reason {
    /// The value in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::NoPackage => "no_package",
            Self::NoGroups => "no_groups",
            Self::PackageMissing => "package_missing",
            Self::PackageDisabled => "package_disabled",
            Self::PackageUnknown => "package_unknown",
            Self::GroupUnknown => "group_unknown",
            Self::HoldUnknown => "hold_unknown",
        }
    }
}
