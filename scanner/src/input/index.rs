//! `NAME` and `NAME==VERSION`: which files of a project to look at, and fetching them. Speaks the simple API of package
//! indexes itself: nothing of a package is built or run, and no metadata is asked of its build system.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use pep440_rs::Version as Release;
use pilotage_capi::Version;
use pilotage_finding::Problem;

use super::download::{Client, Failure, redacted};
use super::metadata::normalised;
use super::pages::{self, Offered};
use super::pip_config::PipConfig;
use crate::binary::tags::{WheelName, WheelTag};

/// Starts the address of a file that needs no download.
const LOCAL: &str = "file://";

/// How the package index is used.
#[derive(Clone, Debug, Default)]
pub struct IndexOptions {
    /// The index to ask instead of those of pip's configuration.
    pub index_url: Option<String>,
    /// Where downloads are kept; the user's cache directory when absent.
    pub cache_dir: Option<PathBuf>,
    /// Choose the wheel for this CPython; the newest known one when absent.
    pub python: Option<Version>,
    /// Never use the network.
    pub offline: bool,
}

/// A file that lies on disk now.
#[derive(Clone, Debug)]
pub(super) struct Fetched {
    /// Where it lies.
    pub path: PathBuf,
    /// What the index calls it.
    pub file_name: String,
}

/// Fetches the wheel that pip would choose for the newest CPython on this platform, and the sdist.
pub(super) fn fetch(
    name: &str,
    version: Option<&str>,
    options: &IndexOptions,
    problems: &mut Vec<Problem>,
) -> Vec<Fetched> {
    let label = version.map_or_else(|| name.to_owned(), |v| format!("{name}=={v}"));
    match try_fetch(name, version, options, problems) {
        Ok(files) => files,
        Err(reason) => {
            problems.push(Problem::new(label, reason));
            Vec::new()
        }
    }
}

fn try_fetch(
    name: &str,
    version: Option<&str>,
    options: &IndexOptions,
    problems: &mut Vec<Problem>,
) -> Result<Vec<Fetched>, String> {
    if options.offline {
        return Err("there is no such file, and the package index is not asked (`--offline`)".to_owned());
    }
    let mut config = PipConfig::load();
    if let Some(url) = &options.index_url {
        config.indexes = vec![url.clone()];
        config.find_links.clear();
    }
    if config.indexes.is_empty() && config.find_links.is_empty() {
        return Err("there is no such file, and no package index to ask: pip's configuration has none (`no-index`), or no pip is installed; set `PIP_INDEX_URL`"
            .to_owned());
    }
    let client = Client::new(&config)?;
    let offered = offered(&client, &config, name)?;
    let wanted =
        version.map(|v| Release::from_str(v).map_err(|_| format!("`{v}` is no version"))).transpose()?;
    let files = release(&offered, name, wanted.as_ref())?;
    let python = options.python.unwrap_or(Version::NEWEST);
    let mut chosen: Vec<&Offered> = best_wheel(&files, python).into_iter().collect();
    chosen.extend(files.iter().find(|f| is_sdist(&f.file_name)));
    if chosen.is_empty() {
        return Err("it has neither a source archive nor a wheel with libraries for this platform".to_owned());
    }
    let cache =
        options.cache_dir.clone().or_else(default_cache).ok_or("there is no cache directory: set `HOME`")?;
    let mut fetched = Vec::new();
    for file in chosen {
        let place = match file.url.strip_prefix(LOCAL) {
            Some(path) => Ok(PathBuf::from(path)),
            None => client.file(&file.url, &file.file_name, file.sha256.as_deref(), &cache.join("index")),
        };
        match place {
            Ok(path) => fetched.push(Fetched { path, file_name: file.file_name.clone() }),
            Err(reason) => problems.push(Problem::new(&file.file_name, reason)),
        }
    }
    Ok(fetched)
}

