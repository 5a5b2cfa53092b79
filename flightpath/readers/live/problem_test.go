package live

import (
	"context"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath/network"
)

// reasons are those of the gaps of a kind.
func reasons(read *network.Network, kind network.GapKind) []string {
	var all []string
	for _, gap := range read.Gaps {
		if gap.Kind == kind {
			all = append(all, strings.TrimSpace(gap.Of+" "+gap.Reason))
		}
	}
	return slices.Compact(all)
}

// Where nodes stand is known as far as it was told: a call that is denied says so.
func TestNodeGroupsDenied(t *testing.T) {
	t.Parallel()
	const (
		here   = "222222222222/us-east-1: no nodegroups: "
		denied = ": denied (AccessDeniedException); it needs the IAM action eks:"
	)
	for operation, want := range map[string]struct {
		fault  func(request) bool
		gap    string
		nodes  int
		noFile bool
	}{
		"ListClusters": {
			fault: func(request) bool { return true }, gap: here + "ListClusters" + denied + "ListClusters", noFile: true,
		},
		"ListNodegroups": {
			fault: func(asked request) bool { return asked.of == "batch" },
			gap:   "batch " + here + "ListNodegroups" + denied + "ListNodegroups (1 of 2 times)", nodes: 2,
		},
		"DescribeNodegroup": {
			fault: func(asked request) bool { return asked.of == "payments/general" },
			gap:   "payments/general " + here + "DescribeNodegroup" + denied + "DescribeNodegroup (1 of 2 times)",
		},
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			cloud := newCloud(t)
			cloud.fault = func(asked request) *fault {
				if asked.operation == operation && want.fault(asked) {
					return &fault{status: http.StatusForbidden, code: "AccessDeniedException"}
				}
				return nil
			}
			options := cloud.options(t, "222222222222")
			dir := filepath.Join(t.TempDir(), "captured")
			read, err := Read(t.Context(), dir, options)
			require.NoError(t, err)
			assert.Equal(t, []string{want.gap}, reasons(read, network.GapNodeGroups))
			assert.Len(t, read.NodeSubnets, want.nodes)
			written := filepath.Join(dir, "222222222222", "us-east-1", "nodegroups.json")
			if want.noFile {
				assert.NoFileExists(t, written)
			} else {
				assert.FileExists(t, written)
			}
		})
	}
}

