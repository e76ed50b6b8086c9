#include "textflag.h"

#define CALLFN(NAME,MAXSIZE) \
TEXT NAME(SB), WRAPPER, $MAXSIZE-48; \
	RET

// func mcall(fn func())
TEXT runtime·mcall<ABIInternal>(SB), NOSPLIT, $0-8
	MOVQ AX, DX
	RET

CALLFN(·call16, 16)

TEXT _rt0_amd64(SB),NOSPLIT,$-8
	JMP	runtime·rt0_go(SB)
