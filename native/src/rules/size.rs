//! How long a line may be to fit: by that alone most lines are told apart from what a matcher wants.

/// The most bytes of a character.
pub const MOST_BYTES: usize = 4;

/// A size that has a least or a most or both, as written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Range {
    pub least: Option<u32>,
    pub most: Option<u32>,
}

/// The least and the most of a size, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    least: u32,
    most: u32,
}

impl Bounds {
    /// Any size.
    pub const ANY: Bounds = Bounds { least: 0, most: u32::MAX };

    /// Take the least and the most; nothing for the most is no bound.
    pub fn new(least: usize, most: Option<usize>) -> Bounds {
        let number = |size: usize| u32::try_from(size).unwrap_or(u32::MAX);
        Bounds { least: number(least), most: most.map_or(u32::MAX, number) }
    }

    pub fn holds(self, size: usize) -> bool {
        let size = u32::try_from(size).unwrap_or(u32::MAX);
        self.least <= size && size <= self.most
    }

    fn includes(self, other: Bounds) -> bool {
        self.least <= other.least && other.most <= self.most
    }

    fn and(self, other: Bounds) -> Bounds {
        Bounds { least: self.least.max(other.least), most: self.most.min(other.most) }
    }
}

impl From<Range> for Bounds {
    fn from(range: Range) -> Bounds {
        Bounds { least: range.least.unwrap_or(0), most: range.most.unwrap_or(u32::MAX) }
    }
}

/// How many characters and words a line may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    chars: Bounds,
    words: Bounds,
}

impl Size {
    /// Bound the characters more narrowly.
    pub fn with_chars(self, chars: Bounds) -> Size {
        Size { chars: self.chars.and(chars), ..self }
    }

    /// Bound the words more narrowly.
    pub fn with_words(self, words: Bounds) -> Size {
        Size { words: self.words.and(words), ..self }
    }

    /// Tell whether whatever is of another size is of this one, too.
    pub fn includes(self, other: Size) -> bool {
        self.chars.includes(other.chars) && self.words.includes(other.words)
    }

    /// Give the size of what is of both sizes.
    pub fn and(self, other: Size) -> Size {
        Size { chars: self.chars.and(other.chars), words: self.words.and(other.words) }
    }

    pub fn holds(self, chars: usize, words: usize) -> bool {
        self.chars.holds(chars) && self.words.holds(words)
    }

    /// Tell whether a line of any size fits.
    pub fn is_any(self) -> bool {
        self == Size::default()
    }
}

impl Default for Size {
    fn default() -> Size {
        Size { chars: Bounds::ANY, words: Bounds::ANY }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_are_included() {
        let size = Size::default().with_words(Range { least: Some(2), most: Some(3) }.into());
        assert!(size.holds(9, 2) && size.holds(9, 3) && !size.holds(9, 1) && !size.holds(9, 4));
        let size = size.with_chars(Bounds::new(0, Some(9)));
        assert!(size.holds(9, 2) && !size.holds(10, 2) && !size.is_any() && Size::default().holds(usize::MAX, 0));
    }
}
