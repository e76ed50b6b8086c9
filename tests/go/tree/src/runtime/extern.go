// Package runtime is a small one.
//
// It holds one of each kind.
package runtime
