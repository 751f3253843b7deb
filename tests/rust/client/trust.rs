//! Which certificates are trusted.

use std::fs;
use std::path::PathBuf;
use virtfusion_direct::deadline::Deadline;

use virtfusion_direct::panel::http::Http;
use virtfusion_direct::settings::{Settings, Trust};
use virtfusion_panel::Panel as Simulated;

use super::support::{PACKAGE, ask, is_found, long_timeouts, message, panel, world};

#[test]
fn a_panel_with_an_unknown_issuer_is_not_trusted() {
    let simulator = Simulated::start(world()).unwrap();
    let panel = panel(simulator.url(), &simulator.token(), &long_timeouts());
    assert!(message(&ask(&panel, PACKAGE, Deadline::none())).contains("its issuer is not known"));
}

#[test]
fn a_cafile_is_trusted_in_addition_to_the_systems_store() {
    let simulator = Simulated::start(world()).unwrap();
    let trust = Trust::SystemAnd(simulator.ca_file().to_owned());
    let panel = panel(
        simulator.url(),
        &simulator.token(),
        &Settings {
            trust,
            ..long_timeouts()
        },
    );
    assert!(is_found(&ask(&panel, PACKAGE, Deadline::none())));
}

#[test]
fn an_invalid_cafile_is_ignored_with_a_warning() {
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
