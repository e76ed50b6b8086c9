//! Files, read and written: each either as it was or as it shall be, never half.
//!
//! In: paths and bytes. Out: text, or an error that names the file. One of the few files that may touch the disk.
use anyhow::{Context, Result, anyhow, bail};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;
use tempfile::NamedTempFile;

/// Reads a text file.
pub fn read(path: &Path) -> Result<String> {
    read_if_there(path)?.ok_or_else(|| anyhow!("`{}` does not exist", path.display()))
}

/// Reads a text file; none where there is no such file.
pub fn read_if_there(path: &Path) -> Result<Option<String>> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read `{}`", path.display())),
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        anyhow!("`{}` is not UTF-8 text (byte {at})", path.display())
    })?;
    Ok(Some(text))
}

/// Writes a file: whoever reads it meets the old bytes or the new ones.
///
/// The bytes go to a file of their own in the same folder, which then takes the name. Permissions are kept, folders
/// made where they lack, a link is followed; nothing is left behind where writing fails. Where the process is killed
/// the new file may stay: it is hidden, has the ending of the file that it was to become, and goes with a later write.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    write_in_place_of(path, bytes, true).with_context(|| format!("cannot write `{}`", path.display()))
}

/// Writes a file of the book at `root`, by its path below it.
///
/// A link is followed where it leads to somewhere else in the book, and refused where it leads out: a book may come
/// from anywhere, and its `codex.lock` be a link to a file of ours.
pub fn write_inside(root: &Path, path: &Path, bytes: &[u8]) -> Result<()> {
    let real = inside(root, path).with_context(|| format!("cannot write `{}`", path.display()))?;
    write(&real, bytes)
}

/// Writes a file of the book at `root` only where its bytes differ; says whether they did.
pub fn write_if_changed(root: &Path, path: &Path, bytes: &[u8]) -> Result<bool> {
    match fs::read(root.join(path)) {
        Ok(old) if old == bytes => Ok(false),
        _ => write_inside(root, path, bytes).map(|()| true),
    }
}

/// Makes a folder and those above it, where they lack.
pub fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))
}

/// Removes a file of the book at `root`. A link goes itself, and what it leads to stays; its folder has to be inside.
pub fn remove_inside(root: &Path, path: &str) -> Result<()> {
    let removed = || -> Result<()> {
        let folder = Path::new(path).parent().unwrap_or(Path::new(""));
        let name = Path::new(path).file_name().with_context(|| format!("`{path}` names no file"))?;
        Ok(fs::remove_file(inside(root, folder)?.join(name))?)
    };
    removed().with_context(|| format!("cannot remove `{path}`"))
}

/// Removes a folder of the book at `root`, if it is one and empty.
pub fn remove_empty_folder(root: &Path, path: &str) {
    let place = root.join(path);
    if !place.is_symlink() {
        // A folder that still holds something stays.
        let _ = fs::remove_dir(place);
    }
}

/// What a folder holds, sorted by path: each with whether it is a folder itself, which a link to one is not.
pub fn list(folder: &Path) -> Result<Vec<(PathBuf, bool)>> {
    let listed = || -> std::io::Result<Vec<(PathBuf, bool)>> {
        let entry = |entry: std::io::Result<fs::DirEntry>| {
            let entry = entry?;
            Ok((entry.path(), entry.file_type()?.is_dir()))
        };
        let mut entries = fs::read_dir(folder)?.map(entry).collect::<std::io::Result<Vec<_>>>()?;
        entries.sort();
        Ok(entries)
    };
    listed().with_context(|| format!("cannot list `{}`", folder.display()))
}

/// Writes a file of the output at `root` as [`write_if_changed`] does, but for one thing: nobody waits until the disk
/// holds the bytes, since a build can make them again.
pub fn put(root: &Path, path: &Path, bytes: &[u8]) -> Result<bool> {
    if fs::read(root.join(path)).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    let written = inside(root, path).and_then(|real| write_in_place_of(&real, bytes, false));
    written.with_context(|| format!("cannot write `{}`", path.display())).map(|()| true)
}

