//! Conditions of `#if`: parsed, and evaluated with three values (true, false, not known).

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use pilotage_capi::{Item, Kind, Support, Version};

/// What a condition is evaluated for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Setting {
    /// `PY_VERSION_HEX`.
    pub(crate) hex: i64,
    /// `Py_GIL_DISABLED` is defined.
    pub(crate) free_threaded: bool,
    /// `Py_LIMITED_API` as a number; `Some(None)`: not defined; `None`: not known.
    pub(crate) limited: Option<Option<i64>>,
    /// `PYPY_VERSION` is defined.
    pub(crate) pypy: bool,
    /// `GRAALVM_PYTHON` is defined.
    pub(crate) graalpy: bool,
    /// `Py_TARGET_ABI3T` is defined.
    pub(crate) abi3t: bool,
}

impl Setting {
    /// The first release of a version of CPython, with a GIL; the limited API is left open.
    pub(crate) fn release(version: Version) -> Self {
        Setting {
            hex: i64::from(version.to_hex()) | 0xf0,
            free_threaded: false,
            limited: None,
            pypy: false,
            graalpy: false,
            abi3t: false,
        }
    }
}

/// The object macros that own files define, as the conditionals around the definitions have it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Macros {
    /// What a macro stands for.
    pub(crate) values: HashMap<String, Expression>,
    /// Whether it is defined at all.
    pub(crate) conditions: HashMap<String, Expression>,
    /// Answers so far: macros refer to each other many times over, and in circles.
    known: RefCell<HashMap<(Setting, Question), Answers>>,
}

/// What is asked of a macro.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Question {
    Value,
    IsDefined,
}

/// Answers by name.
type Answers = HashMap<String, Option<i64>>;

impl Macros {
    /// The value of a macro, or whether it is defined; outer `None`: no own file defines it.
    fn answer(&self, question: Question, name: &str, setting: &Setting) -> Option<Option<i64>> {
        let expression = match question {
            Question::Value => self.values.get(name)?,
            Question::IsDefined => self.conditions.get(name)?,
        };
        let key = (*setting, question);
        if let Some(known) = self.known.borrow().get(&key).and_then(|answers| answers.get(name)) {
            return Some(*known);
        }
        // Whoever asks again on the way goes in a circle: that is not known.
        self.known.borrow_mut().entry(key).or_default().insert(name.to_owned(), None);
        let answer = expression.value(setting, self, 0);
        self.known.borrow_mut().entry(key).or_default().insert(name.to_owned(), answer);
        Some(answer)
    }
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    /// A number.
    Number(i64),
    /// A name that stands for a value.
    Name(String),
    /// `defined(X)`.
    Defined(String),
    /// `f(a, b)`.
    Call(String, Vec<Expression>),
    /// `!x`.
    Not(Box<Expression>),
    /// `-x`, `~x`.
    Unary(char, Box<Expression>),
    /// Two operands.
    Binary(&'static str, Box<Expression>, Box<Expression>),
    /// `a ? b : c`.
    Conditional(Box<[Expression; 3]>),
}

const MAX_DEPTH: u32 = 64;

impl Expression {
    /// Reads a condition; `None` when it is none.
    pub(crate) fn parse(text: &str) -> Option<Expression> {
        let tokens = tokens(text)?;
        let mut parser = Parser { tokens: &tokens, at: 0, depth: 0 };
        let expression = parser.conditional()?;
        (parser.at == tokens.len()).then_some(expression)
    }

    /// Whether it holds.
    pub(crate) fn truth(&self, setting: &Setting, macros: &Macros) -> Option<bool> {
        self.value(setting, macros, 0).map(|value| value != 0)
    }

    /// A value that nobody knows.
    pub(crate) fn unknown() -> Expression {
        Expression::Call("unknown".to_owned(), Vec::new())
    }

    /// The same with `known` for `defined(name)`.
    pub(crate) fn with_defined(self, name: &str, known: &Expression) -> Expression {
        let of = |e: Box<Expression>| Box::new(e.with_defined(name, known));
        match self {
            Expression::Defined(asked) if asked == name => known.clone(),
            Expression::Not(e) => Expression::Not(of(e)),
            Expression::Unary(op, e) => Expression::Unary(op, of(e)),
            Expression::Binary(op, a, b) => Expression::Binary(op, of(a), of(b)),
            Expression::Conditional(parts) => {
                Expression::Conditional(Box::new((*parts).map(|part| part.with_defined(name, known))))
            }
            same => same,
        }
    }

