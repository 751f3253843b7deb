//! A quantity, and its report unless the caller has it already: reports are large, and most equal the last one.

use super::product::Report;
use crate::cache::digest::Digest;
use crate::capacity::Fits;
use crate::failure::Failure;
use crate::panel::ask::Resource;
use crate::request::{Request, Target};
use crate::sweep::{Calculation, Quantity, Reason, Sweep, gathered};

/// What a survey returns for one product.
#[derive(Clone, Debug)]
pub struct Finding {
    /// `tblproducts.id`
    pub product: i64,
    /// After the holds; `None` when unknown.
    pub quantity: Option<Fits>,
    /// Why it is that.
    pub reason: Reason,
    /// Without the holds; `None` when unknown.
    pub fits: Option<Fits>,
    /// What is not known.
    pub error: Option<Failure>,
    /// Stands for all that the report contains; `None` when the quantity is unknown.
    pub state: Option<String>,
    /// `None` when the caller's state is still this one.
    pub report: Option<Report>,
}

impl Sweep<'_> {
    /// The quantity of each product, in order, with a report where there is something new: `state` returns the state that the
    /// caller's report of a product has.
    #[must_use]
    pub fn survey<'s>(&self, requests: &[Request], state: impl Fn(i64) -> Option<&'s str>) -> Vec<Finding> {
        self.each(requests, |calculation, request| {
            Finding::of(calculation, request, state(request.product))
        })
    }
}

impl Finding {
    /// The finding for one product. `state` is the one that the caller's report of it had.
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

/// Stands for everything that a report is made of. `None` when a part of it is not known.
fn state_of(calculation: &Calculation, request: &Request) -> Option<String> {
    let target = request.target.as_ref().ok()?;
    let whole = (
        env!("CARGO_PKG_VERSION"),
        calculation.pool().name(),
        request,
        parts(calculation, target)?,
        holds(calculation, target)?,
    );
    Some(Digest::of(&whole).hex())
}

/// What the panel answered on the product's packages and groups.
fn parts(calculation: &Calculation, target: &Target) -> Option<Vec<Digest>> {
    let packages = target.packages.iter().copied().map(Resource::Package);
    let groups = target.groups.iter().copied().map(Resource::Group);
    packages
        .chain(groups)
        .map(|resource| gathered::digest(calculation.gathered(), resource))
        .collect()
}

/// What the holds in the product's groups take.
fn holds(calculation: &Calculation, target: &Target) -> Option<Vec<Digest>> {
    let groups = target.groups.iter().filter_map(|group| calculation.holds(*group));
    groups
        .map(|of| of.unknown.is_none().then(|| Digest::of(&(&of.holds, &of.packages))))
        .collect()
}
