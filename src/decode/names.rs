//! The names of all groups, from the pages of `GET /compute/hypervisors/groups`.

use serde::de::Deserializer;
use serde::{Deserialize, Serialize};

use super::field::Field;
use super::listed::Listed;
use super::page::{Page, join};
use super::scalar::Name;
use super::value::{Loose, object};
use crate::failure::GroupError;

/// The name of each group, by id, in the panel's order. Groups without a usable id or name are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupNames(pub Vec<(i64, Box<str>)>);

impl GroupNames {
    /// Joins all pages in order.
    ///
    /// # Errors
    ///
    /// The pages are not the whole list.
    pub fn assemble(pages: Vec<Page<GroupName>>) -> Result<Self, GroupError> {
        let (entries, _) = join(pages)?;
        let named = entries.into_iter().filter_map(|entry| Some((entry.id?, entry.name?)));
        Ok(Self(named.filter(|(_, name)| !name.trim().is_empty()).collect()))
    }
}

/// One group of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupName {
    id: Option<i64>,
    name: Name,
}

impl Listed for GroupName {
    fn read<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Self>, D::Error> {
        let Loose(entry) = Loose::<Field<Entry>>::deserialize(source)?;
        Ok(match entry {
            Field::Is(Entry { id, name }) => Some(Self {
                id: id.value().copied(),
                name,
            }),
            Field::Absent | Field::Unreadable => None,
        })
    }

    fn id(&self) -> Option<i64> {
        self.id
    }
}

#[derive(Default)]
struct Entry {
    id: Field<i64>,
    name: Name,
}

object!(Entry { "id" => id, "name" => name });

#[cfg(test)]
mod tests {
    use super::*;

    fn names(pages: &[&str]) -> Result<Vec<(i64, String)>, GroupError> {
        let pages = pages
            .iter()
            .map(|text| Page::read_text(text).expect("a page"))
            .collect();
        let GroupNames(names) = GroupNames::assemble(pages)?;
        Ok(names.into_iter().map(|(id, name)| (id, name.into())).collect())
    }

    #[test]
    fn groups_are_named_as_the_panel_names_them() {
        let page = r#"{"data": [{"id": "5", "name": "Frankfurt <b>", "label": "x"}, {"id": 7, "name": " Paris "}], "total": 2}"#;
        assert_eq!(
            names(&[page]),
            Ok(vec![(5, "Frankfurt <b>".to_owned()), (7, " Paris ".to_owned())])
        );
    }

    #[test]
    fn a_group_without_a_usable_id_or_name_is_left_out() {
        let page = r#"{"data": [{"id": 5}, {"id": 6, "name": " "}, {"id": 7, "name": 7}, {"name": "x"}, {"id": 8, "name": "y"}]}"#;
        assert_eq!(names(&[page]), Ok(vec![(8, "y".to_owned())]));
    }

    #[test]
    fn a_list_with_missing_pages_is_not_known() {
        let first = r#"{"data": [{"id": 5, "name": "x"}], "total": 2, "last_page": 2, "current_page": 1}"#;
        let second = r#"{"data": [{"id": 6, "name": "y"}], "total": 2, "last_page": 2, "current_page": 2}"#;
        assert_eq!(names(&[first]), Err(GroupError::Incomplete { got: 1, total: 2 }));
        assert_eq!(names(&[first, first]), Err(GroupError::Incomplete { got: 1, total: 2 }));
        assert_eq!(names(&[first, second]).map(|names| names.len()), Ok(2));
    }
}
