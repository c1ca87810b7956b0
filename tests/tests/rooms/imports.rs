//! The paths that a source file names, below its own crate.

use std::collections::BTreeSet;

/// What a source file says of modules.
#[derive(Debug, Default)]
pub(crate) struct File {
    /// Each word and sign, without comments, strings and unit tests.
    pub(crate) tokens: Vec<String>,
    /// Paths that begin with `crate`, `super` or `self`, and whether a `pub use` names them.
    pub(crate) paths: Vec<Named>,
    /// Modules in files of their own that are compiled for tests only.
    pub(crate) tests: BTreeSet<String>,
    /// Items that are defined here.
    pub(crate) items: BTreeSet<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) path: Vec<String>,
    /// The name that a `pub use` gives it; `*` for all below it.
    pub(crate) exported: Option<String>,
}

impl File {
    pub(crate) fn read(text: &str) -> Self {
        let mut file = Self::default();
        let all = tokens(text);
        let mut at = 0;
        while at < all.len() {
            if is(&all, at, &["#", "[", "cfg", "(", "test", ")", "]", "mod"]) {
                let name = all.get(at + 8).cloned().unwrap_or_default();
                let end = end_of_item(&all, at);
                if all.get(end - 1).is_some_and(|last| last == ";") {
                    file.tests.insert(name);
                }
                at = end;
                continue;
            }
            file.tokens.push(all[at].clone());
            at += 1;
        }
        file.find_items();
        file.find_paths();
        file
    }

    fn find_items(&mut self) {
        const KINDS: [&str; 9] = [
            "struct",
            "enum",
            "trait",
            "fn",
            "const",
            "static",
            "type",
            "union",
            "macro_rules",
        ];
        for pair in self.tokens.windows(3) {
            if let [kind, name, after] = pair
                && KINDS.contains(&kind.as_str())
            {
                let name = if name == "!" { after } else { name };
                self.items.insert(name.clone());
            }
        }
    }

    fn find_paths(&mut self) {
        let tokens = std::mem::take(&mut self.tokens);
        let mut at = 0;
        while at < tokens.len() {
            match tokens[at].as_str() {
                "use" => {
                    let before = at.checked_sub(1).map(|at| tokens[at].as_str());
                    let exports = matches!(before, Some("pub" | ")"));
                    at = self.tree(&tokens, at + 1, Vec::new(), exports);
                }
                "crate" | "super" | "self" if is(&tokens, at + 1, &["::"]) => {
                    at = self.tree(&tokens, at, Vec::new(), false);
                }
                _ => at += 1,
            }
        }
        self.tokens = tokens;
    }

    /// Reads a path or a tree of paths, and returns where it ends.
    fn tree(
        &mut self,
        tokens: &[String],
        mut at: usize,
        mut path: Vec<String>,
        exports: bool,
    ) -> usize {
        loop {
            let Some(token) = tokens.get(at) else {
                return at;
            };
            match token.as_str() {
                "{" => {
                    at += 1;
                    while tokens.get(at).is_some_and(|token| token != "}") {
                        at = self.tree(tokens, at, path.clone(), exports);
                        if is(tokens, at, &[","]) {
                            at += 1;
                        }
                    }
                    return at + 1;
                }
                "::" => at += 1,
                "*" => {
                    at += 1;
                    self.name(path, exports.then(|| "*".to_owned()));
                    return at;
                }
                word if is_word(word) => {
                    path.push(word.to_owned());
                    at += 1;
                    if !is(tokens, at, &["::"]) {
                        let mut name = word.to_owned();
                        if is(tokens, at, &["as"]) {
                            name = tokens.get(at + 1).cloned().unwrap_or_default();
                            at += 2;
                        }
                        if path.len() > 1 && word == "self" {
                            path.pop();
                        }
                        self.name(path, exports.then_some(name));
                        return at;
                    }
                }
                // The generic arguments of a path in an expression.
                _ => {
                    self.name(path, None);
                    return at + 1;
                }
            }
        }
    }

    fn name(&mut self, path: Vec<String>, exported: Option<String>) {
        self.paths.push(Named { path, exported });
    }
}

fn is(tokens: &[String], at: usize, words: &[&str]) -> bool {
    let found = tokens.get(at..at + words.len());
    found.is_some_and(|found| found.iter().zip(words).all(|(token, word)| token == word))
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Where the item that begins at `at` ends: after its `;` or its block.
fn end_of_item(tokens: &[String], mut at: usize) -> usize {
    let mut depth = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token.as_str() {
            "{" => depth += 1,
            "}" if depth == 1 => break,
            "}" => depth -= 1,
            ";" if depth == 0 => break,
            _ => {}
        }
    }
    at
}

/// Words, `::` and single signs; no comments, no contents of strings.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(raw) = rest.strip_prefix("r#\"") {
            raw.find("\"#").map_or(rest.len(), |end| end + 5)
        } else if first == '"' {
            string(rest)
        } else if first == '\'' {
            character(rest)
        } else if is_word(rest) {
            let is_end = |c: char| !(c.is_alphanumeric() || c == '_');
            let end = rest.find(is_end).unwrap_or(rest.len());
            tokens.push(rest[..end].to_owned());
            end
        } else if rest.starts_with("::") {
            tokens.push("::".to_owned());
            2
        } else {
            if !first.is_whitespace() {
                tokens.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length of the string that `text` begins with.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of the character or the quote of a lifetime that `text` begins with.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some(_)) => text[3..].find('\'').map_or(1, |end| end + 4),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}