/// What all folders and indexes offer of the project. One that cannot be reached matters only when no other has it.
fn offered(client: &Client, config: &PipConfig, name: &str) -> Result<Vec<Offered>, String> {
    let mut files: Vec<Offered> = Vec::new();
    let mut failure = None;
    let (folders, pages): (Vec<_>, Vec<_>) = config.find_links.iter().partition(|link| local(link).is_some());
    files.extend(folders.iter().filter_map(|link| local(link)).flat_map(|folder| in_folder(&folder)));
    let of_indexes =
        config.indexes.iter().map(|index| format!("{}/{}/", index.trim_end_matches('/'), normalised(name)));
    for url in pages.into_iter().cloned().chain(of_indexes) {
        match client.page(&url) {
            Ok(page) => files.extend(pages::parse(&page.text, page.is_json, &url)),
            Err(Failure::NotFound) => {}
            Err(Failure::Other(reason)) => {
                failure = Some(format!(
                    "there is no such file, and the package index {} {}: check the network, or set `index-url`, `cert` and `proxy` for pip",
                    redacted(&url),
                    reason.strip_prefix("it ").unwrap_or(&reason),
                ));
            }
        }
    }
    // A file name carries no path: it becomes one below the cache.
    files.retain(|f| !f.file_name.contains(['/', '\\']) && version_of(&f.file_name, name).is_some());
    match (files.is_empty(), failure) {
        (false, _) => Ok(files),
        (true, Some(reason)) => Err(reason),
        (true, None) => {
            Err("there is neither such a file nor such a project in the package index".to_owned())
        }
    }
}

/// The folder that an entry of `find-links` names; `None` for addresses.
fn local(link: &str) -> Option<PathBuf> {
    let path = link.strip_prefix("file://").unwrap_or(link);
    (!path.contains("://")).then(|| PathBuf::from(path))
}

/// Packages in a folder; they need no download.
fn in_folder(folder: &Path) -> Vec<Offered> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter_map(|entry| {
        let path = entry.path();
        let file_name = entry.file_name().into_string().ok()?;
        let url = format!("{LOCAL}{}", path.to_str()?);
        path.is_file().then(|| Offered { file_name, url, ..Offered::default() })
    });
    let mut files: Vec<_> = files.collect();
    files.sort_by(|a, b| a.file_name.cmp(&b.file_name));
    files
}

/// The files of the version that was asked for, or of the newest that is no pre-release and not withdrawn.
fn release<'a>(
    offered: &'a [Offered],
    name: &str,
    wanted: Option<&Release>,
) -> Result<Vec<&'a Offered>, String> {
    let versions: Vec<(Release, &Offered)> =
        offered.iter().filter_map(|f| Some((version_of(&f.file_name, name)?, f))).collect();
    let newest = |usable: &dyn Fn(&Release, &Offered) -> bool| {
        versions.iter().filter(|(v, f)| usable(v, f)).map(|(v, _)| v.clone()).max()
    };
    let chosen = match wanted {
        Some(version) => versions.iter().any(|(v, _)| v == version).then(|| version.clone()),
        None => newest(&|v, f| !f.yanked && !v.any_prerelease()).or_else(|| newest(&|_, f| !f.yanked)),
    };
    let chosen = chosen.ok_or_else(|| match newest(&|_, f| !f.yanked) {
        Some(newest) => format!("it has no such version; the newest is {newest}"),
        None => "it has no files".to_owned(),
    })?;
    Ok(versions.into_iter().filter(|(v, _)| *v == chosen).map(|(_, f)| f).collect())
}

fn version_of(file_name: &str, name: &str) -> Option<Release> {
    if let Some(wheel) = WheelName::parse(file_name) {
        return Release::from_str(&wheel.version)
            .ok()
            .filter(|_| normalised(&wheel.name) == normalised(name));
    }
    let stem = sdist_stem(file_name)?;
    // The name may have hyphens and so may the version: try each split.
    stem.match_indices('-').find_map(|(at, _)| {
        let (front, back) = stem.split_at(at);
        (normalised(front) == normalised(name))
            .then(|| Release::from_str(back.trim_start_matches('-')).ok())
            .flatten()
    })
}

fn is_sdist(file_name: &str) -> bool {
    sdist_stem(file_name).is_some()
}

fn sdist_stem(file_name: &str) -> Option<&str> {
    [".tar.gz", ".tgz", ".zip"].iter().find_map(|ending| file_name.strip_suffix(ending))
}

/// The wheel with libraries that pip would take for `python` on this machine; for an older one when there is none.
fn best_wheel<'a>(files: &[&'a Offered], python: Version) -> Option<&'a Offered> {
    let rank = |file: &&Offered| {
        let wheel = WheelName::parse(&file.file_name)?;
        wheel.tags.iter().filter_map(|tag| tag_rank(tag, python)).max()
    };
    files
        .iter()
        .filter_map(|file| Some((rank(file)?, *file)))
        .max_by_key(|(rank, _)| *rank)
        .map(|(_, file)| file)
}

