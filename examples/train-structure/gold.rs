//! Gold: labelled documents as training reads them.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use seedtool::structure::learn::Label;
use serde_json::Value;

/// A document with the labels of its lines.
#[derive(Clone, Debug)]
pub struct Document {
    /// The set it is of, with its variant: `structure i`.
    pub set: String,
    pub name: String,
    /// Documents of one group (repository, newspaper, site) are never parted between training and test.
    pub group: String,
    pub text: String,
    /// 1-based line to label; lines that are not here are not learnt from.
    pub gold: HashMap<usize, Label>,
}

/// Reads every labelled document below a folder.
///
/// `NAME.gold.json` holds either `lines` (`line`, `label`) beside the text `NAME.txt`, or `blocks` (`kind`,
/// `lines.VARIANT`) beside the texts `NAME.VARIANT.txt`. `index.json` with `title`s lists articles that are a title,
/// a blank line and paragraphs. The group is the folder, or the second column of the table in `SOURCES.md`.
pub fn read(folder: &Path) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let path = entry?.into_path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if let Some(stem) = name.strip_suffix(".gold.json") {
            let gold: Value = json(&path)?;
            if gold.get("blocks").is_some() {
                blocks(&path, stem, &gold, &mut documents)?;
            } else if gold["kind"] != "markdown" {
                documents.push(lines(&path, stem, &gold)?);
            }
        } else if name == "index.json" {
            titles(&path, &mut documents)?;
        }
    }
    Ok(documents)
}

fn json(path: &Path) -> Result<Value> {
    let text = fs::read(path).with_context(|| path.display().to_string())?;
    serde_json::from_slice(&text).with_context(|| path.display().to_string())
}

fn label(name: &str) -> Option<Label> {
    Some(match name {
        "title" => Label::Title,
        "heading" => Label::Heading,
        "list_item" => Label::Item,
        "paragraph" => Label::Paragraph,
        "unsure" => return None,
        _ => Label::Furniture,
    })
}

/// Names of the folders above a file, nearest first.
fn folders(path: &Path) -> impl Iterator<Item = String> {
    path.ancestors().skip(1).filter_map(|folder| Some(folder.file_name()?.to_string_lossy().into_owned()))
}

fn lines(path: &Path, stem: &str, gold: &Value) -> Result<Document> {
    let set = folders(path).find(|name| name != "dev").unwrap_or_default();
    let text = fs::read_to_string(path.with_file_name(format!("{stem}.txt")))?;
    let sources = fs::read_to_string(path.with_file_name("SOURCES.md")).unwrap_or_default();
    let group = sources
        .lines()
        .map(|line| line.split('|').map(str::trim).collect::<Vec<_>>())
        .find(|cells| cells.get(1) == Some(&stem))
        .and_then(|cells| cells.get(2).map(|&site| site.trim_start_matches("arabic.").to_owned()))
        .unwrap_or_else(|| stem.to_owned());
    let labels = gold["lines"].as_array().into_iter().flatten().filter_map(|row| {
        let unsure = row["unsure"].as_bool().unwrap_or(false) || row["bold_only"].as_bool().unwrap_or(false);
        Some((row["line"].as_u64()? as usize, label(row["label"].as_str()?).filter(|_| !unsure)?))
    });
    Ok(Document { set, name: stem.to_owned(), group, gold: labels.collect(), text })
}

fn blocks(path: &Path, stem: &str, gold: &Value, documents: &mut Vec<Document>) -> Result<()> {
    for variant in ["i", "ii", "iii", "iv"] {
        let text = fs::read_to_string(path.with_file_name(format!("{stem}.{variant}.txt")))?;
        let mut labels = HashMap::new();
        let mut titled = false;
        for block in gold["blocks"].as_array().into_iter().flatten() {
            let Some(line) = block["lines"][variant].as_u64() else { continue };
            let mut kind = block["kind"].as_str().and_then(label);
            if kind == Some(Label::Heading) && block["level"] == 1 && !titled {
                titled = true;
                kind = Some(Label::Title);
            }
            let unsure =
                block["bold_only"].as_bool().unwrap_or(false) || block["unsure"].as_bool().unwrap_or(false);
            if let Some(kind) = kind.filter(|_| !unsure) {
                labels.insert(line as usize, kind);
            }
        }
        documents.push(Document {
            set: format!("structure {variant}"),
            name: stem.to_owned(),
            group: folders(path)
                .next()
                .unwrap_or_default()
                .replace("reactjs+ar.react.dev", "reactjs+ar.reactjs.org"),
            gold: labels,
            text,
        });
    }
    Ok(())
}

fn titles(index: &Path, documents: &mut Vec<Document>) -> Result<()> {
    for article in
        json(index)?.as_array().into_iter().flatten().filter(|article| article["title"].is_string())
    {
        let Some(file) = article["file"].as_str() else { continue };
        let text = fs::read_to_string(index.with_file_name(file))?;
        let Some((title, body)) = text.split_once("\n\n") else { continue };
        for (variant, text) in
            [("blank", text.clone()), ("tight", format!("{title}\n{body}")), ("untitled", body.to_owned())]
        {
            let mut gold: HashMap<usize, Label> = seedtool::lines::lines(&text)
                .filter(|line| !line.is_blank())
                .map(|line| (line.number, Label::Paragraph))
                .collect();
            if variant != "untitled" {
                gold.insert(1, Label::Title);
            }
            documents.push(Document {
                set: format!("titles {variant}"),
                name: file.to_owned(),
                group: file.to_owned(),
                text,
                gold,
            });
        }
    }
    Ok(())
}
