//! What closes a page: the sources cited, previous and next.
use crate::config::words::Words;
use crate::piece::{Definition, Foot, Step};
use crate::render::html::{Element, el, is_editor, link};
use crate::render::{definition, phrases};

/// Nothing where a page cites nothing and has no neighbours.
pub fn html(foot: &Foot, words: &Words) -> Option<Element> {
    let previous = foot.previous.as_ref().map(|step| card(step, words, true));
    let next = foot.next.as_ref().map(|step| card(step, words, false));
    let any = previous.is_some() || next.is_some();
    let steps = el("nav")
        .class("codex-steps")
        .attr("aria-label", &words.reading_order)
        .children(previous)
        .children(next);
    let sources = sources(foot, words);
    if sources.is_none() && !any {
        return None;
    }
    Some(el("div").class("codex-foot").children(sources).children(any.then_some(steps)))
}

/// The script makes the definition cards from this list, so that no link on the page repeats what is here.
fn sources(foot: &Foot, words: &Words) -> Option<Element> {
    let label = el("p").class("codex-eyebrow").text(&words.sources_cited);
    let items = foot.sources.iter().map(|definition| source(definition, words));
    let list = el("ul").class("codex-sources__list").attr("role", "list").children(items);
    let outer = el("section").class("codex-sources").attr("aria-label", &words.sources_cited);
    (!foot.sources.is_empty()).then(|| outer.child(label).child(list))
}

fn source(definition: &Definition, words: &Words) -> Element {
    let place =
        el("span").class("codex-source__place").text(&definition::short_place_and_release(definition));
    let kind = el("span").class("codex-source__kind").text(&definition.kind);
    let body = definition.body.as_ref().map(|(file, lines, href)| {
        let place = format!("{} {file} {}", words.body, definition::short_lines(*lines));
        link(href).class("codex-source__body").text(place.trim_end())
    });
    data(el("li").class("codex-source"), definition, words)
        .child(definition::named(definition, words))
        .text(" ")
        .child(kind)
        .text(" ")
        .child(place)
        .children(body)
        .children(editor(definition, words))
}

fn data(item: Element, definition: &Definition, words: &Words) -> Element {
    let body = definition.body.as_ref().map(|(file, lines, _)| format!("{file} {}", words.lines(*lines)));
    let variants =
        definition.variants.iter().map(|other| format!("{}:{} {}", other.file, other.line, other.constraint));
    item.attr_some("data-codex-kind", &definition.kind)
        .attr_some("data-codex-place", &definition::short_place(definition))
        .attr_some("data-codex-release", &definition.release)
        .attr_some("data-codex-signature", &definition.signature)
        .attr_some("data-codex-value", definition.value.as_deref().unwrap_or_default())
        .attr_some("data-codex-body", body.unwrap_or_default().trim_end())
        .attr_some("data-codex-variants", &variants.collect::<Vec<_>>().join("\n"))
}

fn editor(definition: &Definition, words: &Words) -> Option<Element> {
    let href = definition.editor.as_ref().filter(|href| is_editor(href))?;
    Some(el("a").attr("href", href).class("codex-source__edit").text(&words.edit))
}

/// `← Read 02`, title, one line.
fn card(step: &Step, words: &Words, back: bool) -> Element {
    let arrow = |text: &str| el("span").class("codex-arrow").attr("aria-hidden", "true").text(text);
    let hidden = if back { &words.previous } else { &words.next };
    let hidden = el("span").class("codex-hidden").text(&format!("{hidden}: "));
    let read = format!("{} {}", words.read, step.label);
    let label = el("span").class("codex-step__label").child(hidden);
    let label = match back {
        true => label.child(arrow("←")).text(" ").text(read.trim_end()),
        false => label.text(read.trim_end()).text(" ").child(arrow("→")),
    };
    let title = el("span").class("codex-step__title").text(&step.title);
    let line = step.line.as_ref().filter(|line| !line.is_empty());
    let line = line.map(|line| phrases::into(el("span").class("codex-step__line"), line));
    let outer = link(&step.href).class("codex-step");
    let outer = if back { outer } else { outer.class("codex-step--next") };
    outer.child(label).text(" ").child(title).text(" ").children(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::piece::Variant;

    #[test]
    fn a_neighbour_is_a_card() {
        let next =
            Step { label: "04".into(), title: "Memory <model>".into(), line: None, href: "memory.md".into() };
        let foot = Foot { next: Some(next), ..Default::default() };
        let expected = concat!(
            r#"<div class="codex-foot"><nav class="codex-steps" aria-label="Reading order">"#,
            r#"<a href="memory.md" class="codex-step codex-step--next"><span class="codex-step__label">"#,
            r#"<span class="codex-hidden">Next: </span>Read 04 <span class="codex-arrow" aria-hidden="true">→</span></span> "#,
            r#"<span class="codex-step__title">Memory &lt;model&gt;</span> </a></nav></div>"#,
        );
        assert_eq!(html(&foot, &Words::default()).map(|foot| foot.block()).as_deref(), Some(expected));
        assert_eq!(html(&Foot::default(), &Words::default()), None);
    }

    #[test]
    fn a_source_carries_what_its_card_shows() {
        let definition = Definition {
            reference: "runtime.memmove".into(),
            kind: "func".into(),
            signature: "func memmove(to, from unsafe.Pointer, n uintptr)".into(),
            file: "runtime/stubs.go".into(),
            lines: (127, 127),
            release: "go1.27.3".into(),
            href: "https://x.test/a".into(),
            editor: Some("javascript:x".into()),
            body: Some(("runtime/memmove_amd64.s".into(), (0, 0), "https://x.test/b".into())),
            variants: vec![Variant { file: "a.go".into(), line: 3, constraint: "darwin || wasm".into() }; 2],
            value: None,
        };
        let expected = concat!(
            r#"<li class="codex-source" data-codex-kind="func" data-codex-place="runtime/stubs.go · L127" "#,
            r#"data-codex-release="go1.27.3" data-codex-signature="func memmove(to, from unsafe.Pointer, n uintptr)" "#,
            r#"data-codex-body="runtime/memmove_amd64.s" "#,
            r#"data-codex-variants="a.go:3 darwin &#124;&#124; wasm&#10;a.go:3 darwin &#124;&#124; wasm">"#,
            r#"<a href="https://x.test/a" class="codex-symbol" data-codex-ref="runtime.memmove" "#,
            r#"title="func · runtime/stubs.go line 127 · go1.27.3"><code>runtime.memmove</code></a> "#,
            r#"<span class="codex-source__kind">func</span> "#,
            r#"<span class="codex-source__place">runtime/stubs.go · L127</span>"#,
            r#"<a href="https://x.test/b" class="codex-source__body">body runtime/memmove_amd64.s</a></li>"#,
        );
        assert_eq!(source(&definition, &Words::default()).block(), expected);
    }
}
