TEXT runtime·mcall<ABIInternal>(SB), NOSPLIT, $0-8
	RET
