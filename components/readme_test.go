package components_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/components/plan"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
)

// readmeProgram is the program that the README shows, between the comments.
func readmeProgram() {
	// README
	pulumi.Run(func(ctx *pulumi.Context) error {
		off := false
		planned, err := plan.Build(plan.Estate{
			Zones:      []string{"use1-az1", "use1-az2"},
			Protection: &off,
			Ingress: plan.Ingress{Cidr: "10.0.0.0/20", LoadBalancers: map[string]plan.LoadBalancer{
				"edge": {Type: "network"},
			}},
			Transit:  plan.Transit{TransitGateway: &plan.TransitGateway{}},
			Clusters: map[string]plan.Cluster{"payments": {Cidr: "10.16.0.0/16"}},
			Services: map[string]plan.Service{"ledger": {Cluster: "payments", ListenerPort: 443, Port: 8443}},
		})
		if err != nil {
			return err
		}
		_, err = estate.NewEstate(ctx, "network", &estate.EstateArgs{Plan: planned})
		return err
	})
	// README
}

var _ = readmeProgram

// TestReadme keeps what the README shows true: its program is the one above, which compiles, and its estate has a plan.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	source, err := os.ReadFile("readme_test.go")
	require.NoError(t, err)
	program := regexp.MustCompile(`(?s)\t// README\n(.*?)\t// README\n`).FindSubmatch(source)
	require.NotNil(t, program)
	shown := regexp.MustCompile("(?s)```go\n(.*?)```").FindSubmatch(readme)
	require.NotNil(t, shown)
	words := func(text []byte) string { return strings.Join(strings.Fields(string(text)), " ") }
	require.Equal(t, "func main() { "+words(program[1])+" }", words(shown[1]))

	declared := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindSubmatch(readme)
	require.NotNil(t, declared)
	planned, err := plan.Parse(estateIn(t, declared[1], nil))
	require.NoError(t, err)
	require.Equal(t, "checkout", planned.Bindings[0].Name)
}
