package pulumi

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A target of which the program does not tell which it is, at which port, or whose, leaves the target groups unproven that may have it.
func TestTargetsThatAreNotKnown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		group, target, port any
		ports               any // of the target group
		first, second       bool
	}{
		"all is known":                         {to{"first"}, "10.0.1.7", 8080.0, 80.0, true, true},
		"its port is that of the group":        {to{"first"}, "10.0.1.7", nil, 80.0, true, true},
		"its port":                             {to{"first"}, "10.0.1.7", nil, Unknown, false, true},
		"the target":                           {to{"first"}, Unknown, 80.0, 80.0, false, true},
		"which of two groups":                  {to{"first", "second"}, "10.0.1.7", 80.0, 80.0, false, false},
		"which group, that may be any":         {Unknown, "10.0.1.7", 80.0, 80.0, false, false},
		"which group, that is somebody else's": {"arn:aws:elasticloadbalancing:r:1:targetgroup/x/1", "10.0.1.7", 80.0, 80.0, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, vpc, _, _, _ := base()
			ids := map[string]string{}
			for _, name := range []string{"first", "second"} {
				ids[name] = p.add(typeTargetGroup, name, map[string]any{"targetType": "ip", "port": test.ports, "protocol": "TCP", "vpcId": to{vpc}})
			}
			if names, ok := test.group.(to); ok {
				var of to
				for _, name := range names {
					of = append(of, ids[name])
				}
				test.group = of
			}
			p.add("aws:lb/targetGroupAttachment:TargetGroupAttachment", "target", map[string]any{"targetGroupArn": test.group, "targetId": test.target, "port": test.port})
			n := p.read(t)
			assert.Equal(t, test.first, groupOf(t, n, ids["first"]).TargetsKnown)
			assert.Equal(t, test.second, groupOf(t, n, ids["second"]).TargetsKnown)
			assert.Equal(t, test.first && test.second, len(n.Gaps) == 0)
		})
	}
}
