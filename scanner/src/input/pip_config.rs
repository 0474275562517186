//! Where pip would look for packages: its environment variables and configuration files, read as pip reads them.
//! Only what concerns finding and fetching. pip itself is asked one thing, its built-in index.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Prints the index that pip uses when nobody says otherwise.
const ASK_PIP: &str = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)";

/// What pip's configuration says about fetching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipConfig {
    /// The index and the extra ones, in order; empty with `no-index`.
    pub indexes: Vec<String>,
    /// Folders of packages, or pages with links to them, asked before the indexes.
    pub find_links: Vec<String>,
    /// A file of certificates to trust.
    pub certificates: Option<PathBuf>,
    /// A proxy for every request.
    pub proxy: Option<String>,
    /// How long to wait for an answer.
    pub timeout_seconds: u64,
}

impl PipConfig {
    /// Reads the environment and the files that it and the platform name.
    pub fn load() -> PipConfig {
        let variables = std::env::vars_os()
            .filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let mut settings = HashMap::new();
        for file in config_files(&variables) {
            if let Ok(text) = std::fs::read_to_string(file) {
                read_file(&text, &mut settings);
            }
        }
        from_settings(settings, &variables, built_in_index)
    }
}

/// The index that the installed pip knows by itself; `None` without a pip.
fn built_in_index() -> Option<String> {
    ["python3", "python"].iter().find_map(|python| {
        let asked = Command::new(python)
            .args(["-c", ASK_PIP])
            .output()
            .ok()
            .filter(|asked| asked.status.success())?;
        let url = String::from_utf8(asked.stdout).ok()?;
        let url = url.trim().trim_end_matches('/');
        (url.starts_with("http") && !url.contains(char::is_whitespace)).then(|| url.to_owned())
    })
}

/// From the least to the most important one.
fn config_files(variables: &HashMap<String, String>) -> Vec<PathBuf> {
    let variable = |name: &str| variables.get(name).filter(|v| !v.is_empty());
    let explicit = variable("PIP_CONFIG_FILE").map(PathBuf::from);
    if explicit.as_deref() == Some(Path::new("/dev/null")) || explicit.as_deref() == Some(Path::new("nul")) {
        return Vec::new();
    }
    let mut files = Vec::new();
    if cfg!(windows) {
        files.extend(variable("PROGRAMDATA").map(|d| Path::new(d).join("pip/pip.ini")));
        files.extend(variable("USERPROFILE").map(|d| Path::new(d).join("pip/pip.ini")));
        files.extend(variable("APPDATA").map(|d| Path::new(d).join("pip/pip.ini")));
        files.extend(variable("VIRTUAL_ENV").map(|d| Path::new(d).join("pip.ini")));
    } else {
        files.extend(["/etc/xdg/pip/pip.conf", "/etc/pip.conf"].map(PathBuf::from));
        if cfg!(target_os = "macos") {
            files.push("/Library/Application Support/pip/pip.conf".into());
        }
        files.extend(variable("HOME").map(|h| Path::new(h).join(".pip/pip.conf")));
        let user = variable("XDG_CONFIG_HOME")
            .map(PathBuf::from)
            .or_else(|| variable("HOME").map(|h| Path::new(h).join(".config")));
        files.extend(user.map(|d| d.join("pip/pip.conf")));
        files.extend(variable("VIRTUAL_ENV").map(|d| Path::new(d).join("pip.conf")));
    }
    files.extend(explicit);
    files
}

/// The `[global]`, `[install]` and `[download]` sections of an INI file; the later ones win.
fn read_file(text: &str, settings: &mut HashMap<String, String>) {
    let mut section = String::new();
    let mut last_key: Option<String> = None;
    let mut of_command = HashMap::new();
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = trimmed.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
            section = name.trim().to_ascii_lowercase();
            last_key = None;
            continue;
        }
        let table = match section.as_str() {
            "global" => &mut *settings,
            "install" | "download" => &mut of_command,
            _ => continue,
        };
        if line.starts_with([' ', '\t']) {
            // A continuation: several URLs, one a line.
            if let Some(value) = last_key.as_ref().and_then(|key| table.get_mut(key)) {
                value.push('\n');
                value.push_str(trimmed);
            }
            continue;
        }
        let Some((key, value)) = trimmed.split_once(['=', ':']) else { continue };
        let key = key.trim().to_ascii_lowercase().replace('_', "-");
        table.insert(key.clone(), value.trim().to_owned());
        last_key = Some(key);
    }
    settings.extend(of_command);
}

