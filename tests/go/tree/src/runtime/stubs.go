package runtime

// mcall switches stacks.
func mcall(fn func())

func memequal(a, b *byte, size uintptr) bool

//go:linkname pulled internal/abi.helper
func pulled() int

func nowhere()

//go:linkname sync_wake sync.runtime_wake
func sync_wake(count int) {
	park("wake")
}
