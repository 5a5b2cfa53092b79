package observe

import (
	"fmt"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// untouched are the entries of a default network ACL as AWS makes it: everything is allowed in both directions.
var untouched = object.Set([]string{
	"in 100 allow -1 0.0.0.0/0", "in 32767 deny -1 0.0.0.0/0", "out 100 allow -1 0.0.0.0/0", "out 32767 deny -1 0.0.0.0/0",
})

// untouchedAcl says whether a network ACL is a VPC's default one, and as AWS made it.
func untouchedAcl(_ *reader, acl snapshot.Document) bool {
	entries, _ := acl["Entries"].([]any)
	var words []string
	for _, item := range entries {
		entry, _ := item.(snapshot.Document)
		direction := "in"
		if entry["Egress"] == true {
			direction = "out"
		}
		words = append(words, fmt.Sprint(direction, " ", entry["RuleNumber"], " ", entry["RuleAction"], " ", entry["Protocol"], " ",
			entry["CidrBlock"]))
	}
	return acl["IsDefault"] == true && object.Set(words) == untouched
}
