//! The bridge from the scanned files of an index to the parsed packages of a program: the same files for the same target.
use super::index::Index;
use super::program::{Arch, Program, SourceFile};
use super::reference::Options;
use super::target::Context;

/// The packages of an index as the target builds them, parsed when they are asked for; nothing for a processor that Go
/// does not have.
pub fn program<'i>(index: &'i Index, options: &Options) -> Option<Program<'i>> {
    let context = index.context_with(options);
    let arch = Arch::of(&context.target.goarch)?;
    Some(Program::new(arch, Box::new(move |path| files(index, &context, path))))
}

fn files(index: &Index, context: &Context, path: &str) -> Option<Vec<SourceFile>> {
    let package = index.package(path).ok()??;
    let go = package.built(context).map(|source| (source.file.clone(), source.text.clone()));
    let assembly = package.assembly(&index.tree).iter().filter(|file| file.is_built(context));
    let assembly = assembly.filter_map(|file| Some((file.file.clone(), index.text(&file.file).ok()?)));
    let files = go.chain(assembly).map(|(path, text)| SourceFile { path, text: text.to_vec() });
    Some(files.collect())
}