fn from_settings(
    mut settings: HashMap<String, String>,
    variables: &HashMap<String, String>,
    built_in: impl FnOnce() -> Option<String>,
) -> PipConfig {
    for (name, value) in variables {
        let key = name.strip_prefix("PIP_").map(|k| k.to_ascii_lowercase().replace('_', "-"));
        // pip ignores variables that are set to nothing.
        if let Some(key) = key.filter(|_| !value.is_empty()) {
            settings.insert(key, value.clone());
        }
    }
    let setting = |key: &str| settings.get(key).map(|v| v.trim()).filter(|v| !v.is_empty());
    let truth = |key: &str| {
        setting(key).is_some_and(|v| matches!(v.to_ascii_lowercase().as_str(), "1" | "true" | "yes" | "on"))
    };
    let mut indexes = Vec::new();
    if !truth("no-index") {
        indexes.extend(setting("index-url").map(str::to_owned).or_else(built_in));
        let extra = setting("extra-index-url").unwrap_or_default();
        indexes.extend(extra.split_whitespace().map(str::to_owned));
    }
    let find_links =
        setting("find-links").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let bundle = |name: &str| variables.get(name).filter(|v| !v.is_empty()).map(String::as_str);
    let certificates = setting("cert")
        .or_else(|| bundle("REQUESTS_CA_BUNDLE"))
        .or_else(|| bundle("CURL_CA_BUNDLE"))
        .or_else(|| bundle("SSL_CERT_FILE"));
    PipConfig {
        indexes,
        find_links,
        certificates: certificates.map(PathBuf::from),
        proxy: setting("proxy").map(str::to_owned),
        timeout_seconds: setting("timeout")
            .or(setting("default-timeout"))
            .and_then(|t| t.parse().ok())
            .unwrap_or(15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> HashMap<String, String> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn the_environment_wins_over_files() {
        let mut settings = HashMap::new();
        read_file(
            "[global]\nindex-url = https://a/simple\ncert=/c.pem\n[install]\nextra-index-url =\n  https://b/simple\n  https://c/simple\n[list]\nindex-url = no\n",
            &mut settings,
        );
        let config = from_settings(settings.clone(), &HashMap::new(), || None);
        assert_eq!(config.indexes, ["https://a/simple", "https://b/simple", "https://c/simple"]);
        assert_eq!(config.certificates, Some(PathBuf::from("/c.pem")));
        let config = from_settings(
            settings,
            &variables(&[("PIP_INDEX_URL", "https://d/simple"), ("PIP_EXTRA_INDEX_URL", "")]),
            || None,
        );
        assert_eq!(config.indexes.first().map(String::as_str), Some("https://d/simple"));
    }

    #[test]
    fn without_settings_it_is_the_ordinary_index() {
        let config = from_settings(HashMap::new(), &HashMap::new(), || Some("https://own".to_owned()));
        assert_eq!(config.indexes, ["https://own"]);
        assert_eq!(config.timeout_seconds, 15);
        let none = from_settings(
            HashMap::new(),
            &variables(&[("PIP_NO_INDEX", "1"), ("PIP_FIND_LINKS", "/a https://b/")]),
            || None,
        );
        assert!(none.indexes.is_empty());
        assert_eq!(none.find_links, ["/a", "https://b/"]);
    }

    #[test]
    fn a_null_config_file_means_no_files() {
        assert!(config_files(&variables(&[("PIP_CONFIG_FILE", "/dev/null"), ("HOME", "/h")])).is_empty());
        let files = config_files(&variables(&[("PIP_CONFIG_FILE", "/x.conf"), ("HOME", "/h")]));
        assert_eq!(files.last(), Some(&PathBuf::from("/x.conf")));
    }
}
