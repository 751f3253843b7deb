//! How many more servers of a product can a `VirtFusion` panel place?
//!
//! Data flows through the modules in one direction. A product's row becomes a [`request`]; the package and the groups that it needs
//! come from the [`panel`] through the [`cache`]; [`decode`] turns the answers into plain structs; [`capacity`] computes what fits;
//! [`sweep`] does this for many products at once, and [`report`] explains the results. [`border`] is the interface to PHP and
//! contains no rules; the other modules do not know PHP.

pub mod answer;
#[cfg(feature = "php")]
#[allow(
    missing_docs,
    clippy::must_use_candidate,
    reason = "neither matters for PHP; the macros generate undocumented items"
)]
#[allow(non_snake_case, reason = "parameter names are part of the PHP interface")]
pub mod border;
pub mod cache;
pub mod capacity;
pub mod clock;
pub mod deadline;
pub mod decode;
pub mod failure;
pub mod log;
pub mod number;
pub mod panel;
pub mod process;
pub mod report;
pub mod request;
pub mod settings;
pub mod sweep;
pub mod sys;
