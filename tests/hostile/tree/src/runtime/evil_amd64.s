// func hidden()
TEXT ·hidden(SB), 4, $0-0
	RET // <script>pwned</script>
