module gofacts

go 1.21
