//! What stands below a page's title: description, chips, bar and questions.
use crate::config::words::Words;
use crate::piece::{BarFact, Lead, PageLink, Question};
use crate::render::html::{Element, el, heading_words, inline_text, link};
use crate::render::{chips, markdown as md, phrases};

/// The title as a Markdown heading, so that mdBook gives it its anchor and its place in the sidebar; then the rest.
pub fn html(lead: &Lead, words: &Words) -> String {
    let description = lead.description.as_ref().filter(|phrase| !phrase.is_empty());
    let parts = [
        description.map(|phrase| phrases::into(el("p").class("codex-lead__description"), phrase)),
        chips::list(&lead.chips, words),
        needs(&lead.needs, words),
        bar(&lead.bar),
        questions(&lead.questions, words),
    ];
    let parts: Vec<Element> = parts.into_iter().flatten().collect();
    let rest =
        if parts.is_empty() { None } else { Some(el("div").class("codex-lead").children(parts).block()) };
    let title = lead.title.as_ref().map(|title| format!("# {}", inline_text(&heading_words(title))));
    title.into_iter().chain(rest).collect::<Vec<_>>().join("\n\n")
}

/// The title alone.
pub fn markdown(lead: &Lead) -> String {
    lead.title.as_ref().map(|title| format!("# {}", md::text(title))).unwrap_or_default()
}

fn needs(pages: &[PageLink], words: &Words) -> Option<Element> {
    let page = |page: &PageLink| el("li").class("codex-needs__page").child(link(&page.href).text(&page.text));
    let label = el("span").class("codex-needs__label").text(&words.needs);
    let list = el("ul").class("codex-needs__list").attr("role", "list").children(pages.iter().map(page));
    (!pages.is_empty()).then(|| el("div").class("codex-needs").child(label).child(list))
}

fn bar(facts: &[BarFact]) -> Option<Element> {
    let fact = |fact: &BarFact| {
        let tick = el("span").class("codex-bar__tick").attr("aria-hidden", "true").text("✓");
        let words = el("li").class("codex-bar__fact").text(&fact.text);
        if fact.verified { words.text(" ").child(tick) } else { words }
    };
    (!facts.is_empty())
        .then(|| el("ul").class("codex-bar").attr("role", "list").children(facts.iter().map(fact)))
}

fn questions(questions: &[Question], words: &Words) -> Option<Element> {
    let question = |question: &Question| {
        let label = el("span").class("codex-question__label").text(&question.label);
        let line = phrases::into(el("span").class("codex-question__line"), &question.line);
        link(&question.href).class("codex-question").child(label).text(" ").child(line)
    };
    let strip = el("nav").class("codex-questions").attr("aria-label", &words.on_this_page);
    (!questions.is_empty()).then(|| strip.children(questions.iter().map(question)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::piece::Phrase;

    #[test]
    fn a_title_is_a_markdown_heading() {
        let lead = Lead { title: Some("A *b*".into()), ..Default::default() };
        assert_eq!(html(&lead, &Words::default()), "# A &#42;b&#42;");
        assert_eq!(markdown(&lead), "# A \\*b\\*");
        assert_eq!(html(&Lead::default(), &Words::default()), "");
    }

    #[test]
    fn what_is_absent_leaves_no_trace() {
        let lead = Lead {
            description: Some(Phrase::words("One line.")),
            bar: vec![BarFact { text: "3 examples run".into(), verified: true }],
            questions: vec![Question {
                label: "Algorithm".into(),
                line: Phrase::words("Step by step."),
                href: "#the-algorithm".into(),
            }],
            ..Default::default()
        };
        let expected = concat!(
            r#"<div class="codex-lead"><p class="codex-lead__description">One line.</p>"#,
            r#"<ul class="codex-bar" role="list"><li class="codex-bar__fact">3 examples run "#,
            r#"<span class="codex-bar__tick" aria-hidden="true">✓</span></li></ul>"#,
            r##"<nav class="codex-questions" aria-label="On this page"><a href="#the-algorithm" class="codex-question">"##,
            r#"<span class="codex-question__label">Algorithm</span> "#,
            r#"<span class="codex-question__line">Step by step.</span></a></nav></div>"#,
        );
        assert_eq!(html(&lead, &Words::default()), expected);
        assert_eq!(markdown(&lead), "");
    }
}