// A call that is denied costs its own file, and says which IAM action is missing.
func TestDenied(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t)
	const (
		table   = "tgw-rtb-0a100000000000c01"
		group   = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/payments/73e2d6bc24d8a067"
		here    = "111111111111/us-east-1: no "
		inEC2   = ": denied (UnauthorizedOperation); it needs the IAM action ec2:"
		inOther = ": denied (AccessDenied); it needs the IAM action elasticloadbalancing:"
	)
	cloud.fault = func(asked request) *fault {
		switch {
		case asked.operation == "DescribeSecurityGroups", asked.operation == "SearchTransitGatewayRoutes" && asked.of == table:
			return &fault{status: http.StatusForbidden, code: "UnauthorizedOperation", message: "You are not authorized. Encoded: x"}
		case asked.operation == "DescribeTargetGroupAttributes", asked.operation == "DescribeListeners":
			return &fault{status: http.StatusForbidden, code: "AccessDenied", message: "User: x is not authorized"}
		case asked.operation == "ListFirewalls":
			return &fault{status: http.StatusBadRequest, code: "AccessDeniedException"}
		}
		return nil
	}
	dir := filepath.Join(t.TempDir(), "captured")
	read, err := Read(t.Context(), dir, cloud.options(t, "111111111111"))
	require.NoError(t, err)
	assert.Equal(t, []string{here + "SecurityGroups: DescribeSecurityGroups" + inEC2 + "DescribeSecurityGroups"},
		reasons(read, network.GapSecurityGroups))
	assert.Equal(t, []string{table + " " + here + "TransitGatewayStaticRoutes: SearchTransitGatewayRoutes" + inEC2 +
		"SearchTransitGatewayRoutes (1 of 2 times)"}, reasons(read, network.GapTransitRoutes)[:1])
	assert.Equal(t, []string{group + " " + here + "TargetGroupAttributes: DescribeTargetGroupAttributes" + inOther +
		"DescribeTargetGroupAttributes"}, reasons(read, network.GapTargetGroups))
	assert.Equal(t, []string{here + "LoadBalancerListeners: DescribeListeners" + inOther + "DescribeListeners"},
		reasons(read, network.GapListeners))
	assert.Equal(t, []string{here + "Firewalls: ListFirewalls: denied (AccessDeniedException); it needs the IAM action " +
		"network-firewall:ListFirewalls"}, reasons(read, network.GapFirewalls))
	assert.Len(t, read.VPCs, 1, "the others are not touched")
	assert.False(t, read.Index().TransitRouteTables[table].RoutesKnown)
	assert.True(t, read.Index().TransitRouteTables["tgw-rtb-0a100000000000c02"].RoutesKnown)

	place := filepath.Join(dir, "111111111111", "us-east-1")
	for _, key := range []string{"SecurityGroups", "TargetGroupAttributes", "LoadBalancerListeners", "ListenerRules", "Firewalls"} {
		assert.NoFileExists(t, filepath.Join(place, key+".json"))
	}
	assert.FileExists(t, filepath.Join(place, "SecurityGroupRules.json"))
	assert.Contains(t, file(t, dir, "111111111111/us-east-1", problemsKey), map[string]any{
		"Key": "SecurityGroups", "Operation": "DescribeSecurityGroups", "Action": "ec2:DescribeSecurityGroups",
		"Code": "UnauthorizedOperation", "Reason": "DescribeSecurityGroups" + inEC2 + "DescribeSecurityGroups",
	})
	assert.Zero(t, cloud.count("DescribeFirewall arn:aws:network-firewall:us-east-1:111111111111:firewall/ingress"))
}

// Throttled and broken calls are repeated.
func TestRetry(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t)
	cloud.fault = func(asked request) *fault {
		switch {
		case asked.operation == "DescribeVpcs" && asked.count <= 2:
			return &fault{status: http.StatusServiceUnavailable, code: "RequestLimitExceeded", message: "Request limit exceeded."}
		case asked.operation == "DescribeLoadBalancers" && asked.count == 1:
			return &fault{status: http.StatusBadRequest, code: "Throttling", message: "Rate exceeded"}
		case asked.operation == "ListFirewalls" && asked.count == 1:
			return &fault{status: http.StatusInternalServerError, code: "InternalServerError"}
		}
		return nil
	}
	read, err := Read(t.Context(), filepath.Join(t.TempDir(), "captured"), cloud.options(t, "111111111111"))
	require.NoError(t, err)
	assert.Empty(t, read.Gaps)
	assert.Equal(t, 3, cloud.count("DescribeVpcs"))
	assert.Equal(t, 2, cloud.count("DescribeLoadBalancers"))
}

// What a Region or an emulator does not offer, what was deleted meanwhile, and what keeps failing, each under its name.
func TestNotOffered(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t)
	const group = "arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/payments/73e2d6bc24d8a067"
	cloud.fault = func(asked request) *fault {
		switch asked.operation {
		case "DescribeVpcBlockPublicAccessOptions":
			return &fault{status: http.StatusBadRequest, code: "InvalidAction", message: "The action is not valid for this web service."}
		case "ListFirewalls":
			return &fault{status: http.StatusNotFound, body: "<!doctype html>\n<title>404 Not Found</title>"}
		case "DescribeTargetHealth":
			return &fault{status: http.StatusBadRequest, code: "TargetGroupNotFound", message: "One or more target groups not found"}
		case "DescribeNatGateways":
			return &fault{status: http.StatusBadRequest, code: "InvalidParameterValue", message: "line one\nline two"}
		}
		return nil
	}
	read, err := Read(t.Context(), filepath.Join(t.TempDir(), "captured"), cloud.options(t, "111111111111"))
	require.NoError(t, err)
	here := "111111111111/us-east-1: no "
	assert.Equal(t, []string{
		here + "VpcBlockPublicAccessOptions: DescribeVpcBlockPublicAccessOptions: not offered here (InvalidAction)",
	}, reasons(read, network.GapDetails))
	assert.Equal(t, []string{here + "Firewalls: ListFirewalls: not offered here (HTTP status 404)"}, reasons(read, network.GapFirewalls))
	assert.Equal(t, []string{here + "LoadBalancerTargetHealth: DescribeTargetHealth: it was deleted while the account was read (TargetGroupNotFound)"},
		reasons(read, network.GapTargets))
	assert.Equal(t, []string{here + "NatGateways: DescribeNatGateways: InvalidParameterValue: line one line two"},
		reasons(read, network.GapNATGateways))
	assert.False(t, read.Index().TargetGroups[group].TargetsKnown)
}

