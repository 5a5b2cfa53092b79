package compare_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/ingresshub/ingresshub/tests/e2e/compare"
	"github.com/ingresshub/ingresshub/tests/e2e/exceptions"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// answers are what the API shows of one account and Region, to be altered.
type answers struct {
	t *testing.T
	snapshot.Documents
}

// the is the document under a key that has some text in it.
func (a answers) the(key, text string) snapshot.Document {
	a.t.Helper()
	i := a.index(key, text)
	return a.Documents[key][i]
}

func (a answers) index(key, text string) int {
	a.t.Helper()
	i := slices.IndexFunc(a.Documents[key], func(document snapshot.Document) bool { return contains(document, text) })
	require.GreaterOrEqual(a.t, i, 0, "no %s with %s", key, text)
	return i
}

// again adds a copy of a document, altered.
func (a answers) again(key, text string, alter map[string]any) {
	a.t.Helper()
	text2, err := json.Marshal(a.the(key, text))
	require.NoError(a.t, err)
	twin := snapshot.Document{}
	require.NoError(a.t, json.Unmarshal(text2, &twin))
	for field, value := range alter {
		twin[field] = value
	}
	a.Documents[key] = append(a.Documents[key], twin)
}

// inner is the element of a list that has some text in it.
func inner(document snapshot.Document, list, text string) snapshot.Document {
	for _, item := range document[list].([]any) {
		if element, isObject := item.(snapshot.Document); isObject && contains(element, text) {
			return element
		}
	}
	return nil
}

// drop takes the elements of a list away that have some text in them.
func drop(document snapshot.Document, list, text string) {
	document[list] = slices.DeleteFunc(slices.Clone(document[list].([]any)), func(item any) bool { return contains(item, text) })
}

func contains(value any, text string) bool {
	switch value := value.(type) {
	case snapshot.Document:
		for _, field := range value {
			if contains(field, text) {
				return true
			}
		}
		return false
	case []any:
		return slices.ContainsFunc(value, func(item any) bool { return contains(item, text) })
	default:
		return fmt.Sprint(value) == text
	}
}

