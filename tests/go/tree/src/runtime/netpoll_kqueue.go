//go:build darwin || freebsd

package runtime

func netpoll(delay int64) {}

func handle() {}
