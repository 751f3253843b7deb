//! The border with PHP: converts arguments, makes one call, and converts the result. It contains no rules.

mod array;
mod cache;
mod info;
mod ini;
mod loose;
mod module;
mod rate_limit;
mod row;
mod signature;
mod source;
mod stock_control;
mod webhook;
mod zend;

use ext_php_rs::exception::PhpException;
use ext_php_rs::prelude::*;
use ext_php_rs::zend::ce;

pub use cache::Cache;
pub use module::Module;
pub use rate_limit::RateLimit;
pub use stock_control::StockControl;
pub use webhook::Webhook;

/// A `ValueError`, which PHP's own functions throw for invalid arguments.
fn value_error(message: String) -> PhpException {
    PhpException::new(message, 0, ce::value_error())
}

/// Registers the settings. Nothing else may happen when PHP starts, because a web server forks its workers afterwards.
extern "C" fn startup(_kind: i32, module: i32) -> i32 {
    ini::register(module);
    0
}

/// The extension.
#[php_module]
#[php(startup = "startup")]
pub fn get_module(module: ModuleBuilder) -> ModuleBuilder {
    // StockControl comes last: its registration completes the signatures of the others.
    #[allow(
        unused_qualifications,
        reason = "a debug build expands this where `Module` is another type"
    )]
    module
        .info_function(info::show)
        .class::<module::Module>()
        .class::<RateLimit>()
        .class::<Cache>()
        .class::<Webhook>()
        .class::<StockControl>()
}
