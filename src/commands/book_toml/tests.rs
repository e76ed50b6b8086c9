//! Every text goes there and back again.
use super::*;

const TABLE: &str = "\n[preprocessor.codex]\ncommand = \"mdbook-codex\"\nafter = [\"links\", \"index\"]\n";
const KEYS: &str =
    "additional-css = [\"theme/codex/codex.css\"]\nadditional-js = [\"theme/codex/codex.js\"]\n";

fn check(before: &str, after: &str) {
    assert_eq!(installed(before).unwrap(), after, "installed:\n{before}");
    assert_eq!(installed(after).unwrap(), after, "installed twice:\n{before}");
    assert_eq!(uninstalled(after).unwrap(), before, "uninstalled:\n{after}");
}

#[test]
fn tables_are_added_at_the_end() {
    let both = format!("{TABLE}\n[output.html]\n{KEYS}");
    check("", both.trim_start());
    check("[book]\ntitle = \"a\"\n", &format!("[book]\ntitle = \"a\"\n{both}"));
    check("# only\n\n", &format!("# only\n\n{both}"));
    check("[book]", &format!("[book]\n{}", both.trim_end()));
    check("\r\n[book]\r\n", &format!("\r\n[book]\r\n{}", both.replace('\n', "\r\n")));
    check(
        "[book]\r\nsrc='s' # x",
        &format!("[book]\r\nsrc='s' # x\r\n{}", both.trim_end().replace('\n', "\r\n")),
    );
}

#[test]
fn keys_go_into_the_html_table_that_is_there() {
    check("[output.html]\n", &format!("[output.html]\n{KEYS}{TABLE}"));
    check(
        "[output.html] # own\ntheme = \"t\" # why\n# tail\n\n[output.html.search]\nenable = true\n",
        &format!(
            "[output.html] # own\ntheme = \"t\" # why\n{KEYS}# tail\n\n[output.html.search]\nenable = true\n{TABLE}"
        ),
    );
    check(
        "[output.html]\n  theme = 't'\n",
        &format!("[output.html]\n  theme = 't'\n  {}{TABLE}", KEYS.replacen("\nadd", "\n  add", 1)),
    );
    check(
        "[output.html]\nprint.enable = false",
        &format!("[output.html]\nprint.enable = false\n{KEYS}{}", TABLE.trim_end()),
    );
    check("[output.html.search]\n", &format!("[output.html.search]\n{TABLE}\n[output.html]\n{KEYS}"));
}

#[test]
fn dotted_keys_and_inline_tables_are_met_in_their_own_form() {
    let dotted = |prefix: &str| KEYS.replace("additional", &format!("{prefix}additional"));
    check(
        "output.html.theme = 't'\n",
        &format!("output.html.theme = 't'\n{}{TABLE}", dotted("output.html.")),
    );
    check(
        "[output]\nhtml . theme = 't'\n",
        &format!("[output]\nhtml . theme = 't'\n{}{TABLE}", dotted("html.")),
    );
    let inline = KEYS.trim_end().replace('\n', ", ");
    check("[output]\nhtml = {}\n", &format!("[output]\nhtml = {{ {inline} }}\n{TABLE}"));
    check("[output]\nhtml = { }\n", &format!("[output]\nhtml = {{ {inline}  }}\n{TABLE}"));
    check(
        "output = { html = { theme = 't' } } # x\n",
        &format!("output = {{ html = {{ theme = 't', {inline} }} }} # x\n{TABLE}"),
    );
    let table = "codex = { command = \"mdbook-codex\", after = [\"links\", \"index\"] }";
    check(
        "preprocessor = { links = {} }\n[output.html]\n",
        &format!("preprocessor = {{ links = {{}}, {table} }}\n[output.html]\n{KEYS}"),
    );
    check(
        "preprocessor = {}\n[output.html]\n",
        &format!("preprocessor = {{ {table} }}\n[output.html]\n{KEYS}"),
    );
}

#[test]
fn lists_are_extended_in_their_own_style() {
    let list = |before: &str, after: &str| {
        let html = |css: &str| format!("[output.html]\nadditional-css = {css}\n");
        let js = "additional-js = [\"theme/codex/codex.js\"]\n";
        check(&html(before), &format!("{}{js}{TABLE}", html(after)));
    };
    list("['a.css']", "['a.css', \"theme/codex/codex.css\"]");
    list("[ 'a.css', ] # x", "[ 'a.css', \"theme/codex/codex.css\", ] # x");
    list("[]", "[\"theme/codex/codex.css\",]");
    list("[ # none yet\n]", "[\"theme/codex/codex.css\", # none yet\n]");
    list("[\n  'a.css', # a, b\n]", "[\n  'a.css', # a, b\n  \"theme/codex/codex.css\",\n]");
    list("[\n\t'a.css' # a, b\n]", "[\n\t'a.css', # a, b\n\t\"theme/codex/codex.css\"\n]");
    list("[\n 'a',\n 'b']", "[\n 'a',\n 'b',\n \"theme/codex/codex.css\"]");
    list("['a',\n 'b',\n # end\n]", "['a',\n 'b',\n \"theme/codex/codex.css\",\n # end\n]");
}

