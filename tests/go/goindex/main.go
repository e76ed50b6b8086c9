// Goindex prints what Go itself finds in a source tree.
//
// Usage: goindex [-targets linux/amd64,windows/arm64] GOROOT
//
// It writes one JSON object a line for every file below GOROOT/src that is no test and in no testdata folder:
//
//	{"rec":"file","file":"runtime/proc.go","package":"runtime","matches":["linux/amd64"]}
//	{"rec":"decl","file":"runtime/proc.go","kind":"func","path":"gopark","start":457,"end":475,"doc":440}
//	{"rec":"linkname","file":"runtime/proc.go","start":28,"local":"main_main","target":"main.main"}
//
// Files are Go files and assembly; matches lists the targets that go/build would take the file for. Lines are
// physical. A declaration begins at its keyword, or at its name where the keyword stands before a parenthesis;
// doc is the first line of its comment, or absent. Members have paths below what holds them.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	targets := flag.String("targets", "linux/amd64", "list of GOOS/GOARCH")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: goindex [-targets LIST] GOROOT")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), strings.Split(*targets, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "goindex:", err)
		os.Exit(1)
	}
}

func run(goroot string, targets []string) error {
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	index := indexer{out: json.NewEncoder(out)}
	for _, target := range targets {
		ctxt, err := buildContext(goroot, target)
		if err != nil {
			return err
		}
		index.targets = append(index.targets, buildTarget{target, ctxt})
	}
	src := filepath.Join(goroot, "src")
	err := filepath.WalkDir(src, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if path != src && (name == "testdata" || name[0] == '_' || name[0] == '.') {
				return filepath.SkipDir
			}
			return nil
		}
		file, err := filepath.Rel(src, path)
		if err != nil {
			return err
		}
		switch {
		case strings.HasSuffix(name, "_test.go"):
			return nil
		case strings.HasSuffix(name, ".go"), strings.HasSuffix(name, ".s"):
			return index.file(path, filepath.ToSlash(file))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return out.Flush()
}
