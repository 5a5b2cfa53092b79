package engine_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ingresshub/ingresshub/components/estate"
	fleets "github.com/ingresshub/ingresshub/components/fleet"
	"github.com/ingresshub/ingresshub/internal/engine"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stacks are a fleet in a folder of its own, and the cloud that it deploys into. Pulumi's command line runs as for a user, with one
// home and one backend for all stacks; only the providers are the local cloud's.
type stacks struct {
	t           *testing.T
	folder      string
	cloud       *localcloud.Cloud
	pulumi      string // a folder with bin/pulumi
	environment map[string]string
	options     fleets.Options
}

// newStacks is a fleet of the files of examples/fleet, with the programs that examples/fleet runs.
func newStacks(t *testing.T, backend string) *stacks {
	t.Helper()
	cloud, err := localcloud.New(localcloud.Options{})
	require.NoError(t, err)
	server, err := cloud.Serve(context.WithoutCancel(t.Context()))
	require.NoError(t, err)
	t.Cleanup(func() {
		server.Close()
		assert.NoError(t, cloud.Close())
	})
	s := &stacks{t: t, cloud: cloud, folder: t.TempDir(), pulumi: t.TempDir(), environment: map[string]string{
		"PULUMI_HOME":                                 t.TempDir(),
		"PULUMI_BACKEND_URL":                          backend,
		"PULUMI_CONFIG_PASSPHRASE":                    "correct horse",
		"PULUMI_SKIP_UPDATE_CHECK":                    "true",
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
		"PULUMI_DEBUG_PROVIDERS":                      server.DebugProviders(),
	}}
	s.options = fleets.Options{
		Hub: estate.HubProgram, Cluster: estate.WorkloadProgram, Logs: filepath.Join(t.TempDir(), "logs"), Command: s.command(),
		Environment: func(fleets.Stack) map[string]string { return s.environment },
	}
	files, err := filepath.Glob("../../examples/fleet/Pulumi*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		s.write(filepath.Base(file), textOf(t, file))
	}
	return s
}

// fileBackend is a state in a folder.
func fileBackend(t *testing.T) string { return "file://" + filepath.ToSlash(t.TempDir()) }

// command is the command line that the other tests run too.
func (s *stacks) command() auto.PulumiCommand {
	s.t.Helper()
	path, err := engine.CLI(s.t.Context(), os.Stderr)
	require.NoError(s.t, err)
	require.NoError(s.t, os.Mkdir(filepath.Join(s.pulumi, "bin"), 0o755))
	require.NoError(s.t, os.Symlink(path, filepath.Join(s.pulumi, "bin", "pulumi")))
	command, err := auto.NewPulumiCommand(&auto.PulumiCommandOptions{Root: s.pulumi})
	require.NoError(s.t, err)
	return command
}

