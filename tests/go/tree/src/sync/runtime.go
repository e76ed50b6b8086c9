package sync

func runtime_wake(count int)
