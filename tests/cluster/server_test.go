package cluster

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Users of the server, who may all do everything that admission lets pass. Their names are their tokens too.
const (
	developer  = "developer"
	controller = "system:serviceaccount:kube-system:aws-load-balancer-controller"
)

// server is a running API server.
type server struct {
	url    string
	client *http.Client
}

// start starts etcd and the API server; both end with the test.
func start(t *testing.T) *server {
	t.Helper()
	etcd, apiserver := os.Getenv("INGRESSHUB_ETCD"), os.Getenv("INGRESSHUB_APISERVER")
	if etcd == "" || apiserver == "" {
		t.Skip("needs etcd and kube-apiserver: make test-cluster")
	}
	dir := t.TempDir()
	client, peer, port := free(t), free(t), free(t)
	store, peers := "http://127.0.0.1:"+client, "http://127.0.0.1:"+peer
	run(t, filepath.Join(dir, "etcd.log"), etcd,
		"--data-dir="+filepath.Join(dir, "etcd"), "--unsafe-no-fsync",
		"--listen-client-urls="+store, "--advertise-client-urls="+store,
		"--listen-peer-urls="+peers, "--initial-advertise-peer-urls="+peers, "--initial-cluster=default="+peers)
	key, tokens := filepath.Join(dir, "sa.key"), filepath.Join(dir, "tokens.csv")
	writeKey(t, key)
	require.NoError(t, os.WriteFile(tokens, fmt.Appendf(nil, "%[1]s,%[1]s,1\n%[2]s,%[2]s,2\n", developer, controller), 0o600))
	run(t, filepath.Join(dir, "apiserver.log"), apiserver,
		"--etcd-servers="+store, "--cert-dir="+filepath.Join(dir, "certs"), "--bind-address=127.0.0.1", "--secure-port="+port,
		"--token-auth-file="+tokens, "--authorization-mode=AlwaysAllow", "--service-cluster-ip-range=10.96.0.0/16",
		"--service-account-issuer=https://test", "--service-account-key-file="+key, "--service-account-signing-key-file="+key)
	s := &server{
		url: "https://127.0.0.1:" + port,
		// The certificate was made a moment ago, by the server itself.
		client: &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}},
	}
	require.Eventually(t, func() bool {
		code, _, err := s.send(developer, http.MethodGet, "/readyz", "", nil)
		return err == nil && code == http.StatusOK
	}, 2*time.Minute, 200*time.Millisecond, "the API server does not get ready")
	return s
}

// run starts a program and shows the end of its log if the test fails.
func run(t *testing.T, log, program string, args ...string) {
	t.Helper()
	file, err := os.Create(log)
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	command := exec.CommandContext(ctx, program, args...)
	command.Stdout, command.Stderr = file, file
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		stop()
		_ = command.Wait() // it was killed
		_ = file.Close()
		if text, err := os.ReadFile(log); t.Failed() && err == nil {
			t.Logf("the end of %s:\n%s", filepath.Base(log), text[max(0, len(text)-4000):])
		}
	})
}

// free is a port that nobody listens on.
func free(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, listener.Close()) }()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	return port
}

// writeKey writes the key with which the server would sign tokens of service accounts.
func writeKey(t *testing.T, path string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	require.NoError(t, os.WriteFile(path, pem.EncodeToMemory(block), 0o600))
}

// send sends one request and returns the status code and, of a refusal, its message.
func (s *server) send(user, method, path, contentType string, body any) (int, string, error) {
	encoded, err := json.Marshal(body)
	if err != nil {
		return 0, "", err
	}
	request, err := http.NewRequestWithContext(context.Background(), method, s.url+path, bytes.NewReader(encoded))
	if err != nil {
		return 0, "", err
	}
	request.Header.Set("Authorization", "Bearer "+user)
	if contentType == "" {
		contentType = "application/json"
	}
	request.Header.Set("Content-Type", contentType)
	response, err := s.client.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, "", err
	}
	var status struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(text, &status) != nil {
		status.Message = strings.TrimSpace(string(text))
	}
	return response.StatusCode, status.Message, nil
}
