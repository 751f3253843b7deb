//! The result of a survey: a quantity, and its report if it differs from the one that the caller has. Reports are large, and most
//! do not change.

use super::product::Report;
use crate::cache::digest::Digest;
use crate::capacity::Fits;
use crate::failure::Failure;
use crate::panel::ask::Resource;
use crate::request::{Request, Target};
use crate::sweep::{Calculation, Quantity, Reason, Sweep, gathered};

/// The result of a survey for one product.
#[derive(Clone, Debug)]
pub struct Finding {
    /// `tblproducts.id`
    pub product: i64,
    /// After the holds; `None` when unknown.
    pub quantity: Option<Fits>,
    /// The reason for the quantity.
    pub reason: Reason,
    /// Without the holds; `None` when unknown.
    pub fits: Option<Fits>,
    /// Why the quantity is unknown.
    pub error: Option<Failure>,
    /// A hash of everything that the report depends on; `None` if the quantity is unknown.
    pub state: Option<String>,
    /// `None` if the caller already has this state.
    pub report: Option<Report>,
}

impl Sweep<'_> {
    /// Returns the quantity of each product, in order, with a report if its state has changed. `state` returns the state of the
    /// report of a product that the caller has.
    #[must_use]
    pub fn survey<'s>(&self, requests: &[Request], state: impl Fn(i64) -> Option<&'s str>) -> Vec<Finding> {
        self.each(requests, |calculation, request| {
            Finding::of(calculation, request, state(request.product))
        })
    }
}

impl Finding {
    /// The finding for one product. `state` is that of the report that the caller has.
    #[must_use]
    pub fn of(calculation: &Calculation, request: &Request, state: Option<&str>) -> Self {
        let outcome = calculation.outcome(request);
        let quantity = match &outcome.quantity {
            Quantity::Known(fits) => Some(*fits),
            _ => None,
        };
        let now = quantity.and_then(|_| state_of(calculation, request));
        let is_same = now.is_some() && now.as_deref() == state;
        Self {
            product: request.product,
            quantity,
            reason: outcome.reason,
            fits: outcome.fits,
            error: outcome.quantity.failure().cloned(),
            report: (!is_same).then(|| Report::from_outcome(calculation, request, &outcome)),
            state: now,
        }
    }
}

/// A hash of everything that a report depends on; `None` if a part of it is not known.
fn state_of(calculation: &Calculation, request: &Request) -> Option<String> {
    let target = request.target.as_ref().ok()?;
    let parts = (
        env!("CARGO_PKG_VERSION"),
        calculation.pool().name(),
        request,
        answers(calculation, target)?,
        holds(calculation, target)?,
    );
    Some(Digest::of(&parts).hex())
}

/// The digests of the panel's answers for the product's packages and groups.
fn answers(calculation: &Calculation, target: &Target) -> Option<Vec<Digest>> {
    let packages = target.packages.iter().copied().map(Resource::Package);
    let groups = target.groups.iter().copied().map(Resource::Group);
    packages
        .chain(groups)
        .map(|resource| gathered::digest(calculation.gathered(), resource))
        .collect()
}

/// The digests of the holds in the product's groups.
fn holds(calculation: &Calculation, target: &Target) -> Option<Vec<Digest>> {
    let groups = target.groups.iter().filter_map(|group| calculation.holds(*group));
    groups
        .map(|of| of.unknown.is_none().then(|| Digest::of(&(&of.holds, &of.packages))))
        .collect()
}
