package pulumi

import "github.com/ingresshub/ingresshub/flightpath/network"

const typeTargetGroup = "aws:lb/targetGroup:TargetGroup"

// targetGroup reads a target group with the targets that resources register.
func (b *builder) targetGroup(r *Resource) {
	group := network.TargetGroup{
		Object: b.object(r), Kind: network.TargetGroupKind(r.text("targetType")), Protocol: r.text("protocol"),
		TargetsKnown: true,
	}
	if text := r.text("loadBalancingCrossZoneEnabled"); text == "true" || text == "false" {
		group.CrossZone = text
	}
	if name := r.text("name"); known(name) {
		group.Name = name
	}
	if group.Kind == "" {
		group.Kind = network.InstanceTargets
	}
	group.Port, _ = r.number("port")
	group.VPC, _ = b.refer(r, "vpcId", typeVPC, typeDefaultVPC)
	group.PreservesClientIP = b.preserves(r, group)
	health := asObject(r.value("healthCheck"))
	group.HealthPort, _ = asNumber(health["port"])
	if group.HealthProtocol = asText(health["protocol"]); group.HealthProtocol == "" {
		group.HealthProtocol = group.Protocol
	}
	for _, attachment := range b.every("aws:lb/targetGroupAttachment:TargetGroupAttachment") {
		of, ok := b.refer(attachment, "targetGroupArn", typeTargetGroup)
		switch {
		case ok && of == group.ID:
			b.register(&group, attachment)
		case !ok && b.mayMean(attachment, "targetGroupArn", group.ID, typeTargetGroup):
			b.unregistered(&group, attachment, "targetGroupArn")
		}
	}
	b.network.TargetGroups = append(b.network.TargetGroups, group)
}

// preserves says whether targets see the client's address. AWS's default: on for instances and for UDP, off for addresses
// with TCP and TLS.
func (b *builder) preserves(r *Resource, group network.TargetGroup) bool {
	switch group.Protocol {
	case "UDP", "TCP_UDP", "QUIC", "TCP_QUIC":
		return true
	case "TCP", "TLS":
		if group.Kind == network.ALBTargets {
			return true
		}
		if text := r.text("preserveClientIp"); known(text) {
			return asFlag(text)
		}
		return group.Kind == network.InstanceTargets
	}
	return false
}

func (b *builder) register(group *network.TargetGroup, r *Resource) {
	target := network.RegisteredTarget{Zone: r.text("availabilityZone")}
	id, ok := b.refer(r, "targetId", typeInstance, typeBalancer)
	if !ok {
		b.unregistered(group, r, "targetId")
		return
	}
	target.ID, target.Address = id, address(id)
	if target.Port, ok = r.number("port"); !ok {
		target.Port = group.Port
	}
	if target.Port == 0 && group.Kind != network.LambdaTargets {
		b.unregistered(group, r, "port")
		return
	}
	if !known(target.Zone) {
		target.Zone = ""
	}
	group.Targets = append(group.Targets, target)
}

// unregistered says that a target group may have a target of which the program does not tell enough.
func (b *builder) unregistered(group *network.TargetGroup, r *Resource, key string) {
	group.TargetsKnown = false
	b.gapOf(network.GapTargets, group.ID, r, key)
}