    /// `self && other`.
    pub(crate) fn and(self, other: Expression) -> Expression {
        Expression::Binary("&&", Box::new(self), Box::new(other))
    }

    /// Its value as a number; names are looked up with `of`.
    pub(crate) fn number(&self, of: &dyn Fn(&str) -> Option<i64>) -> Option<i64> {
        let value = |e: &Expression| e.number(of);
        match self {
            Expression::Number(value) => Some(*value),
            Expression::Name(name) => of(name),
            Expression::Not(e) => value(e).map(|v| i64::from(v == 0)),
            Expression::Unary('-', e) => value(e).and_then(i64::checked_neg),
            Expression::Unary(_, e) => value(e).map(|v| !v),
            Expression::Binary(op, a, b) => binary(op, value(a), value(b)),
            Expression::Defined(_) | Expression::Call(..) | Expression::Conditional(_) => None,
        }
    }

    /// It asks for the Python version, directly or through a macro.
    pub(crate) fn mentions_version(&self, macros: &Macros) -> bool {
        self.mentions(macros, &mut HashSet::new())
    }

    fn mentions<'e>(&'e self, macros: &'e Macros, seen: &mut HashSet<&'e str>) -> bool {
        let mut inner = |e: &'e Expression| e.mentions(macros, seen);
        match self {
            Expression::Name(name) => {
                matches!(name.as_str(), "PY_VERSION_HEX" | "PY_MAJOR_VERSION" | "PY_MINOR_VERSION")
                    || (seen.insert(name)
                        && macros.values.get(name).is_some_and(|e| e.mentions(macros, seen)))
            }
            Expression::Not(e) | Expression::Unary(_, e) => inner(e),
            Expression::Binary(_, a, b) => inner(a) || inner(b),
            Expression::Conditional(parts) => parts.iter().any(inner),
            Expression::Call(_, args) => args.iter().any(inner),
            Expression::Number(_) | Expression::Defined(_) => false,
        }
    }

    /// `Py_LIMITED_API`, `Py_LIMITED_API+0`.
    fn is_limited_api(&self) -> bool {
        match self {
            Expression::Name(name) => name == "Py_LIMITED_API",
            Expression::Binary("+", name, zero) => **zero == Expression::Number(0) && name.is_limited_api(),
            _ => false,
        }
    }

    fn value(&self, setting: &Setting, macros: &Macros, depth: u32) -> Option<i64> {
        if depth > MAX_DEPTH {
            return None;
        }
        let of = |e: &Expression| e.value(setting, macros, depth + 1);
        match self {
            Expression::Number(value) => Some(*value),
            Expression::Name(name) => match name.as_str() {
                "PY_VERSION_HEX" => Some(setting.hex),
                "PY_MAJOR_VERSION" => Some(setting.hex >> 24),
                "PY_MINOR_VERSION" => Some((setting.hex >> 16) & 0xff),
                "PY_MICRO_VERSION" => None,
                "Py_LIMITED_API" => setting.limited.map(|limited| limited.unwrap_or(0)),
                "Py_GIL_DISABLED" => Some(i64::from(setting.free_threaded)),
                "true" => Some(1),
                "false" => Some(0),
                _ => macros.answer(Question::Value, name, setting).flatten(),
            },
            Expression::Defined(name) => defined(name, setting, macros).map(i64::from),
            Expression::Call(name, args) => pack(name, &args.iter().map(of).collect::<Option<Vec<_>>>()?),
            Expression::Not(e) => of(e).map(|value| i64::from(value == 0)),
            Expression::Unary('-', e) => of(e).and_then(i64::checked_neg),
            Expression::Unary(_, e) => of(e).map(|value| !value),
            // Nobody asks for a limited API that is newer than the Python at hand.
            Expression::Binary(">" | ">=", a, b)
                if a.is_limited_api()
                    && of(a).is_none()
                    && of(b).is_some_and(|newest| newest > setting.hex) =>
            {
                Some(0)
            }
            Expression::Binary(op, a, b) => binary(op, of(a), of(b)),
            Expression::Conditional(parts) => {
                let [test, yes, no] = &**parts;
                match of(test) {
                    Some(0) => of(no),
                    Some(_) => of(yes),
                    // Both ways to the same value: the question does not matter.
                    None => of(yes).filter(|value| of(no) == Some(*value)),
                }
            }
        }
    }
}

