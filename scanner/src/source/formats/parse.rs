//! Reading one format string: its pieces and what they take. Any text gives an answer, none can stop us.

use pilotage_capi::Version;

use super::{Grammar, Language, Unit};

/// A format that was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Format<'f> {
    /// Units in order; a `*` for width or precision is one of its own.
    pub(crate) pieces: Vec<Piece<'f>>,
    /// Parameters at the top level: a bracketed group counts once.
    pub(crate) parameters: usize,
    /// What kept the rest from being read, or was wrong in the end.
    pub(crate) fault: Option<Fault<'f>>,
}

/// A unit as it stands in a format.
#[derive(Clone, Debug)]
pub(crate) struct Piece<'f> {
    /// As written; of `%5.2f` the whole.
    pub(crate) text: &'f str,
    /// What it takes.
    pub(crate) unit: &'static Unit,
    /// The first version that knows it with its flags; `None`: all do.
    pub(crate) since: Option<Version>,
}

/// What is wrong with a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault<'f> {
    /// A unit that no version knows.
    Unknown(&'f str),
    /// A bracket that is never closed.
    Open(char),
    /// A closing bracket that closes nothing.
    Closing(char),
}

impl Piece<'_> {
    /// This version knows the unit.
    pub(crate) fn is_known_in(&self, version: Version) -> bool {
        self.since.is_none_or(|since| version >= since)
            && self.unit.removed.is_none_or(|removed| version < removed)
    }
}

impl Format<'_> {
    /// How many C arguments it asks for.
    pub(crate) fn arguments(&self) -> usize {
        self.pieces.iter().map(|piece| piece.unit.takes.len()).sum()
    }
}

pub(super) fn parse<'f>(language: &'static Language, text: &'f str) -> Format<'f> {
    // C's end of a string.
    let text = text.split('\0').next().unwrap_or_default();
    match language.grammar {
        Grammar::Percent => percent(language, text),
        Grammar::Arguments | Grammar::Values => plain(language, text),
    }
}

fn plain<'f>(language: &'static Language, text: &'f str) -> Format<'f> {
    let mut format = Format::default();
    let mut open: Vec<(char, char)> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if language.ends.contains(&first) {
            break;
        }
        let mut length = first.len_utf8();
        if let Some(pair) = language.brackets.iter().find(|(opening, _)| *opening == first) {
            format.parameters += usize::from(open.is_empty());
            open.push(*pair);
        } else if language.brackets.iter().any(|(_, closing)| *closing == first) {
            if open.pop().is_none_or(|(_, closing)| closing != first) {
                format.fault = Some(Fault::Closing(first));
                return format;
            }
        } else if !language.skipped.contains(&first) {
            let Some((found, unit)) = language.unit_at(rest) else {
                format.fault = Some(Fault::Unknown(&rest[..length]));
                return format;
            };
            length = found;
            format.parameters += usize::from(open.is_empty());
            format.pieces.push(Piece { text: &rest[..length], unit, since: unit.since });
        }
        rest = &rest[length..];
    }
    format.fault = open.last().map(|(opening, _)| Fault::Open(*opening));
    format
}

fn percent<'f>(language: &'static Language, text: &'f str) -> Format<'f> {
    let mut format = Format::default();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        rest = &rest[at..];
        match conversion(language, rest, &mut format) {
            Ok(length) => rest = &rest[length..],
            Err(length) => {
                format.fault = Some(Fault::Unknown(&rest[..length]));
                break;
            }
        }
    }
    format.parameters = format.pieces.len();
    format
}

/// One conversion; its length, or the length of what nobody knows.
fn conversion<'f>(
    language: &'static Language,
    text: &'f str,
    format: &mut Format<'f>,
) -> Result<usize, usize> {
    let mut since = None;
    let mut at = 1;
    // `%#T` is a unit of its own.
    let mut found = language.unit_at(&text[at..]);
    if found.is_none() {
        at += flags(language, &text[at..], &mut since);
        at += number(language, text, at, format);
        if text[at..].starts_with('.') {
            at += 1;
            at += number(language, text, at, format);
        }
        found = language.unit_at(&text[at..]);
    }
    let Some((length, unit)) = found else {
        return Err(at + text[at..].chars().next().map_or(0, char::len_utf8));
    };
    let end = at + length;
    if !unit.takes.is_empty() || unit.since.is_some() {
        format.pieces.push(Piece { text: &text[..end], unit, since: since.max(unit.since) });
    }
    Ok(end)
}

