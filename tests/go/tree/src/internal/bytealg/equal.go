package bytealg

//go:linkname abigen_memequal runtime.memequal
func abigen_memequal(a, b *byte, size uintptr) bool
