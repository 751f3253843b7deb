//! The order of imports in `src/`: data flows in one direction, and no file imports one that imports it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The folders and files of `src/`. Each may import only those before it.
const ORDER: [&str; 17] = [
    "number", "failure", "answer", "sys", "clock", "deadline", "log", "settings", "request", "panel", "decode",
    "capacity", "cache", "process", "sweep", "report", "border",
];

/// Every file below `src/` by the name of its module (`panel/http`), and its text without tests.
fn files() -> BTreeMap<String, String> {
    fn walk(folder: &Path, name: &str, files: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_str().unwrap();
            let module = if name.is_empty() {
                stem.to_owned()
            } else {
                format!("{name}/{stem}")
            };
            if path.is_dir() {
                walk(&path, &module, files);
            } else if !["tests", "lib"].contains(&stem) {
                let text = fs::read_to_string(&path).unwrap();
                let module = if stem == "mod" { name.to_owned() } else { module };
                files.insert(module, text.split("#[cfg(test)]").next().unwrap().to_owned());
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut files);
    files
}

/// The paths in a `use`: `a::{b, c::d}` contains `a::b` and `a::c::d`.
fn paths(tree: &str) -> Vec<String> {
    let Some((prefix, rest)) = tree.split_once('{') else {
        return vec![tree.trim().to_owned()];
    };
    let (mut found, mut depth, mut part) = (Vec::new(), 0, String::new());
    for character in rest.trim_end().trim_end_matches('}').chars().chain([',']) {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if character == ',' && depth == 0 {
            found.extend(
                paths(part.trim())
                    .into_iter()
                    .map(|path| format!("{}{path}", prefix.trim())),
            );
            part.clear();
        } else {
            part.push(character);
        }
    }
    found
}

/// The files that this one imports. What a folder's `mod.rs` declares and re-exports does not count.
fn imports(module: &str, text: &str, files: &BTreeMap<String, String>) -> Vec<String> {
    let statements = text.split(';').filter_map(|statement| {
        let tree = statement.rfind("\nuse ").map(|at| &statement[at + 5..])?;
        (tree.starts_with("crate::") || tree.starts_with("super::")).then_some(tree)
    });
    let mut found = Vec::new();
    for path in statements.flat_map(paths) {
        let mut at: Vec<&str> = module.split('/').collect();
        for part in path.split("::") {
            match part {
                "crate" => at.clear(),
                "super" => drop(at.pop()),
                part => {
                    at.push(part);
                    if !files.contains_key(&at.join("/")) {
                        at.pop();
                        break;
                    }
                }
            }
        }
        let target = at.join("/");
        if !target.is_empty() && target != module {
            found.push(target);
        }
    }
    found
}

#[test]
fn every_folder_imports_only_those_before_it() {
    let files = files();
    let place = |module: &str| {
        let folder = module.split('/').next().unwrap();
        ORDER
            .iter()
            .position(|name| *name == folder)
            .unwrap_or_else(|| panic!("{folder} is not in ORDER"))
    };
    for (module, text) in &files {
        for import in imports(module, text, &files) {
            assert!(place(&import) <= place(module), "{module} imports {import}");
        }
    }
}

#[test]
fn no_file_imports_one_that_imports_it() {
    let files = files();
    let mut remaining: BTreeMap<&String, Vec<String>> = files
        .iter()
        .map(|(module, text)| (module, imports(module, text, &files)))
        .collect();
    // Repeatedly removes the files that import no remaining file; only cycles are remaining.
    loop {
        let done: Vec<&String> = remaining
            .iter()
            .filter(|(_, imports)| imports.is_empty())
            .map(|(module, _)| *module)
            .collect();
        if done.is_empty() {
            break;
        }
        remaining.retain(|module, _| !done.contains(module));
        for imports in remaining.values_mut() {
            imports.retain(|import| !done.contains(&import));
        }
    }
    assert!(remaining.is_empty(), "these files import each other: {remaining:#?}");
}
