package observe

import (
	"encoding/json"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

type targetGroup struct {
	TargetGroupArn             string
	TargetGroupName            string
	VpcID                      string `json:"VpcId"`
	TargetType                 string
	IPAddressType              string `json:"IpAddressType"`
	Protocol                   string
	ProtocolVersion            string
	Port                       json.Number
	LoadBalancerArns           []string
	HealthCheckEnabled         bool
	HealthCheckProtocol        string
	HealthCheckPort            string
	HealthCheckPath            string
	Matcher                    struct{ HTTPCode, GrpcCode string }
	HealthCheckIntervalSeconds json.Number
	HealthCheckTimeoutSeconds  json.Number
	HealthyThresholdCount      json.Number
	UnhealthyThresholdCount    json.Number
}

// targetGroups reads target groups with the targets that are registered.
func (r *reader) targetGroups() error {
	attributes, err := r.attributes("TargetGroupAttributes", "TargetGroupArn")
	if err != nil {
		return err
	}
	err = each(r, "TargetGroups", func(group targetGroup) {
		check := group.HealthCheckProtocol
		if !group.HealthCheckEnabled {
			check = "none"
		}
		r.add(object.TargetGroup, group.TargetGroupName, group.TargetGroupArn, object.Fields{
			"vpc": r.names.of(group.VpcID), "target type": group.TargetType, "address type": group.IPAddressType,
			"protocol": group.Protocol, "protocol version": group.ProtocolVersion, "port": group.Port.String(),
			"load balancers": object.Set(r.names.all(group.LoadBalancerArns)),
			"health check":   check, "health check port": group.HealthCheckPort, "health check path": group.HealthCheckPath,
			"health check codes":    group.Matcher.HTTPCode + group.Matcher.GrpcCode,
			"health check interval": group.HealthCheckIntervalSeconds.String(),
			"health check timeout":  group.HealthCheckTimeoutSeconds.String(),
			"healthy threshold":     group.HealthyThresholdCount.String(),
			"unhealthy threshold":   group.UnhealthyThresholdCount.String(),
			"attributes": shown(attributes[group.TargetGroupArn], func(read map[string]string) string {
				return object.TargetGroupAttributes(group.TargetType, group.Protocol, read)
			}),
			"tags": r.names.tags[group.TargetGroupArn].field(),
		})
	})
	if err != nil {
		return err
	}
	return each(r, "LoadBalancerTargetHealth", func(of struct {
		TargetGroupArn           string
		TargetHealthDescriptions []struct {
			Target struct {
				ID               string `json:"Id"`
				Port             json.Number
				AvailabilityZone string
			}
		}
	},
	) {
		for _, described := range of.TargetHealthDescriptions {
			target := described.Target
			where := r.names.of(target.ID) + ":" + target.Port.String()
			r.addImplicit(r.ofGroup(target.ID), object.Target, r.names.of(of.TargetGroupArn)+" "+where, of.TargetGroupArn+"|"+where, object.Fields{
				"zone": r.names.zone(r.place.Account, target.AvailabilityZone),
			})
		}
	})
}