// TestKindsOfDifferences makes, in the answers of AWS's API, what people would call a mistake, and reads the report.
func TestKindsOfDifferences(t *testing.T) {
	for name, test := range map[string]struct {
		mistake func(answers)
		report  string
	}{
		"no ALB behind the NLB": {
			func(a answers) {
				alb := a.the("LoadBalancers", "hub-payments-inner-alb")["LoadBalancerArn"].(string)
				drop(a.the("LoadBalancerTargetHealth", alb), "TargetHealthDescriptions", alb)
			},
			"us-east-1 missing: target payments-inner-alb-",
		},
		"NLB that balances across zones before an ALB": {
			func(a answers) {
				arn := a.the("LoadBalancers", "hub-payments-inner-1")["LoadBalancerArn"].(string)
				inner(a.the("LoadBalancerAttributes", arn), "Attributes", "load_balancing.cross_zone.enabled")["Value"] = "true"
			},
			"load balancer hub-payments-inner-1: attributes wanted nothing got load_balancing.cross_zone.enabled=true",
		},
		"pods that get from their own zone only": {
			func(a answers) {
				arn := a.the("TargetGroups", "api-43b55fb4")["TargetGroupArn"].(string)
				inner(a.the("TargetGroupAttributes", arn), "Attributes", "load_balancing.cross_zone.enabled")["Value"] = "use_load_balancer_configuration"
			},
			"target group api-43b55fb4: attributes wanted deregistration_delay.timeout_seconds=60, load_balancing.cross_zone.enabled=true got " +
				"deregistration_delay.timeout_seconds=60",
		},
		"missing route": {
			func(a answers) { drop(a.the("RouteTables", "payments.node.use1-az1"), "Routes", "10.0.0.0/20") },
			"us-east-1 missing: route payments.node.use1-az1 10.0.0.0/20 [next hop transit gateway transit; state active]",
		},
		"wrong next hop": {
			func(a answers) {
				route := inner(a.the("RouteTables", "payments.node.use1-az1"), "Routes", "10.0.0.0/20")
				route["GatewayId"] = a.the("InternetGateways", "ingress")["InternetGatewayId"]
				delete(route, "TransitGatewayId")
			},
			"us-east-1 route payments.node.use1-az1 10.0.0.0/20: next hop wanted transit gateway transit got internet gateway ingress",
		},
		"blackholed route": {
			func(a answers) {
				inner(a.the("RouteTables", "payments.node.use1-az1"), "Routes", "10.0.0.0/20")["State"] = "blackhole"
			},
			"route payments.node.use1-az1 10.0.0.0/20: state wanted active got blackhole",
		},
		"extra route": {
			func(a answers) {
				table := a.the("RouteTables", "payments.transit.use1-az1")
				table["Routes"] = append(table["Routes"].([]any), snapshot.Document{
					"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active",
				})
			},
			"us-east-1 extra: route payments.transit.use1-az1 0.0.0.0/0",
		},
		"extra route of a main table": {
			func(a answers) {
				table := a.Documents["RouteTables"][slices.IndexFunc(a.Documents["RouteTables"], func(d snapshot.Document) bool {
					return contains(d, "10.32.0.0/22") && contains(d["Associations"], "true")
				})]
				table["Routes"] = append(table["Routes"].([]any), snapshot.Document{
					"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active",
				})
			},
			"us-east-1 extra: route main of payments 0.0.0.0/0",
		},
		"wrong zone": {
			func(a answers) { a.the("Subnets", "ingress.lb.use1-az1")["AvailabilityZoneId"] = "use1-az2" },
			"subnet ingress.lb.use1-az1: zone wanted use1-az1 got use1-az2",
		},
		"wrong CIDR": {
			func(a answers) { a.the("Vpcs", "ingress")["CidrBlock"] = "10.0.0.0/16" },
			"us-east-1 vpc ingress: cidr wanted 10.0.0.0/20 got 10.0.0.0/16",
		},
		"missing secondary CIDR": {
			func(a answers) { drop(a.the("Vpcs", "payments"), "CidrBlockAssociationSet", "100.64.0.0/25") },
			"missing: vpc cidr block association payments 100.64.0.0/25",
		},
		"associated with another table": {
			func(a answers) {
				from, to := a.the("RouteTables", "payments.lb.use1-az1"), a.the("RouteTables", "payments.lb.use1-az2")
				from["Associations"], to["Associations"] = to["Associations"], from["Associations"]
			},
			"route table association payments.lb.use1-az1: route table wanted payments.lb.use1-az1 got payments.lb.use1-az2",
		},
		"missing target": {
			func(a answers) {
				drop(a.the("LoadBalancerTargetHealth", "10.32.2.48"), "TargetHealthDescriptions", "10.32.2.48")
			},
			"us-east-1 missing: target api-a362ba60 10.32.2.48:43217",
		},
		"target in one zone only": {
			func(a answers) {
				health := inner(a.the("LoadBalancerTargetHealth", "10.32.2.48"), "TargetHealthDescriptions", "10.32.2.48")
				health["Target"].(snapshot.Document)["AvailabilityZone"] = "us-east-1b"
			},
			"zone wanted all got use1-az1",
		},
		"wrong attribute": {
			func(a answers) {
				for _, document := range a.Documents["LoadBalancerAttributes"] {
					if drops := inner(document, "Attributes", "routing.http.drop_invalid_header_fields.enabled"); drops != nil {
						drops["Value"] = "false"
					}
				}
			},
			"load balancer hub-public: attributes wanted idle_timeout.timeout_seconds=120, routing.http.drop_invalid_header_fields.enabled=true got idle_timeout.timeout_seconds=120",
		},
		"extra rule": {
			func(a answers) {
				a.again("SecurityGroupRules", "203.0.113.0/24", map[string]any{
					"SecurityGroupRuleId": "sgr-1", "CidrIpv4": "0.0.0.0/0", "Tags": []any{},
				})
			},
			"0.0.0.0/0 (sgr-1) [",
		},
		"rule that the group does not show": {
			func(a answers) { a.the("SecurityGroups", "Ingress load balancer public")["IpPermissions"] = []any{} },
			"security group public: inbound wanted tcp 443 198.51.100.0/24, tcp 443 203.0.113.0/24, tcp 80 198.51.100.0/24, tcp 80 203.0.113.0/24 got nothing",
		},
		"propagation": {
			func(a answers) {
				of := a.Documents["TransitGatewayPropagations"][0]
				of["TransitGatewayRouteTablePropagations"] = []any{snapshot.Document{
					"TransitGatewayAttachmentId": a.the("TransitGatewayVpcAttachments", "payments")["TransitGatewayAttachmentId"],
				}}
			},
			"us-east-1 extra: transit gateway propagation transit.",
		},
		"blackhole that leads somewhere": {
			func(a answers) {
				for _, document := range a.Documents["TransitGatewayStaticRoutes"] {
					if hole := inner(document, "Routes", "blackhole"); hole != nil {
						hole["TransitGatewayAttachments"] = []any{snapshot.Document{
							"TransitGatewayAttachmentId": a.the("TransitGatewayVpcAttachments", "payments")["TransitGatewayAttachmentId"],
						}}
					}
				}
			},
			"next hop wanted nowhere got attachment payments",
		},
		"NAT gateway": {
			func(a answers) {
				a.Documents["NatGateways"] = append(a.Documents["NatGateways"], snapshot.Document{"NatGatewayId": "nat-1", "State": "available"})
			},
			"us-east-1 extra: nat gateway nat-1",
		},
		"network ACL that denies": {
			func(a answers) {
				acl := a.Documents["NetworkAcls"][len(a.Documents["NetworkAcls"])-1]
				acl["Entries"].([]any)[0].(snapshot.Document)["RuleAction"] = "deny"
			},
			"us-east-1 extra: network acl acl-",
		},
		"administrator": {
			func(a answers) {
				a.again("accessEntries", "arn:aws:iam::123456789012:role/ops", map[string]any{"principalArn": "arn:aws:iam::123456789012:user/eve"})
			},
			"us-east-1 extra: eks access entry hub-payments arn:aws:iam::123456789012:user/eve",
		},
		"record that ACM did not ask for": {
			func(a answers) {
				for _, certificate := range a.Documents["Certificates"] {
					options, _ := certificate["DomainValidationOptions"].([]any)
					for _, option := range options {
						record, _ := option.(snapshot.Document)["ResourceRecord"].(snapshot.Document)
						record["Value"] = "_other.acm-validations.aws."
					}
				}
			},
			"value wanted what ACM asks for got _",
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := loadGood(t)
			test.mistake(answers{t, g.after[snapshot.Place{Account: account, Region: "us-east-1"}]})
			report := g.report()
			require.False(t, report.OK())
			assert.Contains(t, report.String(), test.report)
		})
	}
}

