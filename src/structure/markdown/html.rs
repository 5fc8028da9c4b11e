//! HTML: tags and comments at the head of a line.

use std::collections::HashSet;

/// What HTML at the head of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Html<'a> {
    /// `<!--`
    Comment,
    /// A declaration or processing instruction, from `<!` or `<?` to the text that closes it.
    Declaration(&'static str),
    /// An opening or closing tag by its name.
    Tag(&'a str),
}

/// Elements whose tags part blocks (CommonMark §4.6, condition 6, and those of condition 1).
const BLOCK_NAMES: &str = " address article aside base basefont blockquote body caption center col colgroup dd \
    details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head \
    header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option p param search \
    section summary table tbody td tfoot th thead title tr track ul pre script style textarea ";

/// Elements that stand inside of text (HTML Living Standard §3.2.5.2.5), those of old among them.
const INLINE_NAMES: &str = " a abbr acronym audio b bdi bdo big br button canvas cite code data datalist del dfn em embed \
    font i img input ins kbd label map mark math meter nobr noscript object output picture progress q rp rt ruby s samp \
    select slot small source span strike strong sub sup svg template time tt u var video wbr ";

/// What HTML `text` begins with, if any.
pub(super) fn head(text: &str) -> Option<Html<'_>> {
    let inner = text.strip_prefix('<')?;
    if inner.starts_with("!--") {
        return Some(Html::Comment);
    }
    if inner.starts_with("![CDATA[") {
        return Some(Html::Declaration("]]>"));
    }
    if inner.starts_with('?') {
        return Some(Html::Declaration("?>"));
    }
    if inner.strip_prefix('!').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())) {
        return Some(Html::Declaration(">"));
    }
    // A fragment of JSX has no name: <> and </>.
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let component = name.starts_with(|c: char| c.is_ascii_uppercase());
    let end =
        name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || component && (c == '.' || c == '_')));
    let end = end.unwrap_or(name.len());
    let (name, rest) = name.split_at(end);
    let named = name.is_empty() || name.starts_with(|c: char| c.is_ascii_alphabetic());
    let ends = rest.is_empty() && !name.is_empty()
        || rest.starts_with('>')
        || !name.is_empty() && (rest.starts_with("/>") || rest.starts_with(char::is_whitespace));
    (named && ends).then_some(Html::Tag(name))
}

/// Whether tags of this name part blocks; components of JSX (with a capital) do.
pub(super) fn is_block(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) || is_among(BLOCK_NAMES, name)
}

/// Whether a tag inside of a text is of an element: of one that HTML knows, of one with a hyphen or with attributes, or of one
/// that is empty. Others are words of the author, unless something closes them: `List<String>`, `git clone <url>`.
pub(super) fn is_element(name: &str, tag: &str) -> bool {
    is_among(INLINE_NAMES, name)
        || is_among(BLOCK_NAMES, name)
        || name.contains('-')
        || tag.contains('=')
        || tag.ends_with("/>")
}

/// The names of all closing tags of a text.
pub(super) fn closed_names(text: &str) -> HashSet<&str> {
    let closing = text.match_indices("</").filter_map(|(at, _)| head(&text[at..]));
    closing.filter_map(|head| if let Html::Tag(name) = head { Some(name) } else { None }).collect()
}

/// Whether a tag of this name parts the words beside it.
pub(super) fn parts_words(name: &str) -> bool {
    name.eq_ignore_ascii_case("br") || is_among(BLOCK_NAMES, name)
}

/// Whether a name is among others, whatever its case.
fn is_among(names: &str, name: &str) -> bool {
    let stands_alone = |at: usize, end: usize| {
        at > 0 && names.as_bytes()[at - 1] == b' ' && names.as_bytes().get(end) == Some(&b' ')
    };
    !name.is_empty()
        && name.len() < 12
        && names
            .match_indices(&name.to_ascii_lowercase())
            .any(|(at, found)| stands_alone(at, at + found.len()))
}

/// What is left of `text`, that begins with a tag, behind its tags; `None` where the last tag does not end in this
/// line.
pub(super) fn behind_tags(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(Html::Tag(_)) = head(rest) {
        rest = &rest[tag_end(rest)?..];
        rest = rest.trim_start();
    }
    Some(rest)
}

/// Length of the text up to and with the `>` that stands outside quotation marks.
pub(super) fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, b) in text.bytes().enumerate() {
        match (quote, b) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(open), b) if open == b => quote = None,
            _ => {}
        }
    }
    None
}

/// `text` without its tags.
pub(super) fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Behind the last `>` no tag ends.
    let (mut rest, behind) = text.split_at(text.rfind('>').map_or(0, |last| last + 1));
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tag = head(&rest[at..]).and_then(|_| tag_end(&rest[at..]));
        out.push_str(if tag.is_none() { "<" } else { "" });
        rest = &rest[at + tag.unwrap_or(1)..];
    }
    out.push_str(rest);
    out.push_str(behind);
    out
}
