//! A rule page, read: its head line, its blocks, what they expect.

use std::collections::BTreeMap;

use pilotage_finding::Finding;

/// A rule page.
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) code: String,
    pub(crate) severity: String,
    pub(crate) confidence: String,
    blocks: Vec<Block>,
}

/// A fenced block that is audited.
pub(crate) struct Block {
    /// Line of the page on which its text begins.
    pub(crate) line: usize,
    pub(crate) is_cpp: bool,
    pub(crate) text: String,
    options: Vec<(String, String)>,
}

const MARK: &str = "// expect:";
const FILE_MARK: &str = "// expect-file:";

impl Page {
    pub(crate) fn parse(text: &str) -> Result<Page, String> {
        let title =
            text.lines().next().and_then(|line| line.strip_prefix("# ")).ok_or("no title")?.to_owned();
        let head = text.lines().find(|line| line.starts_with("code: ")).ok_or("no head line")?;
        let field = |name: &str| {
            head.split(" · ")
                .find_map(|part| part.strip_prefix(name))
                .map(str::to_owned)
                .ok_or(format!("no `{name}`"))
        };
        let (code, severity) = (field("code: ")?, field("severity: ")?);
        Ok(Page { title, code, severity, confidence: field("confidence: ")?, blocks: blocks(text) })
    }

    /// Blocks that are audited together.
    pub(crate) fn groups(&self) -> Vec<Vec<&Block>> {
        let mut groups: Vec<Vec<&Block>> = Vec::new();
        for block in &self.blocks {
            let name = block.option("package").or(block.option("wheel"));
            let group = groups.iter_mut().find(|group| {
                name.is_some() && group[0].option("package").or(group[0].option("wheel")) == name
            });
            match group {
                Some(group) => group.push(block),
                None => groups.push(vec![block]),
            }
        }
        groups
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    let mut in_other = false;
    for (at, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some(block), _) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, Some("")) => in_other = false,
            (None, Some(info)) if !in_other => {
                let mut words = info.split_whitespace();
                match words.next() {
                    Some(tag @ ("c" | "cpp")) => {
                        let options = words.map(|word| match word.split_once('=') {
                            Some((name, value)) => (name.to_owned(), value.to_owned()),
                            None => (word.to_owned(), String::new()),
                        });
                        open = Some(Block {
                            line: at + 2,
                            is_cpp: tag == "cpp",
                            text: String::new(),
                            options: options.collect(),
                        });
                    }
                    _ => in_other = true,
                }
            }
            (None, _) => {}
        }
    }
    blocks
}

impl Block {
    pub(crate) fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn options<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.options.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// What differs between the marks of the block and the findings in its file; empty when nothing does.
    pub(crate) fn compare(&self, file: &str, found: &[&Finding]) -> String {
        let mut expected: BTreeMap<usize, usize> = BTreeMap::new();
        let mut anywhere = 0;
        for (at, line) in self.text.lines().enumerate() {
            if let Some((_, codes)) = line.split_once(MARK) {
                expected.insert(at + 1, codes.trim_end_matches("*/").split_whitespace().count());
            }
            anywhere += line.matches(FILE_MARK).count();
        }
        let mut wrong = String::new();
        let mut on_line: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
        for finding in found {
            on_line.entry(finding.place.line as usize).or_default().push(finding);
        }
        let mut elsewhere: Vec<&Finding> = Vec::new();
        for (line, findings) in &on_line {
            match expected.get(line) {
                Some(count) if *count == findings.len() => {}
                Some(count) => wrong.push_str(&self.tell(
                    file,
                    *line,
                    &format!("{count} expected, {} found", findings.len()),
                    findings,
                )),
                None => elsewhere.extend(findings),
            }
        }
        for line in expected.keys().filter(|line| !on_line.contains_key(line)) {
            wrong.push_str(&self.tell(file, *line, "expected, not found", &[]));
        }
        if elsewhere.len() != anywhere {
            for finding in &elsewhere {
                wrong.push_str(&self.tell(
                    file,
                    finding.place.line as usize,
                    "found, not expected",
                    &[finding],
                ));
            }
            if anywhere > 0 {
                wrong.push_str(&format!(
                    "  {file}: {anywhere} expected for the file, {} found\n",
                    elsewhere.len()
                ));
            }
        }
        wrong
    }

    fn tell(&self, file: &str, line: usize, what: &str, findings: &[&Finding]) -> String {
        let text = self.text.lines().nth(line.wrapping_sub(1)).unwrap_or_default().trim();
        let mut told = format!("  {file}:{line} (page line {}): {what}: {text}\n", self.line + line - 1);
        for finding in findings {
            told.push_str(&format!("      {} [{}]\n", finding.message, finding.targets.join(" ")));
        }
        told
    }
}
