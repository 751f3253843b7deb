//! Checks for the body of a package.

use num_bigint::BigInt;
use virtfusion_direct::cache::document::{Document, KeptAnswer};
use virtfusion_direct::capacity::Need;
use virtfusion_direct::decode::{Package, read_package};
use virtfusion_direct::panel::ask::Resource;
use virtfusion_direct::request::Buffer;

use super::naive;

/// Returns whether the body is understood. Panics if a check fails.
pub fn check(body: &[u8]) -> bool {
    let found = read_package(body).ok();
    if let Some((package, text)) = &found {
        check_kept(package, text);
    }
    let found = found.map(|(package, _)| package);
    let Some(document) = naive::json::read(body) else {
        assert_eq!(found, None, "a package from a body that is not JSON");
        return false;
    };
    let expected = naive::package::read(&document.root);
    if found.is_none() && document.is_borderline {
        return false;
    }
    assert_eq!(found.as_ref().map(plain), expected);
    if let Some(package) = &found {
        let need = Need::of(package, 1, Buffer::default());
        let is_unknown = package.primary_storage > 0 && plain(package).storage_type.is_none();
        assert_eq!(need.is_none(), is_unknown, "a disk of unknown storage type");
    }
    found.is_some()
}

/// Checks that the same package is read from the cache.
fn check_kept(package: &Package, text: &str) {
    let kept = KeptAnswer {
        asked: 1,
        document: Some(Document::package(package.clone(), text)),
    };
    match KeptAnswer::decode(Resource::Package(3), 1, &kept.encode()).and_then(|answer| answer.document) {
        Some(Document::Package(again)) => assert_eq!(again.value, *package, "the stored document is read differently"),
        other => panic!("the stored document is not a package: {other:?}"),
    }
}

fn plain(package: &Package) -> naive::package::Package {
    naive::package::Package {
        id: package.id.map(BigInt::from),
        name: package.name.as_deref().map(ToOwned::to_owned),
        enabled: package.enabled,
        memory: package.memory.into(),
        cpu: package.cpu_cores.into(),
        storage: package.primary_storage.into(),
        storage_type: package.primary_storage_profile.value().map(|code| BigInt::from(*code)),
    }
}
