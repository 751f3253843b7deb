//! The panel's certificate is verified, always.

use std::fs;
use std::path::PathBuf;

use virtfusion_direct::panel::http::Http;
use virtfusion_direct::settings::{Settings, Trust};
use virtfusion_panel::{Panel as Simulated, Variant};

use super::support::{PACKAGE, Shop, ask, impatient, is_found, way, words, world};

fn shop(variant: Variant) -> Shop {
    let panel = Simulated::builder()
        .world(world())
        .certificate(variant)
        .start()
        .unwrap();
    Shop::with(panel, impatient())
}

const UNTRUSTED: [(Variant, &str); 5] = [
    (Variant::Expired, "it has expired or is not valid yet"),
    (Variant::WrongName, "it is for another name than the panel's"),
    (Variant::SelfSigned, "its issuer is not known"),
    (Variant::UnknownIssuer, "its issuer is not known"),
    (Variant::MissingIntermediate, "its issuer is not known"),
];

#[test]
fn a_certificate_that_is_not_trusted_is_unknown_with_its_reason() {
    for (variant, part) in UNTRUSTED {
        let shop = shop(variant);
        let words = words(&shop.ask(PACKAGE));
        assert!(
            words.contains("the certificate is not trusted") && words.contains(part),
            "{variant}: {words}"
        );
        assert_eq!(
            (shop.panel.counters().total, shop.panel.handshakes()),
            (0, 0),
            "{variant} got a request"
        );
    }
}

#[test]
fn the_connection_test_names_what_is_wrong_with_a_certificate() {
    for (variant, part) in UNTRUSTED {
        let error = shop(variant).way.test().unwrap_err().to_string();
        assert!(
            error.contains("certificate is not trusted") && error.contains(part),
            "{variant}: {error}"
        );
        assert!(error.contains("Install a"), "{variant}: {error}");
    }
}

#[test]
fn without_the_runs_ca_the_panel_is_not_trusted() {
    let panel = Simulated::start(world()).unwrap();
    let way = way(panel.url(), &panel.token(), &impatient());
    assert!(words(&ask(&way, PACKAGE, None)).contains("its issuer is not known"));
}

#[test]
fn a_cafile_is_trusted_beside_the_systems_store() {
    let panel = Simulated::start(world()).unwrap();
    let trust = Trust::SystemAnd(panel.ca_file().to_owned());
    let way = way(panel.url(), &panel.token(), &Settings { trust, ..impatient() });
    assert!(is_found(&ask(&way, PACKAGE, None)));
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

#[test]
fn a_panel_without_tls_does_not_answer_https() {
    let panel = Simulated::builder()
        .world(world())
        .certificate(Variant::Plain)
        .start()
        .unwrap();
    let url = panel.url().replace("http://", "https://");
    let words = words(&ask(&way(&url, &panel.token(), &impatient()), PACKAGE, None));
    assert!(words.starts_with("GET /packages/3: "), "{words}");
    assert_eq!(panel.counters().total, 0, "the token did not leave in the clear");
}
