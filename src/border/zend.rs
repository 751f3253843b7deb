//! All `unsafe` code of the border: the parts of Zend's interface that ext-php-rs does not wrap, each with the reason why it is
//! sound.

#![allow(unsafe_code, reason = "the only place for it in the border")]

use std::ffi::{CStr, CString, c_char, c_int};

use ext_php_rs::ffi::{self, HashTable, zend_function, zend_string};
use ext_php_rs::flags::MethodFlags;
use ext_php_rs::prelude::BailoutGuard;
use ext_php_rs::types::{ZendStr, Zval};
use ext_php_rs::zend::{ClassEntry, ModuleEntry};

use crate::sys;

const LOG_WARNING: c_int = 4;

/// PHP may be touched on its own thread only.
fn check_thread() {
    debug_assert!(!sys::is_worker(), "a worker's thread called into PHP");
}

unsafe extern "C" {
    fn zend_ini_string_ex(name: *const c_char, length: usize, original: c_int, exists: *mut bool) -> *const c_char;
    fn cfg_get_string(name: *const c_char, value: *mut *mut c_char) -> c_int;
    fn php_log_err_with_severity(message: *const c_char, severity: c_int);
    fn display_ini_entries(module: *mut ModuleEntry);
    fn zend_ini_register_displayer(
        name: *const c_char,
        length: u32,
        displayer: extern "C" fn(*mut std::ffi::c_void, c_int),
    ) -> c_int;
    fn php_output_write(text: *const c_char, length: usize) -> usize;
    fn zend_parse_arg_long_slow(value: *const Zval, into: *mut i64, argument: u32) -> bool;
    fn zend_parse_arg_double_slow(value: *const Zval, into: *mut f64, argument: u32) -> bool;
    fn zend_parse_arg_str_slow(value: *mut Zval, into: *mut *mut zend_string, argument: u32) -> bool;
    fn php_json_decode_ex(into: *mut Zval, text: *const c_char, length: usize, options: i64, depth: i64) -> c_int;
    fn zend_add_attribute(
        attributes: *mut *mut HashTable,
        name: *mut zend_string,
        arguments: u32,
        flags: u32,
        offset: u32,
        line: u32,
    ) -> *mut std::ffi::c_void;
}

/// The value of a setting; `None` if it is not registered.
pub(super) fn ini(name: &CStr) -> Option<String> {
    check_thread();
    let mut exists = false;
    // SAFETY: the name is valid for its length, and `exists` for a write; the engine copies neither.
    let value = unsafe { zend_ini_string_ex(name.as_ptr(), name.to_bytes().len(), 0, &raw mut exists) };
    // SAFETY: a directive's value is null or a NUL-terminated string that lives until the directive changes, which no other
    // code does while this runs.
    (exists && !value.is_null()).then(|| unsafe { CStr::from_ptr(value) }.to_string_lossy().into_owned())
}

/// The value in php.ini, for settings of extensions that are not loaded.
pub(super) fn php_ini(name: &CStr) -> Option<String> {
    check_thread();
    let mut value = std::ptr::null_mut();
    // SAFETY: the name is NUL-terminated and `value` valid for a write.
    let found = unsafe { cfg_get_string(name.as_ptr(), &raw mut value) } == 0;
    // SAFETY: a found value is null or a NUL-terminated string of the configuration, which lives as long as the process.
    (found && !value.is_null()).then(|| unsafe { CStr::from_ptr(value) }.to_string_lossy().into_owned())
}

/// Writes a warning to PHP's error log.
pub(super) fn log_warning(message: &str) {
    check_thread();
    if let Ok(message) = CString::new(message.replace('\0', " ")) {
        // SAFETY: a NUL-terminated string that is copied or written before the call returns.
        unsafe { php_log_err_with_severity(message.as_ptr(), LOG_WARNING) };
    }
}

/// Hides the value of a setting, which may contain a password, in `phpinfo()`.
pub(super) fn hide_setting(name: &CStr) {
    extern "C" fn show(_entry: *mut std::ffi::c_void, _which: c_int) {
        const HIDDEN: &CStr = c"not shown";
        // SAFETY: the text is valid for its length and copied before the call returns.
        unsafe { php_output_write(HIDDEN.as_ptr(), HIDDEN.to_bytes().len()) };
    }
    check_thread();
    let length = u32::try_from(name.to_bytes().len()).unwrap_or(0);
    // SAFETY: called in module start, after the setting was registered; the name is valid for its length, and the function
    // stays mapped for the life of the process.
    unsafe { zend_ini_register_displayer(name.as_ptr(), length, show) };
}

