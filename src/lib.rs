//! How many more servers of a product can a `VirtFusion` panel place?
//!
//! The way of the data, a folder a station: a product's row becomes a [`request`]; the [`panel`] is asked for the package and
//! the groups that it needs, through the [`cache`]; [`decode`] turns the answers into plain structs; [`capacity`] computes
//! what fits; [`sweep`] does this for many products at once and [`report`] says why. [`border`] is the PHP side and holds no
//! rule; the rest knows no PHP.

pub mod answer;
#[cfg(feature = "php")]
#[allow(
    missing_docs,
    clippy::must_use_candidate,
    reason = "PHP sees neither; the macros write undocumented items"
)]
#[allow(non_snake_case, reason = "the names of parameters are part of the PHP interface")]
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
