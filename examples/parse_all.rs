use mdbook_codex::go::{parse, syntax::Decl};
fn walk(dir: &std::path::Path, out: &mut Vec<std::path::PathBuf>) {
    for e in std::fs::read_dir(dir).unwrap() {
        let p = e.unwrap().path();
        if p.is_dir() {
            if !p.ends_with("testdata") {
                walk(&p, out)
            }
        } else if p.extension().is_some_and(|e| e == "go") {
            out.push(p)
        }
    }
}
#[allow(clippy::print_stdout)]
fn main() {
    let mut files = vec![];
    walk(
        std::path::Path::new(&std::env::args().nth(1).unwrap()),
        &mut files,
    );
    let (mut bodies, mut bad) = (0, 0);
    for f in files {
        let text = std::fs::read(&f).unwrap();
        let file = parse::file(&text);
        for r in &file.refused {
            bad += 1;
            println!("{} {r}", f.display());
        }
        for d in &file.decls {
            if let Decl::Func(func) = d
                && let Some(span) = &func.body
            {
                bodies += 1;
                if let Err(r) = parse::body(&text, span.clone()) {
                    bad += 1;
                    println!("{} {} {r}", f.display(), func.name);
                }
            }
        }
    }
    println!("{bodies} bodies {bad} bad");
}
