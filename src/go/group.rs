//! A program with all that it starts, run within limits and stopped as one.
use super::run::{Cut, Ended, Limits};
use anyhow::{Context, Result};
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often a program is looked at.
const STEP: Duration = Duration::from_millis(10);

/// How long the end of the output is waited for, once the program is gone.
const GRACE: Duration = Duration::from_secs(2);

/// Runs a program to its end, or to where its limits or `stop` end it; whatever it started ends with it.
pub fn run(command: &mut Command, limits: &Limits, stop: &AtomicBool) -> Result<Ended> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    system::in_a_group(command);
    let spawned = command.spawn();
    let mut child =
        spawned.with_context(|| format!("cannot run `{}`", command.get_program().to_string_lossy()))?;
    let (tell, heard) = mpsc::channel();
    let stdout = Output::of(child.stdout.take(), limits.output, tell.clone());
    let stderr = Output::of(child.stderr.take(), limits.output, tell);
    let deadline = Instant::now() + limits.time;
    let mut cut = loop {
        match heard.recv_timeout(STEP) {
            Ok(TooMuch) => break Some(Cut::Output),
            // Nothing more will be printed.
            Err(RecvTimeoutError::Disconnected) => thread::sleep(STEP),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if system::has_ended(&mut child) {
            break None;
        }
        if stop.load(Ordering::Relaxed) {
            break Some(Cut::Stop);
        }
        if Instant::now() >= deadline {
            break Some(Cut::Time);
        }
    };
    system::kill(&mut child);
    let status = child.wait().context("cannot wait for a program")?;
    // What left the group may hold the pipes for as long as it likes.
    let patience = Instant::now() + GRACE;
    while let Ok(TooMuch) = heard.recv_timeout(patience.saturating_duration_since(Instant::now())) {
        cut = cut.or(Some(Cut::Output));
    }
    Ok(Ended { stdout: stdout.text(), stderr: stderr.text(), code: status.code(), cut })
}

/// More was printed than may be.
struct TooMuch;

/// What a program prints, read by a thread so that it never waits for us.
struct Output {
    bytes: Arc<Mutex<Vec<u8>>>,
}

impl Output {
    fn of(pipe: Option<impl Read + Send + 'static>, limit: usize, tell: Sender<TooMuch>) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&bytes);
        thread::spawn(move || {
            if let Some(Err(too_much)) = pipe.map(|pipe| read(pipe, limit, &kept)) {
                let _ = tell.send(too_much);
            }
        });
        Output { bytes }
    }

    fn text(&self) -> String {
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

fn read(mut pipe: impl Read, limit: usize, kept: &Mutex<Vec<u8>>) -> Result<(), TooMuch> {
    let mut buffer = [0; 8192];
    loop {
        let count = match pipe.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(_) => return Ok(()),
        };
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let room = limit.saturating_sub(kept.len());
        kept.extend(buffer.iter().take(count.min(room)));
        if count > room {
            return Err(TooMuch);
        }
    }
}

#[cfg(unix)]
mod system {
    use super::{Child, Command};
    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
    use std::os::unix::process::CommandExt;

    pub fn in_a_group(command: &mut Command) {
        command.process_group(0);
    }

    /// Whether the program has ended. It is not yet waited for, so that its number stays its group's.
    pub fn has_ended(child: &mut Child) -> bool {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        !matches!(pid(child).map(|pid| waitid(WaitId::Pid(pid), options)), Some(Ok(None)))
    }

    pub fn kill(child: &mut Child) {
        if let Some(pid) = pid(child) {
            let _ = kill_process_group(pid, Signal::KILL);
        }
    }

    fn pid(child: &Child) -> Option<Pid> {
        Pid::from_raw(i32::try_from(child.id()).ok()?)
    }
}

#[cfg(not(unix))]
mod system {
    use super::{Child, Command, Stdio};

    pub fn in_a_group(_: &mut Command) {}

    pub fn has_ended(child: &mut Child) -> bool {
        !matches!(child.try_wait(), Ok(None))
    }

    pub fn kill(child: &mut Child) {
        if has_ended(child) {
            return;
        }
        // Ends what the program started as well, for as long as the program itself runs.
        let number = child.id().to_string();
        let mut taskkill = Command::new("taskkill");
        let _ =
            taskkill.args(["/F", "/T", "/PID", &number]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        let _ = child.kill();
    }
}
