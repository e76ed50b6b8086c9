//! A link into a source tree.
use crate::config::words::Words;
use crate::piece::{SymbolForm, SymbolLink};
use crate::render::Fragment;
use crate::render::html::{el, is_safe};
use crate::render::{definition, markdown as md};

/// The author's words with a link around them; the short name as code where there are none.
pub fn html(symbol: &SymbolLink, words: &Words) -> Fragment {
    let anchor = definition::anchor(&symbol.definition, words);
    match &symbol.form {
        SymbolForm::Empty(name) => Fragment::Inline(anchor.child(el("code").text(name)).inline()),
        SymbolForm::Link(_) | SymbolForm::Code(_) => {
            let (open, close) = anchor.around();
            Fragment::Around { open, close }
        }
    }
}

/// An ordinary link.
pub fn markdown(symbol: &SymbolLink) -> Fragment {
    let href = &symbol.definition.href;
    match &symbol.form {
        SymbolForm::Empty(name) => Fragment::Inline(md::link(&md::code(name), href)),
        _ if !is_safe(href) => Fragment::Around { open: String::new(), close: String::new() },
        _ => Fragment::Around { open: "[".into(), close: format!("]({})", md::destination(href)) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::piece::Definition;

    fn gopark(form: SymbolForm) -> SymbolLink {
        let definition = Definition {
            reference: "runtime.gopark".into(),
            kind: "func".into(),
            file: "runtime/proc.go".into(),
            lines: (457, 475),
            release: "go1.27.3".into(),
            href: "https://x.test/proc.go#L457-L475".into(),
            ..Default::default()
        };
        SymbolLink { definition, form }
    }

    const OPEN: &str = concat!(
        r#"<a href="https://x.test/proc.go#L457-L475" class="codex-symbol" data-codex-ref="runtime.gopark" "#,
        r#"title="func · runtime/proc.go lines 457–475 · go1.27.3">"#,
    );

    #[test]
    fn the_authors_words_stay() {
        let link = gopark(SymbolForm::Link(1..2));
        assert_eq!(
            html(&link, &Words::default()),
            Fragment::Around { open: OPEN.into(), close: "</a>".into() }
        );
        let close = "](https://x.test/proc.go#L457-L475)".to_string();
        assert_eq!(markdown(&link), Fragment::Around { open: "[".into(), close });
    }

    #[test]
    fn a_link_without_words_shows_the_name() {
        let link = gopark(SymbolForm::Empty("gopark".into()));
        assert_eq!(
            html(&link, &Words::default()),
            Fragment::Inline(format!("{OPEN}<code>gopark</code></a>"))
        );
        assert_eq!(markdown(&link), Fragment::Inline("[`gopark`](https://x.test/proc.go#L457-L475)".into()));
    }

    #[test]
    fn an_address_of_another_kind_is_no_link() {
        let mut link = gopark(SymbolForm::Code(0..1));
        link.definition.href = "javascript:x".into();
        assert!(
            matches!(html(&link, &Words::default()), Fragment::Around { open, .. } if open.starts_with("<span class="))
        );
        assert_eq!(markdown(&link), Fragment::Around { open: String::new(), close: String::new() });
    }
}
