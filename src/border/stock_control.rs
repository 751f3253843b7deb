//! `VirtFusionDirect\StockControl`: from products' rows to quantities.

use std::sync::Arc;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::exception::PhpException;
use ext_php_rs::flags::ClassFlags;
use ext_php_rs::prelude::*;
use ext_php_rs::types::{ZendHashTable, Zval};

use super::loose::{Float, Int};
use super::module::{Access, Module, deadline, process};
use super::signature::complete;
use super::source::Source;
use super::{array, row, value_error};
use crate::capacity::{Addresses, Need, group_capacity};
use crate::deadline::Deadline;
use crate::decode::{Group, Package, group::Page};
use crate::request::{Buffer, Request};
use crate::sweep::{Quantity, Sweep};

/// See the module.
#[php_class]
#[php(name = "VirtFusionDirect\\StockControl")]
#[php(flags = ClassFlags::Final.union(ClassFlags::NoDynamicProperties))]
#[php(modifier = complete)]
pub struct StockControl {
    access: Arc<Access>,
}

#[php_impl]
impl StockControl {
    /// Takes the panel that all products of a call are asked about.
    pub fn __construct(module: &Module) -> Self {
        Self {
            access: module.access.clone(),
        }
    }

    /// How many more servers of this product the panel can place; null when that is not known.
    pub fn quantity(&self, product: &ZendHashTable, deadline: Option<Float>) -> Result<Option<i64>, PhpException> {
        let deadline = self::deadline(deadline.map(|seconds| seconds.0), "StockControl::quantity", 2)?;
        let request = row::request(
            product,
            "VirtFusionDirect\\StockControl::quantity(): Argument #1 ($product)",
        )?;
        let quantities = self.sweep(deadline, |sweep| sweep.quantities(&[request]));
        self.note(&quantities);
        Ok(quantities.first().and_then(Quantity::value))
    }

    /// The same for many products: product id to quantity, in order.
    pub fn quantities(
        &self,
        products: &ZendHashTable,
        deadline: Option<Float>,
    ) -> Result<ZBox<ZendHashTable>, PhpException> {
        let deadline = self::deadline(deadline.map(|seconds| seconds.0), "StockControl::quantities", 2)?;
        let requests = requests(products, "quantities")?;
        let quantities = self.sweep(deadline, |sweep| sweep.quantities(&requests));
        self.note(&quantities);
        let values: Vec<_> = requests
            .into_iter()
            .zip(quantities)
            .map(|(request, quantity)| (request.product, quantity.value()))
            .collect();
        // The engine may end the request while an array is made; the guard then frees what lives here.
        let values = BailoutGuard::new(values);
        let mut table = ZendHashTable::new();
        for (product, value) in values.iter() {
            table.insert_at_index(*product, *value)?;
        }
        Ok(table)
    }

    /// The same, and why: product id to report, in order.
    pub fn explain(
        &self,
        products: &ZendHashTable,
        deadline: Option<Float>,
    ) -> Result<ZBox<ZendHashTable>, PhpException> {
        let deadline = self::deadline(deadline.map(|seconds| seconds.0), "StockControl::explain", 2)?;
        let requests = requests(products, "explain")?;
        let reports = self.sweep(deadline, |sweep| sweep.reports(&requests));
        self.access
            .note(reports.iter().rev().find_map(|report| report.error.clone()));
        drop(requests);
        Ok(array::reports(&BailoutGuard::new(reports))?)
    }

    /// The same, with a report only for products that are unknown or no longer in the state that the caller has.
    pub fn survey(
        &self,
        products: &ZendHashTable,
        states: Option<&ZendHashTable>,
        deadline: Option<Float>,
    ) -> Result<ZBox<ZendHashTable>, PhpException> {
        let deadline = self::deadline(deadline.map(|seconds| seconds.0), "StockControl::survey", 3)?;
        let requests = requests(products, "survey")?;
        let state = |product: i64| states?.get_index(product)?.dereference().zend_str()?.as_str().ok();
        let findings = self.sweep(deadline, |sweep| sweep.survey(&requests, state));
        self.access
            .note(findings.iter().rev().find_map(|finding| finding.error.clone()));
        drop(requests);
        Ok(array::findings(&BailoutGuard::new(findings))?)
    }

    /// The arithmetic alone, on arrays as `json_decode(…, true)` gives them; null when they are not understood.
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
    fn sweep<T>(&self, deadline: Deadline, run: impl FnOnce(&Sweep) -> T) -> T {
        let process = process();
        let panel = self.access.panel(&process);
        run(&Sweep {
            process: &process,
            panel: &panel,
            deadline,
        })
    }

    fn note(&self, quantities: &[Quantity]) {
        self.access.note(
            quantities
                .iter()
                .rev()
                .find_map(Quantity::failure)
                .map(ToString::to_string),
        );
    }
}

fn capacity(resources: &ZendHashTable, package: &ZendHashTable, ipv4: u64, buffer: Buffer) -> Option<i64> {
    let page = Page::read(Source::new(resources)).ok()?.ok()?;
    let (group, _) = Group::assemble(vec![page]).ok()?;
    let package = Package::read_footprint(Source::new(package)).ok()?.ok()?;
    let need = Need::of(&package, ipv4, buffer)?;
    let capacity = group_capacity(&group, &need, &mut Addresses::default(), |_, _| {}).ok()?;
    Some(capacity.with_shared_pool().quantity())
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
