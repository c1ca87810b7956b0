//! What was typed after the command.

/// The words that are left to be understood.
pub(super) struct Arguments(Vec<String>);

impl Arguments {
    pub(super) fn new(words: impl Iterator<Item = String>) -> Self {
        Self(words.collect())
    }

    /// The first word, unless it is an option.
    pub(super) fn command(&mut self) -> Option<String> {
        match self.0.first().map(String::as_str) {
            Some("--help" | "-h") => Some("help".to_owned()),
            Some(word) if !word.starts_with('-') => Some(self.0.remove(0)),
            _ => None,
        }
    }

    /// Takes an option that is there or not.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() < before
    }

    /// Takes an option with a value, and says which one lacks it.
    pub(super) fn value(&mut self, name: &str) -> Result<Option<String>, String> {
        Ok(self.values(name)?.pop())
    }

    /// Takes an option that may be given several times.
    pub(super) fn values(&mut self, name: &str) -> Result<Vec<String>, String> {
        let mut values = Vec::new();
        while let Some(at) = self.0.iter().position(|word| word == name) {
            self.0.remove(at);
            if at >= self.0.len() || self.0[at].starts_with("--") {
                return Err(format!("{name} needs a value"));
            }
            values.push(self.0.remove(at));
        }
        Ok(values)
    }

    /// What is left, which has to be no option; the usage where it was asked for.
    pub(super) fn finish(mut self, usage: &str) -> Result<Rest, String> {
        if self.flag("--help") || self.flag("-h") {
            return Ok(Rest::Help);
        }
        match self.0.iter().find(|word| word.starts_with('-')) {
            Some(option) => Err(format!("{option} is not known\n\n{usage}")),
            None => Ok(Rest::Words(self.0)),
        }
    }
}

/// What is left when all options are taken.
pub(super) enum Rest {
    Help,
    Words(Vec<String>),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(text: &str) -> Arguments {
        Arguments::new(text.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_are_taken_from_among_the_words() {
        let mut typed = arguments("diff OLD --json --out FILE NEW --out OTHER");
        assert_eq!(typed.command().as_deref(), Some("diff"));
        assert!(typed.flag("--json") && !typed.flag("--json"));
        assert_eq!(
            typed.values("--out"),
            Ok(vec!["FILE".to_owned(), "OTHER".to_owned()])
        );
        assert!(matches!(typed.finish(""), Ok(Rest::Words(words)) if words == ["OLD", "NEW"]));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert_eq!(
            arguments("--out").value("--out"),
            Err("--out needs a value".to_owned())
        );
        assert!(arguments("--out --json").value("--out").is_err());
        assert!(
            arguments("--what")
                .finish("")
                .is_err_and(|error| error.contains("--what"))
        );
        assert!(arguments("--base X").command().is_none());
    }
}
