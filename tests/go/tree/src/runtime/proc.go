package runtime

import (
	"internal/abi"
	_ "unsafe"
)

type _type = abi.Type

type word = uintptr

// park lets the caller wait.
func park(reason string) {
	if reason == "" {
		reason = "none"
	} else {
		switch {
		case true:
		}
	}
	mcall(nil)
}

func init() {}

func init() {}

// Sizes of things.
const (
	// stackMin is the smallest stack.
	stackMin = 2048

	small, large = iota, "large" // two
)

var cache, other struct {
	list [4]struct {
		head, tail *node
	}
}

type node struct {
	*queue
	abi.Type
	next *node `json:"next"`
}

func (n *node) push(
	value int,
	rest ...string,
) (
	ok bool,
) {
	return
}

type queue struct{ lock int }

type stack[T any] struct{ items []T }

func (s *stack[T]) Push(item T) {}

type waiter interface {
	Wait() error
	~int | ~uint
}
