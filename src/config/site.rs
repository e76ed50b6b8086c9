//! Where the book is published: `site` of `[preprocessor.codex.finish]`.
use super::{Places, Table};
use crate::problem::Problem;

/// The address as it is put before a page's path; a problem, and none, where it is no address of a folder on the web.
pub(super) fn read(table: &Table, places: &Places, problems: &mut Vec<Problem>) -> Option<String> {
    let written = table.finish.site.as_deref()?;
    let site = address(written);
    if site.is_none() {
        let message = format!("`site` cannot be `{written}`");
        let problem = Problem::in_file("config", "book.toml", places.span(["finish", "site"]), message);
        problems.push(problem.help("expected the address of a folder, such as `https://example.org/book/`"));
    }
    site
}

fn address(written: &str) -> Option<String> {
    let (scheme, rest) = written.split_once("://")?;
    let known = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let odd = |c: char| c.is_whitespace() || c.is_control() || "?#\\<>\"'`{}".contains(c);
    let fits = known && !rest.is_empty() && !rest.starts_with('/') && !rest.contains(odd);
    fits.then(|| format!("{}/", written.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_site_is_a_folder_on_the_web() {
        let check = |written: &str, expected: Option<&str>| {
            assert_eq!(address(written).as_deref(), expected, "{written}");
        };
        check("https://example.org", Some("https://example.org/"));
        check("http://example.org/a/b//", Some("http://example.org/a/b/"));
        check("HTTPS://example.org/", Some("HTTPS://example.org/"));
        for wrong in ["", "example.org", "/book/", "file:///x", "javascript://x", "https://", "https:///x"] {
            check(wrong, None);
        }
        for wrong in ["https://a b", "https://a?x=1", "https://a/#b", "https://a\"><script>", "https://a\\b"]
        {
            check(wrong, None);
        }
    }
}
