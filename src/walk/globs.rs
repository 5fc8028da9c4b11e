//! Globs: which paths a user's patterns mean.

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::error::{Error, ErrorCode};

/// Patterns over paths. One without a leading `/` may begin at any folder: `*.md` is any such name, `raw/*.md`
/// any such name in any folder `raw`. `*` and `?` do not match `/`, `**` does.
#[derive(Clone, Debug)]
pub struct Globs(GlobSet);

impl Globs {
    /// Reads patterns.
    pub fn new(patterns: &[String]) -> Result<Self, Error> {
        let unsupported = |message| Error::new(ErrorCode::Unsupported, message);
        let wrong = |error: globset::Error| unsupported(error.kind().to_string());
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            let pattern = pattern.strip_suffix('/').unwrap_or(pattern);
            let anywhere = if pattern.starts_with('/') { pattern } else { &format!("**/{pattern}") };
            let glob = GlobBuilder::new(anywhere).literal_separator(true).build();
            set.add(glob.map_err(|error| unsupported(format!("`{pattern}`: {}", error.kind())))?);
        }
        set.build().map(Self).map_err(wrong)
    }

    /// Whether one of the patterns matches the path to its end.
    pub fn matches(&self, path: &Path) -> bool {
        self.0.is_match(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_may_begin_at_any_folder() {
        for (pattern, path, matches) in [
            ("*.md", "a.md", true),
            ("*.md", "./a/b.md", true),
            ("raw/*.md", "corpus/raw/b.md", true),
            ("raw/*.md", "corpus/raw/x/b.md", false),
            ("raw/**", "raw/x/b.md", true),
            ("/a/*", "/b/a/c", false),
            ("drafts/", "corpus/drafts", true),
            ("مقال*", "corpus/مقال ١.txt", true),
        ] {
            let globs = Globs::new(&[pattern.to_owned()]).expect("a pattern");
            assert_eq!(globs.matches(Path::new(path)), matches, "{pattern} on {path}");
        }
        assert!(Globs::new(&["a{".to_owned()]).is_err());
    }
}