fn defined(name: &str, setting: &Setting, macros: &Macros) -> Option<bool> {
    match name {
        "PY_VERSION_HEX" | "PY_MAJOR_VERSION" | "PY_MINOR_VERSION" | "Py_PYTHON_H" => Some(true),
        "Py_GIL_DISABLED" => Some(setting.free_threaded),
        "Py_LIMITED_API" => setting.limited.map(|limited| limited.is_some()),
        "PYPY_VERSION" | "PYPY_VERSION_NUM" => Some(setting.pypy),
        "GRAALVM_PYTHON" | "GRAALVM_PYTHON_LLVM" => Some(setting.graalpy),
        "Py_TARGET_ABI3T" => Some(setting.abi3t),
        _ => match macros.answer(Question::IsDefined, name, setting) {
            Some(answer) => answer.map(|value| value != 0),
            None => pilotage_capi::get(name).and_then(|item| is_defined(item, setting)),
        },
    }
}

/// Whether the headers define a macro of the C-API; functions that are none are left open, for a package may
/// define its own macro of that name.
fn is_defined(item: &Item, setting: &Setting) -> Option<bool> {
    let version = Version::from_hex(u32::try_from(setting.hex).ok()?);
    if !item.also_macro && !matches!(item.kind, Kind::Macro | Kind::FunctionMacro) {
        // PyPy has a macro over each of its functions, CPython and GraalPy have none.
        let is_missing = (setting.pypy && item.in_pypy(version) == Support::No) || setting.graalpy;
        return is_missing.then_some(false);
    }
    if setting.pypy || setting.graalpy {
        let support = if setting.pypy { item.in_pypy(version) } else { item.graalpy };
        return match support {
            Support::Yes | Support::HeaderOnly => Some(true),
            Support::No => Some(false),
            Support::NotImplemented | Support::Unknown => None,
        };
    }
    if !item.exists_in(version) {
        return Some(false);
    }
    match setting.limited {
        Some(Some(limited)) => Some(item.limited_in(Version::from_hex(u32::try_from(limited).ok()?))),
        Some(None) => Some(true),
        None => item.limited.map(|_| true),
    }
}

/// `Py_PACK_VERSION(3, 14)` and its longer sister.
fn pack(name: &str, args: &[i64]) -> Option<i64> {
    match (name, args) {
        ("Py_PACK_VERSION", [major, minor]) => Some((major & 0xff) << 24 | (minor & 0xff) << 16),
        ("Py_PACK_FULL_VERSION", [major, minor, micro, level, serial]) => Some(
            (major & 0xff) << 24
                | (minor & 0xff) << 16
                | (micro & 0xff) << 8
                | (level & 0xf) << 4
                | (serial & 0xf),
        ),
        _ => None,
    }
}

fn binary(op: &str, a: Option<i64>, b: Option<i64>) -> Option<i64> {
    // One known side can decide.
    match op {
        "&&" if a == Some(0) || b == Some(0) => return Some(0),
        "||" if a.is_some_and(|a| a != 0) || b.is_some_and(|b| b != 0) => return Some(1),
        _ => {}
    }
    let (a, b) = (a?, b?);
    let truth = |condition: bool| Some(i64::from(condition));
    match op {
        "&&" => truth(a != 0 && b != 0),
        "||" => truth(a != 0 || b != 0),
        "==" => truth(a == b),
        "!=" => truth(a != b),
        "<" => truth(a < b),
        ">" => truth(a > b),
        "<=" => truth(a <= b),
        ">=" => truth(a >= b),
        "+" => a.checked_add(b),
        "-" => a.checked_sub(b),
        "*" => a.checked_mul(b),
        "/" => a.checked_div(b),
        "%" => a.checked_rem(b),
        "<<" => u32::try_from(b).ok().and_then(|b| a.checked_shl(b)),
        ">>" => u32::try_from(b).ok().and_then(|b| a.checked_shr(b)),
        "&" => Some(a & b),
        "|" => Some(a | b),
        "^" => Some(a ^ b),
        _ => None,
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(i64),
    Word(String),
    Op(&'static str),
}

/// Longest first, so that `<=` is not read as `<`.
const OPERATORS: [&str; 25] = [
    "&&", "||", "==", "!=", "<=", ">=", "<<", ">>", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "!",
    "~", "(", ")", ",", "?", ":",
];

/// Binary operators by how tightly they bind, loosest first.
const LEVELS: [&[&str]; 10] = [
    &["||"],
    &["&&"],
    &["|"],
    &["^"],
    &["&"],
    &["==", "!="],
    &["<=", ">=", "<", ">"],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "%"],
];

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        if tokens.len() > 2000 {
            return None;
        }
        let word_end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        if word_end > 0 {
            let word = &rest[..word_end];
            tokens.push(if word.starts_with(|c: char| c.is_ascii_digit()) {
                Token::Number(number(word)?)
            } else {
                Token::Word(word.to_owned())
            });
            rest = &rest[word_end..];
        } else {
            let op = OPERATORS.iter().find(|op| rest.starts_with(**op))?;
            tokens.push(Token::Op(op));
            rest = &rest[op.len()..];
        }
        rest = rest.trim_start();
    }
    Some(tokens)
}

