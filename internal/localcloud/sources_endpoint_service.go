package localcloud

import "slices"

// getVpcEndpointService looks a service up by its name: AWS's own, or one of an
// account that lets the caller in. Zones are told by the caller's names.
func getVpcEndpointService(c *call, args Props) (Props, error) {
	name, typ := str(args, "serviceName"), str(args, "serviceType")
	if short := str(args, "service"); short != "" {
		name = "com.amazonaws." + c.region + "." + short
	}
	if name == "" {
		return nil, refuse("InvalidParameterValue", "getVpcEndpointService needs the name of a service: the local cloud filters by nothing else")
	}
	var zones []string
	out := Props{
		"owner": "amazon", "acceptanceRequired": false, "managesVpcEndpoints": false, "vpcEndpointPolicySupported": true, "tags": Props{},
		"privateDnsName": "", "privateDnsNames": []any{}, "baseEndpointDnsNames": []any{}, "supportedIpAddressTypes": []any{"ipv4"},
	}
	id := "vpce-svc-0" + hashOf(name, 16)
	offer := c.serviceFor(name)
	short, _ := endpointService(c, name)
	switch {
	case offer != nil:
		id = offer.ID
		for _, p := range []string{"acceptanceRequired", "serviceType", "baseEndpointDnsNames", "tags"} {
			out[p] = offer.Outputs[p]
		}
		out["owner"], out["vpcEndpointPolicySupported"] = offer.Account, false
	case slices.Contains(gatewayServices, short) && typ != "Interface":
		out["serviceType"] = "Gateway"
	case slices.Contains(interfaceServices, short) && typ != "Gateway":
		out["serviceType"] = "Interface"
	default:
		return nil, refuse("NotFound", "no matching VPC Endpoint Service found: %s", name)
	}
	for _, z := range zonesOf(c.account, c.region) {
		if offer == nil || offer.offersZone(z.id) {
			zones = append(zones, z.name)
		}
	}
	return merge(out, Props{
		"id": name, "arn": c.arn("ec2", "vpc-endpoint-service/"+id), "serviceId": id, "serviceName": name, "region": c.region, "availabilityZones": anys(zones),
	}), nil
}
