package snapshot

import (
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// object is what every object of EC2 tells of itself: an ID, its owner, and tags.
func (o object) object(idField string) network.Object {
	account := o.id("OwnerId")
	if account == "" {
		account = o.place().account
	}
	tags := o.tags("Tags")
	return network.Object{ID: o.need(idField), Name: tags["Name"], Account: account, Region: o.place().region, Tags: tags}
}

// arnObject is the same for services whose objects are known by their ARNs.
func (o object) arnObject(arnField, nameField string) network.Object {
	arn := o.need(arnField)
	account, region := arnPlace(arn)
	if account == "" {
		account = o.place().account
	}
	if region == "" {
		region = o.place().region
	}
	tags := o.tags("Tags")
	return network.Object{ID: arn, Name: o.text(nameField), Account: account, Region: region, Tags: tags}
}

// arnPlace is the account and the Region in an ARN.
func arnPlace(arn string) (account, region string) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return "", ""
	}
	return parts[4], parts[3]
}

// tags are what a list of Key and Value says; nil where there are none.
func (o object) tags(name string) map[string]string {
	var tags map[string]string
	for _, tag := range o.list(name) {
		if tags == nil {
			tags = map[string]string{}
		}
		tags[tag.text("Key")] = tag.text("Value")
	}
	return tags
}

// state is a state in lower case, as some services print it in upper case or both.
func (o object) state(name string) string { return strings.ToLower(o.text(name)) }

// stateIn is the field of an object in a field, such as the State of an AssociationState.
func (o object) stateIn(name, field string) string {
	child, there := o.child(name)
	if !there {
		return ""
	}
	return child.state(field)
}

// standing says what a state of an association means. Older answers have no state: what they list is associated.
func standing(state string) (associated, settled bool) {
	switch state {
	case "associated", "":
		return true, true
	case "associating", "disassociating":
		return false, false
	default:
		return false, true
	}
}
