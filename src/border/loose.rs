//! Parameters that are converted as by PHP's own functions, depending on `strict_types` of the calling file.

use ext_php_rs::convert::{FromZval, FromZvalMut, StubLiteral};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::{ZendHashTable, Zval};

use super::zend;

/// A parameter of type `int`.
#[derive(Clone, Copy, Debug)]
pub struct Int(pub i64);

/// A parameter of type `float`.
#[derive(Clone, Copy, Debug)]
pub struct Float(pub f64);

/// A parameter of type `string`, which may contain any bytes.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a>(pub &'a [u8]);

impl<'a> FromZvalMut<'a> for Text<'a> {
    const TYPE: DataType = DataType::String;

    fn from_zval_mut(value: &'a mut Zval) -> Option<Self> {
        let value = value.dereference_mut();
        if !value.is_string() && (value.is_null() || !zend::coerce_string(value)) {
            return None;
        }
        value.zend_str().map(|text| Self(text.as_bytes()))
    }
}

impl FromZval<'_> for Int {
    const TYPE: DataType = DataType::Long;

    fn from_zval(value: &Zval) -> Option<Self> {
        value
            .long()
            .or_else(|| (!value.is_null()).then(|| zend::coerce_long(value)).flatten())
            .map(Self)
    }
}

impl FromZval<'_> for Float {
    const TYPE: DataType = DataType::Double;

    fn from_zval(value: &Zval) -> Option<Self> {
        value
            .double()
            .or_else(|| (!value.is_null()).then(|| zend::coerce_double(value)).flatten())
            .map(Self)
    }
}

/// An optional parameter of type `array`.
#[derive(Clone, Copy, Debug, Default)]
pub struct List<'a>(pub Option<&'a ZendHashTable>);

impl<'a> FromZval<'a> for List<'a> {
    const TYPE: DataType = DataType::Array;

    fn from_zval(value: &'a Zval) -> Option<Self> {
        value.array().map(|table| Self(Some(table)))
    }
}

/// The default in reflection: an empty array.
impl StubLiteral for List<'_> {
    fn stub_literal(&self) -> String {
        "[]".to_owned()
    }
}

/// The default in reflection.
impl StubLiteral for Int {
    fn stub_literal(&self) -> String {
        self.0.to_string()
    }
}

/// The default in reflection, with a decimal point so that it is a float.
impl StubLiteral for Float {
    fn stub_literal(&self) -> String {
        format!("{:?}", self.0)
    }
}
