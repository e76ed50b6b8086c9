package main

import "fmt"

func main() {
	fmt.Println("from a file")
}

// Output:
// from a file
