package observe

import (
	"encoding/json"
	"strconv"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

type vpcEndpoint struct {
	VpcEndpointID   string `json:"VpcEndpointId"`
	VpcEndpointType string
	VpcID           string `json:"VpcId"`
	ServiceName     string
	State           string
	PolicyDocument  string
	RouteTableIDs   []string `json:"RouteTableIds"`
	SubnetIDs       []string `json:"SubnetIds"`
	Groups          []struct {
		GroupID string `json:"GroupId"`
	}
	PrivateDNSEnabled bool `json:"PrivateDnsEnabled"`
	RequesterManaged  bool
	Tags              tags
}

// firewallTag is where AWS notes the firewall that it made an endpoint for.
const firewallTag = "Firewall"

// endpoints reads VPC endpoints.
func (r *reader) endpoints() error {
	return each(r, "VpcEndpoints", func(endpoint vpcEndpoint) {
		if gone(endpoint.State) {
			return
		}
		var groups []string
		for _, group := range endpoint.Groups {
			groups = append(groups, r.names.of(group.GroupID))
		}
		service, marks := r.names.of(endpoint.ServiceName), endpoint.Tags.byKey()
		if firewall := marks[firewallTag]; endpoint.RequesterManaged && firewall != "" {
			// Its service is the firewall, by a name that means nothing.
			marks[firewallTag] = r.names.of(firewall)
			service = "network firewall " + r.names.of(firewall)
		}
		r.add(object.VpcEndpoint, r.names.of(endpoint.VpcEndpointID), endpoint.VpcEndpointID, object.Fields{
			"service": service, "kind": endpoint.VpcEndpointType, "vpc": r.names.of(endpoint.VpcID),
			"subnets":         object.Set(r.names.all(endpoint.SubnetIDs)),
			"route tables":    object.Set(r.names.all(endpoint.RouteTableIDs)),
			"security groups": object.Set(groups), "private dns": strconv.FormatBool(endpoint.PrivateDNSEnabled),
			"policy": endpointPolicy(endpoint.PolicyDocument), "state": endpoint.State, "tags": object.Tags(marks),
		})
	})
}

// fullAccess is the policy of an endpoint that was given none.
const fullAccess = "full access"

// endpointPolicy is an endpoint's policy: AWS gives one that allows everything to an endpoint without.
func endpointPolicy(document string) string {
	var policy struct{ Statement []map[string]any }
	if err := json.Unmarshal([]byte(document), &policy); err != nil {
		return document
	}
	if len(policy.Statement) == 1 {
		statement := policy.Statement[0]
		all := statement["Effect"] == "Allow"
		for _, key := range []string{"Action", "Principal", "Resource"} {
			all = all && statement[key] == "*"
		}
		if all && len(statement) == 4 {
			return fullAccess
		}
	}
	return document
}
