//! Whatever bytes come in, the readers of Go text end, do not panic, and say where things are.
#[path = "support/random.rs"]
mod random;

use mdbook_codex::go::lex::{Kind, Lexer};
use mdbook_codex::go::lines::Lines;
use mdbook_codex::go::target::Target;
use mdbook_codex::go::{asm, build, decls, experiments, release};
use random::Random;

/// Go with a bit of everything.
const GO: &str = r#"// Package p is small.
//go:build linux && (amd64 || !cgo)

package p

import (
	"fmt"
	. "os"
)

//go:linkname local other/pkg.name
func local(a, b int, c ...string) (x *T[int], err error)

type T[P any, Q *int | ~[]byte] struct {
	sync.Mutex
	*E[P]
	a, b  map[string]struct{ c [n * 2]func(struct{ d int }) } `json:"a"`
	_     [0]byte // nothing
}

func (t *T[P, Q]) m() { for i := range 10 { fmt.Println(i, 'x', "\"", `raw
`, 0x1p-2, 1_0i) } }

type I interface { m(int) error; E; ~int | ~uint; io.Reader }

/* a
b */ const (
	// c is first.
	c, d = iota << 1, 'a' + 1.5e3
	e, f
)

var v, w = []struct{ g int }{{1}}, func() { go func() { select {} }() }
"#;

/// Assembly with a bit of everything.
const ASM: &str = "#include \"textflag.h\"\n#define F(N, S) \\\nTEXT N(SB), S; \\\n\tRET\n\n// doc\nTEXT a∕b·c<ABIInternal>(SB), NOSPLIT, $0-8 // end\n\tMOVQ AX, BX /* x\n*/\n\tRET\nF(·d, 1)\nTEXT e<>(SB), $0\nDATA x<>+0(SB)/8, $1\n";

impl Random {
    /// The text with some bytes taken out, put in, changed, or copied from elsewhere in it.
    fn mutate(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len());
            let other = self.below(bytes.len());
            let signs = b"(){}[]`'\"/*\n\\\0\xff;,.=~|";
            match self.below(5) {
                0 => bytes.truncate(at.max(1)),
                1 => bytes.insert(at, signs[self.below(signs.len())]),
                2 => bytes[at] = u8::try_from(self.below(256)).unwrap_or_default(),
                3 => drop(bytes.drain(at.min(other)..at.max(other))),
                _ => {
                    let piece = bytes[at.min(other)..at.max(other)].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
            if bytes.is_empty() {
                bytes.push(b'p');
            }
        }
        bytes
    }

    fn noise(&mut self) -> Vec<u8> {
        let length = self.below(200);
        (0..length).map(|_| u8::try_from(self.below(256)).unwrap_or_default()).collect()
    }
}

/// All that has to hold for any bytes.
#[track_caller]
fn check(text: &[u8]) {
    check_tokens(text);
    check_scan(text);
    let lines = Lines::new(text).count();
    for found in asm::texts(text) {
        assert!(found.start <= found.end && found.end <= lines.max(1));
    }
    let words = String::from_utf8_lossy(text);
    if let Ok(expr) = build::parse(&words) {
        assert_eq!(build::parse(&expr.to_string()), Ok(expr));
    }
    // What these say about noise does not matter, only that they end.
    let _ = (
        build::constraint(text),
        experiments::default_tags(text, &Target::default()),
        release::version(&words),
    );
}

/// Tokens lie in order and inside; between them there is nothing but space.
#[track_caller]
fn check_tokens(text: &[u8]) {
    let mut at = if text.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    for token in Lexer::new(text) {
        assert!(at <= token.start && token.start <= token.end && token.end <= text.len());
        assert!(token.start < token.end || token.kind == Kind::Semi, "an empty token");
        assert!(text[at..token.start].iter().all(u8::is_ascii_whitespace), "something is skipped");
        at = token.end;
    }
    assert!(text[at..].iter().all(u8::is_ascii_whitespace), "the end is skipped");
}

/// Declarations lie inside, and errors have a line.
#[track_caller]
fn check_scan(text: &[u8]) {
    let lines = Lines::new(text).count().max(1);
    match decls::scan(text) {
        Err(error) => {
            assert!((1..=lines + 1).contains(&error.line) && error.offset <= text.len(), "{error:?}")
        }
        Ok(file) => {
            for decl in &file.decls {
                assert!(1 <= decl.start && decl.start <= decl.end && decl.end <= lines, "{decl:?}");
                assert!(decl.doc.is_none_or(|doc| doc < decl.start), "{decl:?}");
                assert!(
                    text.get(decl.span.clone()).is_some() && decl.span.contains(&decl.name_at),
                    "{decl:?}"
                );
                assert!(!decls::signature(text, decl).contains('\n'));
            }
        }
    }
}

#[test]
fn the_texts_themselves_are_read() {
    check(GO.as_bytes());
    check(ASM.as_bytes());
    assert_eq!(decls::scan(GO.as_bytes()).map(|file| file.decls.len()), Ok(21));
    assert_eq!(asm::texts(ASM.as_bytes()).len(), 3);
}

#[test]
fn texts_that_end_anywhere_are_read() {
    for end in 0..GO.len() {
        check(&GO.as_bytes()[..end]);
        check(&GO.as_bytes()[end..]);
    }
    for end in 0..ASM.len() {
        check(&ASM.as_bytes()[..end]);
    }
}

#[test]
fn changed_texts_are_read() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    for _ in 0..4000 {
        check(&random.mutate(GO));
        check(&random.mutate(ASM));
    }
}

#[test]
fn noise_is_read() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for _ in 0..4000 {
        check(&random.noise());
    }
}

#[test]
fn depth_has_an_end() {
    for piece in [
        "(",
        "[",
        "{",
        "struct{a ",
        "interface{",
        "a,b,c struct{d,e ",
        "func(",
        "*",
        "map[",
        "chan ",
        "!",
        "!(",
    ] {
        let deep = piece.repeat(20_000);
        check(format!("package p\nvar x {deep}").as_bytes());
        check(format!("package p\nfunc f(){deep}").as_bytes());
        check(format!("//go:build {deep}\n\npackage p").as_bytes());
        check(format!("package p\nfunc ParseGOEXPERIMENT() {{ x := {deep}").as_bytes());
    }
}
