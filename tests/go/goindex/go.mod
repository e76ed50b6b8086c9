module goindex

go 1.27
