package plan

import (
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// zone is an availability zone by its ID. Its number is its slot in every tier.
type zone struct {
	id     string
	code   string
	number int
}

// slots is the number of zones that every tier has room for. No Region has a zone ID with a higher number.
const slots = 8

var (
	zoneID        = regexp.MustCompile(`^([a-z]{2,}[0-9]+)-az([0-9]+)$`)
	zoneName      = regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-[0-9]+[a-z]$`)
	localZone     = regexp.MustCompile(`^[a-z]{2,}[0-9]+-[a-z]+[0-9]+-az[0-9]+$|^[a-z]{2,}(-[a-z]+)+-[0-9]+-[a-z]+-[0-9]+[a-z]$`)
	wavelength    = regexp.MustCompile(`-wl[0-9]`)
	regionPattern = `^[a-z]{2,}(-[a-z]+)+-[0-9]+$`
)

// regions by the code with which their zone IDs begin.
var regions = map[string]string{
	"afs1": "af-south-1", "ape1": "ap-east-1", "ape2": "ap-east-2", "apne1": "ap-northeast-1", "apne2": "ap-northeast-2",
	"apne3": "ap-northeast-3", "aps1": "ap-south-1", "aps2": "ap-south-2", "apse1": "ap-southeast-1",
	"apse2": "ap-southeast-2", "apse3": "ap-southeast-3", "apse4": "ap-southeast-4", "apse5": "ap-southeast-5",
	"apse6": "ap-southeast-6", "apse7": "ap-southeast-7", "cac1": "ca-central-1", "caw1": "ca-west-1", "cnn1": "cn-north-1",
	"cnnw1": "cn-northwest-1", "euc1": "eu-central-1", "euc2": "eu-central-2", "eun1": "eu-north-1", "eus1": "eu-south-1",
	"eus2": "eu-south-2", "euw1": "eu-west-1", "euw2": "eu-west-2", "euw3": "eu-west-3", "ilc1": "il-central-1",
	"mec1": "me-central-1", "mes1": "me-south-1", "mxc1": "mx-central-1", "sae1": "sa-east-1", "use1": "us-east-1",
	"use2": "us-east-2", "usge1": "us-gov-east-1", "usgw1": "us-gov-west-1", "usw1": "us-west-1", "usw2": "us-west-2",
}

// refusedByEks are the zones in which EKS places no control plane.
var refusedByEks = map[string]bool{"use1-az3": true, "usw1-az2": true, "cac1-az3": true}

// parseZone reads a zone ID; the second result is what is wrong with it, if anything.
func parseZone(id string) (zone, string) {
	match := zoneID.FindStringSubmatch(id)
	switch {
	case match != nil:
		n, err := strconv.Atoi(match[2])
		if err != nil || n < 1 || n > slots || match[2] != strconv.Itoa(n) {
			return zone{}, id + " is not a zone ID that AWS has: the number after -az goes from 1 to " + strconv.Itoa(slots)
		}
		return zone{id: id, code: match[1], number: n}, ""
	case wavelength.MatchString(id):
		return zone{}, id + " is a Wavelength Zone; only the zones of the Region itself hold load balancers and clusters"
	case localZone.MatchString(id):
		return zone{}, id + " is a Local Zone; only the zones of the Region itself hold load balancers and clusters"
	case zoneName.MatchString(id):
		return zone{}, id + " is a zone name, which means another place in every account: use the zone ID, such as " +
			exampleZone(id) + " (`aws ec2 describe-availability-zones` shows both)"
	}
	return zone{}, strconv.Quote(id) + " is not a zone ID such as use1-az1"
}

// exampleZone is a zone ID in the Region of a zone name.
func exampleZone(name string) string {
	region := strings.TrimRight(name, "abcdefghijklmnopqrstuvwxyz")
	for code, known := range regions {
		if known == region {
			return code + "-az1"
		}
	}
	return "use1-az1"
}

// resolveZones reads the zones and settles the Region.
func (b *builder) resolveZones() {
	seen := map[string]string{}
	for i, id := range b.estate.Zones {
		path := index("zones", i)
		z, problem := parseZone(id)
		if problem != "" {
			b.add(path, "%s", problem)
			b.malformedZones++
			continue
		}
		if first, again := seen[id]; again {
			b.add(path, "%s is declared already, in %s", id, first)
			continue
		}
		seen[id] = path
		b.declaredZones = append(b.declaredZones, z)
		b.zonePaths[id] = path
	}
	b.zones = append(b.zones, b.declaredZones...)
	sort.Slice(b.zones, func(i, j int) bool { return b.zones[i].id < b.zones[j].id })
	b.resolveRegion()
}

// resolveRegion settles the one Region that all zones belong to.
func (b *builder) resolveRegion() {
	b.region = b.estate.Region
	code := ""
	for _, z := range b.declaredZones {
		path := b.zonePaths[z.id]
		region, known := regions[z.code]
		switch {
		case !known && b.estate.Region == "":
			b.add("region", "the Region of zone %s is not known to this release: declare it", z.id)
		case known && b.region == "":
			b.region = region
		case known && b.region != region:
			b.add(path, "%s is a zone of %s, but the estate's Region is %s", z.id, region, b.region)
		}
		if code == "" {
			code = z.code
		}
		if !known && code != z.code {
			b.add(path, "%s is not in the Region of %s", z.id, b.declaredZones[0].id)
		}
	}
}

// tooFewZones says whether there are fewer than two zones, not counting those that are another problem already.
func (b *builder) tooFewZones() bool {
	return len(b.estate.Zones) > 0 && len(b.zones)+b.malformedZones < 2
}

// zoneByID finds a zone of the estate.
func (b *builder) zoneByID(id string) (zone, bool) {
	i := sort.Search(len(b.zones), func(i int) bool { return b.zones[i].id >= id })
	if i < len(b.zones) && b.zones[i].id == id {
		return b.zones[i], true
	}
	return zone{}, false
}
