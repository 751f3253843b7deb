//! The pages of a group: their entries, their pagination, and the merged envelope.

use serde_json::{Value, json};

use super::support::{hypervisor, page};
use virtfusion_direct::decode::Group;
use virtfusion_direct::decode::envelope::merge;
use virtfusion_direct::failure::GroupError;

fn hypervisors(ids: impl IntoIterator<Item = i64>) -> Vec<Value> {
    ids.into_iter().map(hypervisor).collect()
}

fn numbered(number: usize, last: usize, total: usize, ids: impl IntoIterator<Item = i64>) -> Value {
    json!({"current_page": number, "data": hypervisors(ids), "last_page": last, "per_page": 2, "total": total})
}

fn assemble(answers: &[Value]) -> Result<Vec<i64>, GroupError> {
    let pages = answers.iter().map(page).collect::<Result<Vec<_>, _>>()?;
    let (group, _) = Group::assemble(pages)?;
    Ok(group
        .hypervisors
        .iter()
        .filter_map(|hypervisor| hypervisor.id.value().copied())
        .collect())
}

#[test]
fn data_must_be_a_list_of_objects() {
    for odd in [
        json!({}),
        json!({"data": null}),
        json!({"data": {}}),
        json!({"data": {"0": hypervisor(1)}}),
        json!({"data": "x"}),
        json!({"data": 0}),
        json!({"data": true}),
    ] {
        assert_eq!(page(&odd).err(), Some(GroupError::DataNotAList), "{odd}");
    }
    for entry in [json!(1), json!("x"), json!(null), json!([1]), json!(true)] {
        let answer = json!({"data": [hypervisor(1), entry]});
        assert_eq!(page(&answer).err(), Some(GroupError::EntryNotAnObject(1)), "{entry}");
    }
    for odd in [json!(null), json!("x"), json!(7), json!([1])] {
        assert_eq!(page(&odd).err(), Some(GroupError::NotAnObject), "{odd}");
    }
}

#[test]
fn an_empty_list_is_a_group_without_hypervisors() {
    assert_eq!(assemble(&[json!({"data": []})]), Ok(vec![]));
    assert_eq!(
        assemble(&[json!({"data": [], "last_page": 1, "per_page": 200, "total": 0})]),
        Ok(vec![])
    );
}

#[test]
fn the_number_of_pages_is_read_from_the_first_page() {
    let cases = [
        (json!({"last_page": 3}), Ok(3)),
        (json!({"last_page": "3"}), Ok(3)),
        (json!({"last_page": 0}), Ok(1)),
        (json!({"last_page": -4}), Ok(1)),
        (json!({"last_page": 50}), Ok(50)),
        (json!({"last_page": 51}), Err(GroupError::TooManyPages(51))),
        (json!({"last_page": i64::MAX}), Err(GroupError::TooManyPages(i64::MAX))),
        (json!({"last_page": "many"}), Err(GroupError::Paging("last_page"))),
        (json!({"total": 450, "per_page": 200}), Ok(3)),
        (json!({"total": 400, "per_page": 200}), Ok(2)),
        (json!({"total": 401, "per_page": "200"}), Ok(3)),
        (json!({"total": 1, "per_page": 200}), Ok(1)),
        (json!({"total": 0, "per_page": 200}), Ok(1)),
        (json!({"total": 450, "per_page": 0}), Ok(1)),
        (json!({"total": 450}), Ok(1)),
        (json!({"per_page": 200}), Ok(1)),
        (json!({}), Ok(1)),
        (
            json!({"total": 10_001, "per_page": 200}),
            Err(GroupError::TooManyPages(51)),
        ),
        (
            json!({"total": i64::MAX, "per_page": 1}),
            Err(GroupError::TooManyPages(i64::MAX)),
        ),
    ];
    for (paging, expected) in cases {
        let mut answer = paging.clone();
        answer["data"] = json!([]);
        assert_eq!(page(&answer).unwrap().pages(), expected, "{paging}");
    }
}

