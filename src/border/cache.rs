//! `VirtFusionDirect\Cache`: facts about the cache, for the admin page.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::exception::PhpException;
use ext_php_rs::flags::ClassFlags;
use ext_php_rs::prelude::*;
use ext_php_rs::types::ZendHashTable;

use super::array;
use super::module::process;

/// See the module.
#[php_class]
#[php(name = "VirtFusionDirect\\Cache")]
#[php(flags = ClassFlags::Final.union(ClassFlags::NoDynamicProperties))]
pub struct Cache;

#[php_impl]
impl Cache {
    /// Returns where answers are stored, since when and why, how many there are, and how this process has used them.
    pub fn facts() -> Result<ZBox<ZendHashTable>, PhpException> {
        let process = process();
        Ok(array::facts(&process.cache.facts(), process.http.requests())?)
    }
}
