// Package kite flies.
package kite

// Kite is held by a string.
type Kite struct {
	// String is its length in meters.
	String int
}

// Fly lets go of some string.
func (k *Kite) Fly(meters int) {
	k.String += meters
}