/// The real path of `path`, if it lies inside `root` once every link is followed; it need not exist yet.
pub fn inside(root: &Path, path: &Path) -> Result<PathBuf> {
    let real_root = root.canonicalize().with_context(|| format!("cannot find `{}`", root.display()))?;
    let real = real(&real_root.join(path))?;
    if !real.starts_with(&real_root) {
        bail!("`{}` leads out of `{}`", path.display(), root.display());
    }
    Ok(real)
}

fn write_in_place_of(path: &Path, bytes: &[u8], lasting: bool) -> Result<()> {
    // A name that is a link would else be replaced by a file of its own.
    let path = if path.is_symlink() { real(path)? } else { path.to_path_buf() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = new_file(folder, &path)?;
    file.write_all(bytes)?;
    if let Ok(old) = fs::metadata(&path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    if lasting {
        file.as_file().sync_all()?;
    }
    file.persist(&path)?;
    sync_folder(folder);
    Ok(())
}

/// How old a new file must be to be one that a killed process left.
const LEFT: Duration = Duration::from_secs(60);

/// A new file beside the one that it is to become. It keeps the ending: mdBook copies whatever below `src` is no `.md`.
fn new_file(folder: &Path, path: &Path) -> Result<NamedTempFile> {
    let name = path.file_name().context("there is no file of that name")?.to_string_lossy();
    // A file's name has at most 255 bytes.
    let cut = name.char_indices().map(|(at, _)| at).find(|at| name.len() - at <= 200).unwrap_or(0);
    for number in 0..1000 {
        let mut builder = tempfile::Builder::new();
        let prefix = format!(".codex-{number}-");
        builder.prefix(&prefix).suffix(&name[cut..]).rand_bytes(0);
        let permissions = new_file_permissions();
        if let Some(permissions) = &permissions {
            builder.permissions(permissions.clone());
        }
        let left = folder.join(format!("{prefix}{}", &name[cut..]));
        match builder.tempfile_in(folder) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && is_left(&left) => {
                // Another process may be quicker; either way the next number is free.
                let _ = fs::remove_file(left);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => return Ok(made?),
        }
    }
    bail!("too many processes write it at once")
}

fn is_left(path: &Path) -> bool {
    let modified = fs::symlink_metadata(path).and_then(|found| found.modified());
    modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > LEFT))
}

/// Two files written one after the other come to the disk in that order; a system that cannot say so goes without.
#[cfg(unix)]
fn sync_folder(folder: &Path) {
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) {}

/// What any program's new file gets, before the user's mask; a temporary file would be its owner's alone.
#[cfg(unix)]
fn new_file_permissions() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn new_file_permissions() -> Option<fs::Permissions> {
    None
}

/// A path with its links followed as far as it exists; what does not exist yet may not climb.
fn real(path: &Path) -> Result<PathBuf> {
    let mut rest = Vec::new();
    for folder in path.ancestors() {
        if let Ok(found) = folder.canonicalize() {
            return Ok(rest.iter().rev().fold(found, |path, name| path.join(name)));
        }
        // A link whose target does not exist is the target's name.
        if let Ok(target) = fs::read_link(folder) {
            let target = folder.parent().unwrap_or(Path::new("")).join(target);
            let target = real_of_link(&target, folder)?;
            return Ok(rest.iter().rev().fold(target, |path, name| path.join(name)));
        }
        match folder.components().next_back() {
            Some(Component::Normal(name)) => rest.push(name),
            _ => bail!("cannot find `{}`", path.display()),
        }
    }
    bail!("cannot find `{}`", path.display())
}

