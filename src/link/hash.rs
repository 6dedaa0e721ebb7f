//! The text behind the `#`: pairs of key and value, escaped so that they survive chat programs and stay readable.

/// What stands as it is besides letters and digits. All of it is legal in a fragment (RFC 3986, section 3.5), and no
/// mark-up is made of it: `*`, `_` twice, `~` and the like are escaped.
const PLAIN: &[u8] = b"-.:,;=()/";

/// Pairs as the text of a link. It ends in a letter or digit, since programs that look for links in a text leave out a
/// point or parenthesis behind them.
pub(super) fn join<'a>(pairs: impl IntoIterator<Item = (&'static str, &'a str)>) -> String {
    let pairs: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}={}", escape(value))).collect();
    let mut text = pairs.join("&");
    // An empty value ends in the `=` that says so, which is safe.
    if let Some(last) = text.pop() {
        if last.is_ascii_alphanumeric() || last == '=' {
            text.push(last);
        } else {
            text += &escaped(last as u8);
        }
    }
    text
}

/// The pairs of a link, in its order, with or without its `#`. Any text has some.
pub(super) fn split(hash: &str) -> impl Iterator<Item = (String, String)> {
    let text = hash.trim().trim_start_matches(['#', '?']);
    text.split('&').filter_map(|pair| {
        // A program that writes HTML makes &amp; of an &.
        let pair = pair.strip_prefix("amp;").unwrap_or(pair);
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (!pair.is_empty()).then(|| (unescape(key), unescape(value)))
    })
}

fn escape(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || PLAIN.contains(byte);
    text.bytes().map(|byte| if plain(&byte) { char::from(byte).to_string() } else { escaped(byte) }).collect()
}

fn escaped(byte: u8) -> String {
    format!("%{byte:02X}")
}

/// The text with its escapes read; what is no escape stays as it is.
fn unescape(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut unescaped = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let byte = digits
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        unescaped.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&unescaped).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{join, split};

    #[test]
    fn readable_and_safe() {
        for (value, text) in [
            ("10-10-2", "k=10-10-2"),
            ("sgd:m=0.9,nesterov", "k=sgd:m=0.9,nesterov"),
            ("1e-6:10:200;beta=0.98", "k=1e-6:10:200;beta=0.98"),
            ("one-cycle(0.3,25,1e4)", "k=one-cycle(0.3,25,1e4%29"),
            ("expr(lr*2)", "k=expr(lr%2A2%29"),
            ("a & b", "k=a%20%26%20b"),
            ("Größe", "k=Gr%C3%B6%C3%9Fe"),
            ("1+1", "k=1%2B1"),
            ("100%", "k=100%25"),
            ("the end.", "k=the%20end%2E"),
            ("", "k="),
        ] {
            assert_eq!(join([("k", value)]), text);
            assert_eq!(split(text).collect::<Vec<_>>(), [("k".to_owned(), value.to_owned())]);
        }
        assert_eq!(join([("a", "f(1)"), ("b", "2")]), "a=f(1)&b=2");
        assert_eq!(join([]), "");
    }

    #[test]
    fn any_text_splits() {
        for (text, pairs) in [
            ("", vec![]),
            ("#", vec![]),
            ("#a=1&amp;b=2", vec![("a", "1"), ("b", "2")]),
            ("?a&&=&b=c=d", vec![("a", ""), ("", ""), ("b", "c=d")]),
            ("a=%zz%4&b=%E9", vec![("a", "%zz%4"), ("b", "\u{fffd}")]),
        ] {
            let split: Vec<_> = split(text).collect();
            let split: Vec<_> = split.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            assert_eq!(split, pairs, "{text}");
        }
    }
}
