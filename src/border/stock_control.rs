//! `VirtFusionDirect\StockControl`: from products' rows to quantities.

use std::cell::Cell;
use std::collections::HashSet;
use std::sync::Arc;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::exception::PhpException;
use ext_php_rs::flags::ClassFlags;
use ext_php_rs::prelude::*;
use ext_php_rs::types::{ZendHashTable, Zval};
use parking_lot::Mutex;

use super::loose::{Float, Int, List};
use super::module::{Access, Module, deadline, process};
use super::signature::complete;
use super::source::Source;
use super::{array, row, value_error};
use crate::capacity::quantity_of_group;
use crate::clock::Millis;
use crate::deadline::Deadline;
use crate::decode::{Group, Package, page::Page};
use crate::request::{Buffer, HoldRequest, Request};
use crate::sweep::{Prefetch, Quantity, Sweep};

/// See the module.
#[php_class]
#[php(name = "VirtFusionDirect\\StockControl")]
#[php(flags = ClassFlags::Final.union(ClassFlags::NoDynamicProperties))]
#[php(modifier = complete)]
pub struct StockControl {
    access: Arc<Access>,
    prefetched: Mutex<Option<Prefetch>>,
}

#[php_impl]
impl StockControl {
    /// Takes the panel that quantities are computed from.
    pub fn __construct(module: &Module) -> Self {
        Self {
            access: module.access.clone(),
            prefetched: Mutex::new(None),
        }
    }

    /// Requests what these products need and is not cached, and returns at once. The next quantities use the answers.
    pub fn prefetch(
        &self,
        products: &ZendHashTable,
        deadline: Option<Float>,
        since: Option<Float>,
    ) -> Result<(), PhpException> {
        let call = Call::read("prefetch", 2, deadline, List::default(), since)?;
        let requests = requests(products, "prefetch")?;
        let prefetched = self.sweep(&call, |sweep| sweep.prefetch(&requests));
        *self.prefetched.lock() = Some(prefetched);
        Ok(())
    }

    /// Returns how many more servers of this product the panel can place; null if that is not known.
    #[php(defaults(holds = List::default()))]
    pub fn quantity(
        &self,
        product: &ZendHashTable,
        deadline: Option<Float>,
        holds: List,
        since: Option<Float>,
    ) -> Result<Option<i64>, PhpException> {
        let call = Call::read("quantity", 2, deadline, holds, since)?;
        let request = row::request(
            product,
            "VirtFusionDirect\\StockControl::quantity(): Argument #1 ($product)",
        )?;
        let quantities = self.sweep(&call, |sweep| sweep.quantities(&[request]));
        self.note(&quantities);
        Ok(quantities.first().and_then(Quantity::value))
    }

    /// Returns the quantities of many products, by product id, in order.
    #[php(defaults(holds = List::default()))]
    pub fn quantities(
        &self,
        products: &ZendHashTable,
        deadline: Option<Float>,
        holds: List,
        since: Option<Float>,
    ) -> Result<ZBox<ZendHashTable>, PhpException> {
        let call = Call::read("quantities", 2, deadline, holds, since)?;
        let requests = requests(products, "quantities")?;
        let quantities = self.sweep(&call, |sweep| sweep.quantities(&requests));
        self.note(&quantities);
        let values: Vec<_> = requests
            .into_iter()
            .zip(quantities)
            .map(|(request, quantity)| (request.product, quantity.value()))
            .collect();
        drop(call);
        // The engine may end the request while an array is created; the guard then frees the values.
        let values = BailoutGuard::new(values);
        let mut table = ZendHashTable::new();
        for (product, value) in values.iter() {
            table.insert_at_index(*product, *value)?;
        }
        Ok(table)
    }

    /// Returns the reports of many products, by product id, in order.
    #[php(defaults(holds = List::default()))]
    pub fn explain(
        &self,
        products: &ZendHashTable,
        deadline: Option<Float>,
        holds: List,
        since: Option<Float>,
    ) -> Result<ZBox<ZendHashTable>, PhpException> {
        let call = Call::read("explain", 2, deadline, holds, since)?;
        let requests = requests(products, "explain")?;
        let reports = self.sweep(&call, |sweep| sweep.reports(&requests));
        let error = reports.iter().rev().find_map(|report| report.error.as_ref());
        self.access.note(error.map(ToString::to_string));
        drop((requests, call));
        Ok(array::reports(&BailoutGuard::new(reports))?)
    }

