package runtime

func netpoll(delay int64) {
	_ = delay
}

func handle() {}

func beep() {}
