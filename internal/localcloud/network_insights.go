package localcloud

import "strings"

// Reachability Analyzer: paths, which are questions, and analyses, which are
// AWS's answers. The local cloud has none of its own, but for somebody who
// plays AWS's part ([Options]).

func analysisKinds() []*kind {
	return []*kind{
		{
			token:   tAnalysisPath,
			replace: []string{"destination", "destinationIp", "destinationPort", "protocol", "source", "sourceIp"},
			// Only that there is a filter replaces a path. The provider takes another
			// one for an update, of which it does nothing: AWS keeps the filter.
			replaceIf: func(old, in Props) (replaced []string) {
				for _, filter := range pathFilters {
					if isUnknown(in[filter]) || has(in, filter) && !has(old, filter) {
						replaced = append(replaced, filter)
					}
				}
				return replaced
			},
			update: func(c *call) (Props, error) {
				kept := Props{}
				for _, filter := range pathFilters {
					kept[filter] = c.old.Outputs[filter]
				}
				return kept, nil
			},
			inUse: "AnalysisExistsForNetworkInsightsPath",
			create: func(c *call) (string, Props, error) {
				if err := checkPath(c.in); err != nil {
					return "", nil, err
				}
				id := c.newID("nip-")
				out := Props{"arn": c.arn("ec2", "network-insights-path/"+id), "destinationArn": ""}
				for _, end := range pathFilters {
					out[end] = merge(Props{"sourceAddress": "", "destinationAddress": ""}, sub(c.in, end))
				}
				for _, end := range []string{"source", "destination"} {
					if at := str(c.in, end); at != "" {
						arn, err := analysedARN(c, at)
						if err != nil {
							return "", nil, err
						}
						out[end+"Arn"] = arn
					}
				}
				return id, out, nil
			},
		},
		{
			token:    tAnalysis,
			replace:  []string{"filterInArns", "networkInsightsPathId"},
			sets:     []string{"filterInArns"},
			defaults: Props{"waitForCompletion": true},
			refs: []ref{{
				path: "networkInsightsPathId", to: []string{tAnalysisPath}, missing: "InvalidNetworkInsightsPathId.NotFound",
				say: "The network insights path ID '%s' does not exist", holds: true,
			}},
			create: analyse,
		},
	}
}

var pathFilters = []string{"filterAtSource", "filterAtDestination"}

// checkPath refuses what excludes each other, and what is out of range.
func checkPath(in Props) error {
	source, destination := sub(in, "filterAtSource"), sub(in, "filterAtDestination")
	switch {
	case str(in, "destination") == "" && str(source, "destinationAddress") == "":
		return refuse("MissingParameter", "The request must contain a destination, or a destination address in the filter at the source")
	case source != nil && (has(in, "sourceIp") || has(in, "destinationPort")):
		return refuse("InvalidParameterCombination", "FilterAtSource excludes SourceIp and DestinationPort")
	case destination != nil && has(in, "destinationIp"):
		return refuse("InvalidParameterCombination", "FilterAtDestination excludes DestinationIp")
	}
	ports := []any{in["destinationPort"]}
	for _, filter := range []Props{source, destination} {
		for _, of := range []string{"sourcePortRange", "destinationPortRange"} {
			ports = append(ports, sub(filter, of)["fromPort"], sub(filter, of)["toPort"])
		}
	}
	for _, port := range ports {
		if number, given := port.(float64); given && (number < 0 || number > 65535) {
			return refuse("InvalidParameterValue", "%v is no port", number)
		}
	}
	return nil
}

// analysedTypes are the ends of a path that the local cloud has.
var analysedTypes = map[string]struct{ token, name string }{
	"igw-": {tInternetGateway, "internet-gateway"}, "tgw-attach-": {tAttachment, "transit-gateway-attachment"},
	"tgw-": {tTransitGateway, "transit-gateway"}, "vpce-": {tVpcEndpoint, "vpc-endpoint"},
}

// analysedARN names an end of a path. It has to be the account's own, unless an
// ARN says that it is another's. Interfaces are those of load balancers, or, as
// instances are, ones that the local cloud does not have: they are taken as
// they are.
func analysedARN(c *call, id string) (string, error) {
	if arn := strings.SplitN(id, ":", 6); len(arn) == 6 && arn[0] == "arn" {
		if arn[3] != c.region {
			return "", refuse("InvalidParameterValue", "%s is in another Region", id)
		}
		if arn[4] != c.account {
			return id, nil
		}
		id = id[strings.LastIndex(id, "/")+1:]
	}
	for _, prefix := range []string{"igw-", "tgw-attach-", "tgw-", "vpce-"} {
		if of := analysedTypes[prefix]; strings.HasPrefix(id, prefix) {
			if c.find(of.token, id) == nil {
				break
			}
			return c.arn("ec2", of.name+"/"+id), nil
		}
	}
	for prefix, name := range map[string]string{"eni-": "network-interface", "i-": "instance", "vgw-": "vpn-gateway", "pcx-": "vpc-peering-connection"} {
		if strings.HasPrefix(id, prefix) {
			return c.arn("ec2", name+"/"+id), nil
		}
	}
	return "", refuse("InvalidParameterValue", "%s is no resource that a path can begin or end at", id)
}

// analyse asks whoever plays AWS's part. Without anybody, the analysis fails as
// one of AWS's would, and says why; not to wait for it is fine.
func analyse(c *call) (string, Props, error) {
	id := c.newID("nia-")
	out := Props{
		"arn": c.arn("ec2", "network-insights-analysis/"+id), "startDate": simulatedTime, "status": "running", "statusMessage": "", "warningMessage": "",
		"pathFound": false, "alternatePathHints": []any{}, "explanations": []any{}, "forwardPathComponents": []any{}, "returnPathComponents": []any{},
	}
	if ask := c.cloud.options.Reachability; ask != nil {
		path := c.find(tAnalysisPath, str(c.in, "networkInsightsPathId"))
		found, err := ask(*path.clone(), strs(c.in, "filterInArns"), c.cloud.everything())
		if err != nil {
			return "", nil, refuse("AnalysisFailed", "EC2 Network Insights Analysis (%s): %s", id, err.Error())
		}
		out["pathFound"], out["status"] = found, "succeeded"
		return id, out, nil
	}
	if boolean(c.in, "waitForCompletion") {
		return "", nil, refuse("AnalysisFailed", "waiting for EC2 Network Insights Analysis (%s) create: unexpected state 'failed', wanted target 'succeeded': "+
			"the local cloud forwards no packets, so it cannot tell whether a path is there", id)
	}
	return id, out, nil
}
