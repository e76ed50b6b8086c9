//! What follows an example on the page.
use crate::piece::ExampleNote;
use crate::render::html::{Element, el};
use crate::render::markdown as md;

/// The program's output and what it ran with; nothing where neither is known.
pub fn html(note: &ExampleNote) -> Option<Element> {
    let tick = el("span").class("codex-example__tick").attr("aria-hidden", "true").text("✓");
    let ran = |ran: &String| el("span").class("codex-example__ran").text(ran).text(" ").child(tick);
    let ran = note.ran.as_ref().map(ran);
    let label = el("span").class("codex-example__label").text(&note.label);
    let label = (!note.output.is_empty()).then_some(label);
    if ran.is_none() && label.is_none() {
        return None;
    }
    let output = el("pre").class("codex-example__output");
    let output =
        output.child(el("code").class("language-plaintext").text(note.output.trim_end_matches('\n')));
    let output = label.is_some().then_some(output);
    let head = el("p").class("codex-example__head").children(label).text(" ").children(ran);
    Some(el("div").class("codex-example").child(head).children(output))
}

/// The output below a line that says what it is.
pub fn markdown(note: &ExampleNote) -> String {
    let ran = note.ran.as_deref().map(md::text);
    if note.output.is_empty() {
        return ran.unwrap_or_default();
    }
    let ran = ran.map(|ran| format!(" ({ran})")).unwrap_or_default();
    format!("{}{ran}:\n\n{}", md::text(&note.label), md::fence("text", &note.output))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_says_only_what_is_known() {
        let check = |output: &str, ran: Option<&str>, markup: &str, plain: &str| {
            let note =
                ExampleNote { output: output.into(), label: "Output".into(), ran: ran.map(Into::into) };
            assert_eq!(html(&note).map(|note| note.block()).unwrap_or_default(), markup);
            assert_eq!(markdown(&note), plain);
        };
        check("", None, "", "");
        let output = concat!(
            r#"<div class="codex-example"><p class="codex-example__head"><span class="codex-example__label">Output</span>"#,
            r#" </p><pre class="codex-example__output"><code class="language-plaintext">a&#10;b</code></pre></div>"#,
        );
        check("a\nb\n", None, output, "Output:\n\n```text\na\nb\n```");
        let ran = concat!(
            r#"<div class="codex-example"><p class="codex-example__head"> <span class="codex-example__ran">ran with x "#,
            r#"<span class="codex-example__tick" aria-hidden="true">✓</span></span></p></div>"#,
        );
        check("", Some("ran with x"), ran, "ran with x");
    }
}
