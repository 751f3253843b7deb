//! Checks for the body of a package.

use num_bigint::BigInt;
use virtfusion_direct::cache::known::{Known, KnownPackage};
use virtfusion_direct::capacity::Need;
use virtfusion_direct::decode::{Package, read_package};
use virtfusion_direct::panel::ask::Resource;
use virtfusion_direct::request::Buffer;

use super::naive;

/// Returns whether the body is understood. Panics when a check fails.
pub fn check(body: &[u8]) -> bool {
    let read = read(body);
    let again = read_again(read.as_ref());
    assert_eq!(
        again.as_ref(),
        read.as_ref().map(|known| &known.package),
        "the stored package is read differently"
    );
    let found = read.map(|known| known.package);
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
        let leaves_open = package.primary_storage > 0 && plain(package).medium.is_none();
        assert_eq!(need.is_none(), leaves_open, "a disk on any medium");
    }
    found.is_some()
}

fn read(body: &[u8]) -> Option<KnownPackage> {
    let (package, text) = read_package(body).ok()?;
    Some(KnownPackage::new(package, text.into()))
}

/// The same package from the cache.
fn read_again(known: Option<&KnownPackage>) -> Option<Package> {
    let text = known?.text.clone();
    let record = virtfusion_direct::cache::store::Record::Found(text);
    match Known::from_record(Resource::Package(3), &record) {
        Some(Known::Package(known)) => Some(known.package.clone()),
        _ => None,
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
        medium: package.primary_storage_profile.value().map(|code| BigInt::from(*code)),
    }
}
