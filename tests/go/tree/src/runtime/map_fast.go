//go:build goexperiment.fastmaps

package runtime

func mapaccess() {}
