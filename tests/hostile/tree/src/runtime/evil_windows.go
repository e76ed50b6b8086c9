//go:build windows

package runtime

func other() {}
