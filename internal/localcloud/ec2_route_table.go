package localcloud

import "slices"

// Routes inside a table: how many, and which destinations are taken.

func takenRoute(c *call, table *Object, dest string) bool {
	for _, r := range c.where(tRoute, "routeTableId", table.ID) {
		if routeDestination(r.Outputs) == dest {
			return true
		}
	}
	if c.kind.token == tRouteTable {
		return false // its own inline routes are compared with each other
	}
	return slices.ContainsFunc(subs(table.Outputs, "routes"), func(r Props) bool {
		return dest == orElse(str(r, "cidrBlock"), str(r, "destinationPrefixListId"))
	})
}

func roomForRoutes(c *call, table string, more int) error {
	n := len(c.where(tRoute, "routeTableId", table)) + more
	if t := c.find(tRouteTable, table); t != nil && c.kind.token != tRouteTable {
		n += len(subs(t.Outputs, "routes"))
	}
	if limit := c.cloud.quotas.RoutesPerRouteTable; n > limit {
		return refuse("RouteLimitExceeded", "The maximum number of routes (%d) has been reached in route table %s.", limit, table)
	}
	return nil
}

func checkInlineRoutes(c *call, id string) error {
	routes := subs(c.in, "routes")
	if len(routes) == 0 {
		return nil
	}
	table := &Object{
		Account: c.account, Region: c.region, Type: tRouteTable, ID: id, Outputs: Props{"vpcId": str(c.in, "vpcId")}, Implicit: true,
	}
	inside := *c
	inside.pending.put = append(slices.Clone(c.pending.put), table)
	seen := map[string]bool{}
	for _, r := range routes {
		dest := orElse(str(r, "cidrBlock"), str(r, "destinationPrefixListId"))
		if seen[dest] {
			return refuse("RouteAlreadyExists", "The route identified by %s already exists.", dest)
		}
		seen[dest] = true
		if err := checkRoute(&inside, id, dest, r); err != nil {
			return err
		}
	}
	return roomForRoutes(c, id, len(routes))
}
