package plan

import "strings"

// defaultRetention is for how many days log groups of firewalls keep what they hold.
const defaultRetention = 90

// retentions are the numbers of days that CloudWatch knows.
var retentions = map[int]bool{
	1: true, 3: true, 5: true, 7: true, 14: true, 30: true, 60: true, 90: true, 120: true, 150: true, 180: true, 365: true,
	400: true, 545: true, 731: true, 1096: true, 1827: true, 2192: true, 2557: true, 2922: true, 3288: true, 3653: true,
}

// vendedLogs is what log groups of AWS services are called. CloudWatch has one statement about them in its resource policy,
// which otherwise grows with every group until it is too long.
const vendedLogs = "/aws/vendedlogs/network-firewall/"

// firewallLogs are the logs of a firewall: what it drops or reports, all flows, and how decrypting went.
func (b *builder) firewallLogs(path string, declared FirewallLogs, firewall string, decrypts bool) []FirewallLog {
	if declared.CloudWatch != nil && declared.S3Bucket != "" {
		b.add(path, "has cloudWatch and s3Bucket: logs go to one of them")
	}
	days := orDefault(pointed(declared.CloudWatch, CloudWatchLogs{}).RetentionDays, defaultRetention)
	if !retentions[days] {
		b.add(path+".cloudWatch.retentionDays", "CloudWatch does not know %d days; the next that it knows is %d", days, nextRetention(days))
	}
	if bucket := declared.S3Bucket; strings.Contains(bucket, "..") {
		b.add(path+".s3Bucket", "%q is not the name of an S3 bucket: it has two dots in a row", bucket)
	}
	kinds := []string{AlertLog, FlowLog}
	if decrypts {
		kinds = append(kinds, TlsLog)
	}
	out := make([]FirewallLog, 0, len(kinds))
	for _, kind := range kinds {
		word := strings.ToLower(kind)
		log := FirewallLog{Name: firewall + "." + word, Kind: kind}
		if declared.S3Bucket != "" {
			log.S3Bucket, log.S3Prefix = declared.S3Bucket, b.name+"/"+firewall
		} else {
			log.LogGroup, log.RetentionDays = vendedLogs+b.name+"/"+firewall+"/"+word, days
		}
		out = append(out, log)
	}
	return out
}

// nextRetention is the next number of days that CloudWatch knows.
func nextRetention(days int) int {
	longest := 0
	for known := range retentions {
		longest = max(longest, known)
	}
	next := longest
	for known := range retentions {
		if known >= days {
			next = min(next, known)
		}
	}
	return next
}
