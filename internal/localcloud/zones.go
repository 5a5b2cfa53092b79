package localcloud

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// accountID is the form of an account's number.
var accountID = regexp.MustCompile(`^\d{12}$`)

// region says which availability zones a Region has. Zone IDs (use1-az1) mean
// the same everywhere; zone names (us-east-1a) are dealt out per account.
type region struct {
	prefix  string // of zone IDs
	numbers []int  // of the zones that new accounts see
}

var regions = map[string]region{
	"af-south-1":     {"afs1", []int{1, 2, 3}},
	"ap-east-1":      {"ape1", []int{1, 2, 3}},
	"ap-east-2":      {"ape2", []int{1, 2, 3}},
	"ap-northeast-1": {"apne1", []int{1, 2, 4}},
	"ap-northeast-2": {"apne2", []int{1, 2, 3, 4}},
	"ap-northeast-3": {"apne3", []int{1, 2, 3}},
	"ap-south-1":     {"aps1", []int{1, 2, 3}},
	"ap-south-2":     {"aps2", []int{1, 2, 3}},
	"ap-southeast-1": {"apse1", []int{1, 2, 3}},
	"ap-southeast-2": {"apse2", []int{1, 2, 3}},
	"ap-southeast-3": {"apse3", []int{1, 2, 3}},
	"ap-southeast-4": {"apse4", []int{1, 2, 3}},
	"ap-southeast-5": {"apse5", []int{1, 2, 3}},
	"ap-southeast-6": {"apse6", []int{1, 2, 3}},
	"ap-southeast-7": {"apse7", []int{1, 2, 3}},
	"ca-central-1":   {"cac1", []int{1, 2, 3, 4}},
	"ca-west-1":      {"caw1", []int{1, 2, 3}},
	"eu-central-1":   {"euc1", []int{1, 2, 3}},
	"eu-central-2":   {"euc2", []int{1, 2, 3}},
	"eu-north-1":     {"eun1", []int{1, 2, 3}},
	"eu-south-1":     {"eus1", []int{1, 2, 3}},
	"eu-south-2":     {"eus2", []int{1, 2, 3}},
	"eu-west-1":      {"euw1", []int{1, 2, 3}},
	"eu-west-2":      {"euw2", []int{1, 2, 3}},
	"eu-west-3":      {"euw3", []int{1, 2, 3}},
	"il-central-1":   {"ilc1", []int{1, 2, 3}},
	"me-central-1":   {"mec1", []int{1, 2, 3}},
	"me-south-1":     {"mes1", []int{1, 2, 3}},
	"mx-central-1":   {"mxc1", []int{1, 2, 3}},
	"sa-east-1":      {"sae1", []int{1, 2, 3}},
	"us-east-1":      {"use1", []int{1, 2, 3, 4, 5, 6}},
	"us-east-2":      {"use2", []int{1, 2, 3}},
	"us-west-1":      {"usw1", []int{1, 2, 3}},
	"us-west-2":      {"usw2", []int{1, 2, 3, 4}},
}

// zonesWithoutEKS cannot hold a cluster's control plane.
var zonesWithoutEKS = []string{"use1-az3", "usw1-az2", "cac1-az3"}

// zone is an availability zone as one account sees it.
type zone struct{ id, name string }

// zonesOf lists the zones of a Region by name. The account's last digit turns
// the names, so that us-east-1a means another zone in account …222 than in
// account …111, as between real accounts.
func zonesOf(account, name string) []zone {
	r := regions[name]
	n := len(r.numbers)
	if n == 0 {
		return nil
	}
	turn := int(account[len(account)-1]-'0') + n - 1
	zones := make([]zone, 0, n)
	for i := range n {
		zones = append(zones, zone{
			id:   fmt.Sprintf("%s-az%d", r.prefix, r.numbers[(i+turn)%n]),
			name: name + string(rune('a'+i)),
		})
	}
	return zones
}

// zoneBy finds a zone of the call's account by ID or by name.
func (c *call) zoneBy(idOrName string) (zone, bool) {
	zones := zonesOf(c.account, c.region)
	i := slices.IndexFunc(zones, func(z zone) bool { return z.id == idOrName || z.name == idOrName })
	if i < 0 {
		return zone{}, false
	}
	return zones[i], true
}

// zoneNames writes the Region's zones for an error message.
func (c *call) zoneNames() string {
	var all []string
	for _, z := range zonesOf(c.account, c.region) {
		all = append(all, z.name+" ("+z.id+")")
	}
	return strings.Join(all, ", ")
}
