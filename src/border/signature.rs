//! Completes the classes' signatures where ext-php-rs cannot express them.

use ext_php_rs::builders::ClassBuilder;
use ext_php_rs::class::RegisteredClass;

use super::cache::Cache;
use super::module::Module;
use super::rate_limit::RateLimit;
use super::webhook::Webhook;
use super::zend;

/// Called while the last class is registered; the other classes are registered by then.
pub(super) fn complete(last: ClassBuilder) -> ClassBuilder {
    let module = Module::get_metadata().ce();
    zend::mark_sensitive(module, "__construct", 1);
    zend::return_array_false_or_null(module, "fetchpackage");
    zend::return_array_false_or_null(module, "fetchgroupresources");
    zend::hide_constructor(Cache::get_metadata().ce());
    let webhook = Webhook::get_metadata().ce();
    zend::mark_sensitive(webhook, "post", 0);
    zend::mark_sensitive(webhook, "post", 2);
    zend::hide_constructor(webhook);
    zend::hide_constructor(RateLimit::get_metadata().ce());
    last
}
