package localcloud

// Data sources that look transit gateways and their parts up.

func transitSources() map[string]source {
	look := func(typ, what string) source {
		return func(c *call, args Props) (Props, error) {
			found, err := search(c, typ, "id", args)
			if err != nil {
				return nil, err
			}
			o, err := one(found, what)
			if err != nil {
				return nil, err
			}
			return answerOf(c, o, nil)
		}
	}
	return map[string]source{
		"aws:ec2transitgateway/getTransitGateway:getTransitGateway": look(tTransitGateway, "EC2 Transit Gateway"),
		"aws:ec2transitgateway/getVpcAttachment:getVpcAttachment":   look(tAttachment, "EC2 Transit Gateway VPC Attachment"),
		"aws:ec2transitgateway/getRouteTable:getRouteTable":         look(tTransitTable, "EC2 Transit Gateway Route Table"),
	}
}