fn number(word: &str) -> Option<i64> {
    let digits = word.trim_end_matches(['u', 'U', 'l', 'L']);
    match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hex) => i64::from_str_radix(hex, 16).ok(),
        None if digits.len() > 1 && digits.starts_with('0') => i64::from_str_radix(digits, 8).ok(),
        None => digits.parse().ok(),
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: u32,
}

impl Parser<'_> {
    fn take(&mut self, op: &str) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token::Op(found)) if *found == op);
        self.at += usize::from(found);
        found
    }

    fn conditional(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let test = self.level(0)?;
        let expression = if self.take("?") {
            let yes = self.conditional()?;
            if !self.take(":") {
                return None;
            }
            let no = self.conditional()?;
            Expression::Conditional(Box::new([test, yes, no]))
        } else {
            test
        };
        self.depth -= 1;
        Some(expression)
    }

    fn level(&mut self, level: usize) -> Option<Expression> {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.level(level + 1)?;
        while let Some(op) = operators.iter().find(|op| self.take(op)) {
            let right = self.level(level + 1)?;
            left = Expression::Binary(op, Box::new(left), Box::new(right));
        }
        Some(left)
    }

    fn unary(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let expression = if self.take("!") {
            Expression::Not(Box::new(self.unary()?))
        } else if self.take("-") {
            Expression::Unary('-', Box::new(self.unary()?))
        } else if self.take("~") {
            Expression::Unary('~', Box::new(self.unary()?))
        } else if self.take("+") {
            self.unary()?
        } else {
            self.primary()?
        };
        self.depth -= 1;
        Some(expression)
    }

    fn primary(&mut self) -> Option<Expression> {
        if self.take("(") {
            let inner = self.conditional()?;
            return self.take(")").then_some(inner);
        }
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        match token {
            Token::Number(value) => Some(Expression::Number(value)),
            Token::Word(word) if word == "defined" => {
                let parenthesised = self.take("(");
                let Some(Token::Word(name)) = self.tokens.get(self.at).cloned() else { return None };
                self.at += 1;
                if parenthesised && !self.take(")") {
                    return None;
                }
                Some(Expression::Defined(name))
            }
            Token::Word(word) if self.take("(") => {
                let mut args = Vec::new();
                if !self.take(")") {
                    loop {
                        args.push(self.conditional()?);
                        if !self.take(",") {
                            break;
                        }
                    }
                    if !self.take(")") {
                        return None;
                    }
                }
                Some(Expression::Call(word, args))
            }
            Token::Word(word) => Some(Expression::Name(word)),
            Token::Op(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truth(text: &str, minor: u8) -> Option<bool> {
        Expression::parse(text)?.truth(&Setting::release(Version::new(3, minor)), &Macros::default())
    }

    #[test]
    fn versions_compare() {
        assert_eq!(truth("PY_VERSION_HEX >= 0x030C0000", 12), Some(true));
        assert_eq!(truth("PY_VERSION_HEX >= 0x030C00A1 && !defined(PYPY_VERSION)", 12), Some(true));
        assert_eq!(truth("PY_MAJOR_VERSION == 3 && PY_MINOR_VERSION < 10", 9), Some(true));
        assert_eq!(truth("PY_VERSION_HEX < Py_PACK_VERSION(3, 11)", 11), Some(false));
        assert_eq!(truth("PY_VERSION_HEX < (3 << 24 | 11 << 16)", 10), Some(true));
        assert_eq!(truth("WITH_X || PY_VERSION_HEX < 0x03000000", 10), None);
        assert_eq!(truth("WITH_X && PY_VERSION_HEX < 0x03000000", 10), Some(false));
        assert_eq!(truth("PY_MAJOR_VERSION > 2 ? 1 : X", 10), Some(true));
    }

    #[test]
    fn nonsense_is_not_known() {
        for text in
            ["", "(", "1 +", "defined", "a b", "0xZZ", "\"x\"", &"(".repeat(10_000), &"!".repeat(10_000)]
        {
            assert_eq!(truth(text, 12), None, "{text:.20}");
        }
    }
}
