package localcloud

// Internet gateways and the public addresses behind them.

// gatewayOf finds the internet gateway that is attached to a VPC.
func (c *call) gatewayOf(vpc string) *Object {
	if g := c.where(tInternetGateway, "vpcId", vpc); len(g) > 0 {
		return g[0]
	}
	return nil
}

func oneGateway(c *call) error {
	vpc := str(c.in, "vpcId")
	if vpc != "" && c.gatewayOf(vpc) != nil {
		return refuse("InvalidParameterValue", "Network %s already has an internet gateway attached", vpc)
	}
	return nil
}

// unmapped refuses to detach an internet gateway while something in its VPC has
// a public address.
func unmapped(c *call) error {
	vpc := str(c.old.Outputs, "vpcId")
	if vpc == "" {
		return nil
	}
	public := func(o *Object) bool {
		switch o.Type {
		case tLoadBalancer:
			return !boolean(o.Outputs, "internal") && str(o.Outputs, "vpcId") == vpc
		default:
			s := c.find(tSubnet, str(o.Outputs, "subnetId"))
			return str(o.Outputs, "publicIp") != "" && s != nil && str(s.Outputs, "vpcId") == vpc
		}
	}
	for _, o := range append(c.all(tNatGateway), c.all(tLoadBalancer)...) {
		if public(o) {
			return refuse("DependencyViolation", "Network %s has some mapped public address(es), of %s. "+
				"Please unmap those public address(es) before detaching the gateway.", vpc, o.ID)
		}
	}
	return nil
}
