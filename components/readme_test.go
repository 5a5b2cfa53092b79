package components_test

import (
	"os"
	"path/filepath"
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

	_, err = plan.Parse(estateIn(t, declared[1], func(estate map[string]any) {
		estate["zones"] = []any{"use1-az1", "use1-az2", "us-east-1c"}
		estate["clusters"].(map[string]any)["search"] = map[string]any{"cidr": "10.16.128.0/17"}
	}))
	require.ErrorContains(t, err, "problems")
	require.Contains(t, string(readme), "```\n"+err.Error()+"\n```", "the README shows another message")
}

// TestLinks follows the links between the documents.
func TestLinks(t *testing.T) {
	for _, document := range []string{
		"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/elb-sandwich/README.md", "examples/one-component/README.md",
	} {
		text, err := os.ReadFile(filepath.Join("..", document))
		require.NoError(t, err)
		for _, link := range regexp.MustCompile(`\]\(([^)#]+)[^)]*\)`).FindAllSubmatch(text, -1) {
			if target := string(link[1]); !strings.Contains(target, "://") {
				require.FileExists(t, existing(filepath.Join("..", filepath.Dir(document), target)), "%s links to %s", document, target)
			}
		}
	}
}

// existing is a path, or for a folder the README in it, if it has one.
func existing(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return filepath.Join(path, "README.md")
	}
	return path
}
