//! Numbers and strings as PHP's own functions take them: strict or loose, as the calling file declares.

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

/// A parameter of type `string`: any bytes.
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

/// A parameter of type `array` that may be left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct List<'a>(pub Option<&'a ZendHashTable>);

impl<'a> FromZval<'a> for List<'a> {
    const TYPE: DataType = DataType::Array;

    fn from_zval(value: &'a Zval) -> Option<Self> {
        value.array().map(|table| Self(Some(table)))
    }
}

/// How reflection shows the default: an empty array.
impl StubLiteral for List<'_> {
    fn stub_literal(&self) -> String {
        "[]".to_owned()
    }
}

/// How reflection shows a default.
impl StubLiteral for Int {
    fn stub_literal(&self) -> String {
        self.0.to_string()
    }
}

/// How reflection shows a default, with a point so that it reads as a float.
impl StubLiteral for Float {
    fn stub_literal(&self) -> String {
        format!("{:?}", self.0)
    }
}
