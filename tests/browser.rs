//! The report in a real browser: headless Chromium, driven by ChromeDriver over WebDriver (W3C).
//!
//! Skipped with a line where they are missing (Debian: chromium, chromium-driver). With `SEEDTOOL_SCREENSHOTS=FOLDER`
//! pictures of the page are kept there.

#![allow(clippy::print_stderr)]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A running ChromeDriver with one session; both end with it.
struct Browser {
    driver: Child,
    port: u16,
    session: String,
    /// Chromium's profile.
    _profile: TempDir,
}

impl Browser {
    /// `None` where there is no browser.
    fn start(dark: bool) -> Option<Self> {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut lines = BufReader::new(driver.stdout.take()?).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse().ok()
        })?;
        std::thread::spawn(move || lines.for_each(drop));
        let profile = TempDir::new().expect("a folder");
        let mut browser = Self { driver, port, session: String::new(), _profile: profile };
        let mut arguments = [
            "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-dev-shm-usage",
            "--disable-background-networking --disable-component-update --disable-sync --hide-scrollbars",
        ]
        .join(" ");
        if dark {
            arguments.push_str(" --force-dark-mode");
        }
        let mut arguments: Vec<String> = arguments.split(' ').map(str::to_owned).collect();
        arguments.push(format!("--user-data-dir={}", browser._profile.path().display()));
        let options =
            json!({"goog:chromeOptions": {"args": arguments}, "goog:loggingPrefs": {"browser": "ALL"}});
        let session = browser.send("POST", "", &json!({"capabilities": {"alwaysMatch": options}}));
        browser.session = session.get("sessionId")?.as_str()?.to_owned();
        Some(browser)
    }

    /// One command of the protocol; the value of its answer.
    fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let path = match &*self.session {
            "" => format!("/session{path}"),
            session => format!("/session/{session}{path}"),
        };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n",
            body.len()
        );
        stream
            .write_all(head.as_bytes())
            .and_then(|()| stream.write_all(body.as_bytes()))
            .expect("a request");
        let mut answer = BufReader::new(stream);
        let mut length = 0;
        for line in answer.by_ref().lines().map_while(Result::ok).take_while(|line| !line.is_empty()) {
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut json = vec![0; length];
        answer.read_exact(&mut json).expect("an answer");
        let answer: Value = serde_json::from_slice(&json).expect("JSON");
        assert!(answer["value"].get("error").is_none(), "{answer:#}");
        answer["value"].clone()
    }

    fn open(&self, page: &Path) {
        self.send("POST", "/url", &json!({"url": format!("file://{}", page.display())}));
    }

    /// The value of a JavaScript expression.
    fn value(&self, expression: &str) -> Value {
        self.send("POST", "/execute/sync", &json!({"script": format!("return {expression}"), "args": []}))
    }

    fn find(&self, selector: &str) -> String {
        let element = self.send("POST", "/element", &json!({"using": "css selector", "value": selector}));
        let id = element.as_object().and_then(|element| element.values().next()).and_then(Value::as_str);
        id.expect("an element").to_owned()
    }

    fn click(&self, selector: &str) {
        self.send("POST", &format!("/element/{}/click", self.find(selector)), &json!({}));
    }

    fn write(&self, selector: &str, text: &str) {
        self.send("POST", &format!("/element/{}/value", self.find(selector)), &json!({"text": text}));
    }

    fn resize(&self, width: u32, height: u32) {
        self.send("POST", "/window/rect", &json!({"width": width, "height": height}));
    }

    /// What the page has said on its console since the last look.
    fn console(&self) -> Value {
        self.send("POST", "/se/log", &json!({"type": "browser"}))
    }

    /// Keeps a picture where pictures are wanted.
    fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("SEEDTOOL_SCREENSHOTS") else { return };
        let picture = self.send("GET", "/screenshot", &Value::Null);
        let png = decode_base64(picture.as_str().expect("a picture"));
        fs::write(Path::new(&folder).join(name), png).expect("a written picture");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            self.send("DELETE", "", &Value::Null);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// RFC 4648, as WebDriver sends pictures.
fn decode_base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = |byte: u8| ALPHABET.iter().position(|&letter| letter == byte);
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for value in text.bytes().map_while(value) {
        bits = bits << 6 | value as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xFF) as u8);
        }
    }
    bytes
}

/// A report over the seeds and two documents, one of which tries to break out.
fn report() -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let hostile =
        "</script><script>window.broken=1</script><img src=x onerror=window.broken=1>\"'\u{202E}عكس";
    fs::write(folder.path().join("x<b>.md"), format!("# {hostile}\n\nفِقْرَة {hostile}\n")).expect("a document");
    fs::write(folder.path().join("y.txt"), "only a few English words\n").expect("a document");
    let page = write_report(&folder, &[folder.path()]);
    (folder, page)
}

