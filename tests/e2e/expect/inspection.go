package expect

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

// natGateway lists a NAT gateway and the address that it has.
func (w *writer) natGateway(vpc plan.Vpc, gateway plan.NatGateway) {
	w.add(vpc.Account, object.Address, gateway.Name, object.Fields{"domain": "vpc", "in use": "true", "tags": w.tags(gateway.Name)})
	w.add(vpc.Account, object.NatGateway, gateway.Name, object.Fields{
		"vpc": vpc.Name, "subnet": gateway.Subnet, "kind": "public", "addresses": gateway.Name, "state": "available",
		"tags": w.tags(gateway.Name),
	})
}

// firewall lists a firewall with its endpoints.
func (w *writer) firewall(firewall plan.PlannedFirewall) {
	for _, endpoint := range firewall.Endpoints {
		fields := object.Fields{
			"kind": "GatewayLoadBalancer", "vpc": firewall.Vpc, "subnets": endpoint.Subnet, "private dns": "false", "state": "available",
		}
		switch {
		case firewall.NetworkFirewall != nil:
			// AWS makes it, and marks it with the firewall's ARN.
			fields["service"] = "network firewall " + firewall.NetworkFirewall.AwsName
			fields["tags"] = object.Tags(map[string]string{"AWSNetworkFirewallManaged": "true", "Firewall": firewall.NetworkFirewall.AwsName})
		case firewall.GatewayLoadBalancer != nil && firewall.GatewayLoadBalancer.Fleet != "":
			fields["service"] = "endpoint service " + firewall.GatewayLoadBalancer.Fleet
			fields["tags"] = w.tags(endpoint.Name)
		case firewall.GatewayLoadBalancer != nil:
			fields["service"] = firewall.GatewayLoadBalancer.ServiceName
			fields["tags"] = w.tags(endpoint.Name)
		}
		w.add(firewall.Account, object.VpcEndpoint, endpoint.Name, fields)
	}
	if firewall.NetworkFirewall != nil {
		w.networkFirewall(firewall, *firewall.NetworkFirewall)
	}
}

// networkFirewall lists an AWS Network Firewall with its policy, its own rule groups and its logs.
func (w *writer) networkFirewall(firewall plan.PlannedFirewall, made plan.PlannedNetworkFirewall) {
	encryption := ""
	if made.KmsKeyArn != "" {
		encryption = "CUSTOMER_KMS " + made.KmsKeyArn
	}
	var subnets, endpoints, groups []string
	for _, endpoint := range firewall.Endpoints {
		subnets = append(subnets, endpoint.Subnet+" IPV4")
		endpoints = append(endpoints, endpoint.Name+" in "+endpoint.Subnet+" in "+endpoint.Zone+": READY, "+made.PolicyAwsName+" IN_SYNC")
	}
	w.add(firewall.Account, object.Firewall, made.AwsName, object.Fields{
		"vpc": firewall.Vpc, "policy": made.PolicyAwsName, "subnets": object.Set(subnets), "endpoints": object.Set(endpoints),
		"delete protection": on(made.DeletionProtection), "subnet change protection": on(made.SubnetChangeProtection),
		"policy change protection": on(made.PolicyChangeProtection), "encryption": encryption, "state": "READY, IN_SYNC",
		"tags": w.tags(firewall.Name),
	})
	for _, group := range made.RuleGroups {
		name := group.AwsName
		if group.Managed != "" {
			name = "AWS's " + group.Managed
		} else {
			w.add(firewall.Account, object.FirewallRuleGroup, name, object.Fields{
				"type": "STATEFUL", "capacity": number(group.Capacity), "rules": suricata(group.Rules),
				"description": "Rules " + group.Name, "encryption": encryption, "state": "ACTIVE", "tags": w.tags(group.Name),
			})
		}
		groups = append(groups, number(group.Priority)+" "+name)
	}
	w.add(firewall.Account, object.FirewallPolicy, made.PolicyAwsName, object.Fields{
		"stateless default": "aws:forward_to_sfe", "fragments default": "aws:forward_to_sfe",
		"stateful default": "aws:alert_established_app_layer_to_server, aws:drop_established_app_layer_to_server",
		"rule order":       "STRICT_ORDER", "stream exceptions": "REJECT", "variables": "HOME_NET is " + object.Set(firewall.HomeNet),
		"rule groups": strings.Join(groups, ", then "), "description": "Firewall " + firewall.Name, "encryption": encryption,
		"state": "ACTIVE", "tags": w.tags(firewall.Name), "tls inspection": tlsName(made),
	})
	for _, log := range made.Logs {
		fields := object.Fields{"kind": "CloudWatchLogs", "destination": "logGroup=" + log.LogGroup}
		if log.S3Bucket != "" {
			fields["kind"] = "S3"
			fields["destination"] = object.Tags(map[string]string{"bucketName": log.S3Bucket, "prefix": log.S3Prefix})
		} else {
			w.add(firewall.Account, object.LogGroup, log.LogGroup, object.Fields{"retention": number(log.RetentionDays)})
		}
		w.add(firewall.Account, object.FirewallLog, made.AwsName+" "+log.Kind, fields)
	}
}

