//! A package: the resources of one server.

use num_bigint::BigInt;

use super::json::Json;
use super::values::{Read, flag, number, object};

#[derive(Clone, Debug, PartialEq)]
pub struct Package {
    pub id: Option<BigInt>,
    pub name: Option<String>,
    pub enabled: bool,
    pub memory: BigInt,
    pub cpu: BigInt,
    pub storage: BigInt,
    /// `None` if it is present and not a number.
    pub storage_type: Option<BigInt>,
}

/// Reads the value under `data`; `None` if it is not a package.
pub fn read(root: &Json) -> Option<Package> {
    let data = object(root.get("data")).value()?;
    Some(Package {
        id: number(data.get("id")).value(),
        name: match data.get("name") {
            Some(Json::Text(name)) => Some(name.clone()),
            _ => None,
        },
        enabled: flag(data.get("enabled")).value()?,
        memory: number(data.get("memory")).value()?,
        cpu: number(data.get("cpuCores")).value()?,
        storage: number(data.get("primaryStorage")).value()?,
        storage_type: match data.get("primaryStorageProfile") {
            None | Some(Json::Null) => Some(BigInt::ZERO),
            profile => match number(profile) {
                Read::Is(code) => Some(code),
                _ => None,
            },
        },
    })
}
