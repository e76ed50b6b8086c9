package main

import (
	"encoding/json"
	"fmt"
	"go/constant"
	"go/types"
	"strconv"
)

// consts prints the package's constants.
func consts(out *json.Encoder, p checked) {
	scope := p.pkg.Scope()
	for _, name := range scope.Names() {
		c, ok := scope.Lookup(name).(*types.Const)
		if !ok {
			continue
		}
		check(out.Encode(map[string]string{
			"package": p.path,
			"name":    name,
			"type":    types.TypeString(types.Unalias(c.Type()), nil),
			"value":   printed(c),
		}))
	}
}

// printed is the constant as fmt prints it; strings are quoted.
func printed(c *types.Const) string {
	basic, ok := c.Type().Underlying().(*types.Basic)
	if !ok {
		return "not a constant type"
	}
	switch value := c.Val(); {
	case basic.Info()&types.IsString != 0:
		return strconv.Quote(constant.StringVal(value))
	case basic.Info()&types.IsBoolean != 0:
		return fmt.Sprint(constant.BoolVal(value))
	case basic.Info()&types.IsInteger != 0:
		return constant.ToInt(value).ExactString()
	case basic.Info()&types.IsFloat != 0:
		number, _ := constant.Float64Val(value)
		return fmt.Sprint(number)
	default:
		return value.ExactString()
	}
}

// aligns prints the alignment of the package's struct types and of their fields.
func aligns(out *json.Encoder, p checked, sizes types.Sizes) {
	scope := p.pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() || tn.Type().(*types.Named).TypeParams().Len() > 0 {
			continue
		}
		st, ok := tn.Type().Underlying().(*types.Struct)
		if !ok {
			continue
		}
		fields := []int64{}
		for i := 0; i < st.NumFields(); i++ {
			fields = append(fields, sizes.Alignof(st.Field(i).Type()))
		}
		check(out.Encode(map[string]any{
			"name":   p.path + "." + name,
			"align":  sizes.Alignof(tn.Type()),
			"fields": fields,
		}))
	}
}
