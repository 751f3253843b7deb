//! `VirtFusionDirect\Module`: one panel, its packages and its groups.

use std::sync::Arc;
use std::time::Duration;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::exception::PhpException;
use ext_php_rs::flags::ClassFlags;
use ext_php_rs::prelude::*;
use ext_php_rs::types::{ZendHashTable, Zval};
use parking_lot::Mutex;

use super::loose::{Int, Text};
use super::{ini, value_error, zend};
use crate::answer::Answer;
use crate::deadline::Deadline;
use crate::failure::Cause;
use crate::panel::Panel;
use crate::panel::address::{Address, AddressError};
use crate::panel::ask::Resource;
use crate::panel::token::{Token, TokenError};
use crate::process::Process;
use crate::sweep::gather;

/// This process's settings, client and cache.
pub(super) fn process() -> Arc<Process> {
    Process::current(ini::read, zend::log_warning)
}

/// What a `Module` and the `StockControl` on it share.
#[derive(Debug)]
pub(super) struct Access {
    address: Address,
    token: Token,
    last_error: Mutex<Option<String>>,
}

impl Access {
    pub(super) fn panel(&self, process: &Process) -> Panel {
        Panel {
            address: self.address.clone(),
            token: self.token.clone(),
            http: process.http.clone(),
            breaker: process.breaker.clone(),
        }
    }

    /// Notes why the last answer is not known, or that it is.
    pub(super) fn note(&self, error: Option<String>) {
        *self.last_error.lock() = error;
    }

    fn fetch(&self, resource: Resource) -> Zval {
        match self.ask(resource) {
            Some(Answer::Found(text)) => {
                // The engine may end the request while arrays are made; the guard then frees the text. Nothing else that would
                // have to be freed lives here.
                let text = BailoutGuard::new(text);
                // PHP is stricter than the decoding, which passes over what it does not need.
                zend::json_decode(&text).unwrap_or_else(|| {
                    self.note(Some(resource.failure(Cause::NotJson(None)).to_string()));
                    Zval::null()
                })
            }
            Some(Answer::Missing) => {
                let mut no = Zval::new();
                no.set_bool(false);
                no
            }
            Some(Answer::Unknown(_)) | None => Zval::null(),
        }
    }

    /// What is known of it, as text. Notes why it is not known.
    fn ask(&self, resource: Resource) -> Option<Answer<Arc<str>>> {
        let process = process();
        let mut gathered = gather(
            &process,
            &self.panel(&process),
            std::iter::once(resource),
            Deadline::none(),
        );
        let answer = gathered.remove(&resource);
        self.note(answer.as_ref().and_then(Answer::failure).map(ToString::to_string));
        match answer? {
            Answer::Found(known) => known.text().cloned().map(Answer::Found),
            Answer::Missing => Some(Answer::Missing),
            Answer::Unknown(failure) => Some(Answer::Unknown(failure)),
        }
    }

    fn forget(&self, resource: Resource) {
        if resource.id() > 0 {
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
    /// Takes the address below which the panel's API lies, and a token.
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
            }),
        })
    }

    /// A package, false when the panel confirms that there is none, null when that is not known.
    pub fn fetch_package(&self, packageId: Int) -> Zval {
        self.access.fetch(Resource::Package(packageId.0))
    }

    /// A group's resources with every page merged, false when the panel confirms that there is none, null when that is not
    /// known.
    pub fn fetch_group_resources(&self, groupId: Int) -> Zval {
        self.access.fetch(Resource::Group(groupId.0))
    }

    /// Drops a package from the cache, for every process.
    pub fn forget_package(&self, packageId: Int) {
        self.access.forget(Resource::Package(packageId.0));
    }

    /// Drops a group's resources from the cache, for every process.
    pub fn forget_group_resources(&self, groupId: Int) {
        self.access.forget(Resource::Group(groupId.0));
    }

    /// Whether the panel is reached and the token may read what stock depends on.
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

    /// Why the last answer of this object was null; null when it was not.
    pub fn last_error(&self) -> Option<String> {
        self.access.last_error.lock().clone()
    }
}

/// The moment that many seconds from now.
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
