//! The source index: every symbol cited, by package and file.
use crate::config::words::Words;
use crate::piece::{Definition, PageLink, SourceIndex, SourcePackage};
use crate::render::html::{Element, el, heading_words, link};
use crate::render::{definition, markdown as md};

/// A section a package.
pub fn html(index: &SourceIndex, words: &Words) -> Element {
    let packages = index.packages.iter().map(|shown| package(shown, words));
    el("div").class("codex-index").children(packages)
}

/// A heading and a list a package.
pub fn markdown(index: &SourceIndex, words: &Words) -> String {
    let row = |(definition, pages): &(Definition, Vec<PageLink>)| {
        let links: Vec<String> =
            pages.iter().map(|page| md::link(&md::text(&page.text), &page.href)).collect();
        let place = [&definition::place(definition, words), definition::other_release(definition)];
        let place = place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        let place = if place.is_empty() { place } else { format!(" ({})", md::text(&place)) };
        format!("- {}{place}: {}", definition::markdown_link(definition), links.join(", "))
    };
    let package = |package: &SourcePackage| {
        let rows: Vec<String> = package.symbols.iter().map(row).collect();
        format!("## {}\n\n{}", md::text(&package.name), rows.join("\n"))
    };
    index.packages.iter().map(package).collect::<Vec<_>>().join("\n\n")
}

fn package(package: &SourcePackage, words: &Words) -> Element {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let id = format!("package-{}", package.name.chars().map(plain).collect::<String>());
    let heading = el("h2").class("codex-index__package").attr("id", &id).text(&heading_words(&package.name));
    let mut section = el("section").class("codex-index__section").child(heading);
    for symbols in package.symbols.chunk_by(|(a, _), (b, _)| a.file == b.file) {
        let file = symbols.first().map(|(definition, _)| definition.file.as_str()).unwrap_or_default();
        let file = (!file.is_empty()).then(|| el("p").class("codex-index__file").text(file));
        let rows = symbols.iter().map(|cited| row(cited, words));
        let list = el("ul").class("codex-index__list").attr("role", "list").children(rows);
        section = section.children(file).child(list);
    }
    section
}

fn row((definition, pages): &(Definition, Vec<PageLink>), words: &Words) -> Element {
    let lines = el("span").class("codex-index__lines").text(&definition::lines_and_release(definition));
    let page = |page: &PageLink| el("li").class("codex-index__page").child(link(&page.href).text(&page.text));
    let pages = el("ul").class("codex-index__pages").attr("role", "list").children(pages.iter().map(page));
    let symbol = definition::named(definition, words);
    el("li").class("codex-index__row").child(symbol).text(" ").child(lines).text(" ").child(pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_stand_below_their_file() {
        let definition = |name: &str, file: &str, line| Definition {
            reference: name.into(),
            file: file.into(),
            lines: (line, line),
            href: "https://x.test/a".into(),
            ..Default::default()
        };
        let page = || vec![PageLink { text: "Channels".into(), href: "channels.md".into() }];
        let symbols = vec![
            (definition("runtime.a", "a.go", 1), page()),
            (definition("runtime.b", "a.go", 2), page()),
            (definition("runtime.c@go1.21.13?goos=js#L1", "c.go", 1), page()),
        ];
        let index = SourceIndex { packages: vec![SourcePackage { name: "runtime".into(), symbols }] };
        let html = html(&index, &Words::default()).block();
        assert_eq!(html.matches("codex-index__file").count(), 2);
        assert_eq!(html.matches("codex-index__row").count(), 3);
        assert!(html.contains(">L1 · go1.21.13</span>"), "{html}");
        let line = "- [`runtime.b`](https://x.test/a) (a.go line 2): [Channels](channels.md)";
        let markdown = markdown(&index, &Words::default());
        assert_eq!(markdown.lines().nth(3), Some(line));
        assert!(markdown.ends_with(" (c.go line 1, go1.21.13): [Channels](channels.md)"), "{markdown}");
    }
}
