package readback

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// spelling is how a service's API spells field names, which the SDK always capitalises.
type spelling bool

const (
	capitalised spelling = false

	// EKS and CloudWatch Logs.
	lowerCase spelling = true
)

var timeType = reflect.TypeFor[time.Time]()

// documentOf is an SDK value as the AWS CLI prints it: fields that the answer did not have are missing, numbers keep their
// digits. Values are those that decoding the printed JSON gives, so a snapshot read from a folder equals the one written.
func documentOf(value any, spelling spelling) any {
	return convert(reflect.ValueOf(value), spelling)
}

func convert(value reflect.Value, spelling spelling) any {
	switch value.Kind() {
	case reflect.Pointer, reflect.Interface:
		if value.IsNil() {
			return nil
		}
		return convert(value.Elem(), spelling)
	case reflect.Struct:
		if value.Type() == timeType {
			return value.Interface().(time.Time).UTC().Format(time.RFC3339)
		}
		return convertStruct(value, spelling)
	case reflect.Slice, reflect.Array:
		if value.Kind() == reflect.Slice && value.IsNil() {
			return nil
		}
		list := make([]any, 0, value.Len())
		for i := range value.Len() {
			list = append(list, convert(value.Index(i), spelling))
		}
		return list
	case reflect.Map:
		if value.IsNil() {
			return nil
		}
		// Keys are the user's, such as tags and labels, and stay as they are.
		object := snapshot.Document{}
		for _, key := range value.MapKeys() {
			object[key.String()] = convert(value.MapIndex(key), spelling)
		}
		return object
	case reflect.String:
		return value.String()
	case reflect.Bool:
		return value.Bool()
	case reflect.Int, reflect.Int32, reflect.Int64:
		return json.Number(strconv.FormatInt(value.Int(), 10))
	case reflect.Float32, reflect.Float64:
		return json.Number(strconv.FormatFloat(value.Float(), 'f', -1, 64))
	default:
		return nil
	}
}

func convertStruct(value reflect.Value, spelling spelling) any {
	object := snapshot.Document{}
	for i := range value.NumField() {
		field := value.Type().Field(i)
		if !field.IsExported() || field.Name == "ResultMetadata" {
			continue
		}
		// A word that is no pointer is one of an enumeration, whose zero value is no value.
		if field.Type.Kind() == reflect.String && value.Field(i).Len() == 0 {
			continue
		}
		converted := convert(value.Field(i), spelling)
		if converted == nil {
			continue
		}
		name := field.Name
		if spelling == lowerCase {
			name = strings.ToLower(name[:1]) + name[1:]
		}
		object[name] = converted
	}
	return object
}
