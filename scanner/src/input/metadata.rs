//! The core metadata of a distribution (`METADATA`, `PKG-INFO`) and the `WHEEL` file, as far as an audit needs them.
//! Reads header lines only; whether they agree with the file name is for a rule.

/// What the metadata files say; everything may be absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// `Name`.
    pub name: Option<String>,
    /// `Version`.
    pub version: Option<String>,
    /// `Requires-Python`.
    pub requires_python: Option<String>,
    /// `Classifier` lines.
    pub classifiers: Vec<String>,
    /// `Tag` lines of the `WHEEL` file.
    pub wheel_tags: Vec<String>,
    /// There was a `WHEEL` file.
    pub has_wheel_file: bool,
}

impl Metadata {
    /// Adds the headers of a `METADATA` or `PKG-INFO` file.
    pub(super) fn add_core(&mut self, bytes: &[u8]) {
        for (key, value) in headers(&String::from_utf8_lossy(bytes)) {
            match key.to_ascii_lowercase().as_str() {
                "name" => self.name = Some(value),
                "version" => self.version = Some(value),
                "requires-python" => self.requires_python = Some(value),
                "classifier" => self.classifiers.push(value),
                _ => {}
            }
        }
    }

    /// Adds the headers of a `WHEEL` file.
    pub(super) fn add_wheel(&mut self, bytes: &[u8]) {
        self.has_wheel_file = true;
        let text = String::from_utf8_lossy(bytes);
        self.wheel_tags.extend(
            headers(&text).filter(|(key, _)| key.eq_ignore_ascii_case("Tag")).map(|(_, value)| value),
        );
    }
}

/// Takes `name`, `version` and `requires-python` from the `[project]` table of a `pyproject.toml`; simple strings only.
pub(super) fn add_project_table(metadata: &mut Metadata, text: &str) {
    let lines = text.lines().map(str::trim).skip_while(|line| *line != "[project]").skip(1);
    for line in lines.take_while(|line| !line.starts_with('[')) {
        let Some((key, value)) = line.split_once('=') else { continue };
        let value = value.trim();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let Some((value, _)) = value[1..].split_once(quote) else { continue };
        let field = match key.trim() {
            "name" => &mut metadata.name,
            "version" => &mut metadata.version,
            "requires-python" => &mut metadata.requires_python,
            _ => continue,
        };
        field.get_or_insert_with(|| value.to_owned());
    }
}

/// Header lines up to the first empty line; continuation lines are of no interest here.
fn headers(text: &str) -> impl Iterator<Item = (&str, String)> {
    text.lines()
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| !line.starts_with([' ', '\t']))
        .filter_map(|line| line.split_once(':'))
        .map(|(key, value)| (key.trim(), value.trim().to_owned()))
}

/// A project name in the one form that all its spellings share (PEP 503): lower case, runs of `-_.` as one `-`.
pub(crate) fn normalised(name: &str) -> String {
    let mut out = String::new();
    for c in name.trim().chars() {
        if !matches!(c, '-' | '_' | '.') {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_project_table() {
        let mut metadata = Metadata::default();
        let text = "[build-system]\nname = 'no'\n[project]\nname = \"foo\"\ndynamic = ['version']\nrequires-python = '>=3.10' # x\n[tool]\nversion = '9'\n";
        add_project_table(&mut metadata, text);
        assert_eq!(metadata.name.as_deref(), Some("foo"));
        assert_eq!(metadata.version, None);
        assert_eq!(metadata.requires_python.as_deref(), Some(">=3.10"));
    }

    #[test]
    fn headers_end_at_the_empty_line() {
        let mut metadata = Metadata::default();
        metadata.add_core(
            b"Metadata-Version: 2.1\nName: Foo.Bar\nVersion: 1.0\nRequires-Python: >=3.9\n\nVersion: 2\n",
        );
        metadata.add_wheel(b"Wheel-Version: 1.0\r\nTag: cp39-abi3-linux_x86_64\r\n");
        assert_eq!(metadata.version.as_deref(), Some("1.0"));
        assert_eq!(metadata.requires_python.as_deref(), Some(">=3.9"));
        assert_eq!(metadata.wheel_tags, ["cp39-abi3-linux_x86_64"]);
        assert_eq!(normalised(metadata.name.as_deref().unwrap()), "foo-bar");
        assert_eq!(normalised("A__b"), "a-b");
    }
}
