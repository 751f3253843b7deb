//! Leases, answers, rate limits and notes.

use std::time::Duration;

use virtfusion_direct::cache::store::{Held, Leased, Progress};

use super::support::{answer, keep, lease, look, no_deadline, put, with_each_store};

const LONG: Duration = Duration::from_secs(100);

#[test]
fn an_answer_is_stored_under_its_lease_and_read_by_version() {
    with_each_store(|store, _| {
        assert_eq!(look(store, "a", None), Held::Nothing);
        assert_eq!(lease(store, "a", 7, 1, None), Leased::Taken);
        assert!(keep(store, "a", 7, b"entry", LONG));
        assert!(matches!(look(store, "a", None), Held::Entry(7, asked, entry) if asked > 1 && entry == b"entry"));
        assert!(matches!(look(store, "a", Some(6)), Held::Entry(7, ..)));
        assert_eq!(look(store, "a", Some(7)), Held::Unchanged);
        assert_eq!(
            store.body("a", 7, no_deadline()).unwrap().as_deref(),
            Some(&b"the body"[..])
        );
        assert_eq!(store.body("a", 6, no_deadline()).unwrap(), None);
        assert_eq!(store.holdings(no_deadline()).unwrap().entries, 1);
        assert!(!keep(store, "a", 7, b"again", LONG), "the lease has ended");
    });
}

#[test]
fn of_answers_that_are_stored_together_each_needs_its_own_lease_and_size() {
    with_each_store(|store, _| {
        for (key, version) in [("a", 7), ("b", 8), ("c", 9), ("d", 10)] {
            assert_eq!(lease(store, key, version, 1, None), Leased::Taken);
        }
        store.forget("b", no_deadline()).unwrap();
        let large = vec![b'x'; (16 << 20) + 1];
        let answers = [
            ("a", 7, answer(b"first", LONG)),
            ("b", 8, answer(b"forgotten", LONG)),
            ("c", 9, answer(&large, LONG)),
            ("d", 10, answer(b"last", LONG)),
        ];

        let kept = store.keep(&answers, no_deadline()).unwrap();

        assert_eq!(kept, [true, false, false, true]);
        assert!(matches!(look(store, "a", None), Held::Entry(7, _, entry) if entry == b"first"));
        assert_eq!(look(store, "b", None), Held::Nothing);
        assert_eq!(look(store, "c", None), Held::Nothing);
        assert!(matches!(look(store, "d", None), Held::Entry(10, _, entry) if entry == b"last"));
        for (key, version) in [("a", 7), ("b", 8), ("c", 9), ("d", 10)] {
            assert_eq!(store.progress(key, version, no_deadline()).unwrap(), Progress::Ended);
        }
        assert!(store.keep(&[], no_deadline()).unwrap().is_empty());
    });
}

#[test]
fn a_lease_has_one_holder_who_may_request_it_again_after_a_lost_reply() {
    with_each_store(|store, _| {
        assert_eq!(lease(store, "a", 7, 1, None), Leased::Taken);
        assert_eq!(lease(store, "a", 8, 1, None), Leased::HeldBy(7));
        assert_eq!(lease(store, "a", 7, 1, None), Leased::Taken);
        assert_eq!(lease(store, "b", 8, 1, None), Leased::Taken);
        assert!(!keep(store, "a", 8, b"", LONG));
        assert!(keep(store, "a", 7, b"", LONG));
        assert_eq!(lease(store, "a", 8, 1, None), Leased::Taken, "it ended with the answer");
    });
}

#[test]
fn a_lease_that_began_too_early_is_taken_over_and_its_answer_is_not_stored() {
    with_each_store(|store, _| {
        assert_eq!(lease(store, "a", 7, 1_000, None), Leased::Taken);
        assert_eq!(
            lease(store, "a", 8, 2_000, Some(1_000)),
            Leased::HeldBy(7),
            "a lease that began exactly then is still valid"
        );
        assert_eq!(lease(store, "a", 8, 2_000, Some(1_001)), Leased::Taken);
        assert_eq!(store.progress("a", 7, no_deadline()).unwrap(), Progress::Ended);
        assert!(!keep(store, "a", 7, b"old", LONG));
        assert!(keep(store, "a", 8, b"new", LONG));
        assert!(matches!(look(store, "a", None), Held::Entry(8, ..)));
    });
}

#[test]
fn a_lease_expires_unless_it_is_renewed() {
    with_each_store(|store, pass| {
        assert_eq!(lease(store, "a", 7, 1, None), Leased::Taken);
        store.renew("a", 7, Duration::from_millis(400), no_deadline()).unwrap();
        store.renew("a", 8, LONG, no_deadline()).unwrap();
        assert_eq!(store.progress("a", 7, no_deadline()).unwrap(), Progress::Working);
        assert_eq!(store.progress("a", 8, no_deadline()).unwrap(), Progress::Ended);
        pass(Duration::from_millis(500));
        assert_eq!(store.progress("a", 7, no_deadline()).unwrap(), Progress::Ended);
        assert_eq!(lease(store, "a", 8, 1, None), Leased::Taken);
    });
}

