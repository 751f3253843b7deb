//! Where trust in the panel's certificate comes from.

use std::fs;
use std::path::PathBuf;
use virtfusion_direct::deadline::Deadline;

use virtfusion_direct::panel::http::Http;
use virtfusion_direct::settings::{Settings, Trust};
use virtfusion_panel::Panel as Simulated;

use super::support::{PACKAGE, ask, is_found, patient, way, words, world};

#[test]
fn without_the_runs_ca_the_panel_is_not_trusted() {
    let panel = Simulated::start(world()).unwrap();
    let way = way(panel.url(), &panel.token(), &patient());
    assert!(words(&ask(&way, PACKAGE, Deadline::none())).contains("its issuer is not known"));
}

#[test]
fn a_cafile_is_trusted_beside_the_systems_store() {
    let panel = Simulated::start(world()).unwrap();
    let trust = Trust::SystemAnd(panel.ca_file().to_owned());
    let way = way(panel.url(), &panel.token(), &Settings { trust, ..patient() });
    assert!(is_found(&ask(&way, PACKAGE, Deadline::none())));
}

#[test]
fn a_cafile_that_cannot_be_used_is_passed_over_with_a_warning() {
    let empty = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("no-certificate.pem");
    fs::write(&empty, "there is nothing in here\n").unwrap();
    for (file, part) in [
        (empty, "no certificate in PEM"),
        (PathBuf::from("/nowhere/ca.pem"), "No such file"),
    ] {
        for trust in [Trust::SystemAnd(file.clone()), Trust::Only(file.clone())] {
            let http = Http::new(&Settings {
                trust,
                ..Settings::default()
            });
            let warning = http.warning().unwrap().to_owned();
            assert!(
                warning.contains(part) && warning.contains(&*file.to_string_lossy()),
                "{warning}"
            );
        }
    }
}
