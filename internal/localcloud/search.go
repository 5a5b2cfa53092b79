package localcloud

// How data sources look objects up: filters, tags and arguments.

// search lists the objects of a type that meet a data source's filters and
// tags, and the arguments that name outputs.
func search(c *call, typ, idArg string, args Props, outputs ...string) ([]*Object, error) {
	if id := str(args, idArg); id != "" {
		if o := c.find(typ, id); o != nil {
			return []*Object{o}, nil
		}
		return nil, nil
	}
	var found []*Object
	for _, o := range c.all(typ) {
		ok, err := passes(subs(args, "filters"), filtersOf(o))
		if err != nil {
			return nil, err
		}
		for _, name := range outputs {
			ok = ok && (args[name] == nil || equal(args[name], o.Outputs[name]))
		}
		for k, v := range sub(args, "tags") {
			ok = ok && equal(sub(o.Outputs, "tags")[k], v)
		}
		if ok {
			found = append(found, o)
		}
	}
	return found, nil
}

// filterNames are EC2's names for outputs that can be filtered by.
var filterNames = map[string]string{
	"vpc-id": "vpcId", "cidr-block": "cidrBlock", "cidr": "cidrBlock", "availability-zone": "availabilityZone",
	"availability-zone-id": "availabilityZoneId", "owner-id": "ownerId", "group-name": "name", "prefix-list-name": "name",
	"transit-gateway-id": "transitGatewayId", "service-name": "serviceName", "description": "description", "attachment.vpc-id": "vpcId",
	"options.amazon-side-asn": "amazonSideAsn",
}

var filterIDs = []string{
	"subnet-id", "group-id", "route-table-id", "internet-gateway-id", "prefix-list-id", "vpc-endpoint-id", "transit-gateway-attachment-id",
	"transit-gateway-route-table-id",
}

func filtersOf(o *Object) map[string]string {
	f := map[string]string{"state": "available", "status": "available"}
	for filter, output := range filterNames {
		f[filter] = str(o.Outputs, output)
	}
	for _, id := range filterIDs {
		f[id] = o.ID
	}
	switch o.Type {
	case tVpc:
		f["vpc-id"], f["is-default"], f["isDefault"] = o.ID, "false", "false"
	case tTransitGateway:
		f["transit-gateway-id"] = o.ID
	case tSubnet:
		f["default-for-az"] = "false"
	}
	for k, v := range sub(o.Outputs, "tags") {
		if s, ok := v.(string); ok {
			f["tag:"+k] = s
		}
	}
	return f
}

// answerOf gives those outputs of an object that the function has, too.
func answerOf(c *call, o *Object, more Props) (Props, error) {
	all, err := loadSchemas()
	if err != nil {
		return nil, err
	}
	out := Props{"id": o.ID, "tags": orEmpty(sub(o.Outputs, "tags"))}
	for name := range all.Functions[c.kind.token].Outputs {
		if v, ok := o.Outputs[name]; ok {
			out[name] = v
		}
	}
	return merge(out, more), nil
}
