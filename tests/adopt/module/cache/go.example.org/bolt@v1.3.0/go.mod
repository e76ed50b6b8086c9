module go.example.org/bolt

go 1.24
