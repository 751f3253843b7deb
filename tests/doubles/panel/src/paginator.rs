//! Laravel's paginator in the panel's form, with its fields at the top level.
//!
//! Page and size come from the query; an invalid value falls back to the panel's default.

use serde_json::{Value, json};

const DEFAULT_SIZE: u64 = 20;
const MAX_SIZE: u64 = 200;

/// The value of a query parameter, as written.
pub(crate) fn parameter<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    query.split('&').find_map(|pair| {
        pair.split_once('=')
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value)
    })
}

/// The page that a query asks for; 1 by default.
pub(crate) fn page(query: &str) -> u64 {
    positive(query, "page").unwrap_or(1)
}

fn positive(query: &str, name: &str) -> Option<u64> {
    parameter(query, name)
        .and_then(|value| value.parse().ok())
        .filter(|number| *number > 0)
}

/// One page of a list. `keep_results` is false for the resources endpoint, whose links omit `results` as in the vendor's
/// example.
pub(crate) fn paginate(items: &[Value], query: &str, url: &str, keep_results: bool) -> Value {
    let size = positive(query, "results").unwrap_or(DEFAULT_SIZE).min(MAX_SIZE);
    let page = page(query);
    let total = items.len() as u64;
    let last = total.div_ceil(size).max(1);
    let skipped = page.saturating_sub(1).saturating_mul(size).min(total);
    let until = skipped.saturating_add(size).min(total);
    let slice = items.get(skipped as usize..until as usize).unwrap_or_default();
    let link = |number: u64| {
        if keep_results {
            format!("{url}?results={size}&page={number}")
        } else {
            format!("{url}?page={number}")
        }
    };
    let exists = |number: Option<u64>| number.filter(|number| (1..=last).contains(number)).map(link);
    let (previous, next) = (exists(page.checked_sub(1)), exists(page.checked_add(1)));
    json!({
        "current_page": page,
        "data": slice,
        "first_page_url": link(1),
        "from": (!slice.is_empty()).then(|| skipped + 1),
        "last_page": last,
        "last_page_url": link(last),
        "links": links(page, last, previous.as_deref(), next.as_deref(), link),
        "next_page_url": next,
        "path": url,
        "per_page": size,
        "prev_page_url": previous,
        "to": (!slice.is_empty()).then_some(until),
        "total": total,
    })
}

/// The bar of links: both ends, the neighbours of the current page, and dots for the gaps.
fn links(page: u64, last: u64, previous: Option<&str>, next: Option<&str>, link: impl Fn(u64) -> String) -> Vec<Value> {
    let mut links = vec![json!({"url": previous, "label": "&laquo; Previous", "active": false})];
    let near = |number: u64| number <= 2 || number + 1 >= last || number.abs_diff(page) <= 3;
    let mut gap = false;
    for number in 1..=last {
        if near(number) {
            gap = false;
            links.push(json!({"url": link(number), "label": number.to_string(), "active": number == page}));
        } else if !gap {
            gap = true;
            links.push(json!({"url": null, "label": "...", "active": false}));
        }
    }
    links.push(json!({"url": next, "label": "Next &raquo;", "active": false}));
    links
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn items(count: u64) -> Vec<Value> {
        (1..=count).map(|id| json!({"id": id})).collect()
    }

    #[test]
    fn a_page_has_20_entries_by_default_and_at_most_200() {
        for (query, size) in [
            ("", 20),
            ("results=200", 200),
            ("results=5000", 200),
            ("results=0", 20),
            ("results=x", 20),
        ] {
            let answer = paginate(&items(450), query, "u", false);
            assert_eq!(answer["per_page"], json!(size), "{query}");
            assert_eq!(answer["data"].as_array().unwrap().len(), size, "{query}");
        }
    }

    #[test]
    fn pages_cover_the_list_without_overlap() {
        let mut seen = Vec::new();
        for page in 1..=3 {
            let answer = paginate(&items(450), &format!("results=200&page={page}"), "u", false);
            assert_eq!((&answer["last_page"], &answer["total"]), (&json!(3), &json!(450)));
            seen.extend(answer["data"].as_array().unwrap().clone());
        }
        assert_eq!(seen, items(450));
    }

    #[test]
    fn a_page_past_the_end_and_an_empty_list_have_no_range() {
        for answer in [paginate(&items(3), "page=9", "u", false), paginate(&[], "", "u", false)] {
            assert_eq!(
                (&answer["from"], &answer["to"], &answer["data"]),
                (&Value::Null, &Value::Null, &json!([]))
            );
            assert_eq!(answer["last_page"], json!(1));
            assert_eq!(answer["next_page_url"], Value::Null);
        }
    }

    #[test]
    fn links_keep_or_omit_the_size() {
        let answer = paginate(&items(50), "results=10&page=2", "u", true);
        assert_eq!(answer["next_page_url"], json!("u?results=10&page=3"));
        let answer = paginate(&items(50), "results=10&page=2", "u", false);
        assert_eq!(answer["next_page_url"], json!("u?page=3"));
        assert_eq!(answer["prev_page_url"], json!("u?page=1"));
    }
}
