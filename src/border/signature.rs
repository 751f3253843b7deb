//! Completes what PHP's reflection says of the classes where ext-php-rs has no words for it.

use ext_php_rs::builders::ClassBuilder;
use ext_php_rs::class::RegisteredClass;

use super::cache::Cache;
use super::module::Module;
use super::rate_limit::RateLimit;
use super::zend;

/// Runs while the last class is being registered; the others are then complete but for this.
pub(super) fn complete(last: ClassBuilder) -> ClassBuilder {
    let module = Module::get_metadata().ce();
    zend::mark_sensitive(module, "__construct", 1);
    zend::return_array_false_or_null(module, "fetchpackage");
    zend::return_array_false_or_null(module, "fetchgroupresources");
    zend::hide_constructor(Cache::get_metadata().ce());
    zend::hide_constructor(RateLimit::get_metadata().ce());
    last
}
