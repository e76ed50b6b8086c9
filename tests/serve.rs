//! A live book: no build while nothing changes, one for a change, and a mistake does not end it.
#![cfg(feature = "driver")]
use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// Longer than files are left unlooked at, and than a build takes.
const QUIET: Duration = Duration::from_millis(2500);
const PATIENCE: Duration = Duration::from_secs(60);

struct Live {
    child: Child,
    address: String,
    said: Receiver<String>,
}

impl Live {
    fn start(root: &Path) -> Live {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mdbook-codex"));
        command.args(["serve", "--port", "0", "--hostname", "127.0.0.1"]).current_dir(root).env_remove("CI");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, said) = mpsc::channel();
        std::thread::spawn(move || {
            stderr.lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Serving on http://").unwrap().to_string();
        Live { child, address, said }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).unwrap();
        String::from_utf8_lossy(&reply).into_owned()
    }

    /// An open page, as mdBook's script makes one.
    fn page(&self) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head =
            "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13";
        let key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        write!(stream, "GET /__livereload HTTP/1.1\r\n{head}\r\n{key}\r\n\r\n").unwrap();
        let mut reply = Vec::new();
        let mut byte = [0];
        while !reply.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).unwrap();
            reply.push(byte[0]);
        }
        assert!(reply.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&reply));
        stream
    }

    fn hear(&self, words: &str) {
        loop {
            let line = self.said.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("`{words}` was not said"));
            if line.contains(words) {
                return;
            }
        }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether the page is told to reload within a time.
fn reloads(page: &mut TcpStream, within: Duration) -> bool {
    page.set_read_timeout(Some(within)).unwrap();
    let mut frame = [0; 8];
    match page.read_exact(&mut frame) {
        Ok(()) => {
            assert_eq!(&frame, b"\x81\x06reload");
            true
        }
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => false,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_book_is_built_once_for_each_change() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    // Moved there whole, so that a build never finds a file half written.
    let write = |path: &str, text: &str| {
        fs::write(root.join("new"), text).unwrap();
        fs::rename(root.join("new"), root.join(path)).unwrap();
    };
    fs::create_dir(root.join("src")).unwrap();
    let toml = "[preprocessor.codex]\nassets = \"auto\"\n";
    write("book.toml", toml);
    write("src/SUMMARY.md", "- [One](one.md)\n");
    write("src/one.md", "# One\n\nfirst words\n");
    let live = Live::start(root);
    assert!(live.get("/one.html").contains("first words"));
    let missing = live.get("/no/such/page.html");
    assert!(missing.starts_with("HTTP/1.1 404") && missing.contains("<base href=\"/\">"), "{missing}");
    let mut page = live.page();
    assert!(!reloads(&mut page, QUIET), "a build without a change");
    write("src/one.md", "# One\n\nsecond words\n");
    assert!(reloads(&mut page, PATIENCE));
    assert!(live.get("/one.html").contains("second words"));
    // A chapter that is only named yet is written by mdBook: still one change.
    write("src/SUMMARY.md", "- [One](one.md)\n- [New](new.md)\n");
    assert!(reloads(&mut page, PATIENCE));
    assert!(!reloads(&mut page, QUIET), "a second build for one change");
    write("book.toml", "[book\n");
    live.hear("error: ");
    assert!(!reloads(&mut page, QUIET), "a reload after a failure");
    assert!(live.get("/one.html").contains("second words"));
    write("book.toml", toml);
    assert!(reloads(&mut page, PATIENCE));
}
