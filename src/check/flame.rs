//! A flame graph as SVG: one box for each part of a path, as wide as the bytes below it. A file of its own without scripts: the whole
//! label of a box is its tooltip. It knows nothing of what the boxes mean.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Pixels.
const WIDTH: f64 = 1200.0;
const MARGIN: f64 = 10.0;
const ROW: f64 = 18.0;
const TOP: f64 = 46.0;
/// Narrower boxes are left out.
const NARROWEST: f64 = 0.3;
/// A letter of the font is about so wide.
const LETTER: f64 = 6.6;

/// A box and what stands on it.
#[derive(Debug, Default)]
struct Box {
    amount: u64,
    parts: BTreeMap<String, Box>,
}

/// Draws paths with their amounts; `unit` says of what.
pub(crate) fn draw(title: &str, unit: &str, paths: &[(Vec<String>, u64)]) -> String {
    let mut root = Box::default();
    for (path, amount) in paths {
        root.amount += amount;
        let mut at = &mut root;
        for part in path {
            at = at.parts.entry(part.clone()).or_default();
            at.amount += amount;
        }
    }
    let height = TOP + ROW * depth(&root) as f64 + MARGIN;
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"monospace\" font-size=\"11\">"
    );
    let _ = writeln!(svg, "<rect width=\"100%\" height=\"100%\" fill=\"#fdfbf7\"/>");
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"24\" text-anchor=\"middle\" font-size=\"15\">{}</text>",
        WIDTH / 2.0,
        escaped(title)
    );
    let picture = Picture { whole: root.amount, unit, height };
    picture.row(&mut svg, "all", &root, 0, MARGIN, WIDTH - 2.0 * MARGIN);
    svg.push_str("</svg>\n");
    svg
}

fn depth(it: &Box) -> usize {
    1 + it.parts.values().map(depth).max().unwrap_or(0)
}

struct Picture<'a> {
    whole: u64,
    unit: &'a str,
    height: f64,
}

impl Picture<'_> {
    /// A box and all above it; the outermost is at the bottom.
    fn row(&self, svg: &mut String, label: &str, it: &Box, level: usize, left: f64, width: f64) {
        if width < NARROWEST {
            return;
        }
        let top = self.height - MARGIN - ROW * (level + 1) as f64;
        let percent = if self.whole == 0 { 0.0 } else { it.amount as f64 * 100.0 / self.whole as f64 };
        let full = escaped(label);
        let _ = write!(svg, "<g><title>{full} ({} {}, {percent:.1} %)</title>", it.amount, self.unit);
        let _ = write!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"2\" fill=\"{}\"/>",
            (width - 0.5).max(NARROWEST),
            ROW - 1.0,
            colour(label)
        );
        let room = ((width - 4.0) / LETTER) as usize;
        if room >= 3 {
            let _ = write!(
                svg,
                "<text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                left + 3.0,
                top + 12.5,
                escaped(&cut(label, room))
            );
        }
        svg.push_str("</g>\n");
        let mut at = left;
        for (label, part) in &it.parts {
            let share = if it.amount == 0 { 0.0 } else { width * part.amount as f64 / it.amount as f64 };
            self.row(svg, label, part, level + 1, at, share);
            at += share;
        }
    }
}

/// The end of a label says more than its beginning: a path with a line.
fn cut(label: &str, room: usize) -> String {
    let length = label.chars().count();
    if length <= room {
        return label.to_owned();
    }
    let rest: String = label.chars().skip(length - room + 2).collect();
    format!("..{rest}")
}

/// The same label has the same warm colour in every picture.
fn colour(label: &str) -> String {
    let sum =
        label.bytes().fold(2_166_136_261_u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(16_777_619));
    format!("hsl({}, {}%, {}%)", 10 + sum % 45, 65 + sum / 64 % 25, 62 + sum / 4096 % 14)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_as_wide_as_their_amounts() {
        let path = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
        let svg = draw("a <b>", "bytes", &[(path(&["x", "y"]), 300), (path(&["x"]), 100), (path(&["z"]), 0)]);
        assert!(svg.contains("a &lt;b&gt;") && svg.contains("<title>y (300 bytes, 75.0 %)</title>"), "{svg}");
        assert!(svg.contains("width=\"1179.5\"") && svg.contains("width=\"884.5\""), "{svg}");
        assert!(!svg.contains(">z"), "{svg}");
        assert_eq!(svg.matches("<g>").count(), svg.matches("</g>").count());
    }

    #[test]
    fn labels_keep_their_end() {
        assert_eq!(cut("some/where/file.py:12", 11), "..ile.py:12");
        assert_eq!(cut("short", 11), "short");
    }
}
