//! The report of a product: its quantity, and how it was computed.

use super::group::{GroupLine, lines};
use crate::capacity::{Fits, Footprint};
use crate::decode::Package;
use crate::failure::Failure;
use crate::request::{Request, Size};
use crate::settings::Ipv4Pool;
use crate::sweep::{Calculation, Outcome, Quantity, Reason, Sweep};

/// A product's quantity, and how it was computed.
#[derive(Clone, Debug)]
pub struct Report {
    /// `tblproducts.id`
    pub product: i64,
    /// After the holds; `None` if unknown.
    pub quantity: Option<Fits>,
    /// The reason for the quantity.
    pub reason: Reason,
    /// Without the holds; `None` if unknown.
    pub fits: Option<Fits>,
    /// Why the quantity is unknown; `None` if the row itself is the reason.
    pub error: Option<Failure>,
    /// The package, if the panel has it.
    pub package: Option<PackageLine>,
    /// The buffer in percent.
    pub buffer_pct: f64,
    /// IPv4 addresses per server.
    pub ipv4_required: u64,
    /// How addresses are counted.
    pub ipv4_pool: Ipv4Pool,
    /// The groups in the request's order; empty if the package is enough to decide.
    pub groups: Vec<GroupLine>,
}

/// The package of a quantity, with the chosen sizes in place of its own.
#[derive(Clone, Debug)]
pub struct PackageLine {
    /// The panel's id.
    pub id: i64,
    /// The name, only to be shown.
    pub name: Option<Box<str>>,
    /// The resources that one server takes.
    pub footprint: Footprint,
}

impl Sweep<'_> {
    /// Returns the report of each product, in order.
    #[must_use]
    pub fn reports(&self, requests: &[Request]) -> Vec<Report> {
        self.each(requests, Report::of)
    }
}

impl Report {
    /// The report of one product.
    #[must_use]
    pub fn of(calculation: &Calculation, request: &Request) -> Self {
        Self::from_outcome(calculation, request, &calculation.outcome(request))
    }

    pub(super) fn from_outcome(calculation: &Calculation, request: &Request, outcome: &Outcome) -> Self {
        Self {
            product: request.product,
            quantity: match &outcome.quantity {
                Quantity::Known(fits) => Some(*fits),
                _ => None,
            },
            reason: outcome.reason,
            fits: outcome.fits,
            error: outcome.quantity.failure().cloned(),
            package: outcome.package.map(|(asked_for, package)| PackageLine {
                id: package.id.unwrap_or(asked_for),
                name: package.name.clone(),
                footprint: outcome.need.map_or_else(
                    || {
                        Footprint::of(package, &request.size)
                            .unwrap_or_else(|| without_storage_type(package, &request.size))
                    },
                    |need| need.footprint,
                ),
            }),
            buffer_pct: request.buffer.percent(),
            ipv4_required: request.ipv4_per_server,
            ipv4_pool: calculation.pool(),
            groups: lines(calculation, outcome),
        }
    }
}

/// The footprint to be shown if the storage type is not understood.
fn without_storage_type(package: &Package, size: &Size) -> Footprint {
    Footprint {
        memory: size.memory.unwrap_or(package.memory),
        cpu_cores: size.cpu_cores.unwrap_or(package.cpu_cores),
        storage: size.primary_storage.unwrap_or(package.primary_storage),
        storage_type: 0,
    }
}
