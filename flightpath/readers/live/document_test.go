package live

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/stretchr/testify/assert"
)

func TestValue(t *testing.T) {
	t.Parallel()
	launched := time.Date(2026, 3, 1, 11, 20, 30, 0, time.FixedZone("", 3600))
	assert.Equal(t, Document{
		"InstanceId": "i-1", "LaunchTime": "2026-03-01T10:20:30+00:00", "SourceDestCheck": false, "AmiLaunchIndex": json.Number("0"),
		"Tags": []any{}, "State": Document{"Name": "running", "Code": json.Number("16")},
	}, Value(types.Instance{
		InstanceId: aws.String("i-1"), LaunchTime: &launched, SourceDestCheck: aws.Bool(false), AmiLaunchIndex: aws.Int32(0),
		Tags: []types.Tag{}, SecurityGroups: nil, InstanceType: "",
		State: &types.InstanceState{Name: types.InstanceStateNameRunning, Code: aws.Int32(16)},
	}), "empty is not absent, and absent is left out")
	assert.Equal(t, "2026-03-01T10:20:30.000500+00:00", Value(launched.Add(500*time.Microsecond)))
	assert.Equal(t, Document{"a": []any{"x"}}, Value(map[string][]string{"a": {"x"}}))
	assert.Equal(t, json.Number("0.25"), Value(aws.Float64(0.25)))
	assert.Nil(t, Value((*types.Instance)(nil)))
}

// Every type that an answer can hold is one that Value knows, and every member that is kept is in its answer.
func TestTypesOfAnswers(t *testing.T) {
	t.Parallel()
	seen := map[reflect.Type]bool{}
	var walk func(of reflect.Type, path string)
	walk = func(of reflect.Type, path string) {
		if seen[of] {
			return
		}
		seen[of] = true
		switch of.Kind() {
		case reflect.Pointer:
			walk(of.Elem(), path)
		case reflect.Slice:
			assert.NotEqual(t, reflect.Uint8, of.Elem().Kind(), "%s: bytes, which the CLI prints in base64", path)
			walk(of.Elem(), path+"[]")
		case reflect.Map:
			assert.Equal(t, reflect.String, of.Key().Kind(), path)
			walk(of.Elem(), path+"{}")
		case reflect.Struct:
			for i := range of.NumField() {
				if field := of.Field(i); of != timeType && field.IsExported() && field.Name != resultMetadata {
					walk(field.Type, path+"."+field.Name)
				}
			}
		case reflect.String, reflect.Bool, reflect.Int32, reflect.Int64, reflect.Float32, reflect.Float64:
		default:
			t.Errorf("%s is %s, which is not printed", path, of)
		}
	}
	for _, call := range Calls() {
		if call.member == "" {
			walk(call.answer, call.Operation)
			continue
		}
		member, there := call.answer.FieldByName(call.member)
		if assert.True(t, there, "%s has no %s", call.Operation, call.member) {
			walk(member.Type, call.Operation+"."+call.member)
		}
		assert.Equal(t, call.Operation+"Output", call.answer.Name())
		assert.True(t, strings.HasSuffix(call.answer.PkgPath(), map[string]string{
			ofEC2: "/ec2", ofELB: "/elasticloadbalancingv2", ofFirewall: "/networkfirewall", ofEKS: "/eks",
		}[call.Service]), call.answer.PkgPath())
	}
	assert.Greater(t, len(seen), 150)
}
