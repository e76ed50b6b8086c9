package abi

func helper() int { return 1 }
