// Package tests holds what looks at the repository as a whole; the folders below it hold engine tests and benchmarks.
package tests

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/ingresshub/ingresshub"

// listed is the part of `go list -json` that the rules look at.
type listed struct {
	ImportPath string
	Standard   bool
	Imports    []string
	Deps       []string
}

// packages lists the root module's packages with all that they depend on, without their tests.
func packages(t *testing.T) map[string]listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Imports,Deps", "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	require.NoError(t, err)
	all := map[string]listed{}
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p listed
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		all[p.ImportPath] = p
	}
}

// TestDirectionOfDependencies keeps plan ← components ← estate ← programs, and the weight of what each pulls in.
func TestDirectionOfDependencies(t *testing.T) {
	all := packages(t)
	const (
		aws = "github.com/pulumi/pulumi-aws/"
		eks = "github.com/pulumi/pulumi-eks/"
		k8s = "github.com/pulumi/pulumi-kubernetes/"
	)
	parts := []string{"network", "transit", "loadbalancer", "cluster"}
	forbidden := map[string][]string{
		"/components/plan":                         {"github.com/", "golang.org/", "gopkg.in/", "google.golang.org/"},
		"/components/network":                      {eks, k8s, aws + "sdk/v6/go/aws/wafv2", aws + "sdk/v6/go/aws/eks"},
		"/components/transit":                      {eks, k8s, aws + "sdk/v6/go/aws/wafv2", aws + "sdk/v6/go/aws/eks"},
		"/components/loadbalancer":                 {eks, k8s, aws + "sdk/v6/go/aws/wafv2", aws + "sdk/v6/go/aws/eks"},
		"/components/firewall/networkfirewall":     {eks, k8s, aws + "sdk/v6/go/aws/wafv2", aws + "sdk/v6/go/aws/eks"},
		"/components/firewall/gatewayloadbalancer": {eks, k8s, aws + "sdk/v6/go/aws/wafv2", aws + "sdk/v6/go/aws/eks"},
		"/cmd/ingresshub":                          {aws, eks, k8s, module + "/components/estate"},
		"/internal/localcloud":                     {aws, eks, k8s, module + "/components"},
	}
	for _, part := range parts {
		for _, other := range []string{"estate"} {
			forbidden["/components/"+part] = append(forbidden["/components/"+part], module+"/components/"+other)
		}
	}
	for path, prefixes := range forbidden {
		p, ok := all[module+path]
		require.True(t, ok, "package %s is gone; mend this test", path)
		for _, dep := range p.Deps {
			if dep == module+"/components/plan" && path != "/internal/localcloud" || all[dep].Standard {
				continue
			}
			if dep == module+"/components/guardrails/iamtest" && path == "/internal/localcloud" {
				continue // IAM's evaluation, with nothing but the standard library: the local cloud decides by it, too.
			}
			for _, prefix := range prefixes {
				if strings.HasPrefix(dep, prefix) {
					t.Errorf("%s must not depend on %s", path, dep)
				}
			}
		}
	}
}

// TestNothingImportsTests keeps heavy test dependencies out of the library.
func TestNothingImportsTests(t *testing.T) {
	var bad []string
	for path, p := range packages(t) {
		for _, dep := range p.Imports {
			if strings.HasPrefix(dep, module+"/tests") || strings.HasPrefix(dep, "github.com/pulumi/pulumi/pkg/") {
				bad = append(bad, path+" imports "+dep)
			}
		}
	}
	sort.Strings(bad)
	require.Empty(t, bad)
}
