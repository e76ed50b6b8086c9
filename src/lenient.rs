//! Tables that people write: what fits is taken, each thing that does not is told.
//!
//! In: a JSON value (book.toml and front matter both come to that). Out: the typed table, with defaults in place of what
//! did not fit, and one [`Misfit`] for each.
use crate::nearest::did_you_mean;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tables::Tables;

mod tables;

/// A key that is unknown, or a value of the wrong type.
#[derive(Debug, Clone, PartialEq)]
pub struct Misfit {
    /// The keys that lead to it, from the outside in.
    pub path: Vec<String>,
    /// One line in lower case.
    pub message: String,
    /// What was expected, or the nearest right key.
    pub help: Option<String>,
}

/// So many misfits are told of one table; the table is read anew behind each.
const MOST: usize = 100;

/// Reads a table, dropping what does not fit; with a hundred misfits all of it is dropped.
pub fn take<T: DeserializeOwned + Default>(mut value: Value) -> (T, Vec<Misfit>) {
    let mut misfits = Vec::new();
    loop {
        let error = match serde_path_to_error::deserialize::<_, T>(Tables(&value)) {
            Ok(table) => return (table, misfits),
            Err(error) => error,
        };
        let path: Vec<String> = error.path().iter().map(key).collect();
        misfits.push(misfit(&path, &error.inner().to_string()));
        if misfits.len() == MOST || !remove(&mut value, &path) {
            return (T::default(), misfits);
        }
    }
}

/// One step of a path: a key as written, an item of a list by its index.
fn key(segment: &serde_path_to_error::Segment) -> String {
    segment.to_string().trim_matches(['[', ']']).to_string()
}

fn misfit(path: &[String], error: &str) -> Misfit {
    let key = path.last().map_or("", String::as_str);
    let Some((_, known)) = error.split_once("unknown field ") else {
        let message = match (key.parse::<usize>(), path.iter().rev().nth(1)) {
            (Ok(at), Some(list)) => format!("item {} of `{list}` has the wrong type", at + 1),
            _ => format!("`{key}` has the wrong type"),
        };
        return Misfit { path: path.to_vec(), message, help: Some(plain(error)) };
    };
    // serde says: unknown field `x`, expected one of `a`, `b`
    let known: Vec<&str> = known.split('`').skip(3).step_by(2).collect();
    let help = did_you_mean(key, known.iter().copied())
        .unwrap_or_else(|| format!("known keys: {}", known.join(", ")));
    Misfit { path: path.to_vec(), message: format!("unknown key `{key}`"), help: Some(help) }
}

/// serde's sentence in the words of TOML and YAML.
fn plain(error: &str) -> String {
    let error = error
        .replace("invalid type: ", "found ")
        .replace("invalid value: ", "found ")
        .replace("found sequence", "found a list")
        .replace("found map", "found a table")
        .replace("a sequence", "a list")
        .replace("a map", "a table");
    match error.split_once("expected struct ") {
        Some((found, _)) => format!("{found}expected a table"),
        None => error,
    }
}

/// Takes the value at the path out; false where there is nothing to take.
fn remove(value: &mut Value, path: &[String]) -> bool {
    let Some((last, parents)) = path.split_last() else { return false };
    let mut place = value;
    for key in parents {
        let next = match place {
            Value::Object(map) => map.get_mut(key),
            Value::Array(list) => key.parse::<usize>().ok().and_then(|at| list.get_mut(at)),
            _ => None,
        };
        let Some(next) = next else { return false };
        place = next;
    }
    match place {
        Value::Object(map) => map.remove(last).is_some(),
        Value::Array(list) => match last.parse().ok().filter(|at| *at < list.len()) {
            Some(at) => {
                list.remove(at);
                true
            }
            None => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
    struct Table {
        title: Option<String>,
        tags: Vec<String>,
        inner: Inner,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Inner {
        enable: bool,
    }

    #[test]
    fn what_fits_is_taken_and_the_rest_is_told() {
        let value = json!({"titel": "x", "tags": ["a", 3, "b"], "inner": {"enable": "yes"}, "title": "T"});
        let (table, misfits) = take::<Table>(value);
        assert_eq!(table.title.as_deref(), Some("T"));
        assert_eq!(table.tags, ["a", "b"]);
        let mut told: Vec<_> = misfits.iter().map(|m| (m.path.join("."), m.message.as_str())).collect();
        told.sort();
        assert_eq!(
            told,
            [
                ("inner.enable".into(), "`enable` has the wrong type"),
                ("tags.1".into(), "item 2 of `tags` has the wrong type"),
                ("titel".into(), "unknown key `titel`"),
            ]
        );
        let help =
            |path: &str| misfits.iter().find(|m| m.path.join(".") == path).unwrap().help.clone().unwrap();
        assert_eq!(help("titel"), "did you mean `title`?");
        assert_eq!(help("inner.enable"), "found string \"yes\", expected a boolean");
    }

    #[test]
    fn a_list_is_no_table() {
        let check = |inner: Value, expected: &str| {
            let (table, misfits) = take::<Table>(json!({"inner": inner}));
            assert_eq!(table, Table::default());
            assert_eq!(misfits[0].help.as_deref(), Some(expected));
            assert_eq!((misfits.len(), misfits[0].path.join(".")), (1, "inner".into()));
        };
        check(json!([true]), "found a list, expected a table");
        check(json!(true), "found boolean `true`, expected a table");
        let (_, misfits) = take::<Table>(json!({"title": {}}));
        assert_eq!(misfits[0].help.as_deref(), Some("found a table, expected a string"));
    }

    #[test]
    fn a_table_of_nothing_but_misfits_is_given_up() {
        let keys = (0..MOST + 1).map(|at| (format!("key{at}"), json!(1)));
        let (table, misfits) = take::<Table>(Value::Object(keys.collect()));
        assert_eq!((table, misfits.len()), (Table::default(), MOST));
    }

    #[test]
    fn what_is_no_table_at_all_gives_the_default() {
        let (table, misfits) = take::<Table>(json!(7));
        assert_eq!(table, Table::default());
        assert_eq!(misfits.len(), 1);
    }
}
