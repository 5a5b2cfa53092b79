package plan

import _ "embed"

//go:embed schema.json
var schema []byte

// Schema is the JSON Schema of an estate, for editors. It is generated from the types and their comments: run the tests
// of this package with -update after a change.
func Schema() []byte {
	return append([]byte{}, schema...)
}
