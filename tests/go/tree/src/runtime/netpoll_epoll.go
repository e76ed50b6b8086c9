//go:build linux

package runtime

func netpoll(delay int64) {}

func epollOnly() {}
