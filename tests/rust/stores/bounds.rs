//! How much a store holds, and what it evicts first.

use std::time::{Duration, Instant};

use virtfusion_direct::cache::store::Held;

use super::support::{each, free, look, put};

const MOST: u64 = 10_000;

#[test]
fn no_more_answers_are_held_than_allowed_and_those_closest_to_expiry_go_first() {
    each(|store, _| {
        assert!(put(store, "soonest", 7, b"", Duration::from_secs(10)));
        assert!(put(store, "last", 7, b"", Duration::from_secs(600)));
        for number in 0..MOST + 500 {
            assert!(put(store, &number.to_string(), 7, b"", Duration::from_secs(60)));
        }
        let held = store.holdings(free()).unwrap().entries;
        assert!(held > MOST / 4 && held <= MOST, "{held}");
        assert_eq!(look(store, "soonest", Some(7)), Held::Nothing);
        assert_eq!(look(store, "last", Some(7)), Held::Unchanged);
    });
}

#[test]
fn no_more_bytes_are_held_than_allowed() {
    each(|store, _| {
        let entry = vec![b'x'; 1 << 20];
        for number in 0..100 {
            let lifetime = Duration::from_secs(60 + number);
            assert!(put(store, &number.to_string(), 7, &entry, lifetime));
            assert!(store.holdings(free()).unwrap().bytes <= 64 << 20);
        }
        assert!(store.holdings(free()).unwrap().bytes > 16 << 20);
        assert!(matches!(look(store, "99", None), Held::Entry(_, _, held) if held == entry));
        assert!(!put(
            store,
            "huge",
            7,
            &vec![b'x'; (16 << 20) + 1],
            Duration::from_secs(60)
        ));
    });
}

#[test]
fn limits_are_bounded_and_a_full_store_is_not_searched_at_each() {
    each(|store, _| {
        let begun = Instant::now();
        let mut first = Duration::ZERO;
        assert!(store.acquire("last", Duration::from_secs(6000), free()).unwrap());
        for number in 0..14_000 {
            if number == 7_000 {
                first = begun.elapsed();
            }
            let period = Duration::from_secs(600 + number);
            assert!(store.acquire(&format!("limit {number}"), period, free()).unwrap());
        }
        let second = begun.elapsed().saturating_sub(first);
        assert!(!store.acquire("last", Duration::from_secs(6000), free()).unwrap());
        assert!(!store.acquire("limit 13999", Duration::from_secs(600), free()).unwrap());
        assert!(
            store.acquire("limit 0", Duration::from_secs(600), free()).unwrap(),
            "it was closest to expiry"
        );
        // Ten times as slow where each of the last 4,000 searched all; a busy machine may slow down either half.
        assert!(second < first * 5 + Duration::from_secs(1), "{first:?} then {second:?}");
    });
}
