// Package page knows what a page is.
package page

// Kind is what a page is for.
type Kind uint8
