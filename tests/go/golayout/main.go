// Golayout prints the layout of every struct type of some packages, as the compiler wrote it into DWARF.
//
//	golayout -goarch amd64 GOROOT PACKAGE ...
//
// It builds a program with the tree's own toolchain. An overlay adds to each package a variable that points
// to each of its types, so that no type is dropped; the tree itself is not touched. The output is JSON:
//
//	{"structs": [{"name", "size", "fields": [{"name", "offset", "size", "embedded"}]}]}
//
// Names are import path, dot, type name. Generic types and their instances are left out.
package main

import (
	"bytes"
	"debug/dwarf"
	"debug/elf"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
)

type pkg struct {
	ImportPath, Name, Dir string
	GoFiles               []string
}

type field struct {
	Name     string `json:"name"`
	Offset   int64  `json:"offset"`
	Size     int64  `json:"size"`
	Embedded bool   `json:"embedded"`
}

type structure struct {
	Name   string  `json:"name"`
	Size   int64   `json:"size"`
	Fields []field `json:"fields"`
}

// Go's own DWARF attributes, and the kind of a struct; strings and slices are structs to DWARF as well.
const (
	goKind          = dwarf.Attr(0x2900)
	goEmbeddedField = dwarf.Attr(0x2903)
	kindStruct      = int64(reflect.Struct)
)

func main() {
	log.SetFlags(0)
	goarch := flag.String("goarch", "amd64", "target architecture")
	flag.Parse()
	if flag.NArg() < 2 {
		log.Fatal("usage: golayout [-goarch ARCH] GOROOT PACKAGE ...")
	}
	goroot, wanted := flag.Arg(0), flag.Args()[1:]
	temp, err := os.MkdirTemp("", "golayout")
	check(err)
	defer os.RemoveAll(temp)

	pkgs := list(goroot, *goarch, wanted)
	program := build(goroot, *goarch, temp, pkgs)
	structs := read(program, pkgs)
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{"structs": structs}))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func command(goroot, goarch string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(goroot, "bin", "go"), args...)
	cmd.Dir = filepath.Join(goroot, "src")
	cmd.Env = append(os.Environ(), "GOROOT="+goroot, "GOOS=linux", "GOARCH="+goarch, "CGO_ENABLED=0",
		"GOTOOLCHAIN=local", "GOFLAGS=", "GOWORK=off")
	cmd.Stderr = os.Stderr
	return cmd
}

// list asks the go command for the packages and the files that the target builds.
func list(goroot, goarch string, wanted []string) []pkg {
	out, err := command(goroot, goarch, append([]string{"list", "-json=ImportPath,Name,Dir,GoFiles"}, wanted...)...).Output()
	check(err)
	var pkgs []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		err := dec.Decode(&p)
		if err == io.EOF {
			return pkgs
		}
		check(err)
		// A package below another's internal folder cannot be imported by our program.
		if len(p.GoFiles) > 0 && !strings.Contains(p.ImportPath, "/internal/") {
			pkgs = append(pkgs, p)
		}
	}
}

// build compiles a program that holds all types of the packages, and returns its file.
func build(goroot, goarch, temp string, pkgs []pkg) string {
	replace := map[string]string{}
	add := func(dir, name, text string) {
		real := filepath.Join(temp, fmt.Sprintf("%d.go", len(replace)))
		check(os.WriteFile(real, []byte(text), 0o666))
		replace[filepath.Join(dir, name)] = real
	}
	main := "package main\n\n"
	for _, p := range pkgs {
		add(p.Dir, "zz_golayout.go", keeper(p))
		main += fmt.Sprintf("import _ %q\n", p.ImportPath)
	}
	main += "\nfunc main() {}\n"
	add(filepath.Join(goroot, "src", "golayoutprogram"), "main.go", main)

	overlay := filepath.Join(temp, "overlay.json")
	text, err := json.Marshal(map[string]any{"Replace": replace})
	check(err)
	check(os.WriteFile(overlay, text, 0o666))
	program := filepath.Join(temp, "program")
	cmd := command(goroot, goarch, "build", "-overlay", overlay, "-o", program, "golayoutprogram")
	check(cmd.Run())
	return program
}

// keeper is a file of the package with a variable for each of its types. The linker keeps what the array
// of their addresses names, and it keeps the array because the package's initialization uses it.
func keeper(p pkg) string {
	text := fmt.Sprintf("package %s\n\nimport \"unsafe\"\n\nvar golayoutSink unsafe.Pointer\n\n", p.Name)
	names := typeNames(p)
	for i, name := range names {
		text += fmt.Sprintf("var golayout%d *%s\n", i, name)
	}
	text += "\nvar golayoutAll = [...]unsafe.Pointer{\n"
	for i := range names {
		text += fmt.Sprintf("\tunsafe.Pointer(&golayout%d),\n", i)
	}
	return text + "}\n\nfunc init() { golayoutSink = unsafe.Pointer(&golayoutAll) }\n"
}

func typeNames(p pkg) (names []string) {
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		check(err)
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range gen.Specs {
				spec, ok := spec.(*ast.TypeSpec)
				if !ok || spec.TypeParams != nil || spec.Assign.IsValid() || spec.Name.Name == "_" {
					continue
				}
				if _, ok := spec.Type.(*ast.InterfaceType); !ok {
					names = append(names, spec.Name.Name)
				}
			}
		}
	}
	return names
}

// read takes the structs of the packages out of the program's DWARF.
func read(program string, pkgs []pkg) (structs []structure) {
	file, err := elf.Open(program)
	check(err)
	defer file.Close()
	data, err := file.DWARF()
	check(err)
	ours := map[string]bool{}
	for _, p := range pkgs {
		ours[p.ImportPath] = true
	}
	for r := data.Reader(); ; {
		entry, err := r.Next()
		check(err)
		if entry == nil {
			return structs
		}
		name, _ := entry.Val(dwarf.AttrName).(string)
		kind, _ := entry.Val(goKind).(int64)
		if entry.Tag != dwarf.TagStructType || kind != kindStruct || !ours[packageOf(name)] {
			continue
		}
		size, _ := entry.Val(dwarf.AttrByteSize).(int64)
		structs = append(structs, structure{name, size, fields(data, r, entry)})
	}
}

// packageOf is the import path in front of a plain type name; there is none for instances and for
// types without a name of their own.
func packageOf(name string) string {
	dot := strings.LastIndex(name, ".")
	if dot < 0 || strings.ContainsAny(name, "[]*{}() <>,;·") {
		return ""
	}
	return name[:dot]
}

func fields(data *dwarf.Data, r *dwarf.Reader, entry *dwarf.Entry) []field {
	list := []field{}
	for entry.Children {
		member, err := r.Next()
		check(err)
		if member == nil || member.Tag == 0 {
			break
		}
		if member.Tag != dwarf.TagMember {
			continue
		}
		name, _ := member.Val(dwarf.AttrName).(string)
		offset, _ := member.Val(dwarf.AttrDataMemberLoc).(int64)
		embedded, _ := member.Val(goEmbeddedField).(bool)
		ref, _ := member.Val(dwarf.AttrType).(dwarf.Offset)
		typ, err := data.Type(ref)
		check(err)
		list = append(list, field{name, offset, typ.Size(), embedded})
	}
	return list
}
