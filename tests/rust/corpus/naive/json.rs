//! A parser of JSON (RFC 8259) that keeps numbers as text and all keys of an object in order.

/// The deepest nesting of an answer.
const MAX_DEPTH: usize = 64;

#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

#[derive(Debug)]
pub struct Document {
    pub root: Json,
    /// Whether the document contains something for which the crate may refuse the whole body or not, depending on where it is: a `\u`
    /// with half a surrogate pair, or a number beyond every float.
    pub is_borderline: bool,
}

impl Json {
    /// The value of a key; the last one if the key occurs twice, as in PHP.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries
                .iter()
                .rev()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }
}

/// `None` if the text is not UTF-8, not JSON, or nested too deep.
pub fn read(bytes: &[u8]) -> Option<Document> {
    let mut reader = Reader {
        rest: std::str::from_utf8(bytes).ok()?,
        is_borderline: false,
    };
    let root = reader.value(0)?;
    reader.skip_blanks();
    reader.rest.is_empty().then_some(Document {
        root,
        is_borderline: reader.is_borderline,
    })
}

struct Reader<'a> {
    rest: &'a str,
    is_borderline: bool,
}

impl Reader<'_> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn take(&mut self, expected: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }

    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        self.skip_blanks();
        match self.rest.chars().next()? {
            'n' => self.take("null").map(|()| Json::Null),
            't' => self.take("true").map(|()| Json::Bool(true)),
            'f' => self.take("false").map(|()| Json::Bool(false)),
            '"' => self.text().map(Json::Text),
            '[' if depth < MAX_DEPTH => self.list(depth + 1),
            '{' if depth < MAX_DEPTH => self.object(depth + 1),
            _ => self.number().map(Json::Number),
        }
    }

    fn list(&mut self, depth: usize) -> Option<Json> {
        self.take("[")?;
        let mut entries = Vec::new();
        self.skip_blanks();
        if self.take("]").is_some() {
            return Some(Json::List(entries));
        }
        loop {
            entries.push(self.value(depth)?);
            self.skip_blanks();
            match self.next()? {
                ',' => {}
                ']' => return Some(Json::List(entries)),
                _ => return None,
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        self.take("{")?;
        let mut entries = Vec::new();
        self.skip_blanks();
        if self.take("}").is_some() {
            return Some(Json::Object(entries));
        }
        loop {
            self.skip_blanks();
            let key = self.text()?;
            self.skip_blanks();
            self.take(":")?;
            entries.push((key, self.value(depth)?));
            self.skip_blanks();
            match self.next()? {
                ',' => {}
                '}' => return Some(Json::Object(entries)),
                _ => return None,
            }
        }
    }

    fn text(&mut self) -> Option<String> {
        self.take("\"")?;
        let mut units = Vec::new();
        let mut unit = [0; 2];
        loop {
            match self.next()? {
                '"' => break,
                '\\' => units.push(match self.next()? {
                    '"' => u16::from(b'"'),
                    '\\' => u16::from(b'\\'),
                    '/' => u16::from(b'/'),
                    'b' => 8,
                    'f' => 12,
                    'n' => 10,
                    'r' => 13,
                    't' => 9,
                    'u' => self.four_digits()?,
                    _ => return None,
                }),
                character if character < ' ' => return None,
                character => units.extend_from_slice(character.encode_utf16(&mut unit)),
            }
        }
        let text = String::from_utf16(&units);
        self.is_borderline |= text.is_err();
        Some(text.unwrap_or_else(|_| String::from_utf16_lossy(&units)))
    }

    fn four_digits(&mut self) -> Option<u16> {
        let digits = self.rest.get(..4)?;
        self.rest = &self.rest[4..];
        digits
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit())
            .then(|| u16::from_str_radix(digits, 16).ok())?
    }

    fn number(&mut self) -> Option<String> {
        let all = self.rest;
        let _ = self.take("-");
        if self.take("0").is_none() {
            self.digits()?;
        }
        if self.take(".").is_some() {
            self.digits()?;
        }
        if self.take("e").or_else(|| self.take("E")).is_some() {
            let _ = self.take("+").or_else(|| self.take("-"));
            self.digits()?;
        }
        let number = &all[..all.len() - self.rest.len()];
        self.is_borderline |= number.parse().is_ok_and(f64::is_infinite);
        Some(number.to_owned())
    }

    fn digits(&mut self) -> Option<()> {
        let after = self.rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
        let any = after.len() < self.rest.len();
        self.rest = after;
        any.then_some(())
    }
}
