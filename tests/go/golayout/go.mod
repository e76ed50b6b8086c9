module golayout

go 1.21
