//! What stands above a page's title: trail, pin, eyebrow.
use crate::config::words::Words;
use crate::piece::{Crumb, Head};
use crate::render::html::{Element, el, link};

/// Nothing where there is nothing to say.
pub fn html(head: &Head, words: &Words) -> Option<Element> {
    if head.trail.is_empty() && head.pin.is_none() && head.eyebrow.is_none() {
        return None;
    }
    let pin = head.pin.as_ref().map(|pin| el("span").class("codex-head__pin").text(pin));
    let eyebrow = head.eyebrow.as_ref().map(|text| el("p").class("codex-eyebrow").text(text));
    let bar = el("div").class("codex-head__bar").children(trail(&head.trail, words)).children(pin);
    Some(el("div").class("codex-head").child(bar).children(eyebrow))
}

fn trail(crumbs: &[Crumb], words: &Words) -> Option<Element> {
    let last = crumbs.len().checked_sub(1)?;
    let item = |(at, crumb): (usize, &Crumb)| {
        let words = match &crumb.href {
            Some(href) => link(href).class("codex-trail__link"),
            None => el("span"),
        };
        let words = if at == last { words.attr("aria-current", "page") } else { words };
        el("li").class("codex-trail__item").child(words.text(&crumb.text))
    };
    let list = el("ol").class("codex-trail__list").children(crumbs.iter().enumerate().map(item));
    Some(el("nav").class("codex-trail").attr("aria-label", &words.trail).child(list))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_crumb_is_the_page() {
        let crumb = |text: &str, href: Option<&str>| Crumb { text: text.into(), href: href.map(Into::into) };
        let trail = vec![crumb("Go", None), crumb("Internals", Some("index.md")), crumb("Channels", None)];
        let head = Head { trail, pin: Some("go1.27.3".into()), eyebrow: Some("Mechanism 03 of 13".into()) };
        let expected = concat!(
            r#"<div class="codex-head"><div class="codex-head__bar">"#,
            r#"<nav class="codex-trail" aria-label="Breadcrumb"><ol class="codex-trail__list">"#,
            r#"<li class="codex-trail__item"><span>Go</span></li>"#,
            r#"<li class="codex-trail__item"><a href="index.md" class="codex-trail__link">Internals</a></li>"#,
            r#"<li class="codex-trail__item"><span aria-current="page">Channels</span></li></ol></nav>"#,
            r#"<span class="codex-head__pin">go1.27.3</span></div>"#,
            r#"<p class="codex-eyebrow">Mechanism 03 of 13</p></div>"#,
        );
        assert_eq!(html(&head, &Words::default()).map(|head| head.block()).as_deref(), Some(expected));
        assert_eq!(html(&Head::default(), &Words::default()), None);
    }
}
