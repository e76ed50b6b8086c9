package runtime

func TestPark() {}
