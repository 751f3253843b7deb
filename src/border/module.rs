//! `VirtFusionDirect\Module`: one panel, its packages and its groups.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::exception::PhpException;
use ext_php_rs::flags::ClassFlags;
use ext_php_rs::prelude::*;
use ext_php_rs::types::{ZendHashTable, Zval};
use parking_lot::Mutex;

use super::loose::{Int, Text};
use super::{array, ini, value_error, zend};
use crate::answer::Answer;
use crate::deadline::Deadline;
use crate::decode::refused;
use crate::panel::Panel;
use crate::panel::address::{Address, AddressError};
use crate::panel::ask::Resource;
use crate::panel::counts::Counts;
use crate::panel::token::{Token, TokenError};
use crate::process::Process;
use crate::sweep::{gather_body, gather_names};

/// This process's settings, client and cache.
pub(super) fn process() -> InUse {
    InUse(Process::current(ini::read))
}

/// The process while a method uses it. When the method ends, the collected log lines are written to PHP's error log, which only
/// PHP's own thread may do.
pub(super) struct InUse(Arc<Process>);

impl Deref for InUse {
    type Target = Arc<Process>;

    fn deref(&self) -> &Arc<Process> {
        &self.0
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        while let Some(line) = self.0.take_log() {
            zend::log_warning(&line);
        }
    }
}

/// The state that a `Module` and its `StockControl` share.
#[derive(Debug)]
pub(super) struct Access {
    address: Address,
    token: Token,
    last_error: Mutex<Option<String>>,
    counts: Arc<Counts>,
}

impl Access {
    pub(super) fn panel(&self, process: &Process) -> Panel {
        Panel {
            address: self.address.clone(),
            token: self.token.clone(),
            http: process.http.clone(),
            breaker: process.breaker.clone(),
            counts: self.counts.clone(),
        }
    }

    /// Records why the last answer is not known; `None` if it is known.
    pub(super) fn note(&self, error: Option<String>) {
        *self.last_error.lock() = error;
    }

    fn fetch(&self, resource: Resource) -> Zval {
        match self.ask(resource) {
            Answer::Found(text) => {
                // The engine may end the request while arrays are created; the guard then frees the text. Nothing else here needs
                // to be freed.
                let text = BailoutGuard::new(text);
                // PHP is stricter than the decoder, which skips what it does not need.
                zend::json_decode(&text).unwrap_or_else(|| {
                    self.note(Some(resource.failure(refused(&text)).to_string()));
                    Zval::null()
                })
            }
            Answer::Missing => {
                let mut missing = Zval::new();
                missing.set_bool(false);
                missing
            }
            Answer::Unknown(_) => Zval::null(),
        }
    }

    /// The body of a resource. Records why it is not known.
    fn ask(&self, resource: Resource) -> Answer<Arc<str>> {
        let process = process();
        let answer = gather_body(&process, &self.panel(&process), resource, Deadline::none());
        self.note(answer.failure().map(ToString::to_string));
        answer
    }

    fn forget(&self, resource: Resource) {
        if resource.invalid_id().is_none() {
            process().cache.forget(&self.address, resource);
        }
    }
}

/// See the module.
#[php_class]
#[php(name = "VirtFusionDirect\\Module")]
#[php(flags = ClassFlags::Final.union(ClassFlags::NoDynamicProperties))]
pub struct Module {
    pub(super) access: Arc<Access>,
}

#[php_impl]
impl Module {
    /// Takes the address of the panel's API and a token.
    pub fn __construct(url: Text, token: Text) -> Result<Self, PhpException> {
        let address = std::str::from_utf8(url.0).map_or(Err(AddressError::Form), Address::parse);
        let address = address.map_err(|error| {
            value_error(format!(
                "VirtFusionDirect\\Module::__construct(): Argument #1 ($url) {error}"
            ))
        })?;
        let token = std::str::from_utf8(token.0).map_or(Err(TokenError::Characters), Token::parse);
        let token = token.map_err(|error| {
            value_error(format!(
                "VirtFusionDirect\\Module::__construct(): Argument #2 ($token) {error}"
            ))
        })?;
        Ok(Self {
            access: Arc::new(Access {
                address,
                token,
                last_error: Mutex::new(None),
                counts: Arc::default(),
            }),
        })
    }

    /// Returns a package, false if the panel confirms that it does not exist, null if that is not known.
    pub fn fetch_package(&self, packageId: Int) -> Zval {
        self.access.fetch(Resource::Package(packageId.0))
    }

    /// Returns a group's resources with all pages merged, false if the panel confirms that the group does not exist, null if that
    /// is not known.
    pub fn fetch_group_resources(&self, groupId: Int) -> Zval {
        self.access.fetch(Resource::Group(groupId.0))
    }

    /// Returns the name of each group by its id; null if they are not known.
    pub fn fetch_group_names(&self) -> Result<Option<ZBox<ZendHashTable>>, PhpException> {
        let names = {
            let process = process();
            gather_names(&process, &self.access.panel(&process), Deadline::none())
        };
        self.access.note(names.as_ref().err().map(ToString::to_string));
        let Ok(names) = names else {
            return Ok(None);
        };
        // The engine may end the request while an array is created; the guard then frees the names.
        let names = BailoutGuard::new(names);
        let mut table = ZendHashTable::new();
        for (id, name) in &names.0 {
            table.insert_at_index(*id, &**name)?;
        }
        Ok(Some(table))
    }

    /// Removes a package from the cache, for all processes.
    pub fn forget_package(&self, packageId: Int) {
        self.access.forget(Resource::Package(packageId.0));
    }

    /// Removes a group's resources from the cache, for all processes.
    pub fn forget_group_resources(&self, groupId: Int) {
        self.access.forget(Resource::Group(groupId.0));
    }

    /// Tests whether the panel is reachable and the token may read everything that stock depends on.
    pub fn test_connection(&self) -> Result<ZBox<ZendHashTable>, PhpException> {
        let tested = self.access.panel(&process()).test();
        let mut result = ZendHashTable::new();
        result.insert("success", tested.is_ok())?;
        result.insert(
            "error",
            tested.err().map_or(String::new(), |failure| failure.to_string()),
        )?;
        Ok(result)
    }

    /// Returns how many requests were sent for this object, and how many of them have no usable answer.
    pub fn request_counts(&self) -> Result<ZBox<ZendHashTable>, PhpException> {
        let counts = &self.access.counts;
        Ok(array::request_counts(counts.requests(), counts.failures())?)
    }

    /// Returns why the last result of this object was null; null if it was not.
    pub fn last_error(&self) -> Option<String> {
        self.access.last_error.lock().clone()
    }
}

/// The deadline this many seconds from now.
pub(super) fn deadline(seconds: Option<f64>, function: &str, argument: usize) -> Result<Deadline, PhpException> {
    /// Longer than any request may take.
    const LONGEST: f64 = 1e6;
    match seconds {
        None => Ok(Deadline::none()),
        Some(seconds) if seconds > 0.0 => Ok(Deadline::after(Duration::from_secs_f64(seconds.min(LONGEST)))),
        Some(_) => Err(value_error(format!(
            "VirtFusionDirect\\{function}(): Argument #{argument} ($deadline) must be greater than 0, in seconds"
        ))),
    }
}