#[test]
fn pagination_is_read_from_meta_too() {
    let cases = [
        (json!({"meta": {"last_page": 3}}), Ok(3)),
        (json!({"meta": {"total": "450", "per_page": 200}}), Ok(3)),
        (json!({"meta": {"total": 450}, "per_page": 200}), Ok(3)),
        (json!({"meta": {"last_page": 3}, "last_page": 2}), Ok(2)),
        (json!({"meta": {"last_page": 51}}), Err(GroupError::TooManyPages(51))),
        (
            json!({"meta": {"last_page": "many"}}),
            Err(GroupError::Paging("last_page")),
        ),
        (json!({"meta": []}), Ok(1)),
        (json!({"meta": null}), Ok(1)),
        (json!({"meta": "3"}), Ok(1)),
        (json!({"meta": [{"last_page": 3}]}), Ok(1)),
    ];
    for (paging, expected) in cases {
        let mut answer = paging.clone();
        answer["data"] = json!([]);
        assert_eq!(page(&answer).unwrap().pages(), expected, "{paging}");
    }
    assert_eq!(
        assemble(&[json!({"data": hypervisors([1]), "meta": {"last_page": 1, "total": 2}})]),
        Err(GroupError::Incomplete { got: 1, total: 2 })
    );
    let second = page(&json!({"data": [], "meta": {"current_page": 2}})).unwrap();
    assert_eq!(second.check_number(1), Err(GroupError::WrongPage { asked: 1, got: 2 }));
}

#[test]
fn a_last_page_that_links_to_a_next_one_makes_the_group_unknown() {
    let next = [
        json!({"next_page_url": "x?page=2"}),
        json!({"links": {"next": "x?page=2"}}),
        json!({"meta": {"next_page_url": "x?page=2"}}),
        json!({"next_page_url": "x?page=2", "last_page": 1, "total": 2, "per_page": 200}),
        json!({"links": {"next": "x?page=2"}, "meta": {"last_page": 1, "total": 2}}),
    ];
    for paging in next {
        let mut answer = paging.clone();
        answer["data"] = json!(hypervisors([1, 2]));
        assert_eq!(assemble(&[answer]), Err(GroupError::NextPage), "{paging}");
    }
}

#[test]
fn a_last_page_may_have_links_without_a_next_page() {
    let last = [
        json!({"next_page_url": null}),
        json!({"next_page_url": false}),
        json!({"links": {"first": "x?page=1", "last": "x?page=1", "prev": "x", "next": null}}),
        json!({"links": [{"url": null, "label": "Next", "next": "x"}]}),
        json!({"links": []}),
        json!({"meta": {"links": {"label": "1"}, "next_page_url": null}}),
    ];
    for paging in last {
        let mut answer = paging.clone();
        answer["data"] = json!(hypervisors([1, 2]));
        assert_eq!(assemble(&[answer]), Ok(vec![1, 2]), "{paging}");
    }
}

#[test]
fn pages_before_the_last_one_may_link_to_the_next_one() {
    let with_next = |number: usize, ids, next: Value| {
        let mut answer = numbered(number, 2, 4, ids);
        answer["next_page_url"] = next;
        answer
    };
    let first = with_next(1, 1..=2, json!("x?page=2"));
    assert_eq!(
        assemble(&[first.clone(), with_next(2, 3..=4, Value::Null)]),
        Ok(vec![1, 2, 3, 4])
    );
    assert_eq!(
        assemble(&[first, with_next(2, 3..=4, json!("x?page=3"))]),
        Err(GroupError::NextPage)
    );
}

#[test]
fn pages_are_joined_in_order() {
    let pages = [
        numbered(1, 3, 5, 1..=2),
        numbered(2, 3, 5, 3..=4),
        numbered(3, 3, 5, [5]),
    ];
    assert_eq!(assemble(&pages), Ok(vec![1, 2, 3, 4, 5]));
}

#[test]
fn a_missing_page_makes_the_group_unknown() {
    assert_eq!(
        assemble(&[numbered(1, 3, 5, 1..=2), numbered(2, 3, 5, 3..=4)]),
        Err(GroupError::Incomplete { got: 4, total: 5 })
    );
    let uncounted = json!({"data": hypervisors([1]), "last_page": 2});
    assert!(matches!(
        assemble(&[uncounted]),
        Err(GroupError::Incomplete { got: 1, .. })
    ));
}

#[test]
fn fewer_entries_than_the_total_make_the_group_unknown() {
    assert_eq!(
        assemble(&[numbered(1, 1, 3, 1..=2)]),
        Err(GroupError::Incomplete { got: 2, total: 3 })
    );
    assert_eq!(
        assemble(&[numbered(1, 2, 4, 1..=2), numbered(2, 2, 4, [3])]),
        Err(GroupError::Incomplete { got: 3, total: 4 })
    );
    assert_eq!(
        assemble(&[numbered(1, 1, 1, 1..=2)]),
        Ok(vec![1, 2]),
        "more than the total is accepted"
    );
}

