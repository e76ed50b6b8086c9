module go.example.org/kite

go 1.27
