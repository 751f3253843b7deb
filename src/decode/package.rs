//! A package: the footprint of one server.

use smol_str::SmolStr;

use super::field::{Field, Fill, object};
use super::json;
use super::reader::NotJson;
use super::source::{Scalars, Slot, Source};
use crate::failure::PackageError;

/// What one server of a package takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The panel's id, where the answer holds one.
    pub id: Option<i64>,
    /// For people.
    pub name: Option<SmolStr>,
    /// Whether servers of it may be made.
    pub enabled: bool,
    /// In MB; 0 or less limits nothing.
    pub memory: i64,
    /// In cores; 0 or less limits nothing.
    pub cpu_cores: i64,
    /// In GB; 0 or less limits nothing.
    pub primary_storage: i64,
    /// The code of the storage medium; 0 names none. Unreadable when the panel wrote something else than a number.
    pub primary_storage_profile: Field<i64>,
}

impl Package {
    /// Reads what lies under `data` of an answer.
    pub fn read<S: Source>(source: &mut S) -> Result<Result<Self, PackageError>, S::Error> {
        Self::read_entry(source, true)
    }

    /// The same from JSON text.
    pub fn read_text(text: impl AsRef<[u8]>) -> Result<Result<Self, PackageError>, NotJson> {
        json::read(text.as_ref(), Self::read)
    }

    /// Reads an unwrapped package for the arithmetic alone, which does not look at `enabled`.
    pub fn read_footprint<S: Source>(source: &mut S) -> Result<Result<Self, PackageError>, S::Error> {
        Self::read_entry(source, false)
    }

    fn read_entry<S: Source>(source: &mut S, with_enabled: bool) -> Result<Result<Self, PackageError>, S::Error> {
        let mut entry = Field::<Entry>::default();
        entry.fill(source)?;
        Ok(match entry {
            Field::Is(entry) => entry.package(source.scalars(), with_enabled),
            _ => Err(PackageError::NotAnObject),
        })
    }
}

#[derive(Default)]
struct Entry {
    id: Slot,
    name: Slot,
    enabled: Slot,
    memory: Slot,
    cpu_cores: Slot,
    primary_storage: Slot,
    primary_storage_profile: Slot,
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

impl Entry {
    fn package(&self, scalars: &Scalars<'_>, with_enabled: bool) -> Result<Package, PackageError> {
        let number = |slot: Slot, name| slot.number(scalars).value().copied().ok_or(PackageError::Field(name));
        Ok(Package {
            id: self.id.number(scalars).value().copied(),
            name: self.name.name(scalars),
            enabled: match self.enabled.flag(scalars) {
                Field::Is(enabled) => enabled,
                _ if with_enabled => return Err(PackageError::Field("enabled")),
                _ => true,
            },
            memory: number(self.memory, "memory")?,
            cpu_cores: number(self.cpu_cores, "cpuCores")?,
            primary_storage: number(self.primary_storage, "primaryStorage")?,
            // Null names no medium, as a missing key does.
            primary_storage_profile: match self.primary_storage_profile.number_or_null(scalars) {
                Field::Absent => Field::Is(0),
                profile => profile,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Package, PackageError> {
        Package::read_text(json).expect(json)
    }

    #[test]
    fn a_package_is_read_from_every_shape_of_its_fields() {
        let package = read(
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
    fn a_package_without_a_needed_field_is_no_package() {
        for field in ["enabled", "memory", "cpuCores", "primaryStorage"] {
            let mut package = serde_json::json!({"enabled": true, "memory": 1, "cpuCores": 1, "primaryStorage": 1});
            package.as_object_mut().expect("an object").remove(field);
            assert_eq!(read(&package.to_string()), Err(PackageError::Field(field)));
        }
    }

    #[test]
    fn what_is_no_object_is_no_package() {
        for json in ["[1]", "7", "null", "\"x\"", "true"] {
            assert_eq!(read(json), Err(PackageError::NotAnObject), "{json}");
        }
    }
}
