module codeberg.org/a/kite

go 1.24
