//! Target: where a link or an image leads, as writers leave it: with spaces in it, or as a template of Jekyll or Hugo.

/// Bytes of a target at most.
const LONGEST: usize = 1000;

/// The tags of templates.
const TEMPLATES: [(&str, &str); 2] = [("{{", "}}"), ("{%", "%}")];

/// How targets begin.
const HEADS: [&str; 7] = ["https://", "http://", "mailto:", "../", "./", "/", "#"];

/// How names of files end that people link to.
const FILES: [&str; 25] = [
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "txt", "csv", "md", "html", "htm", "png",
    "jpg", "jpeg", "gif", "svg", "webp", "bmp", "mp3", "mp4", "zip", "rar", "epub",
];

/// Bytes of the target that `text` begins with, its title among them, where CommonMark sees none; `text` stands behind
/// `](`.
pub(super) fn length(text: &str) -> Option<usize> {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let (end, is_template) = end(text)?;
    let inner = text[..end].trim();
    let is_foreign = is_template
        || inner.contains(char::is_whitespace) && {
            let target = without_title(inner);
            target.contains(char::is_whitespace) && is_target(target)
        };
    is_foreign.then_some(end)
}

/// Where the parenthesis of a target closes, and whether a template stands before it.
fn end(text: &str) -> Option<(usize, bool)> {
    let (mut at, mut depth, mut is_template) = (0, 0_usize, false);
    loop {
        let rest = &text[at..];
        at += rest.find(['(', ')', '{'])?;
        let rest = &text[at..];
        match rest.as_bytes()[0] {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some((at, is_template)),
            b')' => depth -= 1,
            _ => {
                let tag = TEMPLATES.into_iter().find(|(open, _)| rest.starts_with(open));
                if let Some(end) = tag.and_then(|(_, close)| rest.find(close)) {
                    is_template = true;
                    at += end;
                }
            }
        }
        at += 1;
    }
}

/// A target without the title in quotation marks behind it.
fn without_title(text: &str) -> &str {
    let quote = text.chars().next_back().filter(|last| matches!(last, '"' | '\''));
    let title = quote
        .and_then(|quote| text[..text.len() - 1].rfind([' ', quote].iter().collect::<String>().as_str()));
    title.map_or(text, |title| text[..title].trim_end())
}

/// Whether a text with spaces is a target, not a remark in parentheses: by its head or as the name of a file.
fn is_target(text: &str) -> bool {
    let headed = HEADS.iter().filter_map(|head| text.strip_prefix(head));
    headed.into_iter().any(|rest| !rest.starts_with(char::is_whitespace)) || {
        let name = text.split('#').next().unwrap_or(text);
        name.rsplit_once('.')
            .is_some_and(|(_, ending)| FILES.iter().any(|known| known.eq_ignore_ascii_case(ending)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_with_spaces_are_told_from_remarks() {
        for text in [
            "https://ar.wikipedia.org/wiki/الجمهورية العربية السورية",
            "https://ar.wikipedia.org/wiki/طرابلس (لبنان الشمالي)",
            "صورة المشروع.png",
            "صورة المشروع.png \"عنوان الصورة\"",
            "#القسم الأول",
            "{{ site.baseurl }}/img/a.png",
            "{% link a.md %}",
            "{{< ref \"a (1).md\" >}}",
        ] {
            assert_eq!(length(&format!("{text}) ثم (كذا)")), Some(text.len()), "{text}");
        }
        for text in [
            "كذا في الأصل",
            "# كذا",
            "انظر موقع example.com",
            "a.png",
            "a.png \"عنوان الصورة\"",
            "<a b.png>",
            "{x}",
        ] {
            assert_eq!(length(&format!("{text})")), None, "{text}");
        }
    }
}
