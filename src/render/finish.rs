//! The finishing step's texts: tags for a page's head, `sitemap.xml`, `llms.txt`.
use crate::piece::{Chapter, Finish, Manifest};
use crate::render::html::{Element, el};
use crate::render::markdown;
use std::fmt::Write;

/// What a page's head says of it; of the first page it speaks as of the whole book.
pub fn head(manifest: &Manifest, chapter: &Chapter, is_first: bool) -> Vec<Element> {
    let named = if is_first && !manifest.title.is_empty() { &manifest.title } else { &chapter.title };
    let described = chapter.description.as_ref().or(manifest.description.as_ref());
    let url = chapter.url.as_deref();
    // The page may stand in a folder, and its Markdown stands beside it.
    let markdown = chapter.markdown.rsplit('/').next().unwrap_or(&chapter.markdown);
    let tags = [
        described.map(|text| meta("name", "description", text)),
        url.map(|url| el("link").attr("rel", "canonical").attr("href", url)),
        Some(el("link").attr("rel", "alternate").attr("type", "text/markdown").attr("href", markdown)),
        Some(meta("property", "og:title", named)),
        described.map(|text| meta("property", "og:description", text)),
        Some(meta("property", "og:type", if is_first { "website" } else { "article" })),
        url.map(|url| meta("property", "og:url", url)),
        Some(&manifest.title)
            .filter(|title| !title.is_empty())
            .map(|title| meta("property", "og:site_name", title)),
    ];
    tags.into_iter().flatten().collect()
}

/// What the head of the page for what is not found says: that no search engine shall list it.
pub fn not_found(manifest: &Manifest) -> Vec<Element> {
    let described = manifest.description.as_ref().map(|text| meta("name", "description", text));
    described.into_iter().chain([meta("name", "robots", "noindex")]).collect()
}

/// `sitemap.xml`; none where nobody knows the site.
pub fn sitemap(manifest: &Manifest) -> Option<String> {
    manifest.site.as_ref()?;
    let (open, close) = el("urlset").attr("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9").around();
    let mut out = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{open}\n");
    for url in manifest.chapters.iter().filter_map(|chapter| chapter.url.as_ref()) {
        let _ = writeln!(out, "{}", el("url").child(el("loc").text(url)).block());
    }
    Some(format!("{out}{close}\n"))
}

/// `llms.txt`: title, summary, and by part a link to each chapter's Markdown; last what may be left out.
pub fn llms(finish: &Finish) -> String {
    let Finish { manifest, chapters: unparted } = finish;
    let first = manifest.chapters.first().map(|chapter| &chapter.title);
    let title = Some(&manifest.title).filter(|title| !title.is_empty()).or(first);
    let mut out = format!("# {}\n", markdown::text(title.map_or("", String::as_str)));
    if let Some(description) = &manifest.description {
        let _ = write!(out, "\n> {}\n", markdown::text(description));
    }
    let numbered = manifest.chapters.iter().any(|chapter| chapter.number.is_some());
    let mut section = None;
    for chapter in manifest.chapters.iter().filter(|chapter| !numbered || chapter.number.is_some()) {
        let part = chapter.part.as_ref().unwrap_or(unparted);
        if section != Some(part) {
            let _ = write!(out, "\n## {}\n\n", markdown::text(part));
        }
        section = Some(part);
        let _ = writeln!(out, "{}", item(manifest, chapter));
    }
    optional(finish, numbered, &mut out);
    out
}

/// The pages beside the chapters. `Optional` is the word by which readers of the file know what to pass over.
fn optional(finish: &Finish, numbered: bool, out: &mut String) {
    let manifest = &finish.manifest;
    let beside: Vec<&Chapter> =
        manifest.chapters.iter().filter(|chapter| numbered && chapter.number.is_none()).collect();
    if !beside.is_empty() {
        out.push_str("\n## Optional\n\n");
    }
    for chapter in beside {
        let _ = writeln!(out, "{}", item(manifest, chapter));
    }
}

fn item(manifest: &Manifest, chapter: &Chapter) -> String {
    let address = format!("{}{}", manifest.site.as_deref().unwrap_or_default(), chapter.markdown);
    let link = markdown::link(&markdown::text(&chapter.title), &address);
    let described = chapter.description.as_ref().map(|text| format!(": {}", markdown::text(text)));
    format!("- {link}{}", described.unwrap_or_default())
}

fn meta(key: &'static str, name: &str, content: &str) -> Element {
    el("meta").attr(key, name).attr("content", content)
}
