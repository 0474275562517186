//! Plain tables for terminals: columns as wide as their widest cell, numbers to the right.
//! No borders, no colours: what a line means must survive `grep` and `cut`.

use std::io;

/// How the cells of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// Writes the heading and the rows, indented by `indent`; cells beyond the heading are dropped.
pub fn write(
    out: &mut dyn io::Write,
    indent: &str,
    heading: &[(&str, Align)],
    rows: &[Vec<String>],
) -> io::Result<()> {
    let widths: Vec<usize> = heading
        .iter()
        .enumerate()
        .map(|(column, (title, _))| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            cells.chain([title.chars().count()]).max().unwrap_or(0)
        })
        .collect();
    let titles: Vec<String> = heading.iter().map(|(title, _)| (*title).to_owned()).collect();
    for row in std::iter::once(&titles).chain(rows) {
        let mut line = String::from(indent);
        for ((cell, width), (_, align)) in row.iter().zip(&widths).zip(heading) {
            match align {
                Align::Left => line.push_str(&format!("{cell:<width$}  ")),
                Align::Right => line.push_str(&format!("{cell:>width$}  ")),
            }
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align() {
        let mut out = Vec::new();
        let rows = [vec!["private-api".to_owned(), "7".to_owned()], vec!["é".to_owned(), "1200".to_owned()]];
        write(&mut out, "  ", &[("rule", Align::Left), ("findings", Align::Right)], &rows).expect("memory");
        let text = String::from_utf8(out).expect("text");
        assert_eq!(text, "  rule         findings\n  private-api         7\n  é                1200\n");
    }
}
