package snapshot

import (
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// DefaultLimit is how much text a snapshot may hold together. One of 100 VPCs has a few megabytes.
const DefaultLimit = 512 << 20

// Options are for readers with particular needs.
type Options struct {
	// Limit is how many bytes all files may have together; 0 means DefaultLimit.
	Limit int64
}

// Read reads a folder. What is wrong with it is an [Error] that names every file and field; what is not in it, but could
// matter, stands in the network's gaps.
func Read(dir string) (*network.Network, error) { return ReadWith(dir, Options{}) }

// ReadWith reads a folder with options.
func ReadWith(dir string, options Options) (*network.Network, error) {
	left := options.Limit
	if left == 0 {
		left = DefaultLimit
	}
	files, err := walk(dir)
	if err != nil {
		return nil, err
	}
	root, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	r := newReader()
	for _, file := range files {
		text, err := load(root, file, left)
		if err != nil {
			return nil, err
		}
		left -= int64(len(text))
		if err := r.read(file, text); err != nil {
			return nil, err
		}
	}
	return r.network(dir)
}

// reader collects what files tell, and then makes a network of it.
type reader struct {
	found  *problems
	places map[string]*place

	zones zones

	vpcs               register[network.VPC]
	subnets            register[network.Subnet]
	routeTables        register[routeTable]
	networkACLs        register[networkACL]
	securityGroups     register[securityGroup]
	groupRules         register[groupRule]
	interfaces         register[networkInterface]
	attachedInterfaces register[networkInterface] // as instances tell of them
	instances          register[network.Instance]
	internetGateways   register[network.InternetGateway]
	natGateways        register[natGateway]
	peerings           register[network.Peering]
	endpoints          register[network.Endpoint]
	endpointServices   register[network.EndpointService]
	prefixLists        register[network.PrefixList]
	managedPrefixLists register[network.PrefixList]
	prefixEntries      listing[netip.Prefix]
	transitGateways    register[network.TransitGateway]
	attachments        register[network.Attachment]
	vpcAttachments     register[network.Attachment]
	peeringAttachments register[network.Attachment]
	transitTables      register[network.TransitRouteTable]
	staticRoutes       listing[transitRoute]
	propagatedRoutes   listing[transitRoute]
	propagations       listing[propagation]
	associations       listing[association]
	loadBalancers      register[loadBalancer]
	balancerListeners  listing[listener]
	listenerForwards   listing[network.Forward] // of the rules
	targetGroups       register[targetGroup]
	targets            listing[target]
	attributes         map[string]map[string]string // by ARN
	resourceTags       map[string]map[string]string // by ARN
	firewalls          register[firewall]
	nodeGroups         register[nodeGroup]
	namedNodeGroups    []namedNodeGroup
	nodeSubnets        []string // of instances that are nodes
	blockOptions       register[network.BlockPublicAccess]
	blockExclusions    register[network.BlockPublicAccess]
	blockedVPCs        []network.BlockPublicAccess // each VPC's state
	changingAccess     []changingAccess
	byPath             map[string]string // load balancers
	rulesTold          map[string]bool   // of listeners
	incompleteTables   map[string]bool   // transit gateway route tables
	unsettled          map[string]bool   // attachments that are between two tables
	changingLists      map[string]bool   // prefix lists
	gone               gone
	gaps               []network.Gap
	ignored            []error // files that are no answers of AWS
}

func newReader() *reader {
	return &reader{
		found: &problems{}, places: map[string]*place{}, zones: zones{},
		attributes: map[string]map[string]string{}, resourceTags: map[string]map[string]string{},
		incompleteTables: map[string]bool{}, unsettled: map[string]bool{}, changingLists: map[string]bool{}, rulesTold: map[string]bool{},
		gone: gone{},
	}
}

// read takes what a file tells. Its error is that nothing of the file could be read; single wrong fields are collected.
func (r *reader) read(file *source, text []byte) error {
	text, err := decoded(text)
	if err != nil {
		return fmt.Errorf("%s: %w", file.name, err)
	}
	top, err := parse(text, func(key string) bool { return keys[key] != nil || beside[key] })
	if errors.Is(err, errBare) {
		r.ignored = append(r.ignored, fmt.Errorf("%s: %w", file.name, err))
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file.name, err)
	}
	r.locate(file)
	document := object{&location{file: file}, top, r.found}
	more := false
	for _, token := range pageTokens {
		more = document.text(token) != "" || more
	}
	for _, key := range keyOrder {
		if top[key] == nil || !keys[key](r, document, key) {
			continue
		}
		file.place.files[key]++
		if !more {
			file.place.last[key]++
		}
	}
	return nil
}

// locate gives a file the place that all files of its account and Region share.
func (r *reader) locate(file *source) {
	at := placeOf(file.path)
	if r.places[at.folder] == nil {
		r.places[at.folder] = &at
	}
	file.place = r.places[at.folder]
}