#[test]
fn the_highest_total_of_all_pages_is_required() {
    assert_eq!(
        assemble(&[numbered(1, 2, 4, 1..=2), numbered(2, 2, 5, 3..=4)]),
        Err(GroupError::Incomplete { got: 4, total: 5 })
    );
}

#[test]
fn a_total_that_is_not_a_number_makes_the_group_unknown() {
    for odd in [json!("all"), json!([]), json!(true)] {
        let answer = json!({"data": hypervisors([1]), "last_page": 1, "total": odd});
        assert_eq!(assemble(&[answer]), Err(GroupError::Paging("total")), "{odd}");
    }
}

#[test]
fn hypervisors_with_the_same_id_count_once() {
    assert_eq!(
        assemble(&[json!({"data": hypervisors([1, 2, 1, 2, 3])})]),
        Ok(vec![1, 2, 3])
    );
    assert_eq!(assemble(&[numbered(1, 1, 3, [1, 2, 1])]), Ok(vec![1, 2]));
    let text = super::support::set(hypervisor(7), "hypervisor/id", json!("7"));
    assert_eq!(assemble(&[json!({"data": [hypervisor(7), text]})]), Ok(vec![7]));
}

#[test]
fn a_list_that_changed_between_two_pages_makes_the_group_unknown() {
    // A hypervisor was added in front: number 2 is repeated, and number 4 is missed.
    assert_eq!(
        assemble(&[numbered(1, 2, 4, 1..=2), numbered(2, 2, 4, 2..=3)]),
        Err(GroupError::Incomplete { got: 3, total: 4 })
    );
}

#[test]
fn a_page_with_another_number_than_requested_is_refused() {
    let second = page(&numbered(2, 3, 5, 3..=4)).unwrap();
    assert_eq!(second.check_number(2), Ok(()));
    assert_eq!(second.check_number(3), Err(GroupError::WrongPage { asked: 3, got: 2 }));
    assert_eq!(
        page(&json!({"data": []})).unwrap().check_number(3),
        Ok(()),
        "a page without a number passes"
    );
}

#[test]
fn the_merged_envelope_is_page_one_of_one() {
    let answers = [numbered(1, 2, 3, 1..=2), numbered(2, 2, 3, [3])];
    let texts = answers.each_ref().map(Value::to_string);
    let pages = answers.iter().map(|answer| page(answer).unwrap()).collect();
    let (_, repeated) = Group::assemble(pages).unwrap();
    let merged = merge(&texts.each_ref().map(String::as_bytes), &repeated, 3).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&merged).unwrap(),
        json!({"current_page": 1, "data": hypervisors(1..=3), "last_page": 1, "per_page": 3, "total": 3})
    );
}

#[test]
fn the_merged_envelope_is_read_as_the_same_group() {
    let answers = [numbered(1, 2, 4, [4, 2]), numbered(2, 2, 4, [9, 1])];
    let texts = answers.each_ref().map(Value::to_string);
    let (group, repeated) = Group::assemble(answers.iter().map(|answer| page(answer).unwrap()).collect()).unwrap();
    let merged = merge(&texts.each_ref().map(String::as_bytes), &repeated, 4).unwrap();
    let again = page(&serde_json::from_str(&merged).unwrap()).unwrap();
    assert_eq!(Group::assemble(vec![again]).unwrap().0, group);
}

#[test]
fn the_merged_envelope_with_counts_in_meta_is_read_as_the_same_group() {
    let answers = [1, 2].map(|number| {
        json!({
            "data": hypervisors([number]), "links": {"first": "x?page=1", "last": "x?page=2", "prev": null, "next": "x?page=2"},
            "meta": {"current_page": number, "last_page": 2, "per_page": 1, "total": 2, "links": [{"url": "x?page=2"}]},
        })
    });
    let texts = answers.each_ref().map(Value::to_string);
    let merged = merge(&texts.each_ref().map(String::as_bytes), &Vec::new(), 2).unwrap();
    let merged: Value = serde_json::from_str(&merged).unwrap();
    assert_eq!(
        merged["meta"],
        json!({"current_page": 1, "last_page": 1, "per_page": 2, "total": 2, "links": []})
    );
    assert_eq!(merged["links"]["next"], Value::Null);
    assert_eq!(assemble(&[merged]), Ok(vec![1, 2]));
}
