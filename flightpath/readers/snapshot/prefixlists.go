package snapshot

import (
	"net/netip"
	"regexp"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// prefixList is an item of describe-prefix-lists: those of AWS, with their entries.
func (r *reader) prefixList(o object) {
	found := network.PrefixList{Object: o.object("PrefixListId"), Known: o.has("Cidrs")}
	if found.Name == "" {
		found.Name = o.text("PrefixListName")
	}
	if field := o.get("Cidrs", list); field != nil {
		for i, item := range field.items {
			o.found.takePrefix(&found.Prefixes, o.field("Cidrs").item(i), item)
		}
	}
	r.prefixLists.add(found.ID, o, found.Account, found)
}

func (p *problems) takePrefix(prefixes *[]netip.Prefix, at *location, item *node) {
	block, err := netip.ParsePrefix(item.text)
	if item.kind != text || err != nil || block != block.Masked() || block.Addr().Is4In6() {
		p.add(at, "not a CIDR block")
		return
	}
	*prefixes = append(*prefixes, block)
}

// managedPrefixList is an item of describe-managed-prefix-lists, whose entries another call tells.
func (r *reader) managedPrefixList(o object) {
	state := o.state("State")
	if state == "delete-complete" {
		return
	}
	found := network.PrefixList{Object: o.object("PrefixListId")}
	if strings.HasSuffix(state, "-in-progress") { // its routes and rules follow one by one
		r.between(o, network.GapPrefixLists, found.ID, state)
		r.changingLists[found.ID] = true
	}
	if found.Name == "" {
		found.Name = o.text("PrefixListName")
	}
	if o.has("Entries") { // kept together by whoever captured them
		r.prefixEntries.add(found.ID, o, o.entries("Entries"))
	}
	r.managedPrefixLists.add(found.ID, o, found.Account, found)
}

func (r *reader) prefixListEntries(o object) {
	r.prefixEntries.add(o.need("PrefixListId"), o, o.entries("Entries"))
}

// entries are the CIDR blocks of a prefix list.
func (o object) entries(name string) []netip.Prefix {
	var prefixes []netip.Prefix
	for _, entry := range o.list(name) {
		prefixes = appendValid(prefixes, entry.anyPrefix("Cidr"))
		if !entry.has("Cidr") {
			entry.wrong("Cidr", "missing")
		}
	}
	return prefixes
}

var prefixListInPath = regexp.MustCompile(`pl-[0-9a-z]+`)

// plainEntries is what get-managed-prefix-list-entries prints; the path of its file has to tell of which list.
func (r *reader) plainEntries(document object, key string) bool {
	if _, mine := plain(document, key, "Cidr"); !mine {
		return false
	}
	id := lastMatch(prefixListInPath, document.file.path)
	if id == "" {
		r.unplaced(document, key, network.GapPrefixLists, "pl-…")
		return false
	}
	r.prefixEntries.add(id, document, document.entries(key))
	return true
}

// settledPrefixLists joins lists with their entries.
func (r *reader) settledPrefixLists() []network.PrefixList {
	settled := r.prefixLists.all(r.found)
	for _, found := range r.managedPrefixLists.all(r.found) {
		if !r.prefixLists.has(found.ID) {
			settled = append(settled, found)
		}
	}
	listed := map[string]bool{}
	for i := range settled {
		found := &settled[i]
		listed[found.ID] = true
		if entries, told := r.prefixEntries.of(found.ID); told && !found.Known && !r.changingLists[found.ID] {
			found.Prefixes, found.Known = entries, true
		}
	}
	for _, id := range r.prefixEntries.order {
		if entries, _ := r.prefixEntries.of(id); !listed[id] {
			settled = append(settled, network.PrefixList{Object: network.Object{ID: id}, Prefixes: entries, Known: true})
		}
	}
	return settled
}
