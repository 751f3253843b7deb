//! Leases, answers, limits and notes.

use std::time::Duration;

use virtfusion_direct::cache::store::{Held, Leased, Progress};

use super::support::{each, free, keep, lease, look, put};

const LONG: Duration = Duration::from_secs(100);

#[test]
fn an_answer_is_kept_under_its_lease_and_read_by_version() {
    each(|store, _| {
        assert_eq!(look(store, "a", None), Held::Nothing);
        assert_eq!(lease(store, "a", 7, 1, None), Leased::Taken);
        assert!(keep(store, "a", 7, b"entry", LONG));
        assert!(matches!(look(store, "a", None), Held::Entry(7, asked, entry) if asked > 1 && entry == b"entry"));
        assert!(matches!(look(store, "a", Some(6)), Held::Entry(7, ..)));
        assert_eq!(look(store, "a", Some(7)), Held::Unchanged);
        assert_eq!(store.body("a", 7, free()).unwrap().as_deref(), Some(&b"the body"[..]));
        assert_eq!(store.body("a", 6, free()).unwrap(), None);
        assert_eq!(store.holdings(free()).unwrap().entries, 1);
        assert!(!keep(store, "a", 7, b"again", LONG), "the lease has ended");
    });
}

#[test]
fn one_holder_has_a_lease_and_one_who_asks_again_after_a_lost_reply_has_it_too() {
    each(|store, _| {
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
fn a_lease_whose_holder_began_too_early_is_taken_over_and_its_answer_is_not_kept() {
    each(|store, _| {
        assert_eq!(lease(store, "a", 7, 1_000, None), Leased::Taken);
        assert_eq!(
            lease(store, "a", 8, 2_000, Some(1_000)),
            Leased::HeldBy(7),
            "it began then"
        );
        assert_eq!(lease(store, "a", 8, 2_000, Some(1_001)), Leased::Taken);
        assert_eq!(store.progress("a", 7, free()).unwrap(), Progress::Ended);
        assert!(!keep(store, "a", 7, b"old", LONG));
        assert!(keep(store, "a", 8, b"new", LONG));
        assert!(matches!(look(store, "a", None), Held::Entry(8, ..)));
    });
}

#[test]
fn a_lease_ends_by_itself_unless_it_is_renewed() {
    each(|store, pass| {
        assert_eq!(lease(store, "a", 7, 1, None), Leased::Taken);
        store.renew("a", 7, Duration::from_millis(400), free()).unwrap();
        store.renew("a", 8, LONG, free()).unwrap();
        assert_eq!(store.progress("a", 7, free()).unwrap(), Progress::Working);
        assert_eq!(store.progress("a", 8, free()).unwrap(), Progress::Ended);
        pass(Duration::from_millis(500));
        assert_eq!(store.progress("a", 7, free()).unwrap(), Progress::Ended);
        assert_eq!(lease(store, "a", 8, 1, None), Leased::Taken);
    });
}

#[test]
fn those_who_wait_are_told_why_there_is_no_answer_and_may_then_ask() {
    each(|store, _| {
        lease(store, "a", 7, 1, None);
        store.give_up("a", 8, Some("not mine"), free()).unwrap();
        assert_eq!(store.progress("a", 7, free()).unwrap(), Progress::Working);
        store.give_up("a", 7, Some("status 500"), free()).unwrap();
        assert_eq!(
            store.progress("a", 7, free()).unwrap(),
            Progress::Failed("status 500".to_owned())
        );
        assert!(!keep(store, "a", 7, b"", LONG));
        assert_eq!(lease(store, "a", 8, 1, None), Leased::Taken);
        store.give_up("a", 8, None, free()).unwrap();
        assert_eq!(store.progress("a", 8, free()).unwrap(), Progress::Ended);
    });
}

#[test]
fn what_is_forgotten_is_gone_with_its_lease() {
    each(|store, _| {
        assert!(put(store, "a", 7, b"", LONG));
        lease(store, "a", 8, 1, None);
        store.forget("a", free()).unwrap();
        assert_eq!(look(store, "a", Some(7)), Held::Nothing);
        assert_eq!(store.body("a", 7, free()).unwrap(), None);
        assert!(!keep(store, "a", 8, b"late", LONG));
        assert_eq!(store.holdings(free()).unwrap().entries, 0);
    });
}

#[test]
fn an_answer_counts_for_its_lifetime() {
    each(|store, pass| {
        assert!(put(store, "short", 7, b"", Duration::from_millis(200)));
        assert!(put(store, "long", 7, b"", LONG));
        pass(Duration::from_millis(300));
        assert_eq!(look(store, "short", Some(7)), Held::Nothing);
        assert_eq!(look(store, "long", Some(7)), Held::Unchanged);
    });
}

#[test]
fn a_limit_is_acquired_once_a_period() {
    each(|store, pass| {
        let period = Duration::from_millis(300);
        assert!(store.acquire("a", period, free()).unwrap());
        assert!(!store.acquire("a", period, free()).unwrap());
        assert!(store.acquire("b", LONG, free()).unwrap());
        pass(Duration::from_millis(400));
        assert!(store.acquire("a", period, free()).unwrap());
        assert!(!store.acquire("b", LONG, free()).unwrap());
        store.release("b", free()).unwrap();
        assert!(store.acquire("b", LONG, free()).unwrap());
    });
}

#[test]
fn the_longest_period_is_a_limit_like_any_other() {
    each(|store, _| {
        let longest = Duration::from_secs(10 * 365 * 24 * 3600);
        assert!(store.acquire("a", longest, free()).unwrap());
        assert!(!store.acquire("a", longest, free()).unwrap());
    });
}

#[test]
fn a_note_is_changed_only_by_one_who_knows_it() {
    each(|store, pass| {
        let new = |text| Some((text, LONG));
        assert_eq!(store.note("a", free()).unwrap(), None);
        assert!(!store.change_note("a", Some("x"), new("1"), free()).unwrap());
        assert!(store.change_note("a", None, new("1"), free()).unwrap());
        assert!(!store.change_note("a", None, new("2"), free()).unwrap());
        assert_eq!(store.note("a", free()).unwrap().as_deref(), Some("1"));
        let brief = Some(("2", Duration::from_millis(200)));
        assert!(store.change_note("a", Some("1"), brief, free()).unwrap());
        pass(Duration::from_millis(300));
        assert_eq!(store.note("a", free()).unwrap(), None);
        assert!(store.change_note("a", None, new("3"), free()).unwrap());
        assert!(store.change_note("a", Some("3"), None, free()).unwrap());
        assert_eq!(store.note("a", free()).unwrap(), None);
    });
}

#[test]
fn odd_keys_stay_apart() {
    each(|store, _| {
        let long = "x".repeat(2000);
        let keys = ["", "\0", " ", "a\nb", "ä", &long, &format!("{long}y")];
        for key in keys {
            assert!(store.acquire(key, LONG, free()).unwrap(), "{key:?}");
            assert!(put(store, key, 7, key.as_bytes(), LONG));
        }
        for key in keys {
            assert!(!store.acquire(key, LONG, free()).unwrap(), "{key:?}");
            assert!(matches!(look(store, key, None), Held::Entry(7, _, entry) if entry == key.as_bytes()));
        }
    });
}
