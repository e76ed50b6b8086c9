module goconst

go 1.21
