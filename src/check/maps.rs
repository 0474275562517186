//! What lay where in a process that has died: its copy of `/proc/self/maps`.

/// The mappings of a process, by address.
#[derive(Clone, Debug, Default)]
pub(crate) struct Maps(Vec<Mapping>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Mapping {
    from: u64,
    to: u64,
    /// Where it begins in the file.
    offset: u64,
    is_writable: bool,
    /// The file; empty, or a word in brackets, for other memory.
    path: String,
}

impl Maps {
    /// Reads the text; lines of another form are left out.
    pub(crate) fn parse(text: &str) -> Maps {
        Maps(text.lines().filter_map(Mapping::parse).collect())
    }

    /// The file at an address, and the offset in it.
    pub(crate) fn file(&self, address: u64) -> Option<(&str, u64)> {
        let found = self.0.iter().find(|it| (it.from..it.to).contains(&address))?;
        let path = found.path.strip_suffix(" (deleted)").unwrap_or(&found.path);
        path.starts_with('/').then(|| (path, address - found.from + found.offset))
    }

    /// The use of `address` came from a stack, which ended at `sp`, that ran out.
    pub(crate) fn is_below_stack(&self, sp: u64, address: u64) -> bool {
        // What a function may want at once.
        const LARGEST_FRAME: u64 = 1 << 20;
        let Some(stack) = self.0.iter().find(|it| it.is_writable && it.from > address) else { return false };
        let is_near = |one: u64, other: u64| one.abs_diff(other) < LARGEST_FRAME;
        is_near(address, stack.from) && is_near(sp, stack.from) && address.saturating_add(LARGEST_FRAME) > sp
    }
}

impl Mapping {
    /// `7f00-7fff rw-p 00001000 08:01 1234   /usr/lib/it.so`
    fn parse(line: &str) -> Option<Mapping> {
        let mut rest = line;
        let mut word = || {
            let (word, more) = rest.trim_start().split_once(' ')?;
            rest = more;
            Some(word)
        };
        let hexadecimal = |text: &str| u64::from_str_radix(text, 16).ok();
        let (from, to) = word()?.split_once('-')?;
        let access = word()?;
        let offset = hexadecimal(word()?)?;
        let (_device, _inode) = (word()?, word());
        let path = rest.trim().to_owned();
        let is_writable = access.contains('w');
        Some(Mapping { from: hexadecimal(from)?, to: hexadecimal(to)?, offset, is_writable, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
        7f0000001000-7f0000003000 r-xp 00002000 08:01 99       /opt/with space/it.so\n\
        7f0000003000-7f0000004000 ---p 00000000 00:00 0 \n\
        7f0000004000-7f0000804000 rw-p 00000000 00:00 0 \n\
        7fff00000000-7fff00001000 r-xp 00000000 00:00 0        [vdso]\n\
        damaged\n";

    #[test]
    fn addresses_belong_to_files() {
        let maps = Maps::parse(TEXT);
        assert_eq!(maps.0.len(), 4);
        assert_eq!(maps.file(0x7f00_0000_1010), Some(("/opt/with space/it.so", 0x2010)));
        assert_eq!(maps.file(0x7f00_0000_4000), None);
        assert_eq!(maps.file(0x7fff_0000_0010), None);
    }

    #[test]
    fn a_stack_runs_out_below_its_end() {
        let maps = Maps::parse(TEXT);
        assert!(maps.is_below_stack(0x7f00_0000_4010, 0x7f00_0000_3ff8));
        // A wrong pointer, and one that points beside the stack of a function with room left.
        assert!(!maps.is_below_stack(0x7f00_0000_4010, 16));
        assert!(!maps.is_below_stack(0x7f00_0080_0000, 0x7f00_0000_3ff8));
    }
}