/// Shows the module's settings in `phpinfo()`.
pub(super) fn show_settings(module: *mut ModuleEntry) {
    check_thread();
    // SAFETY: the engine hands its own entry of this module to the function that calls this.
    unsafe { display_ini_entries(module) };
}

/// Converts an argument to an integer by PHP's own rules for the calling file.
pub(super) fn coerce_long(value: &Zval) -> Option<i64> {
    check_thread();
    let mut long = 0;
    // SAFETY: both pointers are valid, and the call is made from a function that PHP code called, which the engine looks at for
    // the caller's strict_types.
    unsafe { zend_parse_arg_long_slow(value, &raw mut long, 1) }.then_some(long)
}

/// Converts an argument to a float by PHP's own rules for the calling file.
pub(super) fn coerce_double(value: &Zval) -> Option<f64> {
    check_thread();
    let mut double = 0.0;
    // SAFETY: as above.
    unsafe { zend_parse_arg_double_slow(value, &raw mut double, 1) }.then_some(double)
}

/// Converts an argument to a string in place by PHP's own rules for the calling file. False if they do not allow it.
pub(super) fn coerce_string(value: &mut Zval) -> bool {
    check_thread();
    let mut text = std::ptr::null_mut();
    // SAFETY: as above; the string that is made replaces the argument in its own place, which holds it from then on.
    unsafe { zend_parse_arg_str_slow(value, &raw mut text, 1) }
}

/// The result of `json_decode($text, true)`; `None` if PHP does not accept the text as JSON.
pub(super) fn json_decode(text: &str) -> Option<Zval> {
    const AS_ARRAYS: i64 = 1;
    const DEPTH: i64 = 512;
    check_thread();
    let mut value = Zval::null();
    // The engine may end the request while arrays are created; the guard then frees the copy.
    let text = BailoutGuard::new(CString::new(text).ok()?);
    let length = text.as_bytes().len();
    // SAFETY: the value is valid for a write and holds nothing that would have to be freed, and the text is valid for its
    // length and ends with a NUL, which the scanner looks for. Zero is success.
    let decoded = unsafe { php_json_decode_ex(&raw mut value, text.as_ptr(), length, AS_ARRAYS, DEPTH) };
    (decoded == 0).then_some(value)
}

/// Marks a parameter, counted from 0, of a method as sensitive: backtraces then hide it.
pub(super) fn mark_sensitive(class: &'static ClassEntry, method: &str, parameter: u32) {
    const PERSISTENT: u32 = 1;
    check_thread();
    if let Some(function) = function(class, method) {
        let name = ZendStr::new_interned("SensitiveParameter", true).into_raw();
        // SAFETY: the function is an internal one that this module has just registered, in module start, where nothing else
        // runs. Internal functions hold their attributes in persistent memory, hence the flag. The name is interned and lives
        // as long as the process. Offset 0 stands for the function itself, parameters follow.
        unsafe {
            zend_add_attribute(
                &raw mut (*function).common.attributes,
                name,
                0,
                PERSISTENT,
                parameter + 1,
                0,
            );
        }
    }
}

/// Gives a method the return type `array|false|null`, which ext-php-rs cannot express.
pub(super) fn return_array_false_or_null(class: &'static ClassEntry, method: &str) {
    const MASK: u32 = 1 << ffi::IS_ARRAY | 1 << ffi::IS_FALSE | 1 << ffi::IS_NULL;
    check_thread();
    if let Some(function) = function(class, method) {
        // SAFETY: as above; `arg_info` points one past the entry of the return type, in a table that ext-php-rs made for this
        // method and keeps for the life of the process. Only the type's own bits change.
        unsafe {
            let returned = (*function).internal_function.arg_info.sub(1);
            (*returned).type_.type_mask = MASK;
        }
    }
}

/// Makes a class's constructor private: it has only static methods.
pub(super) fn hide_constructor(class: &'static ClassEntry) {
    check_thread();
    if let Some(function) = function(class, "__construct") {
        // SAFETY: as above; the flags are plain bits.
        unsafe {
            let flags = &raw mut (*function).common.fn_flags;
            *flags = *flags & !MethodFlags::Public.bits() | MethodFlags::Private.bits();
        }
    }
}

fn function(class: &'static ClassEntry, method: &str) -> Option<*mut zend_function> {
    let entry = class.function_table.get(method)?;
    // SAFETY: a class's function table holds pointers to functions and nothing else.
    let function = unsafe { entry.value.func };
    (!function.is_null()).then_some(function)
}
