//! How much a store may contain, and what it evicts first.

use std::time::{Duration, Instant};

use virtfusion_direct::cache::store::Held;

use super::support::{look, no_deadline, put, with_each_store};

const MAX_ENTRIES: u64 = 10_000;

#[test]
fn the_number_of_answers_is_limited_and_those_closest_to_expiry_are_evicted_first() {
    with_each_store(|store, _| {
        assert!(put(store, "closest", 7, b"", Duration::from_secs(10)));
        assert!(put(store, "last", 7, b"", Duration::from_secs(600)));
        for number in 0..MAX_ENTRIES + 500 {
            assert!(put(store, &number.to_string(), 7, b"", Duration::from_secs(60)));
        }
        let held = store.holdings(no_deadline()).unwrap().entries;
        assert!(held > MAX_ENTRIES / 4 && held <= MAX_ENTRIES, "{held}");
        assert_eq!(look(store, "closest", Some(7)), Held::Nothing);
        assert_eq!(look(store, "last", Some(7)), Held::Unchanged);
    });
}

#[test]
fn the_size_of_all_answers_is_limited() {
    with_each_store(|store, _| {
        let entry = vec![b'x'; 1 << 20];
        for number in 0..100 {
            let lifetime = Duration::from_secs(60 + number);
            assert!(put(store, &number.to_string(), 7, &entry, lifetime));
            assert!(store.holdings(no_deadline()).unwrap().bytes <= 64 << 20);
        }
        assert!(store.holdings(no_deadline()).unwrap().bytes > 16 << 20);
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
fn the_number_of_rate_limits_is_limited_and_a_full_store_stays_fast() {
    with_each_store(|store, _| {
        let started = Instant::now();
        let mut first = Duration::ZERO;
        assert!(store.acquire("last", Duration::from_secs(6000), no_deadline()).unwrap());
        for number in 0..14_000 {
            if number == 7_000 {
                first = started.elapsed();
            }
            let period = Duration::from_secs(600 + number);
            assert!(
                store
                    .acquire(&format!("limit {number}"), period, no_deadline())
                    .unwrap()
            );
        }
        let second = started.elapsed().saturating_sub(first);
        assert!(!store.acquire("last", Duration::from_secs(6000), no_deadline()).unwrap());
        assert!(
            !store
                .acquire("limit 13999", Duration::from_secs(600), no_deadline())
                .unwrap()
        );
        assert!(
            store
                .acquire("limit 0", Duration::from_secs(600), no_deadline())
                .unwrap(),
            "it was closest to expiry"
        );
        // If each of the last 4,000 searched the whole store, the second half would take ten times as long. A busy machine may slow down
        // either half.
        assert!(second < first * 5 + Duration::from_secs(1), "{first:?} then {second:?}");
    });
}
