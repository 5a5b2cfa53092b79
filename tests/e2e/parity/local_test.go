package parity_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/ingresshub/ingresshub/components/estate"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/engine/inline"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/ingresshub/ingresshub/tests/e2e/parity"
)

const repository = "../../.."

// settings of both providers. Nothing that is asked here reaches an API, so there is nothing to log in to.
var settings = parity.Props{"region": "us-east-1"}

// serve starts a local cloud and connects to its aws provider.
func serve(t *testing.T) (*localcloud.Cloud, *localcloud.Server, *parity.Provider) {
	t.Helper()
	return serveAs(t, "")
}

// serveAs does so for another account than usual, in which everything has other identifiers.
func serveAs(t *testing.T, account string) (*localcloud.Cloud, *localcloud.Server, *parity.Provider) {
	t.Helper()
	cloud, err := localcloud.New(localcloud.Options{Account: account})
	require.NoError(t, err)
	server, err := cloud.Serve(context.WithoutCancel(t.Context()))
	require.NoError(t, err)
	t.Cleanup(func() {
		server.Close()
		require.NoError(t, cloud.Close())
	})
	return cloud, server, dial(t, server, settings)
}

func dial(t *testing.T, server *localcloud.Server, settings parity.Props) *parity.Provider {
	t.Helper()
	for attached := range strings.SplitSeq(server.DebugProviders(), ",") {
		if port, ok := strings.CutPrefix(attached, "aws:"); ok {
			p, err := parity.Dial(t.Context(), "local cloud", "127.0.0.1:"+port, settings)
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, p.Close()) })
			return p
		}
	}
	require.FailNow(t, "the local cloud serves no aws")
	return nil
}

// program is one whose resources are compared.
type program struct {
	name   string
	run    engine.Program
	config string // a stack's config file
	text   []byte // its text, in place of a file
	before string // a list of what is there before it runs

	certificates []string // ARNs of those that are there
}

// rootProgram is what main.go of the repository's root runs.
var rootProgram = inline.Program("ingresshub", estate.Program)

// estates are the root program with the estates that there are. The examples have no types but theirs.
var estates = []program{
	{name: "dev", run: rootProgram, config: "Pulumi.dev.yaml"},
	{name: "estate", run: rootProgram, config: "tests/testdata/estate.yaml"},
}

// deployed is what a program leaves behind in the local cloud.
func (p program) deployed(t *testing.T) *parity.State {
	t.Helper()
	return p.deployedAs(t, "")
}

func (p program) deployedAs(t *testing.T, account string) *parity.State {
	t.Helper()
	cloud, server, _ := serveAs(t, account)
	var existing []struct {
		Type    string         `yaml:"type"`
		ID      string         `yaml:"id"`
		Outputs map[string]any `yaml:"outputs"`
	}
	if p.before != "" {
		text, err := os.ReadFile(filepath.Join(repository, p.before))
		if !os.IsNotExist(err) {
			require.NoError(t, err)
		}
		require.NoError(t, yaml.Unmarshal(text, &existing))
	}
	for _, object := range existing {
		require.NoError(t, cloud.Given(object.Type, object.ID, object.Outputs))
	}
	for _, arn := range p.certificates {
		require.NoError(t, cloud.Given("aws:acm/certificate:Certificate", arn, localcloud.Props{"domainName": "example.com", "status": "ISSUED"}))
	}
	config := p.text
	if p.config != "" {
		var err error
		config, err = os.ReadFile(filepath.Join(repository, p.config))
		require.NoError(t, err)
	}
	stack, err := engine.New(t.Context(), engine.Options{
		Program: p.run, Config: config, Providers: server.DebugProviders(), Environment: engine.WriteStateOnce, Progress: os.Stderr,
	})
	require.NoError(t, err)
	defer func() { require.NoError(t, stack.Close()) }()
	_, err = stack.Up(t.Context())
	require.NoError(t, err)
	export, err := stack.Export(t.Context())
	require.NoError(t, err)
	state, err := parity.ReadState(export)
	require.NoError(t, err)
	return state
}

// samples are the resources of the estates, which are deployed once.
func samples(t *testing.T) []parity.Resource {
	t.Helper()
	deployOnce.Do(func() {
		for _, p := range estates {
			recorded = append(recorded, p.deployed(t).Samples("aws")...)
		}
	})
	require.NotEmpty(t, recorded)
	return recorded
}

var (
	deployOnce sync.Once
	recorded   []parity.Resource
)
