//! Expands the hypervisors of a group from their short form to the entries that the panel returns.
//!
//! A full entry is passed through unchanged, even if it is invalid: tests use this to simulate malformed answers. The short
//! form is checked strictly, so that a misspelt key is an error and not a default.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::Invalid;

const VENDOR: &str = include_str!("../data/group-resources.json");

/// The short form of a hypervisor. Pairs are `[max, allocated]`, in MB, cores, GB and servers; a `max` of 0 means that there
/// is no quota.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "the panel has these flags")]
struct Short {
    id: u64,
    name: Option<String>,
    #[serde(default = "one")]
    repeat: u64,
    #[serde(default = "yes")]
    enabled: bool,
    #[serde(default)]
    prohibit: bool,
    #[serde(default)]
    accept: bool,
    #[serde(default = "yes")]
    commissioned: bool,
    #[serde(default = "memory")]
    memory: [i64; 2],
    #[serde(default = "cpu")]
    cpu: [i64; 2],
    #[serde(default = "storage")]
    storage: [i64; 2],
    /// 1 by default, the storage type of the vendor's example package.
    #[serde(default = "one")]
    storage_type: u64,
    #[serde(default = "yes")]
    storage_enabled: bool,
    #[serde(default)]
    servers: [i64; 2],
    /// Free addresses: 254 by default; null leaves `network` out of the entry.
    #[serde(default = "ipv4")]
    ipv4: Option<i64>,
    #[serde(default)]
    other: Vec<Value>,
}

fn yes() -> bool {
    true
}

fn one() -> u64 {
    1
}

fn memory() -> [i64; 2] {
    [131_072, 32_768]
}

fn cpu() -> [i64; 2] {
    [128, 32]
}

fn storage() -> [i64; 2] {
    [4000, 1000]
}

#[allow(clippy::unnecessary_wraps, reason = "serde wants the field's type")]
fn ipv4() -> Option<i64> {
    Some(254)
}

/// The entries of a group: a list of full and short entries, or the string `vendor` for the vendor's example.
pub(crate) fn expand(group: &Value) -> Result<Vec<Value>, Invalid> {
    match group {
        Value::String(name) if name == "vendor" => vendor(),
        Value::Array(entries) => {
            let mut expanded = Vec::new();
            for (index, entry) in entries.iter().enumerate() {
                add(entry, &mut expanded).map_err(|problem| problem.within(format_args!("entry {index}")))?;
            }
            Ok(expanded)
        }
        _ => Err(Invalid::new(
            "a group is a list of hypervisors or the string \"vendor\"",
        )),
    }
}

fn vendor() -> Result<Vec<Value>, Invalid> {
    let example: Value =
        serde_json::from_str(VENDOR).map_err(|error| Invalid::new(format!("vendor's example: {error}")))?;
    match example.get("data") {
        Some(Value::Array(entries)) => Ok(entries.clone()),
        _ => Err(Invalid::new("vendor's example: no list in data")),
    }
}

fn add(entry: &Value, expanded: &mut Vec<Value>) -> Result<(), Invalid> {
    let full = |map: &Map<String, Value>| map.contains_key("hypervisor") || map.contains_key("resources");
    match entry {
        Value::Object(map) if !full(map) => {}
        _ => {
            expanded.push(entry.clone());
            return Ok(());
        }
    }
    let short =
        Short::deserialize(entry).map_err(|error| Invalid::new(format!("short form of a hypervisor: {error}")))?;
    if short.repeat > 100_000 {
        return Err(Invalid::new("repeat must be at most 100000"));
    }
    for step in 0..short.repeat {
        expanded.push(short.entry(short.id.saturating_add(step)));
    }
    Ok(())
}

