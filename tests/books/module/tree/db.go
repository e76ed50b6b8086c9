package bolt

// DB is a database.
type DB struct {
	open bool
	path string
	size int64
}

// Open opens one.
func Open(path string) (*DB, error) {
	return initialize(path), nil
}

func initialize(path string) *DB { return &DB{path: path, size: pageSize} }

const pageSize = 4 << 10
