//! Decodes whole answers of the panel: from the bytes of a body to a package or a group, or to the cause of a failure.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::body;
use super::envelope::{Entries, merge};
use super::group::Group;
use super::listed::Listed;
use super::names::{GroupName, GroupNames};
use super::package::Package;
use super::page::Page;
use crate::failure::{Cause, PackageError};

/// Reads the answer to `GET /packages/{id}`: the package, and the text under `data`.
///
/// # Errors
///
/// The body is not JSON, or does not describe a package.
pub fn read_package(answer: &[u8]) -> Result<(Package, &str), Cause> {
    let text = body::text(answer)?;
    let data = match serde_json::from_str::<Entries>(text) {
        Ok(entries) => entries.data(),
        Err(_) => {
            body::check(answer)?;
            None
        }
    };
    let data = data.ok_or(Cause::Package(PackageError::NotAnObject))?;
    match Package::read_text(data) {
        Ok(package) => Ok((package, data)),
        Err(Cause::NotJson(Some(byte))) => {
            let before = data.as_ptr().addr() - text.as_ptr().addr();
            Err(Cause::NotJson(Some(before + byte)))
        }
        Err(cause) => Err(cause),
    }
}

/// Reads the answer to `GET /packages`: each valid package and its text. Invalid packages are omitted. A package that is not in the
/// list may still exist.
///
/// # Errors
///
/// The body is not JSON, or `data` is not a list.
pub fn read_packages(answer: &[u8]) -> Result<Vec<(Package, &str)>, Cause> {
    let list: PackageList = body::read(answer)?;
    let entries = list.data.into_iter().map(RawValue::get);
    Ok(entries
        .filter_map(|entry| Some((Package::read_text(entry).ok()?, entry)))
        .collect())
}

#[derive(Deserialize)]
struct PackageList<'a> {
    #[serde(borrow)]
    data: Vec<&'a RawValue>,
}

/// The cause for a body that was decoded but that PHP refuses: PHP also checks what decoding skips.
#[must_use]
pub fn refused(body: &str) -> Cause {
    match serde_json::from_str::<serde_json::Value>(body) {
        Ok(_) => Cause::NotJson(None),
        Err(error) => body::not_json(body, &error),
    }
}

/// Reads one page of a list. `number` is the requested page, counted from 1.
///
/// # Errors
///
/// The body is not JSON, not a page of a list, or has another page number.
pub fn read_page<E: Listed>(answer: &[u8], number: usize) -> Result<Page<E>, Cause> {
    let page = Page::read_text(answer)?;
    page.check_number(number).map_err(Cause::Group)?;
    Ok(page)
}

/// Merges all pages of a group, each with its body, in order. Returns the group, and one envelope with the entries of all pages.
///
/// # Errors
///
/// The pages are not the whole group.
pub fn assemble(pages: Vec<(Page, Vec<u8>)>) -> Result<(Group, String), Cause> {
    let (pages, bodies): (Vec<Page>, Vec<Vec<u8>>) = pages.into_iter().unzip();
    let (group, repeated) = Group::assemble(pages).map_err(Cause::Group)?;
    let bodies: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
    let text = merge(&bodies, &repeated, group.hypervisors.len()).ok_or(Cause::NotJson(None))?;
    Ok((group, text))
}

/// Joins all pages of the list of groups, in order.
///
/// # Errors
///
/// The pages are not the whole list.
pub fn assemble_names(pages: Vec<Page<GroupName>>) -> Result<GroupNames, Cause> {
    GroupNames::assemble(pages).map_err(Cause::Group)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKAGE: &str = r#"{"enabled": true, "memory": 1, "cpuCores": 1, "primaryStorage": 1}"#;

    #[test]
    fn a_package_is_returned_with_the_text_under_data() {
        let answer = format!("{{\"data\": 7, \"more\": [], \"data\": {PACKAGE} }}");
        let (package, text) = read_package(answer.as_bytes()).expect("a package");
        assert_eq!((package.memory, text), (1, PACKAGE));
    }

    #[test]
    fn an_answer_that_is_not_an_object_or_has_no_data_is_not_a_package() {
        for answer in ["[1]", "7", "null", "{}", "{\"data\": null}", PACKAGE] {
            assert_eq!(
                read_package(answer.as_bytes()),
                Err(Cause::Package(PackageError::NotAnObject)),
                "{answer}"
            );
        }
    }

    #[test]
    fn a_list_returns_the_valid_packages_with_their_texts() {
        let answer = format!("{{\"data\": [{PACKAGE}, 7, {{\"enabled\": true}}, {PACKAGE} ]}}");
        let packages = read_packages(answer.as_bytes()).expect("a list");
        assert_eq!(
            packages.iter().map(|(_, text)| *text).collect::<Vec<_>>(),
            [PACKAGE, PACKAGE]
        );
        assert!(read_packages(b"{\"data\": {}}").is_err());
        assert!(read_packages(b"{}").is_err());
        assert!(read_packages(b"[]").is_err());
        assert_eq!(read_packages(b"{\"data\": []}"), Ok(Vec::new()));
    }

    #[test]
    fn a_body_that_php_refuses_is_reported_with_its_byte() {
        assert_eq!(refused(r#"{"a": "\ud800"}"#), Cause::NotJson(Some(13)));
        assert_eq!(refused("{}"), Cause::NotJson(None));
    }

    #[test]
    fn a_broken_answer_is_reported_with_its_byte() {
        for (answer, byte) in [
            ("", 0),
            ("[1,", 3),
            ("{\"data\":\n {}, ?}", 14),
            // serde refuses this only where a string is read.
            ("{\n \"data\":\n {\"name\": \"\\ud800\"}}", 28),
        ] {
            assert_eq!(
                read_package(answer.as_bytes()),
                Err(Cause::NotJson(Some(byte))),
                "{answer:?}"
            );
        }
    }
}
