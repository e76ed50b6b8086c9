//! A drawing as a picture: an EPUB has no word for one inside of a page that mdbook-epub could say, and no theme.
use crate::render::html::{Element, el};
use crate::theme;
use std::fmt::Write;

/// The picture, with the drawing's title in words and the colours of paper.
pub fn html(source: &str) -> Element {
    el("img").attr("alt", &title(source)).attr("src", &address(&alone(source)))
}

/// The drawing as a file of its own.
fn alone(source: &str) -> String {
    let (open, inside) = source.split_at(source.find('>').map_or(source.len(), |at| at + 1));
    let own = |name: &str, value: &str| match open.contains(&format!(" {name}=")) {
        true => String::new(),
        false => format!(" {name}=\"{value}\""),
    };
    let names = own("xmlns", "http://www.w3.org/2000/svg") + &own("class", "codex-figure");
    let open = open.replacen("<svg", &format!("<svg{names}"), 1);
    format!("{open}<style>{}</style>{inside}", theme::figures_css())
}

fn title(source: &str) -> String {
    let title = source.split_once("<title").and_then(|(_, rest)| rest.split_once('>'));
    let title = title.and_then(|(_, rest)| rest.split_once("</title>")).map_or("", |(title, _)| title);
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(title.trim().to_string(), |text, (entity, sign)| text.replace(entity, sign))
}

/// A file as an address that holds all of it.
fn address(svg: &str) -> String {
    let mut out = String::from("data:image/svg+xml,");
    for byte in svg.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => out.push(byte as char),
            b'-' | b'_' | b'.' | b'=' | b':' | b';' | b',' | b'/' => out.push(byte as char),
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_stands_alone() {
        let style = format!("<style>{}</style>", theme::figures_css());
        let check = |source: &str, expected: &str| {
            assert_eq!(alone(source), expected.replace("STYLE", &style), "{source}");
        };
        check(
            "<svg viewBox=\"0 0 1 1\">a</svg>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"codex-figure\" viewBox=\"0 0 1 1\">STYLEa</svg>",
        );
        check("<svg xmlns='x' class='y'>a</svg>", "<svg xmlns='x' class='y'>STYLEa</svg>");
    }

    #[test]
    fn a_picture_says_what_the_drawing_is() {
        let picture = html("<svg><title id=\"t\"> a &lt; \"b\" </title>é\"'<script>{</svg>").block();
        assert!(
            picture
                .starts_with("<img alt=\"a &lt; &quot;b&quot;\" src=\"data:image/svg+xml,%3Csvg%20xmlns=%22")
        );
        assert!(picture.ends_with("%C3%A9%22%27%3Cscript%3E%7B%3C/svg%3E\"/>"), "{picture}");
    }
}