#[test]
fn waiting_processes_get_the_failure_and_may_then_take_the_lease() {
    with_each_store(|store, _| {
        lease(store, "a", 7, 1, None);
        store.give_up("a", 8, Some("not mine"), no_deadline()).unwrap();
        assert_eq!(store.progress("a", 7, no_deadline()).unwrap(), Progress::Working);
        store.give_up("a", 7, Some("status 500"), no_deadline()).unwrap();
        assert_eq!(
            store.progress("a", 7, no_deadline()).unwrap(),
            Progress::Failed("status 500".to_owned())
        );
        assert!(!keep(store, "a", 7, b"", LONG));
        assert_eq!(lease(store, "a", 8, 1, None), Leased::Taken);
        store.give_up("a", 8, None, no_deadline()).unwrap();
        assert_eq!(store.progress("a", 8, no_deadline()).unwrap(), Progress::Ended);
    });
}

#[test]
fn forgetting_an_answer_removes_its_lease_too() {
    with_each_store(|store, _| {
        assert!(put(store, "a", 7, b"", LONG));
        lease(store, "a", 8, 1, None);
        store.forget("a", no_deadline()).unwrap();
        assert_eq!(look(store, "a", Some(7)), Held::Nothing);
        assert_eq!(store.body("a", 7, no_deadline()).unwrap(), None);
        assert!(!keep(store, "a", 8, b"late", LONG));
        assert_eq!(store.holdings(no_deadline()).unwrap().entries, 0);
    });
}

#[test]
fn an_answer_expires_after_its_lifetime() {
    with_each_store(|store, pass| {
        assert!(put(store, "short", 7, b"", Duration::from_millis(200)));
        assert!(put(store, "long", 7, b"", LONG));
        pass(Duration::from_millis(300));
        assert_eq!(look(store, "short", Some(7)), Held::Nothing);
        assert_eq!(look(store, "long", Some(7)), Held::Unchanged);
    });
}

#[test]
fn a_rate_limit_is_acquired_once_per_period() {
    with_each_store(|store, pass| {
        let period = Duration::from_millis(300);
        assert!(store.acquire("a", period, no_deadline()).unwrap());
        assert!(!store.acquire("a", period, no_deadline()).unwrap());
        assert!(store.is_limited("a", no_deadline()).unwrap());
        assert!(
            !store.is_limited("b", no_deadline()).unwrap(),
            "asking acquires nothing"
        );
        assert!(store.acquire("b", LONG, no_deadline()).unwrap());
        pass(Duration::from_millis(400));
        assert!(!store.is_limited("a", no_deadline()).unwrap());
        assert!(store.acquire("a", period, no_deadline()).unwrap());
        assert!(!store.acquire("b", LONG, no_deadline()).unwrap());
        store.release("b", no_deadline()).unwrap();
        assert!(store.acquire("b", LONG, no_deadline()).unwrap());
    });
}

#[test]
fn a_rate_limit_may_last_ten_years() {
    with_each_store(|store, _| {
        let longest = Duration::from_secs(10 * 365 * 24 * 3600);
        assert!(store.acquire("a", longest, no_deadline()).unwrap());
        assert!(!store.acquire("a", longest, no_deadline()).unwrap());
    });
}

#[test]
fn a_note_is_changed_only_if_the_old_text_matches() {
    with_each_store(|store, pass| {
        let new = |text| Some((text, LONG));
        assert_eq!(store.note("a", no_deadline()).unwrap(), None);
        assert!(!store.change_note("a", Some("x"), new("1"), no_deadline()).unwrap());
        assert!(store.change_note("a", None, new("1"), no_deadline()).unwrap());
        assert!(!store.change_note("a", None, new("2"), no_deadline()).unwrap());
        assert_eq!(store.note("a", no_deadline()).unwrap().as_deref(), Some("1"));
        let brief = Some(("2", Duration::from_millis(200)));
        assert!(store.change_note("a", Some("1"), brief, no_deadline()).unwrap());
        pass(Duration::from_millis(300));
        assert_eq!(store.note("a", no_deadline()).unwrap(), None);
        assert!(store.change_note("a", None, new("3"), no_deadline()).unwrap());
        assert!(store.change_note("a", Some("3"), None, no_deadline()).unwrap());
        assert_eq!(store.note("a", no_deadline()).unwrap(), None);
    });
}

#[test]
fn unusual_keys_are_distinct() {
    with_each_store(|store, _| {
        let long = "x".repeat(2000);
        let keys = ["", "\0", " ", "a\nb", "ä", &long, &format!("{long}y")];
        for key in keys {
            assert!(store.acquire(key, LONG, no_deadline()).unwrap(), "{key:?}");
            assert!(put(store, key, 7, key.as_bytes(), LONG));
        }
        for key in keys {
            assert!(!store.acquire(key, LONG, no_deadline()).unwrap(), "{key:?}");
            assert!(matches!(look(store, key, None), Held::Entry(7, _, entry) if entry == key.as_bytes()));
        }
    });
}