fn real_of_link(target: &Path, link: &Path) -> Result<PathBuf> {
    let (Some(folder), Some(name)) = (target.parent(), target.file_name()) else {
        bail!("`{}` links nowhere", link.display());
    };
    let folder = folder.canonicalize().with_context(|| format!("`{}` links nowhere", link.display()))?;
    Ok(folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_written_whole_and_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.txt");
        write(&path, b"one").unwrap();
        assert!(!write_if_changed(folder.path(), Path::new("a/b.txt"), b"one").unwrap());
        assert!(write_if_changed(folder.path(), Path::new("a/b.txt"), b"two").unwrap());
        assert!(!put(folder.path(), Path::new("a/b.txt"), b"two").unwrap());
        assert!(put(folder.path(), Path::new("a/b.txt"), b"three").unwrap());
        assert!(put(folder.path(), Path::new("../c.txt"), b"").is_err());
        assert_eq!(read(&path).unwrap(), "three");
        assert_eq!(names(&folder.path().join("a")), ["b.txt"]);
    }

    #[test]
    fn what_a_killed_process_left_goes_once_it_is_old() {
        let folder = tempfile::tempdir().unwrap();
        let left = [".codex-0-b.md", ".codex-1-b.md"].map(|name| folder.path().join(name));
        left.iter().for_each(|path| fs::write(path, "half").unwrap());
        let hour = std::time::SystemTime::now() - Duration::from_secs(3600);
        fs::File::options().write(true).open(&left[0]).unwrap().set_modified(hour).unwrap();
        write(&folder.path().join("b.md"), b"whole").unwrap();
        assert_eq!(names(folder.path()), [".codex-1-b.md", "b.md"]);
        let long = "ä".repeat(127);
        write(&folder.path().join(&long), b"").unwrap();
        assert!(names(folder.path()).contains(&long));
    }

    #[test]
    fn a_failure_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("taken/by")).unwrap();
        let error = write(&folder.path().join("taken"), b"x").unwrap_err().to_string();
        assert!(error.contains("cannot write `") && error.contains("taken"), "{error}");
        assert_eq!(names(folder.path()), ["taken"]);
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(write(&folder.path().join("file/below"), b"x").is_err());
        assert_eq!(names(folder.path()), ["file", "taken"]);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.md");
        assert_eq!(read_if_there(&path).unwrap(), None);
        assert!(read(&path).unwrap_err().to_string().contains("x.md` does not exist"));
        fs::write(&path, b"ab\xff").unwrap();
        assert!(read(&path).unwrap_err().to_string().contains("x.md` is not UTF-8 text (byte 2)"));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&path, "").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real", &link).unwrap();
        write(&link, b"new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(read(&path).unwrap(), "new");
        write_inside(folder.path(), Path::new("link"), b"newer").unwrap();
        assert_eq!((link.is_symlink(), read(&path).unwrap()), (true, "newer".to_string()));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        let plain = folder.path().join("plain");
        fs::write(&plain, "").unwrap();
        write(&folder.path().join("fresh"), b"").unwrap();
        let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode("fresh"), mode("plain"));
    }

    #[cfg(unix)]
    #[test]
    fn links_cannot_lead_out() {
        use std::os::unix::fs::symlink;
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("book");
        fs::create_dir_all(root.join("src")).unwrap();
        symlink(outer.path(), root.join("out")).unwrap();
        symlink("src", root.join("in")).unwrap();
        symlink("../gone", root.join("dangling")).unwrap();
        let check = |path: &str, expected: bool| {
            assert_eq!(inside(&root, Path::new(path)).is_ok(), expected, "{path}");
        };
        for fine in ["src", "src/new/page.md", "in/a.md", "src/../src/a.md", "."] {
            check(fine, true);
        }
        for wrong in ["..", "src/../../x", "out/x", "/", "new/../../x", "dangling", "dangling/x"] {
            check(wrong, false);
        }
        fs::write(outer.path().join("mine"), "kept").unwrap();
        symlink("../mine", root.join("codex.lock")).unwrap();
        let error = format!("{:#}", write_inside(&root, Path::new("codex.lock"), b"").unwrap_err());
        assert!(error.contains("cannot write `codex.lock`") && error.contains("leads out of"), "{error}");
        assert!(remove_inside(&root, "out/mine").is_err());
        remove_inside(&root, "codex.lock").unwrap();
        assert_eq!(read(&outer.path().join("mine")).unwrap(), "kept");
        assert!(!root.join("codex.lock").is_symlink());
    }
}
