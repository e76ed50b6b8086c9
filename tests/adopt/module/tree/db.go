package bolt

// DB is a database.
type DB struct {
	open bool
	path string
}

const pageSize = 4 << 10

// Open opens one.
func Open(path string) (*DB, error) {
	return &DB{path: path}, nil
}
