package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
)

type fileRecord struct {
	Rec     string   `json:"rec"`
	File    string   `json:"file"`
	Package string   `json:"package"`
	Matches []string `json:"matches"`
}

type declRecord struct {
	Rec   string `json:"rec"`
	File  string `json:"file"`
	Kind  string `json:"kind"`
	Path  string `json:"path"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Doc   int    `json:"doc,omitempty"`
}

type linknameRecord struct {
	Rec    string `json:"rec"`
	File   string `json:"file"`
	Start  int    `json:"start"`
	Local  string `json:"local"`
	Target string `json:"target,omitempty"`
}

type indexer struct {
	out     *json.Encoder
	targets []buildTarget
	fset    *token.FileSet
	name    string // of the file at hand, below src
}

// file prints the records of one file.
func (x *indexer) file(path, name string) error {
	x.fset, x.name = token.NewFileSet(), name
	matches := []string{}
	for _, target := range x.targets {
		ok, err := target.ctxt.MatchFile(filepath.Dir(path), filepath.Base(path))
		if err != nil {
			return err
		}
		if ok {
			matches = append(matches, target.name)
		}
	}
	record := fileRecord{Rec: "file", File: name, Matches: matches}
	if !strings.HasSuffix(name, ".go") {
		return x.out.Encode(record)
	}
	file, err := parser.ParseFile(x.fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	record.Package = file.Name.Name
	if err := x.out.Encode(record); err != nil {
		return err
	}
	for _, decl := range file.Decls {
		x.decl(decl)
	}
	return x.linknames(file)
}

func (x *indexer) decl(decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		kind, path := "func", decl.Name.Name
		if decl.Recv != nil {
			kind, path = "method", typeName(decl.Recv.List[0].Type)+"."+path
		}
		x.emit(kind, path, decl.Pos(), decl.End(), decl.Doc)
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			x.spec(decl, spec)
		}
	}
}

// spec prints one type, or the names of a const or var specification.
func (x *indexer) spec(decl *ast.GenDecl, spec ast.Spec) {
	grouped := decl.Lparen.IsValid()
	begin := func(name *ast.Ident, doc *ast.CommentGroup) (token.Pos, *ast.CommentGroup) {
		if grouped {
			return name.Pos(), doc
		}
		return decl.Pos(), decl.Doc
	}
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		kind := "type"
		if spec.Assign.IsValid() {
			kind = "alias"
		}
		start, doc := begin(spec.Name, spec.Doc)
		x.emit(kind, spec.Name.Name, start, spec.End(), doc)
		x.members(spec.Name.Name, spec.Type)
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			start, doc := begin(name, spec.Doc)
			x.emit(decl.Tok.String(), name.Name, start, spec.End(), doc)
			x.members(name.Name, spec.Type)
		}
	}
}

// members prints what the type holds under the path of its holder.
func (x *indexer) members(holder string, typ ast.Expr) {
	switch typ := typ.(type) {
	case *ast.StructType:
		for _, field := range typ.Fields.List {
			if field.Names == nil {
				x.emit("embed", holder+"."+typeName(field.Type), field.Pos(), fieldEnd(field), field.Doc)
			}
			for _, name := range field.Names {
				path := holder + "." + name.Name
				x.emit("field", path, name.Pos(), fieldEnd(field), field.Doc)
				x.members(path, field.Type)
			}
		}
	case *ast.InterfaceType:
		for _, field := range typ.Methods.List {
			if field.Names == nil {
				x.emit("iembed", holder+"."+elementName(field.Type), field.Pos(), field.End(), field.Doc)
			}
			for _, name := range field.Names {
				x.emit("imethod", holder+"."+name.Name, name.Pos(), field.End(), field.Doc)
			}
		}
	case *ast.ArrayType:
		x.members(holder, typ.Elt)
	case *ast.StarExpr:
		x.members(holder, typ.X)
	case *ast.MapType:
		x.members(holder, typ.Value)
	case *ast.ChanType:
		x.members(holder, typ.Value)
	case *ast.ParenExpr:
		x.members(holder, typ.X)
	}
}

func (x *indexer) emit(kind, path string, start, end token.Pos, doc *ast.CommentGroup) {
	record := declRecord{Rec: "decl", File: x.name, Kind: kind, Path: path, Start: x.line(start), End: x.line(end - 1)}
	if doc != nil {
		record.Doc = x.line(doc.Pos())
	}
	x.out.Encode(record)
}

func (x *indexer) linknames(file *ast.File) error {
	for _, group := range file.Comments {
		for _, comment := range group.List {
			words := strings.Fields(comment.Text)
			if words[0] != "//go:linkname" || len(words) < 2 {
				continue
			}
			record := linknameRecord{Rec: "linkname", File: x.name, Start: x.line(comment.Pos()), Local: words[1]}
			if len(words) > 2 {
				record.Target = words[2]
			}
			if err := x.out.Encode(record); err != nil {
				return err
			}
		}
	}
	return nil
}

// line is the physical line, whatever //line comments say.
func (x *indexer) line(pos token.Pos) int {
	return x.fset.PositionFor(pos, false).Line
}

// fieldEnd is the end of a field with its tag.
func fieldEnd(field *ast.Field) token.Pos {
	if field.Tag != nil {
		return field.Tag.End()
	}
	return field.Type.End()
}

// typeName is the name of a receiver's or an embedded field's type, without package and type arguments.
func typeName(typ ast.Expr) string {
	switch typ := typ.(type) {
	case *ast.Ident:
		return typ.Name
	case *ast.SelectorExpr:
		return typ.Sel.Name
	case *ast.StarExpr:
		return typeName(typ.X)
	case *ast.ParenExpr:
		return typeName(typ.X)
	case *ast.IndexExpr:
		return typeName(typ.X)
	case *ast.IndexListExpr:
		return typeName(typ.X)
	}
	return "_"
}

// elementName is the name of an interface's embedded element; unions and the like have none.
func elementName(typ ast.Expr) string {
	switch typ.(type) {
	case *ast.StarExpr, *ast.ParenExpr:
		return "_"
	}
	return typeName(typ)
}
