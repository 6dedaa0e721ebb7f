//! From text to tree: a parser by binding powers (Pratt, 1973).

use crate::error::Error;
use crate::named::Named;
use crate::sentence;
use crate::sentence::Sentence;

use super::node::{Binary, Function, Node, Variable, power};

/// The deepest nesting of parentheses, calls, choices and signs, so that no text exhausts the stack.
const MAX_DEPTH: usize = 64;

/// What else a formula may name.
pub(super) type Names<'a> = dyn Fn(&str) -> Option<Node> + 'a;

/// A problem and where it is.
pub(super) fn at_column(column: usize, problem: &Sentence) -> Sentence {
    sentence!("error.at-column", "column {column}: {problem}", column, problem)
}

/// The tree, or a sentence that begins with the column.
pub(super) fn parse(source: &str, names: &Names<'_>) -> Result<Node, Sentence> {
    let mut parser = Parser { tokens: tokens(source)?, at: 0, depth: 0, names };
    let root = parser.expression(power::CHOICE)?;
    match parser.next() {
        Token { kind: Kind::End, .. } => Ok(root),
        token => Err(token.problem(&sentence!(
            "error.operator-expected",
            "is not expected here; put an operator in front of it or end before it"
        ))),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Number(f64),
    Name,
    Symbol,
    End,
}

#[derive(Clone, Debug)]
struct Token {
    kind: Kind,
    text: String,
    /// From 1, in characters.
    column: usize,
}

impl Token {
    fn problem(&self, problem: &Sentence) -> Sentence {
        let text = &self.text;
        let problem = match self.kind {
            Kind::End => sentence!("error.end", "the expression ends; it {problem}", problem),
            Kind::Symbol => sentence!("error.symbol", "'{text}' {problem}", text, problem),
            _ => sentence!("error.word", "\"{text}\" {problem}", text, problem),
        };
        at_column(self.column, &problem)
    }
}

const SYMBOLS: [&str; 18] =
    ["<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "%", "^", "(", ")", ",", "?", ":", "="];

fn tokens(source: &str) -> Result<Vec<Token>, Sentence> {
    let characters: Vec<char> = source.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&first) = characters.get(at) {
        let column = at + 1;
        let digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
        if first.is_whitespace() {
            at += 1;
        } else if digit(at) || (first == '.' && digit(at + 1)) {
            let end = number_end(&characters, at);
            let text: String = characters[at..end].iter().collect();
            match text.parse::<f64>() {
                Ok(number) if number.is_finite() => tokens.push(Token { kind: Kind::Number(number), text, column }),
                _ => {
                    let problem = sentence!("error.no-finite-number", "\"{text}\" is no finite number", text);
                    return Err(at_column(column, &problem));
                }
            }
            at = end;
        } else if first.is_ascii_alphabetic() || first == '_' {
            let name = |c: &&char| c.is_ascii_alphanumeric() || **c == '_';
            let text: String = characters[at..].iter().take_while(name).collect();
            at += text.len();
            tokens.push(Token { kind: Kind::Name, text, column });
        } else {
            let starts = |symbol: &&&str| symbol.chars().zip(&characters[at..]).filter(|(a, b)| a == *b).count();
            let symbol = SYMBOLS.iter().find(|symbol| starts(symbol) == symbol.len());
            let Some(symbol) = symbol.filter(|symbol| **symbol != "=") else {
                return Err(at_column(column, &unknown_symbol(first)));
            };
            at += symbol.len();
            tokens.push(Token { kind: Kind::Symbol, text: (*symbol).to_owned(), column });
        }
    }
    tokens.push(Token { kind: Kind::End, text: String::new(), column: characters.len() + 1 });
    Ok(tokens)
}

fn unknown_symbol(found: char) -> Sentence {
    if found == '=' {
        sentence!("error.assignment", "'=' is not accepted; write == to compare; nothing can be assigned")
    } else {
        sentence!(
            "error.unknown-symbol",
            "'{symbol}' is not accepted; use numbers, names and + - * / % ^ ( ) , < > == != ? :",
            symbol = found
        )
    }
}

/// Where the number that begins at `at` ends: digits, a point, digits, and an exponent.
fn number_end(characters: &[char], at: usize) -> usize {
    let digits = |from: usize| from + characters[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut end = digits(at);
    if characters.get(end) == Some(&'.') {
        end = digits(end + 1);
    }
    if matches!(characters.get(end), Some('e' | 'E')) {
        end += 1;
        if matches!(characters.get(end), Some('+' | '-')) {
            end += 1;
        }
        end = digits(end);
    }
    end
}

struct Parser<'a> {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    names: &'a Names<'a>,
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        // The last token is the end, and nobody goes beyond it.
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    /// Takes the symbol if it is next.
    fn take(&mut self, symbol: &str) -> bool {
        let found = self.peek().kind == Kind::Symbol && self.peek().text == symbol;
        self.at += usize::from(found);
        found
    }

    fn need(&mut self, symbol: &str, lacks: &dyn Fn() -> Sentence) -> Result<(), Sentence> {
        if self.take(symbol) { Ok(()) } else { Err(self.peek().problem(&lacks())) }
    }

    /// A part whose operators all hold at least as strongly as `least`.
    fn expression(&mut self, least: u8) -> Result<Node, Sentence> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let problem = sentence!("error.deep-expression", "is nested more than {most} deep", most = MAX_DEPTH);
            return Err(self.peek().problem(&problem));
        }
        let mut left = self.operand()?;
        while let Some((operator, strength)) = operator(self.peek()).filter(|(_, strength)| *strength >= least) {
            self.at += 1;
            // A power holds what is right of it as strongly, the others more strongly: they go from left to right.
            let right = match operator {
                Operator::Choice => {
                    let then = self.expression(power::CHOICE)?;
                    self.need(":", &|| sentence!("error.lacks-colon", "lacks ':' between the two choices"))?;
                    // A choice of many is as deep as a choice of two: their number is bounded.
                    self.depth -= 1;
                    let otherwise = self.expression(power::CHOICE)?;
                    self.depth += 1;
                    left = Node::Choice(Box::new(left), Box::new(then), Box::new(otherwise));
                    continue;
                }
                Operator::Binary(Binary::Power) => self.expression(power::SIGN)?,
                Operator::Binary(_) => self.expression(strength + 1)?,
            };
            if let Operator::Binary(binary) = operator {
                left = Node::Binary(binary, Box::new(left), Box::new(right));
            }
            if strength == power::COMPARISON && operator_strength(self.peek()) == Some(power::COMPARISON) {
                return Err(self.peek().problem(&sentence!(
                    "error.chained-comparison",
                    "is not accepted here; comparisons do not chain"
                )));
            }
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operand(&mut self) -> Result<Node, Sentence> {
        let token = self.next();
        match (&token.kind, token.text.as_str()) {
            (Kind::Number(number), _) => Ok(Node::Number(*number)),
            (Kind::Name, name) => self.named(name, &token),
            (Kind::Symbol, "-") => Ok(Node::Negate(Box::new(self.expression(power::SIGN)?))),
            (Kind::Symbol, "+") => self.expression(power::SIGN),
            (Kind::Symbol, "(") => {
                let inner = self.expression(power::CHOICE)?;
                self.need(")", &|| sentence!("error.lacks-end", "lacks ')' for an opened '('"))?;
                Ok(inner)
            }
            (Kind::End, _) => Err(token.problem(&sentence!("error.lacks-value", "lacks a value"))),
            _ => Err(token
                .problem(&sentence!("error.value-expected", "is not expected here; put a number, a name or '(' here"))),
        }
    }

    fn named(&mut self, name: &str, token: &Token) -> Result<Node, Sentence> {
        if let Some(node) = (self.names)(name) {
            return Ok(node);
        }
        if let Some(variable) = Variable::ALL.iter().find(|variable| variable.name() == name) {
            return Ok(Node::Variable(*variable));
        }
        let Some(function) = Function::ALL.iter().find(|function| function.name() == name) else {
            let known = Variable::ALL.iter().map(|v| v.name()).chain(Function::ALL.iter().map(|f| f.name()));
            return Err(at_column(token.column, Error::unknown("", name, known).problem()));
        };
        self.need("(", &|| sentence!("error.lacks-values", "lacks '(' after {name}", name))?;
        let mut arguments = vec![self.expression(power::CHOICE)?];
        while self.take(",") {
            arguments.push(self.expression(power::CHOICE)?);
        }
        let count = arguments.len();
        let problem = match function {
            Function::Min | Function::Max | Function::Count | Function::Pick => (count < 2).then(|| {
                sentence!("error.takes-two-or-more", "{name} takes two or more values, not {count}", name, count)
            }),
            Function::Pow => {
                (count != 2).then(|| sentence!("error.takes-two", "{name} takes two values, not {count}", name, count))
            }
            _ => (count != 1).then(|| sentence!("error.takes-one", "{name} takes one value, not {count}", name, count)),
        };
        if let Some(problem) = problem {
            return Err(at_column(self.peek().column, &problem));
        }
        self.need(")", &|| sentence!("error.lacks-end-of-values", "lacks ')' after the values of {name}", name))?;
        Ok(Node::Call(*function, arguments))
    }
}

#[derive(Clone, Copy)]
enum Operator {
    Binary(Binary),
    Choice,
}

fn operator(token: &Token) -> Option<(Operator, u8)> {
    if token.kind != Kind::Symbol {
        return None;
    }
    if token.text == "?" {
        return Some((Operator::Choice, power::CHOICE));
    }
    let binary = Binary::ALL.iter().copied().find(|binary| binary.name() == token.text)?;
    Some((Operator::Binary(binary), binary.strength()))
}

fn operator_strength(token: &Token) -> Option<u8> {
    operator(token).map(|(_, strength)| strength)
}
