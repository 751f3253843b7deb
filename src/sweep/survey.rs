//! A quantity, and its report unless the caller has it already: reports are large, and most say what the last one said.

use super::{Gathered, Quantity, Watcher, compute};
use crate::answer::Answer;
use crate::cache::digest::Digest;
use crate::cache::known::Known;
use crate::decode::Package;
use crate::panel::ask::Resource;
use crate::report::{Reason, Report};
use crate::request::Request;
use crate::settings::Ipv4Pool;

/// What a survey says of one product.
#[derive(Clone, Debug)]
pub struct Finding {
    /// `tblproducts.id`
    pub product: i64,
    /// `None` when unknown.
    pub quantity: Option<i64>,
    /// One word.
    pub reason: Reason,
    /// One line, for an unknown.
    pub error: Option<String>,
    /// Stands for all that the report says; `None` when the quantity is unknown.
    pub state: Option<String>,
    /// `None` when the caller's state is still this one.
    pub report: Option<Report>,
}

impl Finding {
    /// The finding for one product. `state` is the one that the caller's report of it had.
    #[must_use]
    pub fn of(request: &Request, gathered: &Gathered, pool: Ipv4Pool, state: Option<&str>) -> Self {
        let now = state_of(request, gathered, pool);
        if now.is_some() && now.as_deref() == state {
            let mut reason = ReasonOf(Reason::Ok);
            let quantity = compute(request, gathered, pool, &mut reason);
            if let Quantity::Known(_) = quantity {
                return Self {
                    product: request.product,
                    quantity: quantity.value(),
                    reason: reason.0,
                    error: None,
                    state: now,
                    report: None,
                };
            }
        }
        let report = Report::of(request, gathered, pool);
        Self {
            product: report.product,
            quantity: report.quantity,
            reason: report.reason,
            error: report.error.clone(),
            state: now.filter(|_| report.quantity.is_some()),
            report: Some(report),
        }
    }
}

/// Stands for everything that a report is made of. `None` when a part of it is unknown.
fn state_of(request: &Request, gathered: &Gathered, pool: Ipv4Pool) -> Option<String> {
    let target = request.target.as_ref().ok()?;
    let part = |resource: Resource| match gathered.get(&resource)? {
        Answer::Found(Known::Package(package)) => Some(Some(package.digest)),
        Answer::Found(Known::Group(group)) => Some(Some(group.digest)),
        Answer::Found(Known::Missing) | Answer::Missing => Some(None),
        Answer::Unknown(_) => None,
    };
    let package = part(Resource::Package(target.package))?;
    let groups = target
        .groups
        .iter()
        .map(|group| part(Resource::Group(*group)))
        .collect::<Option<Vec<_>>>()?;
    let whole = (
        env!("CARGO_PKG_VERSION"),
        pool.name(),
        request.product,
        (target.package, package),
        (&target.groups, groups),
        request.ipv4_per_server,
        request.buffer.percent().to_bits(),
    );
    Some(Digest::of(&whole).hex())
}

/// Notes why a known quantity is what it is.
struct ReasonOf(Reason);

impl Watcher for ReasonOf {
    fn package(&mut self, answer: &Answer<&Package>) {
        self.0 = match answer {
            Answer::Found(package) if !package.enabled => Reason::PackageDisabled,
            Answer::Missing => Reason::PackageMissing,
            _ => Reason::Ok,
        };
    }
}
