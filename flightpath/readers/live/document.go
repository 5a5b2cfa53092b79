package live

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Document is an object of an answer, with the field names that the AWS CLI prints.
type Document = map[string]any

var timeType = reflect.TypeFor[time.Time]()

// Value is a value of the SDK as the AWS CLI prints it, in the types that decoding the printed JSON with numbers as
// [json.Number] gives. The SDK's structs call their fields as AWS's API does. A pointer, list or map that is nil stands for
// what the answer did not have, and is left out; an empty list is printed. Times are those of the CLI's version 2.
func Value(of any) any { return value(reflect.ValueOf(of), asCalled) }

// naming is what a service calls the field that the SDK gives a name.
type naming func(field string) string

func asCalled(field string) string { return field }

// lowerFirst is the naming of services whose fields begin with a small letter.
func lowerFirst(field string) string { return strings.ToLower(field[:1]) + field[1:] }

func value(of reflect.Value, name naming) any {
	switch of.Kind() {
	case reflect.Pointer, reflect.Interface:
		if of.IsNil() {
			return nil
		}
		return value(of.Elem(), name)
	case reflect.Struct:
		if of.Type() == timeType {
			return isoTime(of.Interface().(time.Time))
		}
		return fields(of, name)
	case reflect.Slice:
		if of.IsNil() {
			return nil
		}
		list := make([]any, of.Len())
		for i := range list {
			list[i] = value(of.Index(i), name)
		}
		return list
	case reflect.Map:
		if of.IsNil() {
			return nil
		}
		document := make(Document, of.Len()) // its keys are not AWS's but the user's: zones, tags
		for entries := of.MapRange(); entries.Next(); {
			document[entries.Key().String()] = value(entries.Value(), name)
		}
		return document
	case reflect.String:
		return of.String()
	case reflect.Bool:
		return of.Bool()
	case reflect.Int32, reflect.Int64:
		return json.Number(strconv.FormatInt(of.Int(), 10))
	case reflect.Float32, reflect.Float64:
		return json.Number(strconv.FormatFloat(of.Float(), 'f', -1, 64))
	default:
		return nil // a test walks the types of all answers: no other kind is in them
	}
}

func fields(of reflect.Value, name naming) Document {
	document := Document{}
	for i := range of.NumField() {
		field, is := of.Type().Field(i), of.Field(i)
		if !field.IsExported() || field.Name == resultMetadata {
			continue
		}
		if is.Kind() == reflect.String && is.Len() == 0 {
			continue // no pointer: a word of an enumeration, which is never empty
		}
		if printed := value(is, name); printed != nil {
			document[name(field.Name)] = printed
		}
	}
	return document
}

// resultMetadata is what the SDK adds to every answer.
const resultMetadata = "ResultMetadata"

// isoTime is a time as the AWS CLI's version 2 prints it.
func isoTime(t time.Time) string {
	t = t.UTC().Truncate(time.Microsecond)
	if t.Nanosecond() == 0 {
		return t.Format("2006-01-02T15:04:05-07:00")
	}
	return t.Format("2006-01-02T15:04:05.000000-07:00")
}
