//! A CPython minor version. 3.10 is not 3.1: versions are never floats.

use std::fmt;
use std::str::FromStr;

/// A CPython minor version, `3.14`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// 3.
    pub major: u8,
    /// 14.
    pub minor: u8,
}

impl Version {
    /// The oldest version whose headers the manifest describes.
    pub const OLDEST: Version = Version::new(3, 9);
    /// The newest version whose headers the manifest describes.
    pub const NEWEST: Version = Version::new(3, 15);

    /// `Version::new(3, 14)`.
    pub const fn new(major: u8, minor: u8) -> Self {
        Version { major, minor }
    }

    /// Every version whose headers the manifest describes, oldest first.
    pub fn described() -> impl Iterator<Item = Version> {
        (Version::OLDEST.minor..=Version::NEWEST.minor).map(|minor| Version::new(3, minor))
    }

    /// From a `PY_VERSION_HEX`-shaped number; the micro version and below are dropped.
    pub const fn from_hex(hex: u32) -> Self {
        Version::new((hex >> 24) as u8, (hex >> 16) as u8)
    }

    /// The smallest `PY_VERSION_HEX` of this minor version, the form `Py_LIMITED_API` takes.
    pub const fn to_hex(self) -> u32 {
        (self.major as u32) << 24 | (self.minor as u32) << 16
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// The text is no `MAJOR.MINOR`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionParseError(pub String);

impl fmt::Display for VersionParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no Python version: write it as 3.14", self.0)
    }
}

impl std::error::Error for VersionParseError {}

impl FromStr for Version {
    type Err = VersionParseError;

    /// Reads `3.14`; a third part (`3.14.2`) is read and dropped.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || VersionParseError(text.to_owned());
        let mut parts = text.split('.');
        let major = parts.next().and_then(|p| p.parse().ok()).ok_or_else(bad)?;
        let minor = parts.next().and_then(|p| p.parse().ok()).ok_or_else(bad)?;
        Ok(Version::new(major, minor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_is_not_one() {
        let ten: Version = "3.10".parse().unwrap();
        assert!(ten > "3.9".parse().unwrap());
        assert_eq!(ten.to_string(), "3.10");
        assert_eq!(ten.to_hex(), 0x030a_0000);
        assert_eq!(Version::from_hex(0x030a_02f0), ten);
        assert!("3".parse::<Version>().is_err());
        assert!("three.ten".parse::<Version>().is_err());
    }
}
