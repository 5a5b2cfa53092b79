package plan

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
)

// What AWS allows in names.
const (
	maxLoadBalancerName = 32
	maxTargetGroupName  = 32
	maxNodeGroupName    = 63
	maxClusterName      = 100
	hashLength          = 8

	// The longest name of a cluster that is made. IAM takes 64 characters for its role, in whose name pulumi-eks and Pulumi
	// put something behind the cluster's.
	maxMadeCluster = 64 - len("-eksRole-role-0123456")
)

// checkGroupName checks what becomes the beginning of a security group's name.
func (b *builder) checkGroupName(path, name string) {
	if strings.HasPrefix(name, "sg-") {
		b.add(path, "EC2 keeps names of security groups that begin with sg- for itself; take another name")
	}
}

// looksInner are names that an inner load balancer could have as well.
var looksInner = regexp.MustCompile(`-inner-([0-9]+|alb)$`)

// digest is a stable hash of several words.
func digest(words ...string) [sha256.Size]byte {
	// A zero byte cannot occur in a declared name, so different lists of words never look alike.
	return sha256.Sum256([]byte(strings.Join(words, "\x00")))
}

// hash is a stable hash of several words, as eight hexadecimal digits.
func hash(words ...string) string {
	sum := digest(words...)
	return hex.EncodeToString(sum[:])[:hashLength]
}

// hashBelow is a stable hash of several words, as a number below a bound.
func hashBelow(bound int, words ...string) int {
	sum := digest(words...)
	return int(binary.BigEndian.Uint64(sum[:8]) % uint64(bound)) //nolint:gosec // The result is below an int.
}

// hashed is a name with a hash behind it, shortened to a length.
func hashed(name, hash string, length int) string {
	if room := length - len(hash) - 1; len(name) > room {
		name = strings.TrimRight(name[:room], "-")
	}
	return name + "-" + hash
}

// fitted is a name, shortened with a hash of the whole where it is too long.
func fitted(name string, length int) string {
	if len(name) <= length {
		return name
	}
	return hashed(name, hash(name), length)
}

// awsLoadBalancerName is what AWS calls an ingress load balancer. It carries a hash where it is too long, where an inner
// load balancer could have the same name, and where ELB refuses its beginning.
func awsLoadBalancerName(estate, name string) string {
	full := estate + "-" + name
	if strings.HasPrefix(full, "internal-") {
		full = "x" + full
		return hashed(full, hash(estate, name), maxLoadBalancerName)
	}
	if len(full) > maxLoadBalancerName || looksInner.MatchString(full) {
		return hashed(full, hash(estate, name), maxLoadBalancerName)
	}
	return full
}

// awsInnerName is what AWS calls an inner load balancer. Shortening keeps the number, or what is in its place, readable.
func awsInnerName(estate, cluster, number string) string {
	full := estate + "-" + cluster + "-inner-" + number
	if len(full) <= maxLoadBalancerName && !strings.HasPrefix(full, "internal-") {
		return full
	}
	tail := "-inner-" + number
	start := estate + "-" + cluster
	if strings.HasPrefix(start, "internal-") {
		start = "x" + start
	}
	return hashed(start, hash(estate, cluster), maxLoadBalancerName-len(tail)) + tail
}

// awsName is what EKS calls a node group. Its hash covers all that replaces the node group: the new one is made, and the
// pods move over, before the old one goes.
func (g PlannedNodeGroup) awsName(group, subnet string) string {
	words := append([]string{g.Zone, subnet, g.AmiType, g.CapacityType, strconv.Itoa(g.DiskSize)}, g.InstanceTypes...)
	return hashed(group+"-"+g.Zone, hash(words...), maxNodeGroupName)
}
