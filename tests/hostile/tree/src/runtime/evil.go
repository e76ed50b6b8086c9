// Package runtime <script>pwn('package-doc')</script>
package runtime

// evil "'><img src=x onerror=pwn('doc')>
func evil(a struct { b int `json:"<img src=x onerror=pwn('signature')>"` }) { /* <script>pwn('excerpt')</script> */ }

// EvilValue is a string.
const EvilValue = "'><img src=x onerror=pwn('value')>"

type record struct {
	a byte
	b struct{ c int64 } `x:"<script>pwn('field-tag')</script>"`
	d [9]int64
}

func hidden()

func caller() {
	evil(struct { b int `json:"<img src=x onerror=pwn('signature')>"` }{})
}
