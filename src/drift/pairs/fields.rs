//! Fields of a struct that is kept: one that left and one that came, in the same place and with the same type.
use super::{How, Key, Matching, folded};
use crate::drift::side::Side;
use crate::go::decls::Kind;
use std::collections::BTreeSet;

/// From this likeness of two names on, one was made of the other: `nmspinning` and `needspinning`.
const ALIKE: f64 = 0.75;

/// Between the same two fields exactly one left and exactly one came, and they are equal but for their names: one has
/// the other's place. Names that are alike make it the same field; else a flag may have taken the room of another flag,
/// as `rangefunc` took that of `openDefer` in `runtime._defer`.
pub fn renamed(matching: &Matching, old: &Side, new: &Side) -> Vec<(Key, Key, How)> {
    let gone = matching.gone.iter().filter(|(_, shape)| shape.kind == Kind::Field);
    let holders: BTreeSet<Key> = gone.filter_map(|(key, _)| key.holder()).collect();
    let mut found = Vec::new();
    for holder in holders {
        let now = matching.pairs.get(&holder).map_or(&holder, |pair| &pair.new);
        let left = gaps(fields(old, &holder), |key| match matching.pairs.get(key) {
            _ if matching.gone.contains_key(key) => None,
            Some(pair) => Some(pair.new.name().to_owned()),
            None => Some(key.name().to_owned()),
        });
        let came =
            gaps(fields(new, now), |key| (!matching.fresh.contains_key(key)).then(|| key.name().to_owned()));
        for gap in left {
            let same = came.iter().find(|other| (&other.after, &other.before) == (&gap.after, &gap.before));
            let Some(same) = same else { continue };
            let ([old], [new]) = (&gap.keys[..], &same.keys[..]) else { continue };
            let masked = (matching.gone.get(*old), matching.fresh.get(*new));
            if matches!(masked, (Some(gone), Some(fresh)) if (gone.kind, &gone.masked) == (fresh.kind, &fresh.masked))
            {
                let names = strsim::jaro_winkler(&folded(old.name()), &folded(new.name()));
                let how = if names >= ALIKE { How::Renamed } else { How::Likely };
                found.push(((*old).clone(), (*new).clone(), how));
            }
        }
    }
    found
}

/// What stands between two fields that both releases have.
struct Gap<'k> {
    after: Option<String>,
    before: Option<String>,
    keys: Vec<&'k Key>,
}

/// The gaps of a struct that hold anything; `kept` gives the newer name of a field that both releases have.
fn gaps<'k>(fields: Vec<&'k Key>, kept: impl Fn(&Key) -> Option<String>) -> Vec<Gap<'k>> {
    let mut gaps = vec![Gap { after: None, before: None, keys: Vec::new() }];
    for key in fields {
        let name = kept(key);
        let Some(gap) = gaps.last_mut() else { break };
        match name {
            None => gap.keys.push(key),
            name => {
                gap.before.clone_from(&name);
                gaps.push(Gap { after: name, before: None, keys: Vec::new() });
            }
        }
    }
    gaps.retain(|gap| !gap.keys.is_empty());
    gaps
}

/// The fields of a struct in the order of its text, embedded ones too.
fn fields<'s>(side: &'s Side, holder: &Key) -> Vec<&'s Key> {
    let first = Key::new(&holder.package, &format!("{}.", holder.path));
    let members = side
        .range(&first..)
        .take_while(|(key, _)| key.package == holder.package && key.path.starts_with(&first.path));
    let own = members.filter(|(key, decl)| {
        matches!(decl.kind, Kind::Field | Kind::Embed) && key.holder().as_ref() == Some(holder)
    });
    let mut own: Vec<_> = own.collect();
    own.sort_by_key(|(_, decl)| decl.name_at);
    own.into_iter().map(|(key, _)| key).collect()
}
