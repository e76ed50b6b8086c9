//! Lines of Markdown, and what each begins.

/// The lines of a page.
#[derive(Clone, Copy)]
pub struct Lines<'b> {
    /// All of its text.
    pub text: &'b str,
}

/// One line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line<'b> {
    /// Where it begins.
    pub start: usize,
    /// Its text without the line end.
    pub text: &'b str,
    /// Where the next one begins.
    pub next: usize,
}

/// A line that opens a fenced block.
pub struct Fence<'b> {
    sign: u8,
    length: usize,
    /// The info string, without blanks around it.
    pub info: &'b str,
}

impl<'b> Lines<'b> {
    /// The line that begins at a byte; none at the end.
    pub fn at(&self, start: usize) -> Option<Line<'b>> {
        let rest = self.text.as_bytes().get(start..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest);
        let stop = end.map_or(self.text.len(), |end| start + end);
        let next = end.map_or(self.text.len(), |end| start + end + 1);
        Some(Line { start, text: &self.text[start..stop], next })
    }

    /// The line from this byte on that closes a fenced block; none where it is left open.
    pub fn closing(&self, from: usize, fence: &Fence) -> Option<Line<'b>> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        loop {
            // Few lines of code hold a fence's sign, and the others need not be told apart.
            let found = at + memchr::memchr(fence.sign, bytes.get(at..)?)?;
            let start = memchr::memrchr(b'\n', &bytes[from..found]).map_or(from, |end| from + end + 1);
            let line = self.at(start)?;
            if line.closes(fence) {
                return Some(line);
            }
            at = line.next;
        }
    }

    /// Whether the line before this byte is empty.
    pub fn is_behind_blank(&self, start: usize) -> bool {
        self.text[..start].ends_with("\n\n")
    }
}

impl<'b> Line<'b> {
    /// Where its text ends.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Its first byte; 0 for an empty line.
    pub fn first(&self) -> u8 {
        self.text.as_bytes().first().copied().unwrap_or(0)
    }

    /// Whether it holds nothing but blanks.
    pub fn is_blank(&self) -> bool {
        self.text.bytes().all(is_blank)
    }

    /// The level of the heading that it is.
    pub fn heading(&self) -> Option<usize> {
        let level = self.text.bytes().take_while(|byte| *byte == b'#').count();
        let ends = self.text.as_bytes().get(level).is_none_or(|byte| is_blank(*byte));
        (ends && (1..=6).contains(&level)).then_some(level)
    }

    /// The fence that it opens.
    pub fn fence(&self) -> Option<Fence<'b>> {
        let sign = self.first();
        if sign != b'`' && sign != b'~' {
            return None;
        }
        let length = self.text.bytes().take_while(|byte| *byte == sign).count();
        let info = self.text[length..].trim_matches([' ', '\t']);
        let opens = length >= 3 && !(sign == b'`' && info.contains('`'));
        opens.then_some(Fence { sign, length, info })
    }

    /// Whether it closes a fenced block.
    pub fn closes(&self, fence: &Fence) -> bool {
        let text = self.text.trim_start_matches(' ');
        let length = text.bytes().take_while(|byte| *byte == fence.sign).count();
        let is_indented = self.text.len() - text.len() > 3;
        length >= fence.length && !is_indented && text[length..].bytes().all(is_blank)
    }

    /// Whether it is a thematic break, where it stands below no paragraph.
    pub fn is_rule(&self) -> bool {
        let sign = self.first();
        let signs = self.text.bytes().filter(|byte| *byte == sign).count();
        signs >= 3 && self.text.bytes().all(|byte| byte == sign || is_blank(byte))
    }

    /// What marks it as an item of a list: the sign, and for a numbered one what stands behind the number.
    pub fn marker(&self) -> Option<u8> {
        let digits = self.digits();
        let sign = *self.text.as_bytes().get(digits)?;
        let is_sign = match digits {
            0 => matches!(sign, b'-' | b'*' | b'+'),
            _ => matches!(sign, b'.' | b')'),
        };
        let ends = self.text.as_bytes().get(digits + 1).is_none_or(|byte| is_blank(*byte));
        (is_sign && ends).then_some(sign)
    }

    fn digits(&self) -> usize {
        self.text.bytes().take_while(u8::is_ascii_digit).count()
    }

    /// Whether it begins an item.
    pub fn is_marked(&self) -> bool {
        matches!(self.first(), b'-' | b'*' | b'+' | b'0'..=b'9') && self.marker().is_some()
    }

    /// The text of an item with that marker, if it is a line of plain words and not the start of another block.
    pub fn item(&self, marker: u8) -> Option<&'b str> {
        if self.marker()? != marker {
            return None;
        }
        let digits = self.digits();
        let text = self.text[digits + 1..].strip_prefix(' ').filter(|_| digits < 10)?;
        let begins = |at: usize| text.as_bytes().get(at).copied().unwrap_or(0);
        let is_word = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80;
        let is_plain = match begins(0) {
            b'`' => begins(1) != b'`',
            b'*' | b'_' => is_word(begins(1)) || (begins(1) == begins(0) && is_word(begins(2))),
            // `[x]` would be a box to tick.
            b'[' => begins(2) != b']',
            b'(' | b'"' | b'\'' => true,
            byte => is_word(byte),
        };
        is_plain.then_some(text)
    }

    /// Whether it ends a paragraph that stands before it, and begins a block of its own.
    pub fn interrupts(&self) -> bool {
        match self.first() {
            b'#' => self.heading().is_some(),
            b'`' | b'~' => self.fence().is_some(),
            _ => false,
        }
    }

    /// Whether below a line of a paragraph it can be nothing but another.
    pub fn continues(&self) -> bool {
        let is_block = match self.first() {
            b' ' | b'\t' | b'>' | b'<' | b'|' | b':' | b'-' | b'=' | b'+' | b'_' => true,
            b'*' => self.is_rule() || self.is_marked(),
            b'0'..=b'9' => self.is_marked(),
            _ => false,
        };
        !is_block
    }

    /// The cells of a row with a `|` at both of its ends.
    pub fn cells(&self) -> Option<impl Iterator<Item = &'b str> + use<'b>> {
        let inner = self.text.strip_prefix('|')?.strip_suffix('|')?;
        let mut rest = Some(inner);
        Some(std::iter::from_fn(move || {
            let cell = rest?;
            let end = memchr::memchr(b'|', cell.as_bytes());
            rest = end.map(|end| &cell[end + 1..]);
            Some(&cell[..end.unwrap_or(cell.len())])
        }))
    }

    /// How many cells such a row has.
    pub fn columns(&self) -> Option<usize> {
        let inner = self.text.strip_prefix('|')?.strip_suffix('|')?;
        Some(1 + memchr::memchr_iter(b'|', inner.as_bytes()).count())
    }

    /// Whether it is the row below a table's head.
    pub fn is_delimiter(&self) -> bool {
        let is_dashes = |cell: &str| {
            let cell = cell.trim_matches([' ', '\t']);
            let dashes = cell.strip_prefix(':').unwrap_or(cell);
            let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
            !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
        };
        self.cells().is_some_and(|mut cells| cells.all(is_dashes))
    }

    /// Whether it may begin what reaches beyond blank lines: a definition, or a fence that is indented.
    pub fn is_doubtful(&self) -> bool {
        let text = self.text.trim_start_matches([' ', '\t']);
        let is_indented = text.len() < self.text.len();
        text.starts_with([':', '<']) || is_indented && (text.starts_with("```") || text.starts_with("~~~"))
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}
