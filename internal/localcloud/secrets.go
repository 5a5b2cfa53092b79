package localcloud

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
	"google.golang.org/protobuf/types/known/structpb"
)

// seal marks in an answer as secret what was secret in the question, as package
// kubernetes does. The engine does so itself for providers that take no secrets.
func (p *provider) seal(asked, answered *structpb.Struct) {
	if p.pkg == "kubernetes" {
		seal(asked, answered)
	}
}

func seal(asked, answered *structpb.Struct) {
	for name, value := range answered.GetFields() {
		answered.Fields[name] = sealed(asked.GetFields()[name], value)
	}
}

func sealed(asked, answered *structpb.Value) *structpb.Value {
	question := asked.GetStructValue()
	if question.GetFields()[sig.Key].GetStringValue() == sig.Secret {
		return structpb.NewStructValue(&structpb.Struct{Fields: map[string]*structpb.Value{
			sig.Key: structpb.NewStringValue(sig.Secret), "value": answered,
		}})
	}
	if question != nil && answered.GetStructValue() != nil {
		seal(question, answered.GetStructValue())
	}
	elements := answered.GetListValue().GetValues()
	for i, element := range asked.GetListValue().GetValues() {
		if i < len(elements) {
			elements[i] = sealed(element, elements[i])
		}
	}
	return answered
}
