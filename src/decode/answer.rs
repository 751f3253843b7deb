//! Whole answers of the panel: from the bytes of a body to a package or a group, or to the cause why not.

use std::str::from_utf8;

use super::envelope::{data_of, merge};
use super::group::{Group, Page};
use super::json::check;
use super::package::Package;
use super::reader::NotJson;
use crate::failure::{Cause, PackageError};

/// Reads the answer to `GET /packages/{id}`: the package, and the text under `data`.
///
/// # Errors
///
/// The body is not JSON, or does not describe a package.
pub fn read_package(answer: &[u8]) -> Result<(Package, &str), Cause> {
    let not_json = |why| not_json(why, answer);
    check(answer).map_err(not_json)?;
    let data = data_of(answer).ok_or(Cause::Package(PackageError::NotAnObject))?;
    let package = Package::read_text(data).map_err(not_json)?;
    Ok((package.map_err(Cause::Package)?, data))
}

/// Reads one page of a group's answer. `number` is the page that was asked for, counted from 1.
///
/// # Errors
///
/// The body is not JSON, not a page of a group, or says that it is another page.
pub fn read_page(answer: &[u8], number: usize) -> Result<Page, Cause> {
    let page = Page::read_text(answer).map_err(|why| not_json(why, answer))?;
    let page = page.map_err(Cause::Group)?;
    page.check_number(number).map_err(Cause::Group)?;
    Ok(page)
}

/// Merges all pages of a group, each with its body, in order: the group, and one envelope with the entries of every page.
///
/// # Errors
///
/// The pages do not add up to a whole group.
pub fn assemble(pages: Vec<(Page, Vec<u8>)>) -> Result<(Group, String), Cause> {
    let (pages, bodies): (Vec<Page>, Vec<Vec<u8>>) = pages.into_iter().unzip();
    let (group, repeated) = Group::assemble(pages).map_err(Cause::Group)?;
    let bodies: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
    let text = merge(&bodies, &repeated, group.hypervisors.len()).ok_or(Cause::NotJson(None))?;
    Ok((group, text))
}

fn not_json(why: NotJson, answer: &[u8]) -> Cause {
    match why {
        NotJson::Malformed if from_utf8(answer).is_err() => Cause::NotUtf8,
        NotJson::Malformed => Cause::NotJson(None),
        NotJson::TooDeep => Cause::TooDeep,
    }
}
