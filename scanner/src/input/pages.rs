//! Project pages of a package index, in HTML (PEP 503) and JSON (PEP 691): which files there are.
//! Text in, list out; fetching is done elsewhere.

use serde_json::Value;

/// One file that an index offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Offered {
    /// Its name, which tells name, version and tags.
    pub file_name: String,
    /// Where it is; absolute.
    pub url: String,
    /// Its SHA-256 in lower-case hex, when the index tells.
    pub sha256: Option<String>,
    /// Withdrawn: only for those who ask for exactly this version.
    pub yanked: bool,
}

/// Reads a project page; `page_url` completes relative addresses.
pub(super) fn parse(text: &str, is_json: bool, page_url: &str) -> Vec<Offered> {
    if is_json { json(text, page_url) } else { html(text, page_url) }
}

fn json(text: &str, page_url: &str) -> Vec<Offered> {
    let Ok(page) = serde_json::from_str::<Value>(text) else { return Vec::new() };
    let files = page.get("files").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    files
        .iter()
        .filter_map(|file| {
            let text = |key: &str| file.get(key).and_then(Value::as_str);
            let yanked = file.get("yanked").is_some_and(|y| y.as_bool().unwrap_or(y.is_string()));
            let sha256 = file.get("hashes").and_then(|h| h.get("sha256")).and_then(Value::as_str);
            Some(Offered {
                file_name: text("filename")?.to_owned(),
                url: absolute(text("url")?, page_url),
                sha256: sha256.map(str::to_ascii_lowercase),
                yanked,
            })
        })
        .collect()
}

fn html(text: &str, page_url: &str) -> Vec<Offered> {
    let mut files = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("<a") {
        let Some((attributes, after)) = after.split_once('>') else { break };
        let Some((content, after)) = after.split_once("</a") else { break };
        rest = after;
        let Some(href) = attribute(attributes, "href") else { continue };
        let (address, fragment) = href.split_once('#').unwrap_or((&href, ""));
        let sha256 = fragment.split('&').find_map(|part| part.strip_prefix("sha256="));
        files.push(Offered {
            file_name: unescape(content.trim()),
            url: absolute(address, page_url),
            sha256: sha256.map(str::to_ascii_lowercase),
            yanked: attributes.contains("data-yanked"),
        });
    }
    files
}

fn attribute(attributes: &str, name: &str) -> Option<String> {
    let (_, after) = attributes.split_once(&format!("{name}="))?;
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, _) = after.get(1..)?.split_once(quote)?;
    Some(unescape(value))
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// Completes an address that is relative to the page.
fn absolute(address: &str, page_url: &str) -> String {
    if address.contains("://") {
        return address.to_owned();
    }
    let Some((scheme, after)) = page_url.split_once("://") else { return address.to_owned() };
    if let Some(no_scheme) = address.strip_prefix("//") {
        return format!("{scheme}://{no_scheme}");
    }
    let (host, path) = after.split_once('/').unwrap_or((after, ""));
    if let Some(from_root) = address.strip_prefix('/') {
        return format!("{scheme}://{host}/{from_root}");
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    format!("{scheme}://{host}/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_pages() {
        let page = r#"<html><a href="../../f/a-1.0.tar.gz#sha256=AB" data-requires-python="&gt;=3.9">a-1.0.tar.gz</a><br/>
            <a href='https://other/a-2.0.tar.gz' data-yanked="bad">a-2.0.tar.gz</a>"#;
        let files = parse(page, false, "https://host/simple/a/");
        assert_eq!(files.len(), 2);
        assert_eq!(files[0].url, "https://host/f/a-1.0.tar.gz");
        assert_eq!(files[0].sha256.as_deref(), Some("ab"));
        assert!(!files[0].yanked && files[1].yanked);
    }

    #[test]
    fn json_pages() {
        let page = r#"{"files": [{"filename": "a-1.0.tar.gz", "url": "/f/a-1.0.tar.gz", "hashes": {"sha256": "cd"}, "yanked": false},
            {"filename": "b"}, {"filename": "a-2.0.tar.gz", "url": "//h2/x", "hashes": {}, "yanked": "why"}]}"#;
        let files = parse(page, true, "https://host/simple/a/");
        assert_eq!(files.len(), 2);
        assert_eq!(
            (files[0].url.as_str(), files[1].url.as_str()),
            ("https://host/f/a-1.0.tar.gz", "https://h2/x")
        );
        assert!(files[1].yanked && files[1].sha256.is_none());
        assert!(parse("{", true, "https://host/").is_empty());
    }
}
