//! What stands below a page's last line: cards and foot, behind whatever the page leaves open.
use super::{Placed, Whole, cards, read};
use crate::find::open::{Close, Open};
use crate::piece::Piece;
use crate::problem::Problem;

/// The pieces below a page, given those above; a problem where the page's last block would take them in.
pub fn below(whole: &Whole, page: usize, above: &[Placed]) -> Result<Vec<Placed>, Problem> {
    let mut below = cards::at_end(whole, page);
    below.extend(read::bottom(whole, page));
    let stays = |open: &&Open| !above.iter().any(|placed| placed.span.contains(&open.span.start));
    let open = whole.findings[page].shape.open.as_ref().filter(stays);
    let Some(open) = open.filter(|_| !below.is_empty()) else { return Ok(below) };
    match &open.close {
        Close::Fence(line) => below.insert(0, closed(whole.pages[page].text, line)),
        Close::Html(end) => {
            let message = "this raw HTML has no end, so that it takes in the rest of the page";
            let first = open.span.start..first_line(whole.pages[page].text, open.span.start);
            let problem = Problem::on_page("unclosed-html", page, first, message);
            return Err(problem.help(format!("close it with `{end}`")));
        }
    }
    Ok(below)
}

/// A page's last line, which closes its last block.
fn closed(text: &str, line: &str) -> Placed {
    let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let between = if text.ends_with('\n') { "" } else { eol };
    Placed::at(text.len(), Piece::Verbatim(format!("{between}{line}")))
}

fn first_line(text: &str, start: usize) -> usize {
    text[start..].find(['\r', '\n']).map_or(text.len(), |at| start + at)
}