// A Region that is not enabled is missing as a whole, by name, and the other one is read.
func TestRegionThatIsNotEnabled(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t)
	cloud.fault = func(asked request) *fault {
		if asked.region == "me-south-1" {
			return &fault{status: http.StatusForbidden, code: "InvalidClientTokenId", message: "The security token is invalid"}
		}
		return nil
	}
	options := cloud.options(t, "111111111111")
	options.Regions = []string{"me-south-1", "us-east-1"}
	read, err := Read(t.Context(), filepath.Join(t.TempDir(), "captured"), options)
	require.NoError(t, err)
	assert.Len(t, read.VPCs, 1)
	const because = "nothing of the Region could be read: the credentials are not valid here, or the Region is not enabled (InvalidClientTokenId)"
	assert.Equal(t, []string{"111111111111/me-south-1: no RouteTables: " + because}, reasons(read, network.GapRouteTables))
	for _, gap := range read.Gaps {
		assert.Equal(t, "me-south-1", gap.Region)
	}
	assert.Zero(t, cloud.made["DescribeVpcs"]-1, "it is not asked there")

	options.Regions = []string{"me-south-1"}
	_, err = Read(t.Context(), filepath.Join(t.TempDir(), "captured"), options)
	require.EqualError(t, err, "profile 111111111111 in me-south-1: the credentials are not valid here, or the Region is not enabled (InvalidClientTokenId)")
}

