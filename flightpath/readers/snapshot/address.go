package snapshot

import "net/netip"

// family is a kind of addresses.
type family bool

const (
	ipv4 family = false
	ipv6 family = true
)

func (f family) String() string {
	if f == ipv6 {
		return "IPv6"
	}
	return "IPv4"
}

// prefix is a CIDR block; the zero value where it is absent or wrong.
func (o object) prefix(name string, want family) netip.Prefix {
	block := o.block(name, want)
	if block.IsValid() && block != block.Masked() {
		o.wrong(name, "%s has host bits set; the block is %s", block, block.Masked())
		return netip.Prefix{}
	}
	return block
}

// peerPrefix is a CIDR block in a rule. Rules that were made years ago may have host bits set: AWS ignores them.
func (o object) peerPrefix(name string, want family) netip.Prefix {
	block := o.block(name, want)
	if !block.IsValid() {
		return block
	}
	return block.Masked()
}

func (o object) block(name string, want family) netip.Prefix {
	said := o.text(name)
	if said == "" {
		if o.has(name) && o.fields[name].kind == text {
			o.wrong(name, "empty, not a CIDR block")
		}
		return netip.Prefix{}
	}
	block, err := netip.ParsePrefix(said)
	if err != nil || block.Addr().Is4In6() || block.Addr().Is4() == bool(want) {
		o.wrong(name, "%q is not an %s CIDR block", clip(said), want)
		return netip.Prefix{}
	}
	return block
}

// anyPrefix is a CIDR block of either kind.
func (o object) anyPrefix(name string) netip.Prefix {
	if block, err := netip.ParsePrefix(o.text(name)); err == nil && block.Addr().Is6() {
		return o.prefix(name, ipv6)
	}
	return o.prefix(name, ipv4)
}

// address is an IP address of either kind; invalid where it is absent or wrong.
func (o object) address(name string) netip.Addr {
	said := o.text(name)
	if said == "" {
		return netip.Addr{}
	}
	address, err := netip.ParseAddr(said)
	if err != nil || address.Is4In6() || address.Zone() != "" {
		o.wrong(name, "%q is not an IP address", clip(said))
		return netip.Addr{}
	}
	return address
}
