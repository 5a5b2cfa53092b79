package localcloud

import "slices"

// Target groups of Gateway Load Balancers.

// checkGeneve refuses what AWS refuses of target groups of the protocol GENEVE.
func checkGeneve(in Props) error {
	geneve := str(in, "protocol") == "GENEVE"
	switch {
	case !geneve && len(subs(in, "targetFailovers")) > 0:
		return refuse("InvalidConfigurationRequest", "Target failover is for target groups of the protocol GENEVE only")
	case !geneve:
		return nil
	case number(in, "port") != 6081:
		return refuse("ValidationError", "The port of a target group of the protocol GENEVE must be 6081, not %d", number(in, "port"))
	case !slices.Contains([]string{"instance", "ip"}, str(in, "targetType")):
		return refuse("InvalidConfigurationRequest", "Target groups of the protocol GENEVE have targets of the type instance or ip, not %s", str(in, "targetType"))
	}
	for _, f := range subs(in, "targetFailovers") {
		if str(f, "onDeregistration") != str(f, "onUnhealthy") {
			return refuse("ValidationError", "target_failover.on_deregistration and target_failover.on_unhealthy must have the same value")
		}
	}
	if typ := str(in, "stickiness.type"); typ != "" && typ != "source_ip_dest_ip" && typ != "source_ip_dest_ip_proto" {
		return refuse("InvalidConfigurationRequest", "Stickiness type '%s' is not supported for target groups of the protocol GENEVE", typ)
	}
	return nil
}

// geneveAnswers fills in what AWS chooses: flows stay with a target that fails,
// unless somebody asks for another choice.
func geneveAnswers(in, out Props) {
	if len(subs(in, "targetFailovers")) == 0 {
		out["targetFailovers"] = []any{Props{"onDeregistration": "no_rebalance", "onUnhealthy": "no_rebalance"}}
	}
	out["loadBalancingCrossZoneEnabled"] = str(in, "loadBalancingCrossZoneEnabled")
	if !has(in, "stickiness") {
		out["stickiness"] = Props{"enabled": false, "type": "source_ip_dest_ip", "cookieDuration": 0.0, "cookieName": ""}
	}
}
