package localcloud

// What firewalls log, and where to.

// logPlaces says what names the destination of each type.
var logPlaces = map[string]string{"CloudWatchLogs": "logGroup", "S3": "bucketName", "KinesisDataFirehose": "deliveryStream"}

func firewallLoggingKind() *kind {
	return &kind{
		token:   tFirewallLogging,
		replace: []string{"firewallArn"},
		sets:    []string{"loggingConfiguration.logDestinationConfigs"},
		// AWS lets nobody delete a firewall that still logs.
		refs: []ref{{
			path: "firewallArn", to: []string{tFirewall}, missing: "ResourceNotFoundException", say: "Firewall %s does not exist", holds: true,
		}},
		create: func(c *call) (string, Props, error) {
			arn := str(c.in, "firewallArn")
			if c.find(tFirewallLogging, arn) != nil {
				return "", nil, refuse("InvalidRequestException", "Firewall %s has a logging configuration already", arn)
			}
			return arn, nil, checkFirewallLogging(c)
		},
		update: func(c *call) (Props, error) { return nil, checkFirewallLogging(c) },
	}
}

func checkFirewallLogging(c *call) error {
	seen := map[string]bool{}
	for _, d := range subs(c.in, "loggingConfiguration.logDestinationConfigs") {
		log, typ := str(d, "logType"), str(d, "logDestinationType")
		place := str(d, "logDestination."+logPlaces[typ])
		switch {
		case seen[log]:
			return refuse("InvalidRequestException", "There is more than one destination for logs of type %s", log)
		case place == "":
			return refuse("InvalidRequestException", "A log destination of type %s needs a %s", typ, logPlaces[typ])
		case typ == "CloudWatchLogs" && c.find(tLogGroup, place) == nil:
			return refuse("InvalidRequestException", "Log group %s does not exist", place)
		}
		seen[log] = true
	}
	if len(seen) == 0 {
		return refuse("InvalidRequestException", "A logging configuration needs at least one log destination")
	}
	return nil
}
