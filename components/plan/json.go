package plan

import (
	"bytes"
	"encoding/json"
)

// JSON is the plan as indented JSON. The same estate gives the same bytes.
func (p *Plan) JSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(p); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
