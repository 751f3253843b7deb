//! Why a product's quantity is what it is.

use super::group::{GroupLine, lines};
use crate::capacity::{Fits, Footprint};
use crate::decode::Package;
use crate::failure::Failure;
use crate::request::{Request, Size};
use crate::settings::Ipv4Pool;
use crate::sweep::{Calculation, Outcome, Quantity, Reason, Sweep};

/// Why a product's quantity is what it is.
#[derive(Clone, Debug)]
pub struct Report {
    /// `tblproducts.id`
    pub product: i64,
    /// After the holds; `None` when unknown.
    pub quantity: Option<Fits>,
    /// Why it is that.
    pub reason: Reason,
    /// Without the holds; `None` when unknown.
    pub fits: Option<Fits>,
    /// What is not known, for an unknown quantity that the panel could tell.
    pub error: Option<Failure>,
    /// The package, when the panel has it.
    pub package: Option<PackageLine>,
    /// In percent.
    pub buffer_pct: f64,
    /// Addresses for one server.
    pub ipv4_required: u64,
    /// How addresses count.
    pub ipv4_pool: Ipv4Pool,
    /// Group by group, in the request's order; empty when the package decides.
    pub groups: Vec<GroupLine>,
}

/// The package that a quantity is for, with the sizes that replace its own.
#[derive(Clone, Debug)]
pub struct PackageLine {
    /// The panel's id.
    pub id: i64,
    /// For people.
    pub name: Option<Box<str>>,
    /// What one server takes.
    pub footprint: Footprint,
}

impl Sweep<'_> {
    /// The quantity of each product and why it is that, in order.
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

/// For people, when the storage type is not understood.
fn without_storage_type(package: &Package, size: &Size) -> Footprint {
    Footprint {
        memory: size.memory.unwrap_or(package.memory),
        cpu_cores: size.cpu_cores.unwrap_or(package.cpu_cores),
        storage: size.primary_storage.unwrap_or(package.primary_storage),
        storage_type: 0,
    }
}
