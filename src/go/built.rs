//! The bridge from the scanned files of an index to the parsed packages of a program: the same files for the same target.
use super::index::Index;
use super::program::{Arch, Program, SourceFile};
use super::reference::Options;
use super::target::Context;
use std::cmp::Reverse;

/// The packages of an index as the target builds them, parsed when they are asked for; nothing for a processor that Go
/// does not have.
///
/// What the index's packages import of other modules and of Go's own tree is found in the trees `beside` it.
pub fn program<'i>(index: &'i Index, beside: &[&'i Index], options: &Options) -> Option<Program<'i>> {
    let arch = Arch::of(&index.context_with(options).target.goarch)?;
    let mut trees: Vec<&Index> = [index].into_iter().chain(beside.iter().copied()).collect();
    // A module may lie in the folder of another one; Go's own tree, which has no prefix, comes last.
    trees.sort_by_key(|index| Reverse(index.tree.module.as_ref().map_or(0, String::len)));
    let trees: Vec<_> = trees.into_iter().map(|index| (index, index.context_with(options))).collect();
    let read = move |path: &str| trees.iter().find_map(|(index, context)| files(index, context, path));
    Some(Program::new(arch, Box::new(read)))
}

fn files(index: &Index, context: &Context, path: &str) -> Option<Vec<SourceFile>> {
    let package = index.package(path).ok()??;
    let go = package.built(context).map(|source| (source.file.clone(), source.text.clone()));
    let assembly = package.assembly(&index.tree).iter().filter(|file| file.is_built(context));
    let assembly = assembly.filter_map(|file| Some((file.file.clone(), index.text(&file.file).ok()?)));
    let files = go.chain(assembly).map(|(path, text)| SourceFile { path, text: text.to_vec() });
    Some(files.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::calls::{self, Key};
    use crate::go::layout;
    use crate::go::source::Tree;
    use crate::go::target::Target;
    use std::fs;
    use tempfile::TempDir;

    /// A tree of files; a Go distribution where no module is named.
    fn index(module: Option<&str>, files: &[(&str, &str)]) -> (TempDir, Index) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let below = if module.is_some() { "" } else { "src" };
            let path = folder.path().join(below).join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let tree = match module {
            Some(module) => Tree::open_module(folder.path(), module),
            None => Tree::open(folder.path()),
        };
        (folder, Index::new(tree.unwrap(), Target::new("linux", "amd64")))
    }

    const DB: &str = "package db\n\nimport (\n\t\"sync\"\n\t\"x.org/sys\"\n\t\"x.org/db/page\"\n)\n\n\
        type DB struct {\n\tmu sync.Mutex\n\tid page.ID\n\tflag sys.Flag\n\thead page.Head\n}\n\n\
        func Open() { sync.Lock(); sys.Map() }\n";

    #[test]
    fn a_module_is_made_of_what_stands_beside_it() {
        let go = index(
            None,
            &[
                ("sync/m.go", "package sync\n\ntype Mutex struct { a, b int32 }\n\nfunc Lock() {}\n"),
                // Go's own copy is another version, and not for others.
                ("vendor/x.org/sys/s.go", "package sys\n\ntype Flag uint64\n"),
            ],
        );
        let page = ("page/p.go", "package page\n\ntype ID uint32\n\ntype Head struct { id ID }\n");
        let (_db, db) = index(Some("x.org/db"), &[("db.go", DB), page]);
        let (_sys, sys) =
            index(Some("x.org/sys"), &[("s.go", "package sys\n\ntype Flag uint8\n\nfunc Map() {}\n")]);
        let of = |beside: &[&Index]| {
            let program = program(&db, beside, &Options::default()).unwrap();
            let line = layout::layout(&program, "x.org/db", "DB").map(|layout| layout::print_line(&layout));
            let calls = calls::calls(&program, &Key::new("x.org/db", "Open")).unwrap();
            let called: Vec<String> = calls.iter().map(|call| call.callee.to_string()).collect();
            (line.map_err(|refused| refused.what), called.join(" "))
        };
        let line = "20/4: mu sync.Mutex@0+8/4, id page.ID@8+4/4, flag sys.Flag@12+1/1, head page.Head@16+4/4";
        assert_eq!(of(&[&go.1, &sys]), (Ok(line.to_owned()), "sync.Lock x.org/sys.Map".to_owned()));
        assert_eq!(of(&[&sys]).0, Err("the package sync, which is in no tree at hand".to_owned()));
    }
}
