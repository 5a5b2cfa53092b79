package localcloud

import (
	"regexp"
	"slices"
)

// logKinds are the types of Amazon CloudWatch Logs.
func logKinds() []*kind {
	return []*kind{{
		token:    tLogGroup,
		replace:  []string{"name", "namePrefix", "logGroupClass"},
		name:     named("name", 512),
		defaults: Props{"retentionInDays": 0.0, "skipDestroy": false},
		check:    checkLogGroup,
		create: func(c *call) (string, Props, error) {
			name := c.fullName("name")
			if c.find(tLogGroup, name) != nil {
				return "", nil, refuse("ResourceAlreadyExistsException", "The specified log group already exists: %s", name)
			}
			return name, Props{
				"name": name, "namePrefix": str(c.in, "namePrefix"), "arn": c.arn("logs", "log-group:"+name),
				"logGroupClass": orElse(str(c.in, "logGroupClass"), "STANDARD"),
			}, nil
		},
		remove: func(c *call) error {
			if boolean(c.old.Outputs, "skipDestroy") {
				// The provider lets go of the group and leaves it to its owner.
				left := c.old.clone()
				left.Given = true
				c.pending.put = append(c.pending.put, left)
			}
			return nil
		},
		importIDs: func(o *Object) []string { return []string{str(o.Outputs, "arn")} },
	}}
}

var (
	logGroupName = regexp.MustCompile(`^[.\-_/#A-Za-z0-9]{1,512}$`)
	retentions   = []float64{0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}
	logClasses   = []string{"STANDARD", "INFREQUENT_ACCESS", "DELIVERY"}
)

func checkLogGroup(in Props) []problem {
	var found []problem
	say := func(property, format string, args ...any) {
		found = append(found, problem{property, refuse("InvalidParameterException", format, args...)})
	}
	if name, ok := in["name"].(string); ok && !logGroupName.MatchString(name) {
		say("name", "name can contain only alphanumeric characters, hyphens, underscores, slashes, hash signs and dots, at most 512: %q", name)
	}
	if days, ok := in["retentionInDays"].(float64); ok && !slices.Contains(retentions, days) {
		say("retentionInDays", "expected retentionInDays to be one of %v, got %v", retentions, days)
	}
	if class, ok := in["logGroupClass"].(string); ok && !slices.Contains(logClasses, class) {
		say("logGroupClass", "expected logGroupClass to be one of %q, got %s", logClasses, class)
	}
	if key := str(in, "kmsKeyId"); key != "" && !keyARN.MatchString(key) {
		say("kmsKeyId", "%q (kmsKeyId) is an invalid ARN", key)
	}
	return found
}
