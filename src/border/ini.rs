//! The settings in php.ini, read and validated once per process. An invalid value falls back to the default, with one warning in
//! the error log.

use std::ffi::CStr;
use std::path::PathBuf;
use std::time::Duration;

use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::{IniEntryDef, IniEntryDefs};

use super::zend;
use crate::settings::{Ipv4Pool, Settings, Trust};

const fn system(name: &'static CStr, default: &'static CStr) -> IniEntryDef {
    IniEntryDef::new(name, default, IniEntryPermission::System)
}

static ENTRIES: IniEntryDefs<9> = IniEntryDefs::new([
    system(c"virtfusion_direct.timeout", c"30"),
    system(c"virtfusion_direct.connect_timeout", c"10"),
    system(c"virtfusion_direct.concurrency", c"10"),
    system(c"virtfusion_direct.max_body", c"32M"),
    system(c"virtfusion_direct.ipv4_pool", c"group"),
    system(c"virtfusion_direct.cafile", c""),
    system(c"virtfusion_direct.cache_dir", c""),
    system(c"virtfusion_direct.redis_url", c""),
    IniEntryDef::end(),
]);

/// Registers the settings with PHP.
pub(super) fn register(module: i32) {
    IniEntryDef::register(ENTRIES.as_slice(), module);
    zend::hide_setting(c"virtfusion_direct.redis_url");
}

/// The settings of this process.
pub(super) fn read() -> Settings {
    let default = Settings::default();
    Settings {
        timeout: setting(
            c"virtfusion_direct.timeout",
            "seconds, more than 0 and at most 3600",
            seconds,
        )
        .unwrap_or(default.timeout),
        connect_timeout: setting(
            c"virtfusion_direct.connect_timeout",
            "seconds, more than 0 and at most 3600",
            seconds,
        )
        .unwrap_or(default.connect_timeout),
        concurrency: setting(c"virtfusion_direct.concurrency", "a number from 1 to 64", |text| {
            text.parse().ok().filter(|number| (1..=64).contains(number))
        })
        .unwrap_or(default.concurrency),
        max_body: setting(c"virtfusion_direct.max_body", "a size such as 32M, from 1K to 1G", size)
            .unwrap_or(default.max_body),
        ipv4_pool: setting(
            c"virtfusion_direct.ipv4_pool",
            "group or hypervisor",
            |text| match text {
                "group" => Some(Ipv4Pool::Group),
                "hypervisor" => Some(Ipv4Pool::Hypervisor),
                _ => None,
            },
        )
        .unwrap_or(default.ipv4_pool),
        trust: trust(),
        cache_dir: setting(c"virtfusion_direct.cache_dir", "an absolute path", |text| {
            Some(PathBuf::from(text)).filter(|path| path.is_absolute())
        }),
        redis_url: setting(
            c"virtfusion_direct.redis_url",
            "a URL with redis://, rediss:// or unix://",
            |text| {
                ["redis://", "rediss://", "unix://"]
                    .iter()
                    .any(|scheme| text.starts_with(scheme))
                    .then(|| text.to_owned())
            },
        ),
    }
}

/// The value of a setting; `None` if it is blank or invalid. The warning does not contain the value: a URL may contain a password.
fn setting<T>(name: &CStr, wanted: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    let text = zend::ini(name)?;
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let value = parse(text);
    if value.is_none() {
        zend::log_warning(&format!(
            "virtfusion_direct: the setting {} must be {wanted}; the default is used instead",
            name.to_string_lossy()
        ));
    }
    value
}

fn seconds(text: &str) -> Option<Duration> {
    let seconds: f64 = text.parse().ok()?;
    (seconds > 0.0 && seconds <= 3600.0)
        .then(|| Duration::from_secs_f64(seconds))
        .filter(|duration| !duration.is_zero())
}

fn size(text: &str) -> Option<u64> {
    let (digits, unit) = match text.char_indices().last()? {
        (at, 'k' | 'K') => (&text[..at], 1 << 10),
        (at, 'm' | 'M') => (&text[..at], 1 << 20),
        (at, 'g' | 'G') => (&text[..at], 1 << 30),
        _ => (text, 1),
    };
    let bytes = digits.trim().parse::<u64>().ok()?.checked_mul(unit)?;
    (1 << 10..=1 << 30).contains(&bytes).then_some(bytes)
}

/// `cafile` is trusted in addition to the system's store. Without it, the files in PHP's settings for curl or OpenSSL replace the
/// system's store, as they do for these extensions.
fn trust() -> Trust {
    let readable_file =
        |text: &str| Some(PathBuf::from(text)).filter(|path| std::fs::File::open(path).is_ok() && path.is_file());
    if let Some(file) = setting(c"virtfusion_direct.cafile", "a file that can be read", readable_file) {
        return Trust::SystemAnd(file);
    }
    [c"curl.cainfo", c"openssl.cafile"]
        .into_iter()
        .find_map(|name| {
            let text = zend::ini(name).or_else(|| zend::php_ini(name))?;
            if text.is_empty() {
                return None;
            }
            let file = readable_file(&text);
            if file.is_none() {
                zend::log_warning(&format!(
                    "virtfusion_direct: the file of {} cannot be read and is passed over",
                    name.to_string_lossy()
                ));
            }
            file
        })
        .map_or(Trust::System, Trust::Only)
}
