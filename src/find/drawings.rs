//! Drawings in a block of raw HTML: `<svg …>…</svg>`.
use std::ops::Range;

const OPEN: &str = "<svg";
const CLOSE: &str = "</svg>";

/// Where the drawings of a block stand, in its bytes; one inside of another belongs to it.
pub fn spans(block: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(start) = block[at..].find(OPEN).map(|found| at + found) {
        let Some(end) = end(&block[start..]).map(|end| start + end) else { break };
        spans.push(start..end);
        at = end;
    }
    spans
}

fn end(drawing: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += drawing[at..].find(CLOSE)? + CLOSE.len();
        if drawing[..at].matches(OPEN).count() <= drawing[..at].matches(CLOSE).count() {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_are_found_whole() {
        let check = |block: &str, expected: &[&str]| {
            let found: Vec<&str> = spans(block).into_iter().map(|span| &block[span]).collect();
            assert_eq!(found, expected);
        };
        check("<p>none</p>", &[]);
        check("<svg>a</svg><svg x='1'>b</svg>", &["<svg>a</svg>", "<svg x='1'>b</svg>"]);
        check("<p><svg><svg>a</svg></svg></p>", &["<svg><svg>a</svg></svg>"]);
        check("<svg>never ends", &[]);
        check("</svg><svg></svg>", &["<svg></svg>"]);
    }
}
