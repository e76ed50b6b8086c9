//! Files, read and written: each either as it was or as it shall be, never half.
//!
//! In: paths and bytes. Out: text, or an error that names the file. One of the few files that may touch the disk.
use anyhow::{Context, Result, anyhow, bail};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

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
/// made where they lack, a link is followed; nothing is left behind where writing fails.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    write_in_place_of(path, bytes).with_context(|| format!("cannot write `{}`", path.display()))
}

/// Writes a file only where its bytes differ; says whether they did.
pub fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<bool> {
    match fs::read(path) {
        Ok(old) if old == bytes => Ok(false),
        _ => write(path, bytes).map(|()| true),
    }
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

fn write_in_place_of(path: &Path, bytes: &[u8]) -> Result<()> {
    // A name that is a link would else be replaced by a file of its own.
    let path = if path.is_symlink() { real(path)? } else { path.to_path_buf() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".codex-");
    let new = new_file_permissions();
    if let Some(permissions) = &new {
        builder.permissions(permissions.clone());
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Ok(old) = fs::metadata(&path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

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
        assert!(!write_if_changed(&path, b"one").unwrap());
        assert!(write_if_changed(&path, b"two").unwrap());
        assert_eq!(read(&path).unwrap(), "two");
        assert_eq!(names(&folder.path().join("a")), ["b.txt"]);
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
    }
}
