//! Path of the member that has an error.
//!
//! It is determined from the text after reading failed, so that reading need not track it.

/// Returns the path of the value at the byte `offset`: `state.lost[2]`.
///
/// Empty at the top level. The text is JSON up to the offset.
pub(crate) fn path_at(text: &str, offset: usize) -> String {
    let bytes = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' => open.push(Open::Object(None)),
            b'[' => open.push(Open::List(0)),
            b'}' | b']' => {
                open.pop();
            }
            b',' => match open.last_mut() {
                Some(Open::Object(key)) => *key = None,
                Some(Open::List(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                let start = at;
                at = end_of_string(bytes, start);
                if let Some(Open::Object(key @ None)) = open.last_mut() {
                    *key = text.get(start..at.saturating_sub(1));
                }
            }
            _ => {}
        }
    }
    path(&open)
}

/// An open object with a member's key, or an open list with an item's index.
enum Open<'t> {
    Object(Option<&'t str>),
    List(usize),
}

/// Returns the end of the string whose content begins at `at`, after its quote.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => break,
            b'\\' => at += 1,
            _ => {}
        }
    }
    at
}

/// The longest path, for a text of nothing but brackets.
const DEEPEST: usize = 32;

fn path(open: &[Open<'_>]) -> String {
    let mut path = String::new();
    for open in open.iter().take(DEEPEST) {
        match open {
            Open::Object(None) => {}
            Open::Object(Some(key)) if key.contains(['.', '[', ' ']) || key.is_empty() => {
                path.push_str(&format!("[\"{key}\"]"));
            }
            Open::Object(Some(key)) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            Open::List(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"a":1, "b" : {"c":[10, {"d.e":"x\"}y"}], "f":true}, "g":[] }"#;

    fn after(part: &str) -> String {
        path_at(TEXT, TEXT.find(part).unwrap() + part.len())
    }

    #[test]
    fn the_path_leads_to_the_member_at_the_offset() {
        assert_eq!(path_at(TEXT, 0), "");
        assert_eq!(after(r#""a":1"#), "a");
        assert_eq!(after(r#""b" : "#), "b");
        assert_eq!(after("[10"), "b.c[0]");
        assert_eq!(after(r#""x\"}y""#), r#"b.c[1]["d.e"]"#);
        assert_eq!(after("]"), "b.c");
        assert_eq!(after("true"), "b.f");
        assert_eq!(after("true}"), "b");
        assert_eq!(after("[]"), "g");
        assert_eq!(path_at(TEXT, TEXT.len()), "");
        assert_eq!(path_at(TEXT, usize::MAX), "");
    }

    #[test]
    fn any_text_has_a_path_at_any_offset() {
        for text in [
            "",
            "}}]]",
            r#"{"a"#,
            r#"{"a\"#,
            r#"{"ü":"ü"#,
            "\"\\",
            "[[[,,,{{\"",
            "nonsense",
        ] {
            for offset in 0..=text.len() + 1 {
                path_at(text, offset);
            }
        }
        let deep = path_at(&"[".repeat(100_000), 100_000);
        assert_eq!(deep.len(), DEEPEST * "[0]".len());
    }
}
