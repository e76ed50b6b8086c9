package rand

func Int() int { return 4 }
