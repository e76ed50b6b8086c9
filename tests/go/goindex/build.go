package main

import (
	"fmt"
	"go/build"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

type buildTarget struct {
	name string
	ctxt build.Context
}

// buildContext is the context that the tree's own go command has for a target, cgo on.
func buildContext(goroot, target string) (build.Context, error) {
	goos, goarch, _ := strings.Cut(target, "/")
	tool := exec.Command(filepath.Join(goroot, "bin", "go"), "list", "-f",
		`{{join context.ToolTags " "}};{{join context.ReleaseTags " "}}`, "unsafe")
	tool.Env = append(os.Environ(), "GOROOT="+goroot, "GOOS="+goos, "GOARCH="+goarch, "GOTOOLCHAIN=local",
		"GOFLAGS=", "GOEXPERIMENT=", "GOAMD64=", "GOARM64=", "CGO_ENABLED=1")
	tool.Dir = goroot
	tool.Stderr = os.Stderr
	answer, err := tool.Output()
	if err != nil {
		return build.Context{}, fmt.Errorf("default tags of %s: %w", target, err)
	}
	toolTags, releaseTags, _ := strings.Cut(strings.TrimSpace(string(answer)), ";")
	return build.Context{
		GOROOT:      goroot,
		GOOS:        goos,
		GOARCH:      goarch,
		CgoEnabled:  true,
		Compiler:    "gc",
		ToolTags:    strings.Fields(toolTags),
		ReleaseTags: strings.Fields(releaseTags),
	}, nil
}