impl Short {
    fn entry(&self, id: u64) -> Value {
        let name = match &self.name {
            Some(name) if self.repeat == 1 => name.clone(),
            Some(name) => format!("{name}-{id}"),
            None => format!("hv-{id}"),
        };
        let mut local = json!({
            "enabled": u8::from(self.storage_enabled),
            "name": "Local (Default mountpoint)",
            "storageType": self.storage_type,
        });
        let mut resources = json!({
            "servers": cell("#", self.servers),
            "memory": cell("MB", self.memory),
            "cpuCores": cell("#", self.cpu),
        });
        if let (Value::Object(local), Value::Object(cell)) = (&mut local, cell("GB", self.storage)) {
            local.extend(cell);
        }
        resources["localStorage"] = local;
        resources["otherStorage"] = Value::Array(self.other.clone());
        if let Some(free) = self.ipv4 {
            resources["network"] = json!({"total": {"ipv4": {"free": free}}});
        }
        json!({
            "hypervisor": {
                "id": id,
                "name": name,
                "enabled": self.enabled,
                "prohibit": self.prohibit,
                "accept": self.accept,
                "commissioned": self.commissioned,
            },
            "resources": resources,
        })
    }
}

/// A quota cell. Without a quota (`max` 0) the panel still subtracts to get `free`, and `percent` is null.
fn cell(units: &str, [max, allocated]: [i64; 2]) -> Value {
    json!({
        "units": units,
        "max": max,
        "allocated": allocated,
        "free": max.saturating_sub(allocated),
        "percent": percent(max, allocated),
    })
}

/// The share in use, in percent, rounded to one decimal; a whole number is written as an integer.
fn percent(max: i64, allocated: i64) -> Value {
    if max == 0 {
        return Value::Null;
    }
    let tenths = (allocated as f64 * 1000.0 / max as f64).round();
    if tenths % 10.0 == 0.0 {
        json!((tenths / 10.0) as i64)
    } else {
        json!(tenths / 10.0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_short_form_expands_to_the_keys_of_the_vendors_example() {
        let example = &vendor().unwrap()[0];
        let short = &expand(&json!([{"id": 11}])).unwrap()[0];
        for part in [
            "/hypervisor",
            "/resources",
            "/resources/memory",
            "/resources/localStorage",
            "/resources/servers",
        ] {
            let keys = |entry: &Value| {
                let mut keys: Vec<String> = entry
                    .pointer(part)
                    .unwrap()
                    .as_object()
                    .unwrap()
                    .keys()
                    .cloned()
                    .collect();
                keys.sort();
                keys
            };
            assert_eq!(keys(example), keys(short), "{part}");
        }
    }

    #[test]
    fn free_and_percent_follow_max_and_allocated() {
        assert_eq!(
            cell("MB", [6004, 4096]),
            json!({"units": "MB", "max": 6004, "allocated": 4096, "free": 1908, "percent": 68.2})
        );
        assert_eq!(cell("#", [4, 3])["percent"], json!(75));
        assert_eq!(
            cell("#", [0, 2]),
            json!({"units": "#", "max": 0, "allocated": 2, "free": -2, "percent": null})
        );
    }

    #[test]
    fn repeat_makes_hypervisors_with_ascending_ids() {
        let hypervisors = expand(&json!([{"id": 100, "repeat": 3}])).unwrap();
        let names: Vec<&str> = hypervisors
            .iter()
            .map(|hypervisor| hypervisor["hypervisor"]["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["hv-100", "hv-101", "hv-102"]);
    }

    #[test]
    fn a_null_ipv4_omits_the_network() {
        let hypervisor = &expand(&json!([{"id": 1, "ipv4": null}])).unwrap()[0];
        assert!(hypervisor["resources"].get("network").is_none());
    }

    #[test]
    fn a_full_entry_is_passed_through_unchanged() {
        let odd = json!([{"hypervisor": {"id": "7"}, "resources": null}, 5, null]);
        assert_eq!(Value::Array(expand(&odd).unwrap()), odd);
    }

    #[test]
    fn a_misspelt_key_is_refused_and_its_entry_is_named() {
        let problem = expand(&json!([{"id": 1}, {"id": 2, "memroy": [1, 2]}]))
            .unwrap_err()
            .to_string();
        assert!(problem.contains("entry 1") && problem.contains("memroy"), "{problem}");
    }
}
