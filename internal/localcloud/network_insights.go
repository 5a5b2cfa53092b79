package localcloud

import "strings"

// Reachability Analyzer: paths, which are questions, and analyses, which are
// AWS's answers. The local cloud has none of its own.

func analysisKinds() []*kind {
	return []*kind{
		{
			token: tAnalysisPath,
			replace: []string{
				"destination", "destinationIp", "destinationPort", "filterAtDestination", "filterAtSource", "protocol", "source", "sourceIp",
			},
			unsimulated: []string{"filterAtDestination", "filterAtSource"},
			inUse:       "AnalysisExistsForNetworkInsightsPath",
			create: func(c *call) (string, Props, error) {
				id := c.newID("nip-")
				out := Props{"arn": c.arn("ec2", "network-insights-path/"+id), "destinationArn": ""}
				for _, end := range []string{"filterAtSource", "filterAtDestination"} {
					out[end] = Props{"sourceAddress": "", "destinationAddress": ""}
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

// analysedTypes are the ends of a path that the local cloud has.
var analysedTypes = map[string]struct{ token, name string }{
	"igw-": {tInternetGateway, "internet-gateway"}, "tgw-": {tTransitGateway, "transit-gateway"}, "vpce-": {tVpcEndpoint, "vpc-endpoint"},
}

// analysedARN names an end of a path. Interfaces and instances are taken as they
// are, and so is what an ARN says, which may be another account's.
func analysedARN(c *call, id string) (string, error) {
	if strings.HasPrefix(id, "arn:") {
		return id, nil
	}
	for prefix, of := range analysedTypes {
		if strings.HasPrefix(id, prefix) && c.find(of.token, id) != nil {
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
		out["pathFound"], out["status"] = ask(*path.clone(), strs(c.in, "filterInArns")), "succeeded"
		return id, out, nil
	}
	if boolean(c.in, "waitForCompletion") {
		return "", nil, refuse("AnalysisFailed", "waiting for EC2 Network Insights Analysis (%s) create: unexpected state 'failed', wanted target 'succeeded': "+
			"the local cloud forwards no packets, so it cannot tell whether a path is there", id)
	}
	return id, out, nil
}