/// Writes a report over the seeds and `more` to the folder.
fn write_report(folder: &TempDir, more: &[&Path]) -> PathBuf {
    let page = folder.path().join("report.html");
    let mut command = Command::new(env!("CARGO_BIN_EXE_seedtool"));
    command.args(["report", "-q", "seeds"]).args(more).arg("-o").arg(&page).current_dir(common::ROOT);
    assert!(command.status().expect("the binary").success());
    page
}

#[test]
fn the_report_works_in_a_browser() {
    let Some(browser) = Browser::start(false) else {
        eprintln!("skipped: chromedriver or chromium is not there; the page is tested as text alone");
        return;
    };
    let (_folder, page) = report();
    browser.resize(1280, 900);
    browser.open(&page);
    browser.picture("overview.png");

    // It renders, with every document, and nothing has run that came from a document.
    assert_eq!(browser.value("document.querySelectorAll('.document').length"), 7);
    assert_eq!(browser.value("document.querySelectorAll('.list a').length"), 7);
    assert_eq!(
        browser.value(
            "[...document.querySelectorAll('svg .bar')].some(bar => bar.getBoundingClientRect().width > 50)"
        ),
        true
    );
    assert_eq!(browser.value("typeof window.broken"), "undefined");
    assert_eq!(browser.value("performance.getEntriesByType('resource').length"), 0);

    // A click on a document shows it and hides the others.
    let shown = "[...document.querySelectorAll('.document')].filter(it => it.offsetHeight > 0).map(it => it.id).join()";
    assert_eq!(browser.value(shown), "d0");
    let link = "[...document.querySelectorAll('.list a')].find(it => it.textContent.includes('000_')).hash";
    let id = browser.value(link).as_str().expect("a link").trim_start_matches('#').to_owned();
    browser.click(&format!(".list a[href='#{id}']"));
    assert_eq!(browser.value(shown), id.as_str());
    browser.picture("document.png");

    // Arabic runs from right to left, English from left to right.
    let direction = |selector: &str| {
        browser.value(&format!("getComputedStyle(document.querySelector('{selector}')).direction"))
    };
    assert_eq!(direction(&format!("#{id} .body")), "rtl");
    assert_eq!(direction(&format!("#{id} .body p")), "rtl");
    assert_eq!(direction(&format!("#{id} .lines > li p")), "rtl");
    assert_eq!(direction(&format!("#{id} .why")), "ltr");
    assert_eq!(direction("h1"), "ltr");
    let first_and_last = "(() => { const p = document.querySelector('.document.open .body p').firstChild; const at = n => { const r = document.createRange(); r.setStart(p, n); r.setEnd(p, n + 1); return r.getBoundingClientRect().left; }; return at(0) > at(3); })()";
    assert_eq!(browser.value(first_and_last), true, "the first letter stands to the right of the fourth");

    // Search folds marks, tatweel and hamza; a filter leaves what has the warning.
    let listed = "[...document.querySelectorAll('.list li')].filter(it => !it.hidden).length";
    browser.write("#search", "فقره");
    assert_eq!(browser.value(listed), 1);
    browser.value("(() => { const it = document.getElementById('search'); it.value = ''; it.dispatchEvent(new Event('input')); })()");
    assert_eq!(browser.value(listed), 7);
    browser.click(".chips button[data-filter='low_arabic_share']");
    assert!(browser.value(listed).as_u64().is_some_and(|listed| (1..7).contains(&listed)));

    assert_eq!(browser.console(), json!([]), "nothing on the console");

    // On a phone nothing is wider than the screen.
    browser.resize(500, 900);
    assert_eq!(browser.value("document.documentElement.scrollWidth <= innerWidth"), true);
    browser.value(&format!("document.getElementById('{id}').scrollIntoView()"));
    browser.picture("phone.png");
}

/// The picture that README shows is made here, of the seeds alone.
#[test]
fn furniture_of_the_source_is_struck_out_and_not_in_the_article() {
    let Some(browser) = Browser::start(false) else {
        eprintln!("skipped: chromedriver or chromium is not there");
        return;
    };
    let folder = TempDir::new().expect("a folder");
    let page = write_report(&folder, &[]);
    browser.resize(1320, 960);
    browser.open(&page);
    browser.click(".list a[href='#d3']");
    let masthead = "document.querySelector('#d3 .lines .dropped p')";
    assert_eq!(browser.value(&format!("{masthead}.textContent")), "الإشراف العام");
    let line = format!("getComputedStyle({masthead}).textDecorationLine");
    assert_eq!(browser.value(&line), "line-through");
    assert_eq!(
        browser.value("document.querySelector('#d3 .body').textContent.includes('الإشراف العام')"),
        false
    );
    browser.picture("readme.png");
}

#[test]
fn the_report_is_dark_where_that_is_wished() {
    let Some(browser) = Browser::start(true) else {
        eprintln!("skipped: chromedriver or chromium is not there");
        return;
    };
    let (_folder, page) = report();
    browser.resize(1280, 900);
    browser.open(&page);
    browser.picture("dark.png");
    let light =
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number).reduce((a, b) => a + b)";
    assert!(browser.value(light).as_u64().is_some_and(|light| light < 150));
    assert_eq!(browser.console(), json!([]));
}