    /// Returns the findings of many products, by product id, in order. A finding has a report if the quantity is unknown or the
    /// state differs from the one that the caller has.
    #[php(defaults(holds = List::default()))]
    pub fn survey(
        &self,
        products: &ZendHashTable,
        states: Option<&ZendHashTable>,
        deadline: Option<Float>,
        holds: List,
        since: Option<Float>,
    ) -> Result<ZBox<ZendHashTable>, PhpException> {
        let call = Call::read("survey", 3, deadline, holds, since)?;
        let requests = requests(products, "survey")?;
        let state = |product: i64| states?.get_index(product)?.dereference().zend_str()?.as_str().ok();
        let findings = self.sweep(&call, |sweep| sweep.survey(&requests, state));
        let error = findings.iter().rev().find_map(|finding| finding.error.as_ref());
        self.access.note(error.map(ToString::to_string));
        drop((requests, call));
        Ok(array::findings(&BailoutGuard::new(findings))?)
    }

    /// Runs only the arithmetic, on arrays as `json_decode(…, true)` returns them; null if they are not understood.
    #[php(defaults(ipv4Required = Int(1), bufferPct = Float(10.0)))]
    pub fn group_capacity(
        resources: &ZendHashTable,
        package: &ZendHashTable,
        ipv4Required: Int,
        bufferPct: Float,
    ) -> Result<Option<i64>, PhpException> {
        let ipv4 = u64::try_from(ipv4Required.0).map_err(|_| {
            value_error(
                "VirtFusionDirect\\StockControl::groupCapacity(): Argument #3 ($ipv4Required) must be greater than or equal to 0"
                    .to_owned(),
            )
        })?;
        Ok(capacity(resources, package, ipv4, Buffer::from_percent(bufferPct.0)))
    }
}

impl StockControl {
    fn sweep<T>(&self, call: &Call, run: impl FnOnce(&Sweep) -> T) -> T {
        let process = process();
        let panel = self.access.panel(&process);
        run(&Sweep {
            process: &process,
            panel: &panel,
            deadline: call.deadline,
            holds: &call.holds,
            since: call.since,
            prefetched: Cell::new(self.prefetched.lock().take()),
        })
    }

    fn note(&self, quantities: &[Quantity]) {
        let failure = quantities.iter().rev().find_map(Quantity::failure);
        self.access.note(failure.map(ToString::to_string));
    }
}

/// The arguments that the four methods share.
struct Call {
    deadline: Deadline,
    holds: Vec<HoldRequest>,
    since: Option<Millis>,
}

impl Call {
    /// `argument` is the position of `$deadline`; `$holds` and `$since` follow it.
    fn read(
        method: &str,
        argument: usize,
        deadline: Option<Float>,
        holds: List,
        since: Option<Float>,
    ) -> Result<Self, PhpException> {
        let function = format!("StockControl::{method}");
        Ok(Self {
            deadline: self::deadline(deadline.map(|seconds| seconds.0), &function, argument)?,
            holds: self::holds(holds, &function, argument + 1)?,
            since: since.map(|since| millis(since.0)),
        })
    }
}

/// Converts seconds since the epoch to milliseconds. NaN and negative values become the epoch itself, so that every answer may be
/// used.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
fn millis(seconds: f64) -> Millis {
    (seconds * 1000.0).ceil() as Millis
}

fn holds(holds: List, function: &str, argument: usize) -> Result<Vec<HoldRequest>, PhpException> {
    let argument = format!("VirtFusionDirect\\{function}(): Argument #{argument} ($holds)");
    let mut ids = HashSet::new();
    let entries = holds.0.into_iter().flat_map(ZendHashTable::iter);
    entries
        .map(|(key, hold): (_, &Zval)| {
            let position = format!("{argument}, entry {key}");
            let hold = hold
                .dereference()
                .array()
                .ok_or_else(|| value_error(format!("{position} must be an array, a hold")))?;
            let hold = row::hold(hold, &position)?;
            if !ids.insert(hold.id) {
                return Err(value_error(format!("{position}: the id {} occurs twice", hold.id)));
            }
            Ok(hold)
        })
        .collect()
}

fn capacity(resources: &ZendHashTable, package: &ZendHashTable, ipv4: u64, buffer: Buffer) -> Option<i64> {
    let page = Page::read(Source::new(resources)).ok()?.ok()?;
    let (group, _) = Group::assemble(vec![page]).ok()?;
    let package = Package::read_footprint(Source::new(package)).ok()?.ok()?;
    quantity_of_group(&group, &package, ipv4, buffer)
}

fn requests(products: &ZendHashTable, method: &str) -> Result<Vec<Request>, PhpException> {
    let argument = format!("VirtFusionDirect\\StockControl::{method}(): Argument #1 ($products)");
    products
        .iter()
        .map(|(key, product): (_, &Zval)| {
            let position = format!("{argument}, row {key}");
            let product = product
                .dereference()
                .array()
                .ok_or_else(|| value_error(format!("{position} must be an array, a row of tblproducts")))?;
            row::request(product, &position)
        })
        .collect()
}