fn flags(language: &Language, text: &str, since: &mut Option<Version>) -> usize {
    let mut length = 0;
    for flag in text.chars() {
        let Some(flag_since) = language.flags.get(&flag) else { break };
        *since = (*since).max(*flag_since);
        length += flag.len_utf8();
    }
    length
}

/// Width or precision: its length.
fn number<'f>(language: &'static Language, text: &'f str, at: usize, format: &mut Format<'f>) -> usize {
    let rest = &text[at..];
    if let Some(star) = language.star.as_ref().filter(|_| rest.starts_with('*')) {
        format.pieces.push(Piece { text: &rest[..1], unit: star, since: star.since });
        return 1;
    }
    rest.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::formats::language;

    fn read<'f>(name: &str, text: &'f str) -> Format<'f> {
        language(name).unwrap().parse(text)
    }

    fn texts(name: &str, text: &str) -> Vec<String> {
        read(name, text).pieces.iter().map(|piece| piece.text.to_owned()).collect()
    }

    #[test]
    fn units_of_arguments() {
        let format = read("arg", "s#zesO!O&y*(iLp)C|O$p:all_units(ii");
        let texts: Vec<_> = format.pieces.iter().map(|piece| piece.text).collect();
        assert_eq!(texts, ["s#", "z", "es", "O!", "O&", "y*", "i", "L", "p", "C", "O", "p"]);
        assert_eq!((format.arguments(), format.parameters, format.fault), (16, 10, None));
        assert_eq!(read("arg", "O;two objects, (like this").arguments(), 1);
        assert_eq!(read("arg", "i\0ii").arguments(), 1);
    }

    #[test]
    fn brackets_must_match() {
        assert_eq!(read("arg", "(ii").fault, Some(Fault::Open('(')));
        assert_eq!(read("build", "[i)").fault, Some(Fault::Closing(')')));
        assert_eq!(read("build", "{s:i,\ts:[ii]}").fault, None);
        assert_eq!(read("arg", "i)").fault, Some(Fault::Closing(')')));
    }

    #[test]
    fn unknown_units_end_the_reading() {
        assert_eq!(read("arg", "i, i").fault, Some(Fault::Unknown(",")));
        assert_eq!(read("build", "O!").fault, Some(Fault::Unknown("!")));
        assert_eq!(read("arg", "é").fault, Some(Fault::Unknown("é")));
        assert_eq!(read("unicode", "over 100%").fault, Some(Fault::Unknown("%")));
        assert_eq!(read("unicode", "a %.2g").fault, Some(Fault::Unknown("%.2g")));
        assert_eq!(read("unicode", "%+d").fault, Some(Fault::Unknown("%+")));
        assert_eq!(read("unicode", "%hd").fault, Some(Fault::Unknown("%h")));
        assert_eq!(read("bytes", "%*d").fault, Some(Fault::Unknown("%*")));
    }

    #[test]
    fn conversions_of_messages() {
        assert_eq!(
            texts("unicode", "%.200s takes %zd (%R), %5d%% %lld"),
            ["%.200s", "%zd", "%R", "%5d", "%lld"]
        );
        assert_eq!(texts("unicode", "%*d %.*s"), ["*", "%*d", "*", "%.*s"]);
        assert_eq!(read("unicode", "%V").arguments(), 2);
        assert_eq!(texts("libc", "%5.2f %-10s %#x %%"), ["%5.2f", "%-10s", "%#x"]);
    }

    #[test]
    fn versions_that_know_a_unit() {
        let old = Version::new(3, 11);
        let known = |text| read("unicode", text).pieces.iter().all(|piece| piece.is_known_in(old));
        assert!(known("%d %05d %zd"));
        assert!(!known("%-5d") && !known("%lx") && !known("%T") && !known("%#T") && !known("%*d"));
        let new = Version::new(3, 12);
        assert!(
            read("arg", "u").pieces.iter().all(|piece| piece.is_known_in(old) && !piece.is_known_in(new))
        );
    }

    #[test]
    fn any_text_gives_an_answer() {
        let odd = [
            "%",
            "%%",
            "%5",
            "%.",
            "%*",
            "%l",
            "(((",
            ")",
            "\u{1F40D}",
            "%\u{1F40D}",
            "es\u{e9}",
            "%.*",
            "#",
            "&!*",
        ];
        for name in ["arg", "build", "bytes", "libc", "unicode"] {
            for text in odd {
                read(name, text);
            }
        }
    }
}
