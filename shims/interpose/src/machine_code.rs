//! What the machine code of a library does with addresses, as far as single instructions show it: which functions it takes the address of, which words it
//! reads. Nothing is changed here.

use std::collections::{HashMap, HashSet};

/// Targets of `lea register, [rip + distance]` that lie in the code itself, unless the address goes to memory at once, as into
/// a table. What only looks like that instruction adds an address that nobody asks for.
pub(crate) fn addresses_taken(code: &[(usize, usize)]) -> HashMap<usize, Vec<usize>> {
    let mut taken: HashMap<usize, Vec<usize>> = HashMap::new();
    for (from, to) in code {
        // SAFETY: a segment of a library that is loaded and readable.
        let bytes = unsafe { std::slice::from_raw_parts(*from as *const u8, to - from) };
        for (at, window) in bytes.windows(7).enumerate() {
            let [rex @ (0x48 | 0x4c), 0x8d, mode, distance @ ..] = window else { continue };
            if mode & 0xc7 != 0x05 {
                continue;
            }
            let distance = i32::from_le_bytes([distance[0], distance[1], distance[2], distance[3]]);
            let target = (from + at + 7).wrapping_add_signed(distance as isize);
            let register = mode >> 3 & 7 | (rex >> 2 & 1) << 3;
            let rest = bytes.get(at + 7..).unwrap_or_default();
            if code.iter().any(|(from, to)| (*from..*to).contains(&target)) && !is_stored(register, rest) {
                taken.entry(target).or_default().push(from + at);
            }
        }
    }
    taken
}

/// Words that code reads or compares, other than to call what they point to: operands `[rip + distance]` of `mov` and `cmp`.
pub(crate) fn places_read(code: &[(usize, usize)]) -> HashSet<usize> {
    let mut places = HashSet::new();
    for (from, to) in code {
        // SAFETY: a segment of a library that is loaded and readable.
        let bytes = unsafe { std::slice::from_raw_parts(*from as *const u8, to - from) };
        for (at, window) in bytes.windows(7).enumerate() {
            let [0x48 | 0x4c, 0x8b | 0x3b | 0x39, mode, distance @ ..] = window else { continue };
            if mode & 0xc7 == 0x05 {
                let distance = i32::from_le_bytes([distance[0], distance[1], distance[2], distance[3]]);
                places.insert((from + at + 7).wrapping_add_signed(distance as isize));
            }
        }
    }
    places
}

/// Soon after, the register goes to memory (`mov [...], register`), or into a vector that is on its way there.
fn is_stored(register: u8, code: &[u8]) -> bool {
    const NEAR: usize = 48;
    let near = code.get(..NEAR.min(code.len())).unwrap_or_default();
    near.windows(5).any(|window| {
        let [first, second, third, fourth, fifth] = [window[0], window[1], window[2], window[3], window[4]];
        let source = |rex: u8, mode: u8| mode >> 3 & 7 | (rex >> 2 & 1) << 3;
        let is_store =
            first & 0xf8 == 0x48 && second == 0x89 && third >> 6 != 3 && source(first, third) == register;
        let from = fifth & 7 | (second & 1) << 3;
        let is_vector = first == 0x66
            && second & 0xf8 == 0x48
            && third == 0x0f
            && fourth == 0x6e
            && fifth >> 6 == 3
            && from == register;
        is_store || is_vector
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_go_to_memory_are_not_compared() {
        // mov [rdx+0x30], rax; movq xmm0, r9; cmp [rdx+0x30], rax
        assert!(is_stored(0, &[0x48, 0x89, 0x42, 0x30, 0x90]));
        assert!(is_stored(9, &[0x66, 0x49, 0x0f, 0x6e, 0xc1]));
        assert!(!is_stored(0, &[0x48, 0x39, 0x42, 0x30, 0x90]));
        // mov [rdx+0x30], rcx; mov rcx, rax
        assert!(!is_stored(0, &[0x48, 0x89, 0x4a, 0x30, 0x90]));
        assert!(!is_stored(0, &[0x48, 0x89, 0xc1, 0x90, 0x90]));
    }
}
