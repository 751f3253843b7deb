//! Makes groups and packages in the panel's JSON, and computes counts from them.
//!
//! Values that a test does not set are large or are not limits.

use serde_json::{Value, json};
use virtfusion_direct::answer::Answer;
use virtfusion_direct::cache::document::Document;
use virtfusion_direct::capacity::{Need, group_capacity};
use virtfusion_direct::decode::page::Page;
use virtfusion_direct::decode::{Group, Package, assemble, read_package, read_page};
use virtfusion_direct::failure::{Cause, GroupError};
use virtfusion_direct::panel::ask::Resource;
use virtfusion_direct::request::Buffer;

/// A hypervisor with 10,000 MB, 100 cores and 1,000 GB of storage type 1, all of it free, without a count of addresses.
pub fn hypervisor(id: i64) -> Value {
    json!({
        "hypervisor": {
            "id": id, "name": format!("hv-{id}"),
            "enabled": true, "prohibit": false, "accept": false, "commissioned": true
        },
        "resources": {
            "servers": {"units": "#", "max": 0, "allocated": 3, "free": -3, "percent": null},
            "memory": {"units": "MB", "max": 10_000, "allocated": 0, "free": 10_000, "percent": 0},
            "cpuCores": {"units": "#", "max": 100, "allocated": 0, "free": 100, "percent": 0},
            "localStorage": {
                "enabled": 1, "name": "Local (Default mountpoint)", "storageType": 1,
                "units": "GB", "max": 1000, "allocated": 0, "free": 1000, "percent": 0
            },
            "otherStorage": []
        }
    })
}

/// Sets the value at a path, whose parts are separated by `/`; missing objects are created.
pub fn set(mut value: Value, place: &str, new: Value) -> Value {
    let mut at = &mut value;
    for part in place.split('/') {
        at = &mut at[part];
    }
    *at = new;
    value
}

/// Removes the key at a path.
pub fn without(mut value: Value, place: &str) -> Value {
    let (parent, key) = place.rsplit_once('/').unwrap_or(("", place));
    let pointer = if parent.is_empty() {
        String::new()
    } else {
        format!("/{parent}")
    };
    let taken = value
        .pointer_mut(&pointer)
        .and_then(Value::as_object_mut)
        .and_then(|parent| parent.remove(key));
    assert!(taken.is_some(), "{place} is not there");
    value
}

/// A hypervisor that reports this count of free addresses.
pub fn with_ipv4(hypervisor: Value, free: impl Into<Value>) -> Value {
    set(hypervisor, "resources/network/total/ipv4/free", free.into())
}

/// A package that needs these MB, cores and GB, without a storage type.
pub fn package(memory: i64, cpu: i64, storage: i64) -> Value {
    json!({
        "id": 3, "name": "VPS", "enabled": true,
        "memory": memory, "cpuCores": cpu, "primaryStorage": storage, "primaryStorageProfile": 0
    })
}

/// A package that needs one GB of this storage type.
pub fn with_storage_type(code: i64) -> Value {
    set(package(0, 0, 1), "primaryStorageProfile", code.into())
}

/// An envelope with these entries and nothing else.
pub fn envelope(entries: &[Value]) -> Value {
    json!({"data": entries})
}

/// Reads an answer as a page.
#[allow(clippy::panic, reason = "a test fails by panicking")]
pub fn page(answer: &Value) -> Result<Page, GroupError> {
    Page::read_text(answer.to_string()).map_err(|cause| match cause {
        Cause::Group(error) => error,
        cause => panic!("{cause}: {answer}"),
    })
}

/// Reads one answer as a whole group.
pub fn group(answer: &Value) -> Option<Group> {
    Some(Group::assemble(vec![page(answer).ok()?]).ok()?.0)
}

/// What one server of a package needs.
pub fn need(package: &Value, ipv4: u64, buffer: &str) -> Option<Need> {
    let package = Package::read_text(package.to_string()).ok()?;
    Need::of(&package, ipv4, Buffer::from_text(buffer))
}

/// How many servers fit if the hypervisors share one pool of addresses; `None` if an entry is not understood.
pub fn count(entries: &[Value], package: &Value, ipv4: u64, buffer: &str) -> Option<i64> {
    let capacity = group_capacity(&group(&envelope(entries))?, &need(package, ipv4, buffer)?, &[]);
    Some(capacity.ok()?.with_shared_pool().quantity())
}

/// How many servers fit on one hypervisor, without a buffer and without addresses.
pub fn fits(hypervisor: Value, package: &Value) -> Option<i64> {
    count(&[hypervisor], package, 0, "0")
}

/// The panel's answer for a package or a group with this body.
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
pub fn found(resource: Resource, value: &Value) -> Answer<Document> {
    Answer::Found(match resource {
        Resource::Package(_) => {
            let text = json!({ "data": value }).to_string();
            let (package, body) = read_package(text.as_bytes()).unwrap();
            Document::package(package, body)
        }
        Resource::Group(_) => {
            let text = value.to_string().into_bytes();
            let (group, body) = assemble(vec![(read_page(&text, 1).unwrap(), text)]).unwrap();
            Document::group(group, &body)
        }
        Resource::GroupNames => unreachable!("no quantity depends on it"),
    })
}
