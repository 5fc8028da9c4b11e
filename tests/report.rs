//! The page: whole, the same every time, and harmless whatever the documents say.

mod common;

use std::fs;

use assert_cmd::Command;
use predicates::str::contains;
use tempfile::TempDir;

/// Text that would break out of every place that a page puts text in.
const HOSTILE: &str = "</script><script>document.title='broken'</script><img src=x onerror=alert(1)> \"q\" 'q' &amp; {{style}} \
                       \u{202E}عكس\u{202C} \u{0}\u{FEFF}";

fn seedtool(folder: &TempDir, arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("seedtool").expect("the binary").current_dir(folder).args(arguments).assert()
}

fn page(folder: &TempDir, arguments: &[&str]) -> String {
    seedtool(folder, &[&["report", "-o", "-"], arguments].concat()).success();
    let output = seedtool(folder, &[&["report", "-o", "-"], arguments].concat());
    String::from_utf8(output.get_output().stdout.clone()).expect("UTF-8")
}

fn folder(documents: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, content) in documents {
        fs::write(folder.path().join(name), content).expect("a document");
    }
    folder
}

#[test]
fn the_page_is_the_same_every_time_and_needs_nothing_else() {
    let folder = folder(&[("a.md", "# عـنوان\n\nفقرة.\n"), ("b.txt", "نص قصير")]);
    let first = page(&folder, &["."]);
    assert_eq!(page(&folder, &["."]), first);
    assert!(first.contains("default-src 'none'"));
    for outside in ["src=\"", "url(", "@import", "http://", "https://", "fetch("] {
        assert!(!first.contains(outside), "{outside}");
    }
    assert!(!first.contains("{{"), "every slot is filled");
}

#[test]
fn changes_are_marked_on_both_sides() {
    let folder = folder(&[("a.md", "# عـنوان\n\nكتابٌ جديد\n")]);
    let page = page(&folder, &["."]);
    assert!(page.contains("<del>عـ</del>نوان"), "the source");
    assert!(page.contains("<ins title=\"was عـ\">ع</ins>نوان"), "the article");
    assert!(page.contains("كتا<del>بٌ</del> جديد") && page.contains("كتا<ins title=\"was بٌ\">ب</ins> جديد"));
}

#[test]
fn hostile_text_stays_text() {
    let content = format!(
        "# {HOSTILE}\n\n{HOSTILE}\n\n- {HOSTILE}\n\n| {HOSTILE} | x |\n|---|---|\n| a | b |\n\n    {HOSTILE}\n"
    );
    let folder = folder(&[("a.md", &content), ("<b onclick='x'>\"&.md", &content), ("c.txt", HOSTILE)]);
    let page = page(&folder, &["."]);
    assert_eq!(page.matches("<script>").count(), 1);
    assert_eq!(page.matches("</script>").count(), 1);
    assert!(!page.contains("<img") && !page.contains("<b onclick"));
    let controls = ['\u{202E}', '\u{202C}', '\0', '\u{FEFF}'];
    assert!(!page.contains(controls), "controls are shown by name");
    assert!(page.contains(">RLO</i>"));
}

#[test]
fn a_sample_holds_the_gravest_and_no_more_than_asked_for() {
    let folder = TempDir::new().expect("a folder");
    for number in 0..30 {
        let title = if number == 17 { "" } else { "# عنوان\n\n" };
        let content = format!("{title}فقرة رقم {number}.\n");
        fs::write(folder.path().join(format!("{number:02}.md")), content).expect("a document");
    }
    let page = page(&folder, &[".", "--sample", "6"]);
    assert_eq!(page.matches("<article class=\"document\"").count(), 6);
    assert!(
        page.contains("6 of 30 documents") && page.contains("<b title=\"30\">30</b><span>documents</span>")
    );
}

#[test]
fn failures_are_shown_and_a_file_appears_only_when_whole() {
    let folder = folder(&[("a.md", "# عنوان\n\nفقرة.\n")]);
    let command = seedtool(&folder, &["report", "a.md", "missing.md", "-o", "out.html"]);
    command.code(2).stderr(contains("out.html: 1 document shown whole"));
    let page = fs::read_to_string(folder.path().join("out.html")).expect("a page");
    assert!(page.contains("missing.md") && page.contains("<h3>Not read</h3>"));
    seedtool(&folder, &["report", "missing.md", "-o", "out.html"])
        .code(2)
        .stderr(contains("missing.md: io: "));
    let kept = fs::read_to_string(folder.path().join("out.html")).expect("a page");
    assert_eq!(kept, page, "where nothing could be read the page of an earlier run stays");
    seedtool(&folder, &["report", "a.md", "-o", "no/such/folder.html"]).failure().stderr(contains("no/such"));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
}
