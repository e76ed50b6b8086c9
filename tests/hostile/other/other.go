package other

// Other is.
func Other() {}
