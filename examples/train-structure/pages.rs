//! Pages: articles set between the furniture of a site, since real labelled pages are few.
//!
//! The words come from the lexicon of cues and from the headlines of other articles, never from labelled pages.

use std::collections::HashMap;

use seedtool::structure::learn::Label;

use crate::boost::Random;
use crate::gold::Document;

/// Of so many articles one is made a page.
const ONE_IN: usize = 3;

const NAMES: &str =
    "محمد أحمد علي حسن سارة فاطمة ليلى يوسف خالد عمر منى هدى نور كريم سامي رنا طارق جمال سعيد مريم";
const FAMILIES: &str = "الخطيب السعدي المصري حداد عبد الرحمن النجار الشريف العتيبي بن سالم الحسيني فرج إبراهيم القاسم منصور البكري زيدان";
const CITIES: &str =
    "القاهرة الرياض بيروت دمشق عمّان الدوحة تونس الجزائر الرباط بغداد دبي الكويت لندن باريس موسكو";
const DAYS: &str = "السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة";
const MONTHS: &str = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر";
const ROLES: &str = "رئيس التحرير|مدير التحرير|رئيس مجلس الإدارة|الإشراف العام|المدير العام|سكرتير التحرير";
const SITES: &str = "الشروق|البلد|الخليج اليوم|الأخبار|صحيفة المدينة|وكالة الشرق|بوابة العرب|النهار نيوز";
const FOREIGN: &str = "English|US|RSS|CNN|Deutsch|Español|FR|X|Copy|Telegram|WhatsApp|Share on facebook|Share on twitter|facebook|AR|EN|Logo|search|menu";

/// Makes pages of some of the articles.
pub fn make(documents: &[Document]) -> Vec<Document> {
    let articles: Vec<&Document> = documents
        .iter()
        .filter(|document| document.set == "titles tight" || document.set == "news_labelled")
        .collect();
    let headlines: Vec<&str> = articles.iter().filter_map(|article| article.text.lines().next()).collect();
    let cues = cues();
    articles
        .iter()
        .enumerate()
        .filter(|(nth, article)| nth % ONE_IN == 0 || article.set == "news_labelled")
        .map(|(nth, article)| {
            let random = Random(nth as u64);
            Page { random, cues: &cues, headlines: &headlines, article, lines: Vec::new() }.write()
        })
        .collect()
}

/// The cues of the lexicon by kind and force, without those that hold a pattern.
fn cues() -> HashMap<(&'static str, &'static str), Vec<&'static str>> {
    let mut by_kind: HashMap<_, Vec<_>> = HashMap::new();
    for line in include_str!("../../src/structure/lexicon.tsv").lines().filter(|line| !line.starts_with('#'))
    {
        if let [kind, _, force, cues] = line.split('\t').collect::<Vec<_>>()[..] {
            let plain = cues.split(" | ").filter(|cue| !cue.contains(['#', '*', '©']));
            by_kind.entry((kind, force)).or_default().extend(plain);
        }
    }
    by_kind
}

struct Page<'p> {
    random: Random,
    cues: &'p HashMap<(&'static str, &'static str), Vec<&'static str>>,
    headlines: &'p [&'p str],
    article: &'p Document,
    lines: Vec<(String, Option<Label>)>,
}

