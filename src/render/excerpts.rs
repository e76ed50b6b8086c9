//! Lines of a source tree: a figure with true line numbers.
use crate::config::words::{Words, counted};
use crate::piece::{Excerpt, ExcerptPart};
use crate::render::html::{Element, el};
use crate::render::{definition, markdown as md};

/// Head, then the parts with what was left out between them.
pub fn html(excerpt: &Excerpt, words: &Words) -> Element {
    let figure = el("figure").class("codex-excerpt").child(head(excerpt, words));
    if excerpt.parts.is_empty() {
        return figure.child(absent(excerpt));
    }
    let mut body = figure;
    for (at, part) in excerpt.parts.iter().enumerate() {
        body = body.children(gap(before(excerpt, at), words)).child(lines(part, &excerpt.language));
    }
    body.children(gap(after(excerpt), words))
}

/// A fence with a line above it that says where it comes from.
pub fn markdown(excerpt: &Excerpt, words: &Words) -> String {
    let place = definition::place(&excerpt.definition, words);
    let from = md::link(&md::text(&place), &excerpt.definition.href);
    let head = format!("{from}, {}:", md::text(&excerpt.definition.release));
    if excerpt.parts.is_empty() {
        let note = excerpt.absent.as_deref().map(md::text).unwrap_or_default();
        return format!("{head}\n\n{}\n\n{note}", md::fence("go", &excerpt.definition.signature));
    }
    let mut text = Vec::new();
    for (at, part) in excerpt.parts.iter().enumerate() {
        text.extend(comment(before(excerpt, at), words));
        text.extend(part.lines.iter().cloned());
    }
    text.extend(comment(after(excerpt), words));
    format!("{head}\n\n{}", md::fence(&excerpt.language, &text.join("\n")))
}

fn head(excerpt: &Excerpt, words: &Words) -> Element {
    let definition = &excerpt.definition;
    let place =
        el("span").class("codex-excerpt__place").text(&definition::short_place_and_release(definition));
    let kind = format!("{} · {}", definition.kind, definition.release);
    let kind = el("span").class("codex-excerpt__kind").text(&kind);
    let named = definition::named(definition, words);
    el("figcaption").class("codex-excerpt__head").child(named).text(" ").child(place).text(" ").child(kind)
}

/// The numbers are a style's generated text: they are never selected, copied, searched or read aloud.
fn lines(part: &ExcerptPart, language: &str) -> Element {
    let numbers: Vec<String> =
        (part.first..part.first + part.lines.len()).map(|line| line.to_string()).collect();
    let gutter = el("span").class("codex-excerpt__gutter").attr("aria-hidden", "true");
    let gutter = gutter.attr("data-codex-lines", &numbers.join("\n"));
    let code = el("code").class(highlighted(language)).text(&part.lines.join("\n"));
    let pre = el("pre").class("codex-excerpt__code").child(code);
    el("div").class("codex-excerpt__part").child(gutter).child(pre)
}

/// mdBook's highlighter complains on the console of a language that it does not know.
fn highlighted(language: &str) -> &'static str {
    if language == "go" { "language-go" } else { "language-plaintext" }
}

fn gap(count: usize, words: &Words) -> Option<Element> {
    (count > 0).then(|| el("p").class("codex-excerpt__gap").text(&counted(&words.lines_left_out, count)))
}

fn comment(count: usize, words: &Words) -> Option<String> {
    (count > 0).then(|| format!("// {}", counted(&words.lines_left_out, count)))
}

fn absent(excerpt: &Excerpt) -> Element {
    let code = el("code").class("language-go").text(&excerpt.definition.signature);
    let signature = el("pre").class("codex-excerpt__code").child(code);
    let signature = (!excerpt.definition.signature.is_empty()).then_some(signature);
    let note = excerpt.absent.as_ref().map(|note| el("p").class("codex-excerpt__gap").text(note));
    el("div").class("codex-excerpt__absent").children(signature).children(note)
}

/// How many lines are left out before a part.
fn before(excerpt: &Excerpt, at: usize) -> usize {
    let Some(part) = excerpt.parts.get(at) else { return 0 };
    let shown = match at.checked_sub(1).and_then(|at| excerpt.parts.get(at)) {
        Some(last) => last.first + last.lines.len(),
        None if excerpt.definition.lines.0 == 0 => return 0,
        None => excerpt.definition.lines.0,
    };
    part.first.saturating_sub(shown)
}

/// How many lines are left out after the last part.
fn after(excerpt: &Excerpt) -> usize {
    let Some(last) = excerpt.parts.last() else { return 0 };
    (excerpt.definition.lines.1 + 1).saturating_sub(last.first + last.lines.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::piece::Definition;

    fn excerpt(parts: Vec<ExcerptPart>) -> Excerpt {
        let definition = Definition {
            reference: "runtime.gopark".into(),
            kind: "func".into(),
            signature: "func gopark()".into(),
            file: "runtime/proc.go".into(),
            lines: (457, 475),
            release: "go1.27.3".into(),
            href: "https://x.test/a.go#L457".into(),
            ..Default::default()
        };
        Excerpt { definition, parts, language: "go".into(), absent: Some("No tree.".into()) }
    }

    fn part(first: usize, lines: &[&str]) -> ExcerptPart {
        ExcerptPart { first, lines: lines.iter().map(|line| line.to_string()).collect() }
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let parted = excerpt(vec![part(458, &["a"]), part(461, &["b", "", "c"])]);
        let expected = "[runtime/proc.go lines 457–475](https://x.test/a.go#L457), go1.27.3:\n\n\
            ```go\n// ⋯ 1 line\na\n// ⋯ 2 lines\nb\n\nc\n// ⋯ 12 lines\n```";
        assert_eq!(markdown(&parted, &Words::default()), expected);
        let html = html(&parted, &Words::default()).block();
        assert!(!html.contains('\n'));
        assert!(html.ends_with(concat!(
            r#"<p class="codex-excerpt__gap">⋯ 2 lines</p><div class="codex-excerpt__part">"#,
            r#"<span class="codex-excerpt__gutter" aria-hidden="true" data-codex-lines="461&#10;462&#10;463"></span>"#,
            r#"<pre class="codex-excerpt__code"><code class="language-go">b&#10;&#10;c</code></pre></div>"#,
            r#"<p class="codex-excerpt__gap">⋯ 12 lines</p></figure>"#,
        )));
    }

    #[test]
    fn without_a_tree_the_signature_stands() {
        let bare = excerpt(Vec::new());
        assert!(
            html(&bare, &Words::default())
                .block()
                .contains(r#"<code class="language-go">func gopark()</code>"#)
        );
        assert!(markdown(&bare, &Words::default()).ends_with("```go\nfunc gopark()\n```\n\nNo tree."));
    }
}
