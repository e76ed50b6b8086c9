TEXT runtime·memequal<ABIInternal>(SB),NOSPLIT,$0-25
	RET
