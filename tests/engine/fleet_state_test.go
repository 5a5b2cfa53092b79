package engine_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	fleets "github.com/ingresshub/ingresshub/components/fleet"
	"github.com/ingresshub/ingresshub/internal/localcloud"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// storage is an S3 emulator that is none of this project's: moto.
type storage struct {
	t       *testing.T
	address string
	stop    func()
}

const bucket = "fleet-state"

// newStorage starts moto with an empty bucket.
func newStorage(t *testing.T) *storage {
	t.Helper()
	path, err := exec.LookPath("moto_server")
	if err != nil {
		t.Skip("moto_server is not on PATH (pip install 'moto[server]'): state on S3-compatible storage is not tested")
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &storage{t: t, address: listener.Addr().String()}
	_, port, err := net.SplitHostPort(s.address)
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	output, err := os.Create(filepath.Join(t.TempDir(), "moto.log"))
	require.NoError(t, err)
	server := exec.CommandContext(context.WithoutCancel(t.Context()), path, "-H", "127.0.0.1", "-p", port)
	server.Stdout, server.Stderr = output, output
	// It may be started by a script, which leaves it behind when it is killed.
	server.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	require.NoError(t, server.Start())
	s.stop = sync.OnceFunc(func() {
		_ = syscall.Kill(-server.Process.Pid, syscall.SIGKILL)
		_ = server.Wait()
		_ = output.Close()
	})
	t.Cleanup(s.stop)
	require.Eventually(t, func() bool {
		_, err := s.call(http.MethodPut, "/"+bucket)
		return err == nil
	}, time.Minute, 200*time.Millisecond, "moto does not answer: %s", output.Name())
	return s
}

// backend is the URL of the docs, with the emulator's address.
func (s *storage) backend() string {
	return "s3://" + bucket + "?region=us-east-1&endpoint=http://" + s.address + "&s3ForcePathStyle=true"
}

func (s *storage) call(method, path string) (string, error) {
	return s.send("s3", method, path, "", nil)
}

// send calls one of moto's services.
func (s *storage) send(service, method, path, body string, headers map[string]string) (string, error) {
	request, err := http.NewRequestWithContext(s.t.Context(), method, "http://"+s.address+path, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	// Who says nothing of himself sees public objects only. Who he is, moto does not ask.
	request.Header.Set("Authorization",
		"AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/"+service+"/aws4_request, SignedHeaders=host, Signature=0")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return string(text), err
}

// key makes a key of KMS, and returns what a stack's config calls it.
func (s *storage) key() string {
	s.t.Helper()
	text, err := s.send("kms", http.MethodPost, "/", "{}", map[string]string{
		"X-Amz-Target": "TrentService.CreateKey", "Content-Type": "application/x-amz-json-1.1",
	})
	require.NoError(s.t, err)
	var made struct {
		KeyMetadata struct {
			KeyID string `json:"KeyId"`
		}
	}
	require.NoError(s.t, json.Unmarshal([]byte(text), &made), text)
	require.NotEmpty(s.t, made.KeyMetadata.KeyID, text)
	return "awskms://" + made.KeyMetadata.KeyID + "?region=us-east-1&endpoint=http://" + s.address
}

var keyOfObject = regexp.MustCompile(`<Key>([^<]*)</Key>`)

// keys are the names of all objects under a prefix.
func (s *storage) keys(prefix string) []string {
	s.t.Helper()
	text, err := s.call(http.MethodGet, "/"+bucket+"?list-type=2&prefix="+prefix)
	require.NoError(s.t, err)
	var keys []string
	for _, match := range keyOfObject.FindAllStringSubmatch(text, -1) {
		keys = append(keys, match[1])
	}
	return keys
}

// TestFleetStateOnS3 keeps the state of a fleet on S3-compatible storage: a file per stack, a lock per stack, secrets of each stack
// for itself.
func TestFleetStateOnS3(t *testing.T) {
	slow(t)
	t.Parallel()
	state := newStorage(t)
	s := newStacks(t, state.backend())
	s.environment["AWS_ACCESS_KEY_ID"], s.environment["AWS_SECRET_ACCESS_KEY"] = "testing", "testing"
	s.small(0)
	// Each stack has a passphrase of its own: who reads the hub's outputs cannot read its secrets.
	s.options.Environment = func(stack fleets.Stack) map[string]string {
		environment := map[string]string{}
		for name, value := range s.environment {
			environment[name] = value
		}
		environment["PULUMI_CONFIG_PASSPHRASE"] = "of " + stack.Name
		return environment
	}
	// One has a key of KMS in its place, and says so in its config.
	search := textOf(t, filepath.Join(s.folder, "Pulumi.search.yaml"))
	s.write("Pulumi.search.yaml", "secretsprovider: "+state.key()+"\n"+search)
	s.done(fleets.Up)
	assert.Zero(t, s.done(fleets.Up).Changed())
	assert.Contains(t, textOf(t, filepath.Join(s.folder, "Pulumi.search.yaml")), "encryptedkey:")
	assert.Contains(t, textOf(t, filepath.Join(s.folder, "Pulumi.orders.yaml")), "encryptionsalt:")
	assert.ElementsMatch(t, []string{
		".pulumi/stacks/fleet/hub.json", ".pulumi/stacks/fleet/orders.json", ".pulumi/stacks/fleet/payments.json", ".pulumi/stacks/fleet/search.json",
	}, slices.DeleteFunc(state.keys(".pulumi/stacks/"), func(key string) bool { return !strings.HasSuffix(key, ".json") }))
	assert.Empty(t, state.keys(".pulumi/locks/"), "locks are left")
	hub, err := state.call(http.MethodGet, "/"+bucket+"/.pulumi/stacks/fleet/hub.json")
	require.NoError(t, err)
	assert.Contains(t, hub, "sesame")
	assert.NotContains(t, hub, "for the hub")
	kept, err := state.call(http.MethodGet, "/"+bucket+"/.pulumi/stacks/fleet/search.json")
	require.NoError(t, err)
	assert.Contains(t, kept, "awskms://")

	// While one stack is at work, nobody else may be; the others may.
	s.done(fleets.Destroy, "payments")
	stalled := s.cloud.Inject(localcloud.Fault{Verb: localcloud.Create, Name: "payments", Effect: localcloud.Stall})
	first := make(chan error, 1)
	go func() {
		summary, err := s.begin(fleets.Up, "payments")
		if err == nil {
			err = summary.Err()
		}
		first <- err
	}()
	select {
	case <-stalled.Struck():
	case err := <-first:
		require.Fail(t, "the stack was not at work, but through", "%v", err)
	}
	locks := state.keys(".pulumi/locks/")
	require.Len(t, locks, 1)
	assert.True(t, strings.HasPrefix(locks[0], ".pulumi/locks/organization/fleet/payments/"), locks[0])
	second := s.run(fleets.Up, "payments", "search")
	assert.Equal(t, map[string]fleets.State{"payments": fleets.Failed, "search": fleets.Done}, became(second))
	require.ErrorContains(t, second.Err(), "pulumi cancel --stack payments")
	stalled.Release()
	require.NoError(t, <-first)
	assert.Zero(t, s.done(fleets.Up).Changed())

	s.done(fleets.Destroy)
	assert.Empty(t, names(s.cloud.Objects()), "left in the cloud")
	assert.Empty(t, state.keys(".pulumi/locks/"), "locks are left")
}

// TestFleetKeyOfTheHub: where the hub's secrets have a key of KMS, whoever reads its outputs needs that key, even for those that are
// no secrets.
func TestFleetKeyOfTheHub(t *testing.T) {
	t.Parallel()
	keys := newStorage(t)
	s := newStacks(t, fileBackend(t))
	s.environment["AWS_ACCESS_KEY_ID"], s.environment["AWS_SECRET_ACCESS_KEY"] = "testing", "testing"
	s.small(0)
	hub := textOf(t, filepath.Join(s.folder, "Pulumi.hub.yaml"))
	s.write("Pulumi.hub.yaml", "secretsprovider: "+keys.key()+"\n"+hub)
	s.done(fleets.Up, "hub", "orders")
	keys.stop()
	denied := s.run(fleets.Up, "orders")
	require.ErrorContains(t, denied.Err(), "stack orders failed")
	require.ErrorContains(t, denied.Err(), "KMS: Decrypt")
}
