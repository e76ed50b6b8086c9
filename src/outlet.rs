//! A stream whose reader may leave before the end, as `head` does.
use std::io::{ErrorKind, Result, Write, stdout};

/// stdout as it is. Rust's own holds lines back, and looks through all that is written for the last of them.
pub fn plain() -> Box<dyn Write> {
    #[cfg(unix)]
    if let Ok(file) = std::os::fd::AsFd::as_fd(&stdout()).try_clone_to_owned() {
        return Box::new(std::fs::File::from(file));
    }
    Box::new(stdout())
}

/// What is written once the reader has left goes nowhere: a command that was asked for more than words still does it.
pub struct Outlet<W: Write> {
    to: W,
    is_left: bool,
}

impl<W: Write> Outlet<W> {
    /// A stream that is read so far.
    pub fn new(to: W) -> Self {
        Outlet { to, is_left: false }
    }

    fn unless_left<T>(&mut self, left: T, write: impl FnOnce(&mut W) -> Result<T>) -> Result<T> {
        if self.is_left {
            return Ok(left);
        }
        match write(&mut self.to) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_left = true;
                Ok(left)
            }
            done => done,
        }
    }
}

impl<W: Write> Write for Outlet<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.unless_left(bytes.len(), |to| to.write(bytes))
    }

    fn flush(&mut self) -> Result<()> {
        self.unless_left((), Write::flush)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes three bytes, then its reader is gone.
    struct Short(Vec<u8>);

    impl Write for Short {
        fn write(&mut self, bytes: &[u8]) -> Result<usize> {
            if self.0.len() >= 3 {
                return Err(ErrorKind::BrokenPipe.into());
            }
            self.0.extend_from_slice(&bytes[..1]);
            Ok(1)
        }

        fn flush(&mut self) -> Result<()> {
            Err(ErrorKind::StorageFull.into())
        }
    }

    #[test]
    fn a_reader_may_leave_and_a_full_disk_is_told() {
        let mut outlet = Outlet::new(Short(Vec::new()));
        assert_eq!(outlet.flush().unwrap_err().kind(), ErrorKind::StorageFull);
        outlet.write_all(b"words").unwrap();
        outlet.flush().unwrap();
        assert_eq!(outlet.to.0, b"wor");
    }
}
