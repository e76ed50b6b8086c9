package main

import "encoding/json"

func calls(out *json.Encoder, p checked) {}