func textOf(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

func (s *stacks) write(name, text string) {
	s.t.Helper()
	require.NoError(s.t, os.WriteFile(filepath.Join(s.folder, name), []byte(text), 0o600))
}

// begin runs an operation on some stacks, or all.
func (s *stacks) begin(operation fleets.Operation, only ...string) (*fleets.Summary, error) {
	declared, err := fleets.Read(s.folder)
	if err != nil {
		return nil, err
	}
	options := s.options
	options.Only = only
	return declared.Run(s.t.Context(), operation, options)
}

// run is begin, which must come to a summary.
func (s *stacks) run(operation fleets.Operation, only ...string) *fleets.Summary {
	s.t.Helper()
	summary, err := s.begin(operation, only...)
	require.NoError(s.t, err)
	s.t.Log(summary)
	for _, result := range summary.Results {
		s.t.Log(result)
	}
	return summary
}

// done runs an operation, and all stacks must succeed.
func (s *stacks) done(operation fleets.Operation, only ...string) *fleets.Summary {
	s.t.Helper()
	summary := s.run(operation, only...)
	require.NoError(s.t, summary.Err())
	return summary
}

// became is what became of each stack.
func became(summary *fleets.Summary) map[string]fleets.State {
	states := map[string]fleets.State{}
	for _, result := range summary.Results {
		states[result.Stack] = result.State
	}
	return states
}

// beside are the identities of everything that has nothing to do with a cluster.
func (s *stacks) beside(cluster, account string) map[string]string {
	all := identities(s.cloud.Objects())
	maps.DeleteFunc(all, func(name, _ string) bool {
		words := strings.Fields(name)
		last := words[len(words)-1]
		return words[0] == account || strings.HasSuffix(last, "."+cluster) || last == cluster
	})
	return all
}

// TestFleet deploys the hub and three clusters of examples/fleet by the Automation API, three at a time. One fails at first.
func TestFleet(t *testing.T) {
	t.Parallel()
	const payments = "222222222222"
	s := newStacks(t, fileBackend(t))
	s.environment["PULUMI_EXPERIMENTAL"], s.environment["PULUMI_SKIP_CHECKPOINTS"] = "true", "true"
	s.options.Parallel = 3

	planned := s.run(fleets.Preview)
	assert.Equal(t, map[string]fleets.State{"hub": fleets.Done, "orders": fleets.NotRun, "payments": fleets.NotRun, "search": fleets.NotRun},
		became(planned), "before the hub is there, there is nothing to claim from")
	assert.Empty(t, s.cloud.Objects())

	injected := s.cloud.Inject(localcloud.Fault{Verb: localcloud.Create, Type: clusterType, Name: "payments-eksCluster"})
	first := s.run(fleets.Up)
	<-injected.Struck()
	s.cloud.Heal()
	assert.Equal(t, map[string]fleets.State{"hub": fleets.Done, "orders": fleets.Done, "payments": fleets.Failed, "search": fleets.Done}, became(first))
	assert.Equal(t, []string{"payments"}, first.Unfinished())
	require.ErrorContains(t, first.Err(), "stack payments failed")
	require.ErrorContains(t, first.Err(), "injected fault")
	assert.Contains(t, first.String(), "to go on: up --only payments")
	assert.Contains(t, textOf(t, filepath.Join(s.options.Logs, "payments.log")), "injected fault")
	assert.NotContains(t, textOf(t, filepath.Join(s.options.Logs, "search.log")), "injected fault")

	// Run again, all or the one: the others are not touched.
	others := s.beside("payments", payments)
	again := s.done(fleets.Up)
	for _, result := range again.Results {
		if result.Stack == "payments" {
			assert.Positive(t, result.Changed())
		} else {
			assert.Zero(t, result.Changed(), result.String())
		}
	}
	assertKept(t, others, s.cloud)
	assert.Zero(t, s.done(fleets.Up).Changed(), "a further update changes something")
	assert.Zero(t, s.done(fleets.Preview).Changed())
	assert.Zero(t, s.done(fleets.Refresh).Changed(), "refresh finds something")

	// Who claims too much is told all of it, and alone.
	claim := textOf(t, filepath.Join(s.folder, "Pulumi.search.yaml"))
	s.write("Pulumi.search.yaml", strings.Replace(claim, "search: {}", `search: {cidr: 10.99.0.0/16, account: payments}`, 1))
	greedy := s.run(fleets.Preview)
	assert.Equal(t, []string{"search"}, greedy.Unfinished())
	require.ErrorContains(t, greedy.Err(), "clusters.search.cidr: 10.99.0.0/16 is claimed, and the hub grants 10.32.0.0/16")
	require.ErrorContains(t, greedy.Err(), "clusters.search.account: payments is claimed")
	s.write("Pulumi.search.yaml", claim)

	// One leaves and comes back. The hub cannot go before, nor take away what a stack still has.
	everything := slices.Sorted(maps.Keys(identities(s.cloud.Objects())))
	early := s.run(fleets.Destroy, "hub")
	require.ErrorContains(t, early.Err(), "these stacks are still there: orders (")
	granted := textOf(t, filepath.Join(s.folder, "Pulumi.hub.yaml"))
	s.write("Pulumi.hub.yaml", withoutLines(granted, "payments:", "cluster: payments"))
	require.ErrorContains(t, s.run(fleets.Up, "hub").Err(), "these stacks are still there: payments (")
	s.write("Pulumi.hub.yaml", granted)
	assert.Equal(t, everything, slices.Sorted(maps.Keys(identities(s.cloud.Objects()))))

	s.done(fleets.Destroy, "payments")
	assertKept(t, others, s.cloud)
	for _, object := range s.cloud.Objects() {
		assert.NotEqual(t, payments, object.Account, "%s %s", object.Type, object.Name)
	}
	s.done(fleets.Up, "payments")
	assertKept(t, others, s.cloud)
	assert.Equal(t, everything, slices.Sorted(maps.Keys(identities(s.cloud.Objects()))))

	s.done(fleets.Destroy)
	assert.Empty(t, names(s.cloud.Objects()), "left in the cloud")
}

// TestExampleOfFleet compiles examples/fleet, and runs it as Pulumi does and its commands as a user does.
func TestExampleOfFleet(t *testing.T) {
	t.Parallel()
	const folder = "../../examples/fleet"
	alone := newTeamsOf(t, engine.Program{Folder: folder}, optional(t, filepath.Join(folder, "Pulumi.hub.yaml")))
	previewed, err := alone.stack.Preview(t.Context())
	require.NoError(t, err)
	assert.Equal(t, map[string]int{engine.OpCreate: 92}, previewed.Changes)
	binary, err := engine.Compile(t.Context(), folder, os.Stderr)
	require.NoError(t, err)
	s := newStacks(t, fileBackend(t))
	run := func(args ...string) (string, error) {
		args = append(args, "--folder", s.folder)
		cmd := exec.CommandContext(t.Context(), binary, args...)
		cmd.Env = os.Environ()
		for name, value := range s.environment {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
		cmd.Env = append(cmd.Env, "PATH="+filepath.Join(s.pulumi, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
		output, err := cmd.CombinedOutput()
		t.Logf("%s:\n%s", strings.Join(args, " "), output)
		return string(output), err
	}
	output, err := run("preview", "--profiles", "--parallel", "2", "--logs", s.options.Logs)
	require.Error(t, err, "nothing is there yet that clusters could claim from")
	assert.Contains(t, output, "fleet: preview of 4 stacks in ")
	assert.Contains(t, output, "done=1 failed=0 not-run=3; create 92")
	assert.Contains(t, output, "to go on: preview --only orders,payments,search\n")
	assert.Contains(t, textOf(t, filepath.Join(s.options.Logs, "hub.log")), "fleet-hub")
	output, err = run("refresh", "--only", "payments", "--logs", s.options.Logs)
	require.NoError(t, err, "what is not there needs no refresh")
	assert.Contains(t, output, "done=1 failed=0 not-run=0; no resources")
	output, err = run("up", "--only", "orders,warehouse")
	require.Error(t, err)
	assert.Contains(t, output, `no stack "warehouse"`)

	output, err = run("profiles", "--source", "ci")
	require.NoError(t, err)
	assert.Contains(t, output, "[profile payments]\nrole_arn = arn:aws:iam::222222222222:role/payments-deploy\nsource_profile = ci\n")
	assert.Equal(t, 3, strings.Count(output, "[profile "))
	output, err = run("operator", "--flux", "network", "--backend", "s3://fleet-state", "--image", "pulumi/pulumi:3.250.0-nonroot",
		"--hub-role", "arn:aws:iam::111111111111:role/hub-deploy")
	require.NoError(t, err)
	assert.Equal(t, 4, strings.Count(output, "\nkind: Stack\n"))
	output, err = run("deploy")
	require.Error(t, err)
	assert.Contains(t, output, `no operation "deploy"; there are preview, up, refresh and destroy`)
}

// withoutLines is a text without the lines that hold one of some words.
func withoutLines(text string, words ...string) string {
	var kept strings.Builder
	for line := range strings.Lines(text) {
		if !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(line, word) }) {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// small has the fleet's stacks run programs of one VPC each, which take as long as they are told. The clusters read the hub's outputs.
func (s *stacks) small(wait time.Duration) {
	vpc := func(ctx *pulumi.Context) error {
		_, err := ec2.NewVpc(ctx, ctx.Stack(), &ec2.VpcArgs{CidrBlock: pulumi.String("10.0.0.0/16")})
		return err
	}
	s.options.Hub = func(ctx *pulumi.Context) error {
		ctx.Export("open", pulumi.String("sesame"))
		ctx.Export("hidden", pulumi.ToSecret(pulumi.String("for the hub's eyes")))
		return vpc(ctx)
	}
	s.options.Cluster = func(ctx *pulumi.Context) error {
		time.Sleep(wait)
		hub, err := pulumi.NewStackReference(ctx, ctx.Organization()+"/"+ctx.Project()+"/hub", nil)
		if err != nil {
			return err
		}
		read, err := hub.GetOutputDetails("open")
		if err != nil {
			return err
		}
		if read.Value != "sesame" {
			return fmt.Errorf("the hub's output reads %v", read.Value)
		}
		return vpc(ctx)
	}
}

// TestFleetInParallel measures how much sooner three stacks are through together than one after the other. Each waits for a while, as
// stacks do for AWS.
func TestFleetInParallel(t *testing.T) {
	slow(t)
	s := newStacks(t, fileBackend(t))
	s.small(5 * time.Second)
	s.done(fleets.Up)
	took := map[int]time.Duration{}
	for _, parallel := range []int{1, 4} {
		s.options.Parallel = parallel
		summary := s.done(fleets.Up)
		assert.Zero(t, summary.Changed())
		took[parallel] = summary.Duration
	}
	t.Logf("one at a time ÷ four at a time: %.1f", took[1].Seconds()/took[4].Seconds())
	assert.Less(t, took[4], took[1])
	s.done(fleets.Destroy)
}
