package buildcfg

func ParseGOEXPERIMENT(goos, goarch, goexp string) {
	var fast bool
	switch goarch {
	case "amd64":
		fast = true
	}
	baseline := goexperiment.Flags{
		FastMaps: fast,
	}
}
