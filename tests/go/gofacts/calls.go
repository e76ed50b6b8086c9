package main

import (
	"encoding/json"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// calls prints what the body of each function of the package calls, passes and names.
func calls(out *json.Encoder, p checked) {
	for _, file := range p.files {
		for _, decl := range file.Decls {
			decl, ok := decl.(*ast.FuncDecl)
			if !ok || decl.Body == nil || decl.Name.Name == "init" || decl.Name.Name == "_" {
				continue
			}
			w := &walker{p.info, map[string]bool{}}
			w.walk(decl.Body)
			mentions := []string{}
			for mention := range w.found {
				mentions = append(mentions, mention)
			}
			slices.Sort(mentions)
			key := funcKey(p.info.Defs[decl.Name].(*types.Func))
			check(out.Encode(map[string]any{
				"package":  p.path,
				"path":     strings.TrimPrefix(key, p.path+"."),
				"mentions": mentions,
			}))
		}
	}
}

// walker collects mentions such as "calls runtime.gopark" and "passes runtime.park_m".
type walker struct {
	info  *types.Info
	found map[string]bool
}

func (w *walker) walk(node ast.Node) {
	ast.Inspect(node, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.GoStmt:
			w.call(n.Call, "starts")
			return false
		case *ast.DeferStmt:
			w.call(n.Call, "defers")
			return false
		case *ast.CallExpr:
			w.call(n, "calls")
			return false
		case *ast.SelectorExpr, *ast.Ident:
			return w.value(node.(ast.Expr), "names")
		}
		return true
	})
}

func (w *walker) call(call *ast.CallExpr, kind string) {
	fun := w.plain(call.Fun)
	if tv := w.info.Types[call.Fun]; !tv.IsType() && !tv.IsBuiltin() {
		if key := w.key(fun); key != "" {
			w.found[kind+" "+key] = true
			w.operand(fun)
		} else {
			w.walk(call.Fun)
		}
	}
	for _, arg := range call.Args {
		if fun := w.plain(arg); w.value(fun, "passes") {
			w.walk(arg)
		}
	}
}

// value notes a function that is used as a value, and tells whether there is more to walk.
func (w *walker) value(expr ast.Expr, kind string) bool {
	fn, ok := w.object(expr).(*types.Func)
	if !ok {
		return true
	}
	if w.info.Types[expr].IsType() {
		return true
	}
	if key := funcKey(fn); key != "" {
		w.found[kind+" "+key] = true
	}
	w.operand(expr)
	return false
}

// operand walks what a selector selects from.
func (w *walker) operand(expr ast.Expr) {
	if sel, ok := expr.(*ast.SelectorExpr); ok {
		if id, ok := sel.X.(*ast.Ident); ok {
			if _, ok := w.info.Uses[id].(*types.PkgName); ok {
				return
			}
		}
		w.walk(sel.X)
	}
}

// plain is the expression without parentheses and the type arguments of a function.
func (w *walker) plain(expr ast.Expr) ast.Expr {
	for {
		var inner ast.Expr
		switch e := expr.(type) {
		case *ast.ParenExpr:
			inner = e.X
		case *ast.IndexExpr:
			inner = e.X
		case *ast.IndexListExpr:
			inner = e.X
		default:
			return expr
		}
		if _, paren := expr.(*ast.ParenExpr); !paren {
			if _, ok := w.object(ast.Unparen(inner)).(*types.Func); !ok {
				return expr
			}
		}
		expr = inner
	}
}

func (w *walker) object(expr ast.Expr) types.Object {
	switch e := expr.(type) {
	case *ast.Ident:
		return w.info.Uses[e]
	case *ast.SelectorExpr:
		if sel := w.info.Selections[e]; sel != nil {
			return sel.Obj()
		}
		return w.info.Uses[e.Sel]
	}
	return nil
}

// key names what is called: a function, a method, or a variable or field that holds a function.
func (w *walker) key(expr ast.Expr) string {
	switch obj := w.object(expr).(type) {
	case *types.Func:
		return funcKey(obj)
	case *types.Var:
		if !obj.IsField() {
			if obj.Pkg() == nil || obj.Parent() != obj.Pkg().Scope() {
				return ""
			}
			return obj.Pkg().Path() + "." + obj.Name()
		}
		sel := w.info.Selections[expr.(*ast.SelectorExpr)]
		owner := sel.Recv()
		for _, index := range sel.Index()[:len(sel.Index())-1] {
			owner = deref(owner).Underlying().(*types.Struct).Field(index).Type()
		}
		return member(deref(owner), obj.Name())
	}
	return ""
}

func deref(t types.Type) types.Type {
	if p, ok := types.Unalias(t).Underlying().(*types.Pointer); ok {
		return types.Unalias(p.Elem())
	}
	return types.Unalias(t)
}

func funcKey(fn *types.Func) string {
	fn = fn.Origin()
	if recv := fn.Type().(*types.Signature).Recv(); recv != nil {
		return member(deref(recv.Type()), fn.Name())
	}
	return fn.Pkg().Path() + "." + fn.Name()
}

// member names a member of a type declared at top level.
func member(t types.Type, name string) string {
	named, ok := t.(*types.Named)
	if !ok {
		return ""
	}
	obj := named.Origin().Obj()
	if obj.Pkg() == nil {
		return "." + obj.Name() + "." + name
	}
	if obj.Parent() != obj.Pkg().Scope() {
		return ""
	}
	return obj.Pkg().Path() + "." + obj.Name() + "." + name
}
