module gofacts

go 1.23