impl Page<'_> {
    fn write(mut self) -> Document {
        let mut body: Vec<(String, Option<Label>)> = Vec::new();
        for line in seedtool::lines::lines(&self.article.text).filter(|line| !line.is_blank()) {
            body.push((line.text.trim().to_owned(), self.article.gold.get(&line.number).copied()));
        }
        let (title, body) = body.split_first().expect("a title");
        self.top();
        let titled = self.chance(0.85);
        if titled {
            self.lines.push(title.clone());
        }
        self.below_title(&title.0, titled);
        self.text(body);
        self.bottom(&title.0);
        self.finish()
    }

    fn top(&mut self) {
        if self.chance(0.2) {
            self.masthead();
        }
        for _ in 0..self.random.below(3) {
            match self.random.below(4) {
                0 => self.boxed(6),
                1 => self.one_line_menu(),
                _ => self.menu(20),
            }
        }
        if self.chance(0.3) {
            let section = self.section();
            let home = ["الرئيسية ", "الرئيسية > ", "", "الصفحة الرئيسية / "][self.random.below(4)];
            self.put(format!("{home}{section}"));
        }
    }

    fn below_title(&mut self, title: &str, titled: bool) {
        if titled && self.chance(0.3) {
            self.put(title.to_owned());
        }
        for _ in 0..self.random.below(5) {
            match self.random.below(6) {
                0 => self.date(),
                1 => self.byline(),
                2 => {
                    let caption = self.chunk(title, 2, 7);
                    if self.chance(0.5) {
                        self.put(caption.clone());
                    }
                    self.put(caption);
                }
                3 => self.shares(),
                4 => self.cue("comments", "head"),
                _ => self.date(),
            }
        }
    }

    fn text(&mut self, body: &[(String, Option<Label>)]) {
        for (nth, line) in body.iter().enumerate() {
            self.lines.push(line.clone());
            if nth + 1 == body.len() || line.1 != Some(Label::Paragraph) {
                continue;
            }
            if self.chance(0.06) {
                self.cue("related", "head");
                self.some_headlines(3);
            } else if self.chance(0.05) {
                let caption = self.chunk(&line.0, 2, 7);
                self.put(caption.clone());
                self.put(caption);
            } else if self.chance(0.02) {
                self.cue("ad", "sure");
            }
        }
    }

    fn bottom(&mut self, title: &str) {
        if self.chance(0.2) {
            let site = self.pick(SITES, '|');
            self.put(format!("المصدر: {site}"));
        }
        for _ in 0..self.random.below(6) {
            match self.random.below(9) {
                0 => self.tags(title),
                1 => self.shares(),
                2 | 3 => self.boxed(10),
                4 => {
                    self.cue("comments", "head");
                    for _ in 0..self.random.below(4) {
                        self.cue("comments", "sure");
                    }
                }
                5 => self.cue("follow", "sure"),
                6 => self.menu(15),
                7 => self.one_line_menu(),
                _ => self.date(),
            }
        }
        if self.chance(0.6) {
            let site = self.pick(SITES, '|');
            let year = 2005 + self.random.below(20);
            let notice = [
                format!("© {year} {site}. جميع الحقوق محفوظة"),
                format!("جميع الحقوق محفوظة لـ {site} {year}"),
                format!("Copyright © {year} {site}"),
            ];
            self.put_one(&notice);
        }
        if self.chance(0.3) {
            self.menu(6);
        }
    }

    fn masthead(&mut self) {
        for _ in 0..1 + self.random.below(3) {
            let (role, name) = (self.pick(ROLES, '|'), self.name());
            if self.chance(0.5) {
                self.put(format!("{role} : {name}"));
            } else {
                self.put(role);
                self.put(name);
            }
        }
    }

    fn menu(&mut self, most: usize) {
        for _ in 0..2 + self.random.below(most) {
            let section = self.section();
            let line = if self.chance(0.08) { self.pick(FOREIGN, '|') } else { section };
            self.put(line);
        }
    }

    fn one_line_menu(&mut self) {
        let gap = [" | ", "   ", "\u{A0}\u{A0}\u{A0}", " - ", "\t"][self.random.below(5)];
        let sections: Vec<String> = (0..2 + self.random.below(6)).map(|_| self.section()).collect();
        self.put(sections.join(gap));
    }

    /// A name of a section: one that is known, or words of a headline.
    fn section(&mut self) -> String {
        if self.chance(0.4) {
            let headline = self.headline();
            return self.chunk(&headline, 1, 3);
        }
        let force = if self.chance(0.3) { "sure" } else { "hint" };
        self.known("menu", force)
    }

    fn boxed(&mut self, most: usize) {
        if self.chance(0.8) {
            self.cue("related", "head");
        }
        self.some_headlines(most);
        if self.chance(0.2) {
            self.put("المزيد".to_owned());
        }
    }

    fn some_headlines(&mut self, most: usize) {
        let style = self.random.below(7);
        for _ in 0..1 + self.random.below(most) {
            let headline = self.headline();
            match style {
                0 => self.put(format!("* {headline}")),
                1 => {
                    let section = self.section();
                    self.put(format!("{section}: {headline}"));
                }
                2 => {
                    let count = 2 + self.random.below(50);
                    self.put(format!("قبل {count} دقيقة"));
                    self.put(headline);
                }
                3 => {
                    self.put(headline.clone());
                    self.put(headline);
                }
                4 => {
                    self.put(headline);
                    self.date();
                }
                _ => self.put(headline),
            }
        }
    }

    fn tags(&mut self, title: &str) {
        if self.chance(0.7) {
            self.cue("tags", "head");
        }
        for _ in 0..2 + self.random.below(6) {
            let tag = self.chunk(title, 1, 3);
            self.put(tag);
        }
    }

    fn shares(&mut self) {
        for _ in 0..1 + self.random.below(5) {
            if self.chance(0.3) {
                let line = self.pick(FOREIGN, '|');
                self.put(line);
            } else {
                self.cue("share", "sure");
            }
        }
    }

    fn byline(&mut self) {
        let (name, city) = (self.name(), self.pick(CITIES, ' '));
        let line = [
            format!("كتب {name}"),
            format!("كتبت: {name}"),
            name.clone(),
            format!("{name} - {city}"),
            format!("{city} - {name}"),
            format!("بقلم: {name}"),
            format!("{city} – متابعات"),
        ];
        self.put_one(&line);
    }

    fn date(&mut self) {
        let (day, month) = (self.pick(DAYS, ' '), self.pick(MONTHS, ' '));
        let (date, year) = (1 + self.random.below(28), 2005 + self.random.below(20));
        let (hour, minute) = (1 + self.random.below(12), 10 + self.random.below(50));
        let line = [
            format!("{day}، {date} {month} {year} {hour}:{minute} م"),
            format!("{day} {date} {month} {year}"),
            format!("{date}/{}/{year}", 1 + self.random.below(12)),
            format!("تم النشر: {day} {date} {month} {year}"),
            format!("آخر تحديث {date} {month} {year} - {hour}:{minute}"),
            format!("{month} {date}, {year}"),
        ];
        self.put_one(&line);
    }

    fn finish(mut self) -> Document {
        let spaced = [0.0, 1.0, 0.3][self.random.below(3)];
        let indent = if self.chance(0.15) { "        " } else { "" };
        let mut text = String::new();
        let mut gold = HashMap::new();
        let mut number = 0;
        for (line, label) in std::mem::take(&mut self.lines) {
            if number > 0 && self.chance(spaced) {
                text.push('\n');
                number += 1;
            }
            text.push_str(indent);
            text.push_str(&line);
            text.push('\n');
            number += 1;
            gold.extend(label.map(|label| (number, label)));
        }
        let (name, group) = (self.article.name.clone(), self.article.group.clone());
        Document { set: "pages".to_owned(), name, group, text, gold }
    }

    fn put(&mut self, line: String) {
        self.lines.push((line, Some(Label::Furniture)));
    }

    fn put_one(&mut self, lines: &[String]) {
        let nth = self.random.below(lines.len());
        self.put(lines[nth].clone());
    }

    fn cue(&mut self, kind: &'static str, force: &'static str) {
        let end = ["", ":", " :", "..", ""][self.random.below(5)];
        let cue = self.known(kind, force);
        self.put(format!("{cue}{end}"));
    }

    fn known(&mut self, kind: &'static str, force: &'static str) -> String {
        let cues = &self.cues[&(kind, force)];
        cues[self.random.below(cues.len())].to_owned()
    }

    fn headline(&mut self) -> String {
        self.headlines[self.random.below(self.headlines.len())].trim().to_owned()
    }

    fn name(&mut self) -> String {
        let (name, family) = (self.pick(NAMES, ' '), self.pick(FAMILIES, ' '));
        format!("{name} {family}")
    }

    /// Some words of a text, in a row.
    fn chunk(&mut self, text: &str, least: usize, most: usize) -> String {
        let words: Vec<&str> = text.split_whitespace().collect();
        let count = (least + self.random.below(most - least + 1)).min(words.len());
        let start = self.random.below(words.len() - count + 1);
        words[start..start + count].join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    }

    fn pick(&mut self, list: &str, part: char) -> String {
        let list: Vec<&str> = list.split(part).collect();
        list[self.random.below(list.len())].to_owned()
    }

    fn chance(&mut self, share: f64) -> bool {
        self.random.share() < share
    }
}
