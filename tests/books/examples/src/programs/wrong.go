package main

func main() {
	println(undefined)
}

// Output:
// never
