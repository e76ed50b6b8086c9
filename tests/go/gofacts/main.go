// Gofacts prints what go/types knows about the packages of a Go tree.
//
//	gofacts [-goarch ARCH] consts|aligns|calls GOROOT PACKAGE ...
//
// consts: one JSON object a constant: package, name, type, value (as fmt prints it, strings quoted).
// aligns: one JSON object a struct type: name, align, and the alignment of each field.
// calls: one JSON object a function or method: package, path, and what its body calls.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

type listed struct {
	ImportPath, Dir string
	GoFiles         []string
	ImportMap       map[string]string
	DepOnly         bool
}

// checked is a type-checked package.
type checked struct {
	path  string
	fset  *token.FileSet
	files []*ast.File
	pkg   *types.Package
	info  *types.Info
}

func main() {
	log.SetFlags(0)
	goarch := flag.String("goarch", "amd64", "target architecture")
	flag.Parse()
	if flag.NArg() < 3 {
		log.Fatal("usage: gofacts [-goarch ARCH] consts|aligns|calls GOROOT PACKAGE ...")
	}
	facts, goroot, wanted := flag.Arg(0), flag.Arg(1), flag.Args()[2:]
	out := json.NewEncoder(os.Stdout)
	for _, p := range load(goroot, *goarch, wanted, facts == "calls") {
		switch facts {
		case "consts":
			consts(out, p)
		case "aligns":
			aligns(out, p, types.SizesFor("gc", *goarch))
		case "calls":
			calls(out, p)
		default:
			log.Fatalf("unknown facts %q", facts)
		}
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// load type-checks the wanted packages and all that they import.
func load(goroot, goarch string, wanted []string, bodies bool) (result []checked) {
	fset := token.NewFileSet()
	packages := map[string]*types.Package{"unsafe": types.Unsafe}
	for _, p := range list(goroot, goarch, wanted) {
		if p.ImportPath == "unsafe" {
			continue
		}
		var files []*ast.File
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution|parser.ParseComments)
			check(err)
			files = append(files, file)
		}
		info := &types.Info{
			Types:      map[ast.Expr]types.TypeAndValue{},
			Uses:       map[*ast.Ident]types.Object{},
			Defs:       map[*ast.Ident]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{},
		}
		config := types.Config{
			Importer: importer(func(path string) (*types.Package, error) {
				if mapped, ok := p.ImportMap[path]; ok {
					path = mapped
				}
				return packages[path], nil
			}),
			Sizes:            types.SizesFor("gc", goarch),
			IgnoreFuncBodies: !bodies || p.DepOnly,
			// Assembly, linknames and the compiler's own rules are out of go/types' sight.
			Error: func(error) {},
		}
		pkg, _ := config.Check(p.ImportPath, fset, files, info)
		packages[p.ImportPath] = pkg
		if !p.DepOnly {
			result = append(result, checked{p.ImportPath, fset, files, pkg, info})
		}
	}
	return result
}

type importer func(path string) (*types.Package, error)

func (f importer) Import(path string) (*types.Package, error) { return f(path) }

// list asks the go command for the packages, each after what it imports.
func list(goroot, goarch string, wanted []string) (pkgs []listed) {
	args := append([]string{"list", "-deps", "-json=ImportPath,Dir,GoFiles,ImportMap,DepOnly"}, wanted...)
	cmd := exec.Command(filepath.Join(goroot, "bin", "go"), args...)
	cmd.Dir = filepath.Join(goroot, "src")
	cmd.Env = append(os.Environ(), "GOROOT="+goroot, "GOOS=linux", "GOARCH="+goarch, "CGO_ENABLED=0",
		"GOTOOLCHAIN=local", "GOFLAGS=", "GOWORK=off")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	check(err)
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		err := dec.Decode(&p)
		if err == io.EOF {
			return pkgs
		}
		check(err)
		pkgs = append(pkgs, p)
	}
}
