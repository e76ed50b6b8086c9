package kite

// Fly flies.
func Fly() {
	println("up")
}