// What every call would meet is one error, and leaves no snapshot behind.
func TestNothingCanBeRead(t *testing.T) {
	t.Parallel()
	expires := func(operation string) func(request) *fault {
		return only(operation, http.StatusBadRequest, "ExpiredToken")
	}
	for name, test := range map[string]struct {
		fault  func(request) *fault
		change func(*Options)
		want   string
	}{
		"expired":       {fault: expires("GetCallerIdentity"), want: "profile 111111111111: the credentials have expired; sign in again (ExpiredToken)"},
		"expired later": {fault: expires("DescribeRules"), want: "profile 111111111111: the credentials have expired; sign in again (ExpiredToken)"},
		"denied everything": {
			fault: func(asked request) *fault {
				if asked.operation == "GetCallerIdentity" {
					return nil
				}
				return &fault{status: http.StatusForbidden, code: "AccessDenied"}
			},
			want: "nothing could be read: every call failed, such as\n  111111111111/us-east-1: DescribeAvailabilityZones: denied (AccessDenied); " +
				"it needs the IAM action ec2:DescribeAvailabilityZones\n",
		},
		"a role that must not be assumed": {
			fault:  only("AssumeRole", http.StatusForbidden, "AccessDenied"),
			change: func(o *Options) { o.Roles = []string{"arn:aws:iam::222222222222:role/reader"} },
			want:   "arn:aws:iam::222222222222:role/reader: no usable credentials; sign in (aws sso login, aws configure), or name a profile: ",
		},
		"no credentials": {
			change: func(o *Options) { o.Profiles = nil },
			want:   "the credentials of the environment: no usable credentials; sign in",
		},
		"no such profile":      {change: func(o *Options) { o.Profiles = []string{"nobody"} }, want: "profile nobody: "},
		"no Region":            {change: func(o *Options) { o.Profiles, o.Regions = []string{"222222222222"}, nil }, want: "which Region?"},
		"a Region that is not": {change: func(o *Options) { o.Regions = []string{"Frankfurt"} }, want: `"Frankfurt" is not the name of a Region`},
		"a path for a Region":  {change: func(o *Options) { o.Regions = []string{"../us-east-1"} }, want: "is not the name of a Region"},
		"a Region twice":       {change: func(o *Options) { o.Regions = []string{"us-east-1", "us-east-1"} }, want: "us-east-1 is named twice"},
		"an empty profile":     {change: func(o *Options) { o.Profiles = []string{""} }, want: "an empty name"},
		"whose role": {
			change: func(o *Options) {
				o.Profiles, o.Roles = []string{"111111111111", "222222222222"}, []string{"arn:aws:iam::333333333333:role/reader"}
			},
			want: "several profiles and a role",
		},
		"one of two accounts": {
			fault: func(asked request) *fault {
				if asked.account == "222222222222" {
					return &fault{status: http.StatusForbidden, code: "ExpiredToken"}
				}
				return nil
			},
			change: func(o *Options) { o.Profiles = append(o.Profiles, "222222222222") },
			want:   "profile 222222222222: the credentials have expired",
		},
		"an account that is none": {
			fault: func(asked request) *fault {
				if asked.operation == "GetCallerIdentity" {
					return &fault{body: "<R><GetCallerIdentityResult><Account>../..</Account></GetCallerIdentityResult></R>"}
				}
				return nil
			},
			want: `profile 111111111111: AWS calls the account "../.."`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := newCloud(t)
			cloud.fault = test.fault
			options := cloud.options(t, "111111111111")
			if test.change != nil {
				test.change(&options)
			}
			dir := filepath.Join(t.TempDir(), "captured")
			require.ErrorContains(t, Capture(t.Context(), dir, options), test.want)
			assert.NoDirExists(t, dir)
			assert.Empty(t, partials(t, dir))
		})
	}
}

// An endpoint that does not answer is an error in the end, not a wait without one.
func TestNoEndpoint(t *testing.T) {
	t.Parallel()
	cloud := newCloud(t)
	options := cloud.options(t, "111111111111")
	options.Load = append(options.Load, config.WithBaseEndpoint("http://127.0.0.1:1"), config.WithRetryMaxAttempts(1))
	start := time.Now()
	err := Capture(t.Context(), filepath.Join(t.TempDir(), "captured"), options)
	require.ErrorContains(t, err, "profile 111111111111 in us-east-1: ")
	require.ErrorContains(t, err, "connection refused")
	assert.Less(t, time.Since(start), 10*time.Second)
}

// An endpoint whose pages never end costs the list, and no more.
func TestPagesWithoutEnd(t *testing.T) {
	t.Parallel()
	forever := &circle{}
	_, err := collect(t.Context(), "NatGateways", pager[ec2.DescribeNatGatewaysOutput, ec2.Options](forever))
	require.ErrorIs(t, err, errEndless)
	assert.Equal(t, mostPages, forever.asked)

	asked := 0
	endless := tokens("ServiceDetails", func(context.Context, *clients, *string) (*ec2.DescribeVpcEndpointServicesOutput, *string, error) {
		asked++
		return &ec2.DescribeVpcEndpointServicesOutput{}, aws.String("again"), nil
	})
	_, err = endless.ask(t.Context(), nil, nil)
	require.ErrorIs(t, err, errEndless)
	assert.Equal(t, mostPages, asked)
}

type circle struct{ asked int }

func (c *circle) HasMorePages() bool { return true }

func (c *circle) NextPage(context.Context, ...func(*ec2.Options)) (*ec2.DescribeNatGatewaysOutput, error) {
	c.asked++
	return &ec2.DescribeNatGatewaysOutput{}, nil
}
