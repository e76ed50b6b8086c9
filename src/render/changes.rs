//! The page of changes: a heading a release, a list of what the chapters tell.
use crate::piece::{PageLink, Phrase, Release};
use crate::render::html::{el, heading_words, inline_text, link};
use crate::render::{markdown as md, phrases};

/// Markdown headings, so that mdBook lists them, over lists of HTML.
pub fn html(releases: &[Release]) -> String {
    let row = |(page, text): &(PageLink, Phrase)| {
        let page = el("p").class("codex-change__page").child(link(&page.href).text(&page.text));
        el("li")
            .class("codex-change")
            .child(page)
            .child(phrases::into(el("p").class("codex-change__text"), text))
    };
    let release = |release: &Release| {
        let list =
            el("ul").class("codex-changes").attr("role", "list").children(release.changes.iter().map(row));
        format!("## {}\n\n{}", inline_text(&heading_words(&release.name)), list.block())
    };
    releases.iter().map(release).collect::<Vec<_>>().join("\n\n")
}

/// The same as Markdown alone.
pub fn markdown(releases: &[Release]) -> String {
    let row = |(page, text): &(PageLink, Phrase)| {
        format!("- {}: {}", md::link(&md::text(&page.text), &page.href), phrases::to_markdown(text))
    };
    let release = |release: &Release| {
        let rows: Vec<String> = release.changes.iter().map(row).collect();
        format!("## {}\n\n{}", md::text(&release.name), rows.join("\n"))
    };
    releases.iter().map(release).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_a_heading_over_what_the_chapters_tell() {
        let page = PageLink { text: "Channels".into(), href: "channels.md#what-changed".into() };
        let releases = [Release { name: "Go 1.27".into(), changes: vec![(page, Phrase::words("A <b>."))] }];
        let expected = concat!(
            "## Go 1&#46;27\n\n",
            r#"<ul class="codex-changes" role="list"><li class="codex-change"><p class="codex-change__page">"#,
            r#"<a href="channels.md#what-changed">Channels</a></p><p class="codex-change__text">A &lt;b&gt;.</p></li></ul>"#,
        );
        assert_eq!(html(&releases), expected);
        assert_eq!(markdown(&releases), "## Go 1.27\n\n- [Channels](channels.md#what-changed): A \\<b>.");
    }
}