// tlsName is what AWS calls a policy's TLS inspection configuration.
func tlsName(made plan.PlannedNetworkFirewall) string {
	if made.TlsInspection == nil {
		return ""
	}
	return made.TlsInspection.AwsName
}

// suricata is a rule group of rules in Suricata's language, evaluated in the order in which they are written.
func suricata(rules []string) string {
	text, err := json.Marshal(map[string]any{
		"RulesSource":         map[string]string{"RulesString": strings.Join(rules, "\n") + "\n"},
		"StatefulRuleOptions": map[string]string{"RuleOrder": "STRICT_ORDER"},
	})
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// on is a switch as a field: nothing while it is off.
func on(switched bool) string {
	if switched {
		return "true"
	}
	return ""
}

// fleet lists appliances: the load balancer before them with its endpoint service, and the group that launches them.
func (w *writer) fleet(fleet plan.PlannedFleet) {
	tags := w.fleetTags(fleet)
	var zones []string
	for _, subnet := range fleet.Subnets {
		zones = append(zones, subnet+" in "+zoneOf(subnet))
	}
	w.add(fleet.Account, object.LoadBalancer, fleet.AwsName, object.Fields{
		"type": "gateway", "vpc": fleet.Vpc, "address type": "ipv4", "zones": object.Set(zones), "state": "active", "tags": object.Tags(tags),
		"attributes": object.LoadBalancerAttributes("gateway", "", map[string]string{
			"load_balancing.cross_zone.enabled": strconv.FormatBool(fleet.CrossZone),
			"deletion_protection.enabled":       strconv.FormatBool(fleet.DeletionProtection),
		}),
	})
	forward := object.Forward(fleet.TargetGroupAwsName)
	w.add(fleet.Account, object.Listener, fleet.Name, object.Fields{
		"load balancer": fleet.AwsName, "default action": forward, "default rule": forward, "tags": w.tags(fleet.Name),
	})
	probe := object.Fields{
		"vpc": fleet.Vpc, "target type": "instance", "protocol": "GENEVE", "port": "6081", "load balancers": fleet.AwsName,
		"health check": fleet.Probe.Protocol, "health check port": number(fleet.Probe.Port), "health check path": fleet.Probe.Path,
		"health check interval": "10", "health check timeout": "5", "healthy threshold": "3", "unhealthy threshold": "3",
		"attributes": object.TargetGroupAttributes("instance", "GENEVE", map[string]string{
			"deregistration_delay.timeout_seconds": "60", "target_failover.on_deregistration": fleet.Failover,
			"target_failover.on_unhealthy": fleet.Failover,
		}),
		"tags": w.tags(fleet.Name),
	}
	if fleet.Probe.Path != "" {
		probe["health check codes"] = "200-399"
	}
	w.add(fleet.Account, object.TargetGroup, fleet.TargetGroupAwsName, probe)
	w.securityGroup(fleet.Account, fleet.Vpc, fleet.SecurityGroup)
	w.service(fleet)
	w.launchTemplate(fleet)
	w.scalingGroup(fleet, tags)
}

// fleetTags are the tags by which a vendor's management finds its appliances, beside those of all.
func (w *writer) fleetTags(fleet plan.PlannedFleet) map[string]string {
	tags := map[string]string{"Name": fleet.Name}
	for _, more := range []map[string]string{w.plan.Tags, fleet.Tags} {
		for key, value := range more {
			tags[key] = value
		}
	}
	return tags
}

// service lists the endpoint service of a fleet, each connection to which somebody accepts.
func (w *writer) service(fleet plan.PlannedFleet) {
	var zones, principals []string
	for _, subnet := range fleet.Subnets {
		zones = append(zones, zoneOf(subnet))
	}
	for _, principal := range fleet.AllowedPrincipals {
		principals = append(principals, principal.Arn)
	}
	w.add(fleet.Account, object.EndpointService, fleet.Name, object.Fields{
		"kind": "GatewayLoadBalancer", "zones": object.Set(zones), "acceptance": "true", "load balancers": fleet.AwsName,
		"principals": object.Set(principals), "address types": "ipv4", "state": "Available", "tags": w.tags(fleet.Name),
	})
}

// launchTemplate lists what each appliance is made of.
func (w *writer) launchTemplate(fleet plan.PlannedFleet) {
	cards := []string{object.Card("0", fleet.SecurityGroup.Name, "false", true)}
	if fleet.ManagementInterface {
		// With two interfaces there is no public address, and nothing may be said about one.
		cards = []string{object.Card("0", fleet.SecurityGroup.Name, "", true), object.Card("1", fleet.SecurityGroup.Name, "", true)}
	}
	tags := w.tags(fleet.Name)
	w.add(fleet.Account, object.LaunchTemplate, fleet.AwsName, object.Fields{
		"image": fleet.Ami, "instance type": fleet.InstanceType, "user data": base64.StdEncoding.EncodeToString([]byte(fleet.UserData)),
		"key": fleet.KeyName, "profile": fleet.InstanceProfileArn, "ebs optimized": "true", "metadata": "enabled required 1",
		"disks": object.Disk(fleet.RootDevice, true, true), "interfaces": object.Set(cards),
		"tags of parts": object.Set([]string{"volume: " + tags, "network-interface: " + tags}), "tags": tags,
	})
}

// scalingGroup lists the auto scaling group, all of whose instances are in service.
func (w *writer) scalingGroup(fleet plan.PlannedFleet, tags map[string]string) {
	var pauses []string
	if fleet.LaunchPause > 0 {
		pauses = append(pauses, object.Pause("launch", "autoscaling:EC2_INSTANCE_LAUNCHING", number(fleet.LaunchPause), "CONTINUE"))
	}
	if fleet.TerminationPause > 0 {
		pauses = append(pauses, object.Pause("termination", "autoscaling:EC2_INSTANCE_TERMINATING", number(fleet.TerminationPause), "CONTINUE"))
	}
	w.add(fleet.Account, object.ScalingGroup, fleet.AwsName, object.Fields{
		// What a new group starts with. Scaling policies may change it; nothing scales in an emulator.
		"minimum": number(fleet.Min), "maximum": number(fleet.Max), "desired": number(fleet.Min), "in service": number(fleet.Min),
		"subnets": object.Set(fleet.Subnets), "target groups": fleet.TargetGroupAwsName,
		"launch template": object.TemplateVersion(fleet.AwsName, true), "health check": "ELB", "grace period": "900",
		"pauses": object.Set(pauses), "termination policies": "Default", "tags": object.Tags(tags),
	})
}
