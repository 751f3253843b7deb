use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::*;

const LONG: Duration = Duration::from_secs(60);

struct Scene {
    names: Names,
    asked: Arc<AtomicUsize>,
}

/// Finds these addresses after a while, or no such name.
fn scene(found: &[&str]) -> Scene {
    let found: Vec<SocketAddr> = found
        .iter()
        .map(|text| (text.parse::<IpAddr>().unwrap(), 0).into())
        .collect();
    with(move || {
        thread::sleep(Duration::from_millis(100));
        if found.is_empty() {
            return Err(io::Error::other("no such name"));
        }
        Ok(found.clone())
    })
}

fn with(look_up: impl Fn() -> io::Result<Vec<SocketAddr>> + Send + Sync + 'static) -> Scene {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let names = Names::new(Arc::new(move |_, _| {
        count.fetch_add(1, Ordering::Relaxed);
        look_up()
    }));
    Scene { names, asked }
}

impl Scene {
    fn addresses(&self, host: &str, time: Duration) -> Result<Vec<String>, NameError> {
        let found = self.names.addresses(host, 443, Deadline::after(time))?;
        Ok(found.iter().map(ToString::to_string).collect())
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

#[test]
fn one_look_up_serves_all_who_ask_for_a_name() {
    let scene = scene(&["192.0.2.1"]);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(scene.addresses("one.example", LONG).unwrap(), ["192.0.2.1:443"]));
        }
    });
    assert!(scene.addresses("ONE.example", LONG).is_ok());
    assert_eq!(scene.asked(), 1);
    assert!(scene.addresses("two.example", LONG).is_ok());
    assert_eq!(scene.asked(), 2);
}

#[test]
fn an_address_needs_no_look_up() {
    let scene = scene(&[]);
    assert_eq!(scene.addresses("127.0.0.1", LONG).unwrap(), ["127.0.0.1:443"]);
    assert_eq!(scene.addresses("::1", LONG).unwrap(), ["[::1]:443"]);
    assert_eq!(scene.asked(), 0);
}

#[test]
fn a_missing_name_is_missing_for_those_who_wait_and_looked_up_again_later() {
    let scene = scene(&[]);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(scene.addresses("one.example", LONG), Err(NameError::NotFound)));
        }
    });
    let before = scene.asked();
    assert!(before < 8);
    assert!(scene.addresses("one.example", LONG).is_err());
    assert_eq!(scene.asked(), before + 1);
}

#[test]
fn a_caller_waits_no_longer_than_its_deadline_and_the_next_one_joins_the_look_up() {
    let scene = scene(&["192.0.2.1"]);
    let start = Instant::now();
    let found = scene.addresses("one.example", Duration::from_millis(10));
    assert_eq!(found, Err(NameError::TimedOut));
    assert!(start.elapsed() < Duration::from_millis(90));
    assert!(scene.addresses("one.example", LONG).is_ok());
    assert_eq!(scene.asked(), 1);
}

#[test]
fn a_look_up_that_panics_or_that_the_machine_refuses_fails_with_its_reason() {
    let failed = |scene: &Scene| match scene.addresses("one.example", LONG) {
        Err(NameError::Failed(why)) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(failed(&with(|| panic!("on purpose"))), "it ended without a result");
    let refused = with(|| Err(io::Error::from_raw_os_error(libc::EMFILE)));
    assert!(failed(&refused).contains("Too many open files"));
}

#[test]
fn families_take_turns_and_the_address_that_worked_comes_first() {
    let scene = scene(&["2001:db8::1", "2001:db8::2", "192.0.2.1", "192.0.2.2", "192.0.2.3"]);
    let order = scene.addresses("one.example", LONG).unwrap();
    assert_eq!(
        order,
        [
            "[2001:db8::1]:443",
            "192.0.2.1:443",
            "[2001:db8::2]:443",
            "192.0.2.2:443",
            "192.0.2.3:443"
        ]
    );
    scene.names.connected("one.example", "192.0.2.2:443".parse().unwrap());
    let order = scene.addresses("one.example", LONG).unwrap();
    assert_eq!(
        order,
        [
            "192.0.2.2:443",
            "[2001:db8::1]:443",
            "192.0.2.1:443",
            "[2001:db8::2]:443",
            "192.0.2.3:443"
        ]
    );
}
