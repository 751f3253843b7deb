//! `VirtFusionDirect\RateLimit`: at most once per period, across all processes.

use std::borrow::Cow;
use std::time::Duration;

use ext_php_rs::exception::PhpException;
use ext_php_rs::flags::ClassFlags;
use ext_php_rs::prelude::*;

use super::loose::{Int, Text};
use super::module::process;
use super::value_error;

/// See the module.
#[php_class]
#[php(name = "VirtFusionDirect\\RateLimit")]
#[php(flags = ClassFlags::Final.union(ClassFlags::NoDynamicProperties))]
pub struct RateLimit;

#[php_impl]
impl RateLimit {
    /// Returns true once per key and period.
    pub fn acquire(key: Text, seconds: Int) -> Result<bool, PhpException> {
        let seconds = u64::try_from(seconds.0)
            .ok()
            .filter(|seconds| *seconds > 0)
            .ok_or_else(|| {
                value_error(
                    "VirtFusionDirect\\RateLimit::acquire(): Argument #2 ($seconds) must be greater than or equal to 1"
                        .to_owned(),
                )
            })?;
        Ok(process().cache.acquire(&name(key), Duration::from_secs(seconds)))
    }

    /// Ends the current period of a key.
    pub fn release(key: Text) {
        process().cache.release(&name(key));
    }
}

/// The key as text. A key that is not UTF-8 is escaped, with a NUL in front so that it differs from every other key.
fn name(key: Text<'_>) -> Cow<'_, str> {
    std::str::from_utf8(key.0).map_or_else(|_| Cow::Owned(format!("\0{}", key.0.escape_ascii())), Cow::Borrowed)
}
