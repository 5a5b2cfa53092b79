package localcloud

import (
	"net/netip"
	"regexp"
	"slices"
)

var (
	logTypes      = []string{"api", "audit", "authenticator", "controllerManager", "scheduler"}
	accessModes   = []string{"CONFIG_MAP", "API_AND_CONFIG_MAP", "API"} // each leads on to the next, never back
	keyARN        = regexp.MustCompile(`^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(?:key|alias)/\S+$`)
	privateRanges = prefixes([]string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"})
)

// checkCluster is what the provider checks without asking AWS.
func checkCluster(in Props) []problem {
	var found []problem
	say := func(property, format string, args ...any) {
		found = append(found, problem{property, invalidParameter(format, args...)})
	}
	if name, ok := in["name"].(string); ok && (!clusterName.MatchString(name) || len(name) > 100) {
		say("name", "invalid value for name (must be 1 to 100 characters and satisfy regular expression pattern: ^[0-9A-Za-z][A-Za-z0-9_-]*): %s", name)
	}
	for _, l := range strs(in, "enabledClusterLogTypes") {
		if !slices.Contains(logTypes, l) {
			say("enabledClusterLogTypes", "expected enabledClusterLogTypes to be one of %q, got %s", logTypes, l)
		}
	}
	if mode := str(in, "accessConfig.authenticationMode"); mode != "" && !slices.Contains(accessModes, mode) {
		say("accessConfig", "expected accessConfig.authenticationMode to be one of %q, got %s", accessModes, mode)
	}
	if family := str(in, "kubernetesNetworkConfig.ipFamily"); family != "" && family != "ipv4" && family != "ipv6" {
		say("kubernetesNetworkConfig", "expected ipFamily to be one of [\"ipv4\" \"ipv6\"], got %s", family)
	}
	if cidr := str(in, "kubernetesNetworkConfig.serviceIpv4Cidr"); cidr != "" {
		p, ok := prefixOf(cidr)
		switch {
		case !ok || p.Bits() < 12 || p.Bits() > 24:
			say("kubernetesNetworkConfig", "expected serviceIpv4Cidr to be a network address with 12 to 24 significant bits, got: %s", cidr)
		case !slices.ContainsFunc(privateRanges, func(r netip.Prefix) bool { return within(p, r) }):
			say("kubernetesNetworkConfig", "serviceIpv4Cidr must be within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, got: %s", cidr)
		}
	}
	for _, cidr := range strs(in, "vpcConfig.publicAccessCidrs") {
		if p, err := netip.ParsePrefix(cidr); err != nil || p != p.Masked() {
			say("vpcConfig", "%q is not a valid CIDR block for publicAccessCidrs", cidr)
		}
	}
	if config := sub(in, "vpcConfig"); config != nil && config["subnetIds"] == nil {
		say("vpcConfig", "missing required property vpcConfig.subnetIds")
	}
	auto := autoMode(in)
	settled := !hasUnknown(in["computeConfig"]) && !hasUnknown(in["kubernetesNetworkConfig"]) && !hasUnknown(in["storageConfig"])
	if settled && (auto != boolean(in, "kubernetesNetworkConfig.elasticLoadBalancing.enabled") ||
		auto != boolean(in, "storageConfig.blockStorage.enabled")) {
		say("computeConfig", "For EKS Auto Mode, please ensure that all required configs, including computeConfig, kubernetesNetworkConfig, "+
			"and blockStorage are all either fully enabled or fully disabled.")
	}
	return found
}

func autoMode(in Props) bool { return boolean(in, "computeConfig.enabled") }
