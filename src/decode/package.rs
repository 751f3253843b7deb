//! A package: the footprint of one server.

use smol_str::SmolStr;
use std::fmt;

use super::field::{Field, Fill, object};
use super::flag::Flag;
use super::json;
use super::number::{Number, NumberOrNull};
use super::reader::NotJson;
use super::source::{Path, Source};
use super::text::Name;

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

/// Why an answer is no package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageError {
    /// The answer, or its `data`, is no object.
    NotAnObject,
    /// The field of this name is missing, or holds something else than it should.
    Field(&'static str),
}

impl fmt::Display for PackageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject => f.write_str("the answer holds no package under \"data\""),
            Self::Field(name) => write!(f, "\"{name}\" of the package is missing or not understood"),
        }
    }
}

impl Package {
    /// Reads what lies under `data` of an answer.
    pub fn read<S: Source>(source: S) -> Result<Result<Self, PackageError>, S::Error> {
        Self::read_entry(source, true)
    }

    /// The same from JSON text.
    pub fn read_text(text: &str) -> Result<Result<Self, PackageError>, NotJson> {
        json::read(text, |reader| Self::read(reader))
    }

    /// Reads an unwrapped package for the arithmetic alone, which does not look at `enabled`.
    pub fn read_footprint<S: Source>(source: S) -> Result<Result<Self, PackageError>, S::Error> {
        Self::read_entry(source, false)
    }

    fn read_entry<S: Source>(source: S, with_enabled: bool) -> Result<Result<Self, PackageError>, S::Error> {
        let mut entry = Field::<Entry>::default();
        entry.fill(Path::END, source)?;
        Ok(match entry {
            Field::Is(entry) => entry.package(with_enabled),
            _ => Err(PackageError::NotAnObject),
        })
    }
}

#[derive(Default)]
struct Entry {
    id: Number,
    name: Name,
    enabled: Flag,
    memory: Number,
    cpu_cores: Number,
    primary_storage: Number,
    primary_storage_profile: NumberOrNull,
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
    fn package(self, with_enabled: bool) -> Result<Package, PackageError> {
        let number = |field: Field<i64>, name| field.value().copied().ok_or(PackageError::Field(name));
        Ok(Package {
            id: self.id.0.value().copied(),
            name: self.name.0,
            enabled: match self.enabled.0 {
                Field::Is(enabled) => enabled,
                _ if with_enabled => return Err(PackageError::Field("enabled")),
                _ => true,
            },
            memory: number(self.memory.0, "memory")?,
            cpu_cores: number(self.cpu_cores.0, "cpuCores")?,
            primary_storage: number(self.primary_storage.0, "primaryStorage")?,
            // Null names no medium, as a missing key does.
            primary_storage_profile: match self.primary_storage_profile.0 {
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
