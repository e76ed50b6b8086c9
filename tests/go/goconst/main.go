// Goconst prints constants as a compiled program has them: package, name and value, as JSON.
package main

import (
	"encoding/json"
	"fmt"
	"go/token"
	"hash/crc32"
	"math"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"
	"unicode/utf8"
)

func main() {
	out := json.NewEncoder(os.Stdout)
	show := func(pkg, name string, value any) {
		text := fmt.Sprint(value)
		if s, ok := value.(string); ok {
			text = strconv.Quote(s)
		}
		if err := out.Encode(map[string]string{"package": pkg, "name": name, "value": text}); err != nil {
			panic(err)
		}
	}
	show("math", "Pi", math.Pi)
	show("math", "MaxFloat64", math.MaxFloat64)
	show("math", "SmallestNonzeroFloat32", math.SmallestNonzeroFloat32)
	show("math", "MaxUint64", uint64(math.MaxUint64))
	show("math", "MinInt64", math.MinInt64)
	show("time", "Hour", int64(time.Hour))
	show("time", "December", int(time.December))
	show("time", "RFC3339Nano", time.RFC3339Nano)
	show("runtime", "Compiler", runtime.Compiler)
	show("runtime", "GOARCH", runtime.GOARCH)
	show("go/token", "HighestPrec", token.HighestPrec)
	show("go/token", "TILDE", int(token.TILDE))
	show("hash/crc32", "Castagnoli", crc32.Castagnoli)
	show("strconv", "IntSize", strconv.IntSize)
	show("syscall", "SYS_FUTEX", syscall.SYS_FUTEX)
	show("unicode/utf8", "MaxRune", utf8.MaxRune)
	show("unicode/utf8", "RuneError", utf8.RuneError)
	show("os", "ModeIrregular", uint32(os.ModeIrregular))
	show("os", "PathSeparator", os.PathSeparator)
	show("os", "DevNull", os.DevNull)
}
