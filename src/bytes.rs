//! Single bytes that mean something, found in long texts by looking at eight together.

/// For each byte whether it is one of some.
pub type Table = [bool; 256];

const ONES: u64 = u64::MAX / 0xff;

/// A table of these bytes.
pub const fn table(signs: &[u8]) -> Table {
    let mut table = [false; 256];
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
}

/// The same with the control characters below the space.
pub const fn with_controls(mut table: Table) -> Table {
    let mut byte = 0;
    while byte < b' ' as usize {
        table[byte] = true;
        byte += 1;
    }
    table
}

/// Where the first byte of the table stands.
pub fn first(bytes: &[u8], table: &Table) -> Option<usize> {
    let is = |byte: &u8| table[usize::from(*byte)];
    // Without a branch for each byte, up to the eight that hold one.
    let plain =
        bytes.chunks_exact(8).take_while(|eight| !eight.iter().fold(false, |any, byte| any | is(byte)));
    let from = 8 * plain.count();
    bytes[from..].iter().position(is).map(|at| from + at)
}

/// Eight bytes, in the order of a text.
#[derive(Clone, Copy)]
pub struct Word(u64);

/// The bytes of a word that were asked for. Only the first of them is sure.
#[derive(Clone, Copy)]
pub struct Marks(u64);

impl Word {
    /// The first eight bytes, where there are so many.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        bytes.first_chunk().map(|eight| Word(u64::from_le_bytes(*eight)))
    }

    /// The bytes themselves.
    pub fn bytes(self) -> [u8; 8] {
        self.0.to_le_bytes()
    }

    /// Those that agree with one in these of its bits, all eight being compared at once.
    pub fn like(self, byte: u8, bits: u8) -> Marks {
        let differing = (self.0 & (ONES * u64::from(bits))) ^ (ONES * u64::from(byte & bits));
        // What is taken from a byte may be borrowed from the next, which is then marked wrongly.
        Marks(differing.wrapping_sub(ONES) & !differing & (ONES << 7))
    }

    /// Those that are this one.
    pub fn is(self, byte: u8) -> Marks {
        self.like(byte, 0xff)
    }
}

impl std::ops::BitOr for Marks {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Marks(self.0 | other.0)
    }
}

impl Marks {
    /// Where the first one stands.
    pub fn first(self) -> Option<usize> {
        (self.0 != 0).then(|| self.0.trailing_zeros() as usize / 8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_is_found_wherever_it_stands() {
        let signs = b"`|\x01";
        let table = with_controls(table(signs));
        for length in 0..30 {
            for at in 0..length {
                for sign in signs {
                    let mut text = vec![b'a'; length];
                    text[at..].fill(*sign);
                    assert_eq!(first(&text, &table), Some(at));
                    if let Some(word) = Word::of(&text) {
                        assert_eq!(word.is(*sign).first(), (at < 8).then_some(at));
                        assert_eq!((word.is(0) | word.is(*sign)).first(), (at < 8).then_some(at));
                        assert_eq!(word.bytes(), text[..8]);
                    }
                }
            }
            assert_eq!(first(&vec![b'a'; length], &table), None);
        }
        // `<` and `|` differ in one bit.
        assert_eq!(Word::of(b"abc|<<<<").and_then(|word| word.like(b'<', 0xbf).first()), Some(3));
        assert!(Word::of(b"seven b").is_none());
    }
}
