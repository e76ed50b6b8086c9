//! Who answers what the pages ask: a Go tree of the pinned release, or `codex.lock`.
use crate::config::{Config, Places};
use crate::problem::Problem;
use crate::resolve::answers::{Answers, Asked};

/// Answers what the pages ask.
pub fn answer(_asked: &Asked, cfg: &Config, _places: &Places) -> anyhow::Result<(Answers, Vec<Problem>)> {
    Ok((Answers { pin: cfg.table.go.clone(), ..Answers::default() }, Vec::new()))
}
