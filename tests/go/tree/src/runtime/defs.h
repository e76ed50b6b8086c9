#define SIZE 8
#define LOAD(reg) \
	MOVQ (reg), AX \
	NOP

void
start(void *arg)
{
	run(arg);
}