#[test]
fn line_ends_stay_what_they_are() {
    let before = "# x\n\n[output]\nhtml.additional-js = [\n  'a',\n]\nhtml.theme = 't'";
    let after = installed(before).unwrap();
    let crlf = |text: &str| text.replace('\n', "\r\n");
    check(&crlf(before), &crlf(&after));
}

#[test]
fn other_outputs_get_no_assets() {
    check("[output.markdown]\n", &format!("[output.markdown]\n{TABLE}"));
}

/// Pieces that books are made of; every text that they add up to goes there and back.
const HEADS: [&str; 6] = [
    "",
    "# c\n",
    "[book]\ntitle = 'a' # t\n\n",
    "[book]\n[preprocessor.toc]\n",
    "\n\n",
    "book = { title = \"a\", authors = [ \"b\", ] } # one line\nbuild.create-missing=false\n",
];
const HTMLS: [&str; 9] = [
    "",
    "[output.html]\n",
    "[output.html]\ntheme = 't'\n\n# c\n",
    "[output.html.fold]\nlevel = 1\n",
    "  [ output . \"html\" ]   # odd\n\ttheme='t'\n",
    "[output]\nhtml.theme = 't' # dotted\n",
    "[output]\nhtml = { theme = 't', fold = { enable = true } }\n",
    "[output.html.print]\nenable = false\n\n[output.html]\n",
    "[output.html]\nedit-url-template = \"\"\"\nx\n\"\"\"\n",
];
const LISTS: [&str; 7] = [
    "",
    "additional-css = []\n",
    "additional-js = [ 'a',\n'b' ]\n",
    "additional-css = ['a',] # x\n",
    "additional-js = [ # ]\n  \"a,b\", # c\n\n  'd' # e\n  , # f\n]\nadditional-css=['./a.css']\n",
    "additional-css = [\n    'x.css',\n    # 'off.css',\n]\n# after\nno-section-label = true\n",
    "additional-css = [\"\\u0061.css\"]\n",
];
const TAILS: [&str; 8] = [
    "",
    "\n",
    "[build]\nsrc = 'x'\n",
    "[output.html.search]\n  enable = true\n# end\n",
    "[output.epub]",
    "[preprocessor.admonish]\ncommand = \"mdbook-admonish\" # do not edit\n[preprocessor.katex]\nafter = ['links']\n",
    "# above\n[preprocessor]\n# inside\nbib = { bibliography = 'b.bib' }\n\n[[preprocessor.x.y]]\nz = 1\n",
    "[preprocessor.index]\n[preprocessor.toc]\ncommand = 'x'\nbefore = [ ]\n#",
];

#[test]
fn every_combination_comes_back_to_the_byte() {
    let mut count = 0;
    for (head, html) in HEADS.iter().flat_map(|head| HTMLS.iter().map(move |html| (head, html))) {
        for (list, tail) in LISTS.iter().flat_map(|list| TAILS.iter().map(move |tail| (list, tail))) {
            // A list needs the header of its table before it.
            let takes = html.trim_start().starts_with("[output.html]") || html.ends_with("[output.html]\n");
            let list = if takes { list } else { "" };
            let text = format!("{head}{html}{list}{tail}");
            for text in [text.clone(), text.trim_end().to_string(), text.replace('\n', "\r\n")] {
                // A table may come once: not all pieces go together.
                if parse(&text).is_ok() {
                    check(&text, &installed(&text).unwrap());
                    count += 1;
                }
            }
        }
    }
    assert!(count > 5000, "{count}");
}

#[test]
fn what_is_there_stays_in_its_order_with_its_comments() {
    for (head, html) in HEADS.iter().flat_map(|head| HTMLS.iter().map(move |html| (head, html))) {
        let text = format!("{head}{html}{}", TAILS[6]);
        let after = installed(&text).unwrap();
        // What was put in is taken out letter by letter: the rest is the author's, in the author's order.
        let mut rest = after.chars();
        assert!(text.chars().all(|c| rest.any(|other| other == c)), "{text}\n->\n{after}");
    }
}

