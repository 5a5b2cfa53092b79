package localcloud_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/internal/localcloud"
)

func TestJournal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cloud.jsonl")
	w := newWorld(t, localcloud.Options{StateFile: file})
	n := w.aws.network("hub", 0, 2)
	n.vpc = w.aws.update(n.vpc, props{"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": true, "tags": props{"Name": "hub"}})
	require.NoError(t, w.aws.delete(n.subnets[1]))
	w.aws.refuses("InvalidSubnet.Range", tSubnet, "bad", props{"vpcId": n.vpc.ID, "cidrBlock": "10.9.0.0/24"})

	// Another process opens what the first one has written so far, without a word from it.
	torn, err := os.ReadFile(file)
	require.NoError(t, err)
	copied := filepath.Join(t.TempDir(), "copy.jsonl")
	require.NoError(t, os.WriteFile(copied, append(torn, []byte(`{"put":[{"account":"1111`)...), 0o600))
	second := newWorld(t, localcloud.Options{StateFile: copied})
	assert.Equal(t, w.cloud.Everything(), second.cloud.Everything())
	assert.Equal(t, w.cloud.Operations(), second.cloud.Operations())

	// What is made next gets the IDs and the order that it would have got.
	in := props{"vpcId": n.vpc.ID, "cidrBlock": "10.0.1.0/24"}
	assert.Equal(t, w.aws.create(tSubnet, "hub-2", in), second.aws.create(tSubnet, "hub-2", in))
	assert.Equal(t, w.cloud.Everything(), second.cloud.Everything())
}

func TestBrokenJournal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cloud.jsonl")
	require.NoError(t, os.WriteFile(file, []byte("not a journal\n"), 0o600))
	_, err := localcloud.New(localcloud.Options{StateFile: file})
	require.ErrorContains(t, err, "line 1")
	_, err = localcloud.New(localcloud.Options{StateFile: filepath.Join(t.TempDir(), "none", "cloud.jsonl")})
	require.Error(t, err)
	_, err = localcloud.New(localcloud.Options{Region: "us-east-9"})
	require.ErrorContains(t, err, "us-east-9")
}