/// Newest interpreter that takes it, version-specific before stable, newer stable before older, better platform.
fn tag_rank(tag: &WheelTag, python: Version) -> Option<(u8, u8, u8, u8)> {
    let platform = platform_rank(&tag.platform)?;
    let version = tag.python_version().filter(|v| *v <= python)?;
    let specific = format!("cp{}{}", version.major, version.minor);
    match tag.abi.as_str() {
        "abi3" | "abi3t" => Some((python.minor, 0, version.minor, platform)),
        abi if abi == specific => Some((version.minor, 1, version.minor, platform)),
        _ => None,
    }
}

/// Higher is better; `None` for wheels of other machines. musl comes last where glibc is usual.
fn platform_rank(platform: &str) -> Option<u8> {
    let machine = match (std::env::consts::OS, std::env::consts::ARCH) {
        ("macos", "aarch64") => "arm64",
        ("linux", "x86") => "i686",
        ("linux", "arm") => "armv7l",
        ("linux", "powerpc64") => "ppc64le",
        (_, arch) => arch,
    };
    match std::env::consts::OS {
        "macos" if platform.starts_with("macosx_") => {
            if platform.ends_with(&format!("_{machine}")) {
                Some(2)
            } else {
                platform.ends_with("_universal2").then_some(1)
            }
        }
        "windows" => {
            let own = match machine {
                "x86_64" => "win_amd64",
                "aarch64" => "win_arm64",
                _ => "win32",
            };
            (platform == own).then_some(1)
        }
        _ if !platform.ends_with(&format!("_{machine}")) => None,
        _ if platform.starts_with("manylinux") => Some(2),
        _ if platform.starts_with("musllinux") || platform.starts_with("linux_") => Some(1),
        _ => None,
    }
}

fn default_cache() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        variable("LOCALAPPDATA")?
    } else if cfg!(target_os = "macos") {
        variable("HOME")?.join("Library/Caches")
    } else {
        variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")))?
    };
    Some(base.join("pilotage"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(names: &[&str]) -> Vec<Offered> {
        names.iter().map(|n| Offered { file_name: (*n).to_owned(), ..Offered::default() }).collect()
    }

    #[test]
    fn the_newest_release_is_no_pre_release() {
        let files = offer(&[
            "a_b-1.9.tar.gz",
            "a-b-1.10.tar.gz",
            "a_b-2.0rc1.tar.gz",
            "a_b-1.10-cp39-abi3-any.whl",
            "other.txt",
        ]);
        let chosen = release(&files, "A.b", None).unwrap();
        assert_eq!(chosen.len(), 2);
        assert!(chosen.iter().all(|f| f.file_name.contains("1.10")));
        let wanted = Release::from_str("2.0rc1").unwrap();
        assert_eq!(release(&files, "a-b", Some(&wanted)).unwrap().len(), 1);
        let absent = Release::from_str("3").unwrap();
        assert!(release(&files, "a-b", Some(&absent)).unwrap_err().contains("2.0rc1"));
    }

    #[test]
    fn folders_of_packages_need_no_download() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a_b-1.0.tar.gz"), b"").unwrap();
        let link = format!("file://{}", folder.path().display());
        let files = in_folder(&local(&link).unwrap());
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].url, format!("{link}/a_b-1.0.tar.gz"));
        assert_eq!(local("https://host/links"), None);
        assert!(in_folder(Path::new("/no/such/folder")).is_empty());
    }

    #[test]
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    fn the_wheel_that_pip_would_take() {
        let linux = "manylinux_2_28_x86_64.whl";
        let names: Vec<_> = ["a-1-cp314-cp314-", "a-1-cp39-abi3-", "a-1-cp311-abi3-", "a-1-cp315-cp315t-"]
            .map(|n| format!("{n}{linux}"))
            .into();
        let names: Vec<&str> = names
            .iter()
            .map(String::as_str)
            .chain(["a-1-cp315-cp315-win_amd64.whl", "a-1-py3-none-any.whl"])
            .collect();
        let files = offer(&names);
        let files: Vec<_> = files.iter().collect();
        assert!(best_wheel(&files, Version::new(3, 15)).unwrap().file_name.starts_with("a-1-cp311-abi3"));
        assert!(best_wheel(&files, Version::new(3, 14)).unwrap().file_name.starts_with("a-1-cp314-cp314"));
        assert!(best_wheel(&files, Version::new(3, 8)).is_none());
    }
}