#[test]
fn others_run_where_they_must() {
    let check = |before: &str, line: &str| {
        let after = installed(&format!("{before}\n[output.html]\n")).unwrap();
        assert!(after.contains(line), "{after}");
    };
    check(
        "[preprocessor.admonish]\n[preprocessor.mermaid]\n[preprocessor.katex]\nafter = ['links']\n",
        "after = [\"links\", \"index\", \"admonish\", \"katex\"]\n",
    );
    check("[preprocessor.toc]\n", "after = [\"links\", \"index\"]\nbefore = [\"toc\"]\n");
    check(
        "[preprocessor.bib]\n[preprocessor.codex]\nafter = ['x']\n",
        "after = ['x', \"links\", \"index\", \"bib\"]\n",
    );
    // The author's own order counts.
    let own = |before: &str, line: &str| {
        check(before, line);
        let after = installed(&format!("{before}\n[output.html]\n")).unwrap();
        assert_eq!(after.matches("before").count(), before.matches("before").count(), "{after}");
    };
    let plain = "after = [\"links\", \"index\"]\n";
    own("[preprocessor.toc]\nbefore = [\"codex\"]\n", plain);
    own("[preprocessor.katex]\n[preprocessor.codex]\nbefore = ['katex']\n", plain);
    let circle = "[preprocessor.toc]\n[preprocessor.admonish]\nafter = [\"toc\"]\n";
    own(circle, "after = [\"links\", \"index\", \"admonish\"]\n");
}

#[test]
fn what_the_author_wrote_of_codex_is_kept() {
    let check = |before: &str, after: &str| {
        let html = format!("[output.html]\n{KEYS}\n");
        assert_eq!(installed(&format!("{html}{before}")).unwrap(), format!("{html}{after}"));
    };
    check(
        "[preprocessor.codex]\nafter = [\"toc\"]\ngo = \"go1.27.3\"\n",
        "[preprocessor.codex]\nafter = [\"toc\", \"links\", \"index\"]\ngo = \"go1.27.3\"\ncommand = \"mdbook-codex\"\n",
    );
    check(
        "[preprocessor.codex.tags]\nenable = false\n",
        &format!("[preprocessor.codex.tags]\nenable = false\n{TABLE}"),
    );
    check(
        "[preprocessor]\ncodex.command = \"x\"\n",
        "[preprocessor]\ncodex.command = \"x\"\ncodex.after = [\"links\", \"index\"]\n",
    );
}

#[test]
fn the_whole_of_codex_goes() {
    let check = |before: &str, after: &str| assert_eq!(uninstalled(before).unwrap(), after, "{before}");
    check(
        "[book]\n\n[preprocessor.codex]\ngo = 1\n\n[preprocessor.codex.tags]\nx = 1\n\n\
         [[preprocessor.codex.questions]]\ny = 1\n\n[[preprocessor.codex.questions]]\ny = 2\n\n# t\n[build]\n",
        "[book]\n\n# t\n[build]\n",
    );
    check("preprocessor.codex.go = 1\npreprocessor.codex.after = [\n]\nx = 1\n", "x = 1\n");
    check("[preprocessor]\ncodex = {}\nlinks = {}\n", "[preprocessor]\nlinks = {}\n");
    check(
        "[output.html]\nadditional-css = [\"./theme/codex/codex.css\", 'b']\n",
        "[output.html]\nadditional-css = ['b']\n",
    );
    check("[book]\n", "[book]\n");
}

#[test]
fn what_cannot_be_edited_is_told_with_its_place() {
    let check = |text: &str, expected: &str| {
        let error = installed(text).unwrap_err();
        assert!(format!("{error:#}").contains(expected), "{error:#}");
    };
    check("[book]\ntitle = \n", "line 2, column 9");
    check("[output.html]\nadditional-css = 'a.css'\n", "`output.html.additional-css` is no list");
    check("preprocessor = 1\n", "`preprocessor` is no table");
    check("output = { html.theme = 't' }\n", "add the two tables by hand");
}

#[test]
fn the_release_alone_is_replaced() {
    let check = |text: &str, expected: &str| assert_eq!(with_release(text, "go1.27.3").unwrap(), expected);
    check(
        "[preprocessor.codex] # ours\ngo = 'go1.26.6' # the pin\nroot = \"x\"\n",
        "[preprocessor.codex] # ours\ngo = \"go1.27.3\" # the pin\nroot = \"x\"\n",
    );
    check("preprocessor.codex.go=\"go1.26.6\"\r\n", "preprocessor.codex.go=\"go1.27.3\"\r\n");
    check("[preprocessor.codex]\n", "[preprocessor.codex]\ngo = \"go1.27.3\"\n");
    check("", "[preprocessor.codex]\ngo = \"go1.27.3\"\n");
}
