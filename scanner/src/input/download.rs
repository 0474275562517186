//! HTTP with the certificates, proxy and timeout of pip's configuration; files are kept in the user's cache by their hash.
//! An address is never shown with the password that may be in it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

use super::limits;
use super::pip_config::PipConfig;

/// What the JSON form of a project page is called.
const JSON_TYPE: &str = "application/vnd.pypi.simple.v1+json";
const ACCEPT: &str =
    "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";
const MAX_PAGE_BYTES: u64 = 256 << 20;
const MAX_FILE_BYTES: u64 = 2 << 30;
/// Where distributions keep the certificates that the system trusts.
const SYSTEM_BUNDLES: &[&str] = &[
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// A client that behaves as pip is configured to.
pub(super) struct Client {
    agent: ureq::Agent,
}

/// A project page.
pub(super) struct Page {
    pub text: String,
    pub is_json: bool,
}

/// Why nothing came.
pub(super) enum Failure {
    /// The index answers that it has no such project.
    NotFound,
    /// A phrase.
    Other(String),
}

impl Client {
    pub(super) fn new(config: &PipConfig) -> Result<Client, String> {
        let mut builder = ureq::Agent::config_builder()
            .timeout_connect(Some(Duration::from_secs(config.timeout_seconds)))
            .timeout_per_read(Some(Duration::from_secs(config.timeout_seconds.max(15))))
            .user_agent(concat!("pilotage/", env!("CARGO_PKG_VERSION")))
            .tls_config(TlsConfig::builder().root_certs(roots(config)?).build());
        if let Some(proxy) = &config.proxy {
            let proxy = ureq::Proxy::new(proxy)
                .map_err(|_| "the proxy of pip's configuration is no address".to_owned())?;
            builder = builder.proxy(Some(proxy));
        }
        Ok(Client { agent: builder.build().into() })
    }

    /// Fetches a project page.
    pub(super) fn page(&self, url: &str) -> Result<Page, Failure> {
        let mut response = self.agent.get(url).header("Accept", ACCEPT).call().map_err(failure)?;
        let is_json = response
            .headers()
            .get("content-type")
            .and_then(|v| v.to_str().ok())
            .is_some_and(|v| v.starts_with(JSON_TYPE) || v.starts_with("application/json"));
        let reader = response.body_mut().with_config().limit(MAX_PAGE_BYTES).reader();
        let bytes = limits::read_stream(reader, 0, MAX_PAGE_BYTES)
            .map_err(|error| Failure::Other(limits::io_phrase("its answer cannot be read", &error)))?;
        Ok(Page { text: String::from_utf8_lossy(&bytes).into_owned(), is_json })
    }

    /// The file of this hash below `cache`, fetched when it is not there yet.
    pub(super) fn file(
        &self,
        url: &str,
        file_name: &str,
        sha256: Option<&str>,
        cache: &Path,
    ) -> Result<PathBuf, String> {
        let folder = match sha256 {
            Some(hash) if hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()) => cache.join(hash),
            _ => cache.join("unhashed"),
        };
        let place = folder.join(file_name);
        if let (Some(hash), Ok(bytes)) = (sha256, fs::read(&place))
            && hex(&bytes) == hash
        {
            return Ok(place);
        }
        let mut response = self.agent.get(url).call().map_err(|error| match failure(error) {
            Failure::NotFound => "the index names it but does not have it".to_owned(),
            Failure::Other(reason) => reason,
        })?;
        let reader = response.body_mut().with_config().limit(MAX_FILE_BYTES).reader();
        let bytes = limits::read_stream(reader, 0, MAX_FILE_BYTES)
            .map_err(|error| limits::io_phrase("it cannot be downloaded", &error))?;
        if let Some(hash) = sha256 {
            let found = hex(&bytes);
            if found != hash {
                return Err(format!(
                    "its SHA-256 is {found}, but the index says {hash}: it is not looked at"
                ));
            }
        }
        store(&place, &bytes)
            .map_err(|error| limits::io_phrase("it cannot be stored in the cache", &error))?;
        Ok(place)
    }
}

/// Written under another name first, so that an interrupted run leaves no half file.
fn store(place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = place.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.persist(place).map_err(|error| error.error)?;
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn roots(config: &PipConfig) -> Result<RootCerts, String> {
    if let Some(path) = &config.certificates {
        let pem = fs::read(path).map_err(|error| {
            limits::io_phrase(&format!("the certificates `{}` cannot be read", path.display()), &error)
        })?;
        return Ok(RootCerts::from(certificates(&pem)));
    }
    let system = SYSTEM_BUNDLES.iter().find_map(|path| fs::read(path).ok()).map(|pem| certificates(&pem));
    Ok(match system {
        Some(found) if !found.is_empty() => RootCerts::from(found),
        _ => RootCerts::WebPki,
    })
}

fn certificates(pem: &[u8]) -> Vec<Certificate<'static>> {
    parse_pem(pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect()
}

fn failure(error: ureq::Error) -> Failure {
    match error {
        ureq::Error::StatusCode(404) => Failure::NotFound,
        ureq::Error::StatusCode(code) => Failure::Other(format!("it answers with status {code}")),
        ureq::Error::HostNotFound => Failure::Other("its host is not known".to_owned()),
        ureq::Error::Timeout(_) => Failure::Other("it does not answer in time".to_owned()),
        ureq::Error::Io(error) => Failure::Other(limits::io_phrase("it cannot be reached", &error)),
        other => Failure::Other(format!("it cannot be reached: {}", other.to_string().to_lowercase())),
    }
}

/// An address without user name and password.
pub(super) fn redacted(url: &str) -> String {
    match url.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            let host = host.rsplit('@').next().unwrap_or(host);
            format!("{scheme}://{host}/{path}")
        }
        None => url.to_owned(),
    }
}
