//! A package: the resources of one server.

use serde::de::Deserializer;
use serde::{Deserialize, Serialize};

use super::body;
use super::field::Field;
use super::scalar::Name;
use super::value::{Loose, Scalar, Value, object};
use crate::failure::{Cause, PackageError};

/// The resources that one server of a package takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// The panel's id, if the answer contains one.
    pub id: Option<i64>,
    /// The name, only to be shown.
    pub name: Option<Box<str>>,
    /// Whether servers of it can be built.
    pub enabled: bool,
    /// In MB; 0 or less needs none.
    pub memory: i64,
    /// In cores; 0 or less needs none.
    pub cpu_cores: i64,
    /// In GB; 0 or less needs none.
    pub primary_storage: i64,
    /// The storage type; 0 means none. Unreadable if it is not a number.
    pub primary_storage_profile: Field<i64>,
}

impl Package {
    /// Reads the value under `data` of an answer.
    ///
    /// # Errors
    ///
    /// The outer error is that of the source; the inner one is the reason why the value is not a package.
    pub fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Result<Self, PackageError>, D::Error> {
        Loose::deserialize(source).map(|Loose(entry)| Self::of(entry, None))
    }

    /// Reads a package from JSON text.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or not a package.
    pub fn read_text(text: impl AsRef<[u8]>) -> Result<Self, Cause> {
        let Loose(entry) = body::read(text.as_ref())?;
        Self::of(entry, None).map_err(Cause::Package)
    }

    /// Reads a package without an envelope for the arithmetic, which ignores `enabled`.
    ///
    /// # Errors
    ///
    /// As for [`Package::read`].
    pub fn read_footprint<'de, D: Deserializer<'de>>(source: D) -> Result<Result<Self, PackageError>, D::Error> {
        Loose::deserialize(source).map(|Loose(entry)| Self::of(entry, Some(true)))
    }

    /// `enabled` replaces the value of the entry.
    fn of(entry: Field<Entry>, enabled: Option<bool>) -> Result<Self, PackageError> {
        let Field::Is(entry) = entry else {
            return Err(PackageError::NotAnObject);
        };
        let enabled = enabled.or(entry.enabled.value().copied());
        let number = |field: Field<i64>, name| field.value().copied().ok_or(PackageError::Field(name));
        Ok(Self {
            id: entry.id.value().copied(),
            name: entry.name,
            enabled: enabled.ok_or(PackageError::Field("enabled"))?,
            memory: number(entry.memory, "memory")?,
            cpu_cores: number(entry.cpu_cores, "cpuCores")?,
            primary_storage: number(entry.primary_storage, "primaryStorage")?,
            primary_storage_profile: entry.primary_storage_profile.0,
        })
    }
}

#[derive(Default)]
struct Entry {
    id: Field<i64>,
    name: Name,
    enabled: Field<bool>,
    memory: Field<i64>,
    cpu_cores: Field<i64>,
    primary_storage: Field<i64>,
    primary_storage_profile: StorageType,
}

object!(Entry {
    "id" => id,
    "name" => name,
    "enabled" => enabled,
    "memory" => memory,
    "cpuCores" => cpu_cores,
    "primaryStorage" => primary_storage,
    "primaryStorageProfile" => primary_storage_profile,
});

/// Null and a missing key both mean that there is no storage type.
struct StorageType(Field<i64>);

impl Default for StorageType {
    fn default() -> Self {
        Self(Field::Is(0))
    }
}

impl Value for StorageType {
    fn scalar(scalar: Scalar<'_>) -> Self {
        match scalar {
            Scalar::Null => Self::default(),
            scalar => Self(Value::scalar(scalar)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_read_from_every_shape_of_its_fields() {
        let package = Package::read_text(
            r#"{"id": "3", "name": "VPS", "enabled": 1, "memory": "2048", "cpuCores": 2.0,
                "primaryStorage": " 20 ", "primaryStorageProfile": null, "traffic": {"odd": []}}"#,
        )
        .expect("a package");
        assert_eq!(
            (package.id, package.memory, package.cpu_cores, package.primary_storage),
            (Some(3), 2048, 2, 20)
        );
        assert!(package.enabled);
        assert_eq!(package.primary_storage_profile, Field::Is(0));
    }

    #[test]
    fn a_package_without_a_needed_field_is_not_a_package() {
        for field in ["enabled", "memory", "cpuCores", "primaryStorage"] {
            let mut package = serde_json::json!({"enabled": true, "memory": 1, "cpuCores": 1, "primaryStorage": 1});
            package.as_object_mut().expect("an object").remove(field);
            assert_eq!(
                Package::read_text(package.to_string()),
                Err(Cause::Package(PackageError::Field(field)))
            );
        }
    }

    #[test]
    fn a_value_that_is_not_an_object_is_not_a_package() {
        for json in ["[1]", "7", "null", "\"x\"", "true"] {
            assert_eq!(
                Package::read_text(json),
                Err(Cause::Package(PackageError::NotAnObject)),
                "{json}"
            );
        }
    }

    #[test]
    fn text_after_a_package_is_reported_as_not_json() {
        let package = r#"{"enabled": 1, "memory": 1, "cpuCores": 1, "primaryStorage": 1}"#;
        let cause = Package::read_text(format!("{package} {{}}"));
        assert_eq!(cause, Err(Cause::NotJson(Some(package.len() + 1))));
    }
}