// TestExceptions lets one value of one field of one type pass, and nothing else.
func TestExceptions(t *testing.T) {
	exception := exceptions.Exception{Type: object.Vpc, Field: "cidr", Got: "10.0.0.0/16", Call: "DescribeVpcs", Reason: "a test"}
	unneeded := exceptions.Exception{Type: object.Vpc, Field: "cidr", Got: "10.0.0.0/17", Call: "DescribeVpcs", Reason: "a test"}
	table := []exceptions.Exception{exception, unneeded}
	g := loadGood(t)
	regional := answers{t, g.after[snapshot.Place{Account: account, Region: "us-east-1"}]}
	regional.the("Vpcs", "ingress")["CidrBlock"] = "10.0.0.0/16"
	// The primary CIDR's association is not its own any more either.
	report := compare.Compare(g.want(), g.got(), g.was(), table)
	for _, difference := range report.Differences {
		assert.NotEqual(t, "cidr", difference.Field)
	}
	assert.Equal(t, map[exceptions.Exception]int{exception: 1}, report.Used)
	assert.Equal(t, 1, report.Exceptions())
	assert.Equal(t, []exceptions.Exception{unneeded}, compare.Unneeded(table, loadGood(t).report(), report))

	// Another value, and existence, have no way past.
	regional.the("Vpcs", "ingress")["CidrBlock"] = "10.0.0.0/18"
	assert.Contains(t, compare.Compare(g.want(), g.got(), g.was(), table).String(), "vpc ingress: cidr wanted 10.0.0.0/20 got 10.0.0.0/18")
	i := regional.index("Vpcs", "ingress")
	regional.Documents["Vpcs"] = slices.Delete(regional.Documents["Vpcs"], i, i+1)
	assert.Contains(t, compare.Compare(g.want(), g.got(), g.was(), table).String(), "missing: vpc ingress")
}
