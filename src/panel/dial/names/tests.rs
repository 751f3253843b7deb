use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::*;

const LONG: Duration = Duration::from_secs(60);

struct Fixture {
    names: Names,
    look_ups: Arc<AtomicUsize>,
}

/// A resolver that returns these addresses after a while; without any, the name does not exist.
fn fixture(found: &[&str]) -> Fixture {
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

fn with(look_up: impl Fn() -> io::Result<Vec<SocketAddr>> + Send + Sync + 'static) -> Fixture {
    let look_ups = Arc::new(AtomicUsize::new(0));
    let count = look_ups.clone();
    let names = Names::new(Arc::new(move |_, _| {
        count.fetch_add(1, Ordering::Relaxed);
        look_up()
    }));
    Fixture { names, look_ups }
}

impl Fixture {
    fn addresses(&self, host: &str, time: Duration) -> Result<Vec<String>, NameError> {
        let found = self.names.addresses(host, 443, Deadline::after(time))?;
        Ok(found.iter().map(ToString::to_string).collect())
    }

    fn look_ups(&self) -> usize {
        self.look_ups.load(Ordering::Relaxed)
    }
}

#[test]
fn a_look_up_ahead_is_the_one_that_callers_get() {
    let fixture = fixture(&["192.0.2.1"]);
    for host in ["192.0.2.7", "one.example", "ONE.example"] {
        fixture.names.look_up_ahead(host);
    }
    assert_eq!(fixture.addresses("one.example", LONG).unwrap(), ["192.0.2.1:443"]);
    fixture.names.look_up_ahead("one.example");
    assert_eq!(fixture.look_ups(), 1);
}

#[test]
fn concurrent_callers_share_one_look_up() {
    let fixture = fixture(&["192.0.2.1"]);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(fixture.addresses("one.example", LONG).unwrap(), ["192.0.2.1:443"]));
        }
    });
    assert!(fixture.addresses("ONE.example", LONG).is_ok());
    assert_eq!(fixture.look_ups(), 1);
    assert!(fixture.addresses("two.example", LONG).is_ok());
    assert_eq!(fixture.look_ups(), 2);
}

#[test]
fn an_address_needs_no_look_up() {
    let fixture = fixture(&[]);
    assert_eq!(fixture.addresses("127.0.0.1", LONG).unwrap(), ["127.0.0.1:443"]);
    assert_eq!(fixture.addresses("::1", LONG).unwrap(), ["[::1]:443"]);
    assert_eq!(fixture.look_ups(), 0);
}

#[test]
fn a_missing_name_is_reported_to_waiting_callers_and_looked_up_again_later() {
    let fixture = fixture(&[]);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(fixture.addresses("one.example", LONG), Err(NameError::NotFound)));
        }
    });
    let before = fixture.look_ups();
    assert!(before < 8);
    assert!(fixture.addresses("one.example", LONG).is_err());
    assert_eq!(fixture.look_ups(), before + 1);
}

#[test]
fn a_caller_stops_waiting_at_its_deadline_and_the_next_one_joins_the_look_up() {
    let fixture = fixture(&["192.0.2.1"]);
    let start = Instant::now();
    let found = fixture.addresses("one.example", Duration::from_millis(10));
    assert_eq!(found, Err(NameError::TimedOut));
    assert!(start.elapsed() < Duration::from_millis(90));
    assert!(fixture.addresses("one.example", LONG).is_ok());
    assert_eq!(fixture.look_ups(), 1);
}

#[test]
fn a_look_up_that_panics_or_cannot_start_fails_with_its_reason() {
    let failed = |fixture: &Fixture| match fixture.addresses("one.example", LONG) {
        Err(NameError::Failed(why)) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(failed(&with(|| panic!("on purpose"))), "it ended without a result");
    let refused = with(|| Err(io::Error::from_raw_os_error(libc::EMFILE)));
    assert!(failed(&refused).contains("Too many open files"));
}

#[test]
fn families_take_turns_and_the_address_that_worked_comes_first() {
    let fixture = fixture(&["2001:db8::1", "2001:db8::2", "192.0.2.1", "192.0.2.2", "192.0.2.3"]);
    let order = fixture.addresses("one.example", LONG).unwrap();
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
    fixture.names.connected("one.example", "192.0.2.2:443".parse().unwrap());
    let order = fixture.addresses("one.example", LONG).unwrap();
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
