package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// repository makes a folder with an example and a stack config.
func repository(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	files := map[string]string{
		"Pulumi.dev.yaml":            "config:\n  ingresshub:estate:" + strings.ReplaceAll(smallEstate, "\n", "\n    "),
		"examples/a/Pulumi.yaml":     "name: a\nruntime: go\n",
		"examples/a/Pulumi.dev.yaml": "config:\n  a:b: c\n",
		"examples/a/existing.yaml":   "- type: aws:ec2/vpc:Vpc\n  id: vpc-1\n  outputs: {cidrBlock: 10.0.0.0/16}\n",
		"examples/b/Pulumi.yaml":     "name: b\nruntime: go\n",
		"examples/notes/README.md":   "no program",
	}
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return root
}

func TestStoryOfTheDevEstate(t *testing.T) {
	t.Parallel()
	root := repository(t)
	s, err := chooseStory(root, "", "", nil)
	require.NoError(t, err)
	assert.Equal(t, root, s.folder)
	assert.Equal(t, "us-east-1", s.region)
	assert.Contains(t, string(s.config), "10.16.0.0/16")
	assert.NotContains(t, string(s.config), "protection")
	assert.Contains(t, string(s.unprotected), "protection: false", "it is protected by default")
	assert.Empty(t, s.existing)
}

func TestStoryOfABareEstate(t *testing.T) {
	t.Parallel()
	text := smallEstate + "protection: false\naccounts: {hub: {id: '222222222222'}}\n"
	text = strings.Replace(text, "ingress: {", "ingress: {account: hub, ", 1)
	text = strings.Replace(text, "transitGateway: {}", "transitGateway: {id: tgw-0123456789abcdef0}", 1)
	s, err := chooseStory(repository(t), "-", "", strings.NewReader(text))
	require.NoError(t, err)
	assert.Contains(t, string(s.config), "ingresshub:estate:")
	assert.Nil(t, s.unprotected)
	assert.Equal(t, "222222222222", s.account)
	require.Len(t, s.existing, 1)
	assert.Equal(t, "tgw-0123456789abcdef0", s.existing[0].ID)
}

func TestStoryOfAnEstateWithProblems(t *testing.T) {
	t.Parallel()
	_, err := chooseStory(repository(t), "-", "", strings.NewReader("zones: []"))
	assert.ErrorContains(t, err, "the estate has")
}

func TestStoryOfAnExample(t *testing.T) {
	t.Parallel()
	root := repository(t)
	s, err := chooseStory(root, "", "a", nil)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(root, "examples", "a"), s.folder)
	assert.Equal(t, "config:\n  a:b: c\n", string(s.config))
	require.Len(t, s.existing, 1)
	assert.Equal(t, map[string]any{"cidrBlock": "10.0.0.0/16"}, s.existing[0].Outputs)

	s, err = chooseStory(root, "", "b", nil)
	require.NoError(t, err)
	assert.Empty(t, s.config)
	assert.Empty(t, s.existing)

	for _, name := range []string{"notes", "../a", "c"} {
		_, err = chooseStory(root, "", name, nil)
		assert.ErrorContains(t, err, "there are a, b")
	}
	_, err = chooseStory(t.TempDir(), "", "a", nil)
	assert.ErrorContains(t, err, "no examples in")
}

func TestStoryOfAProgram(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(repository(t), "examples", "a")
	s, err := programStory(folder, "mine")
	require.NoError(t, err)
	assert.Equal(t, "mine", s.title)
	assert.Equal(t, folder, s.folder)
	assert.Equal(t, "config:\n  a:b: c\n", string(s.config))
	assert.Len(t, s.existing, 1)
	_, err = programStory(t.TempDir(), "mine")
	assert.ErrorContains(t, err, "holds no Pulumi program")
}

func TestStoryOfTeams(t *testing.T) {
	t.Parallel()
	root := repository(t)
	folder := filepath.Join(root, "examples", "b")
	put := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	put("Pulumi.orders.yaml", "config: {'ingresshub:workload': {hub: b/zhub}}\n")
	_, err := chooseStory(root, "", "b", nil)
	require.ErrorContains(t, err, "none of its stacks declares ingresshub:estate")

	put("Pulumi.zhub.yaml", "config:\n  ingresshub:estate:"+strings.ReplaceAll(smallEstate, "\n", "\n    "))
	s, err := chooseStory(root, "", "b", nil)
	require.NoError(t, err)
	parts := s.parts()
	require.Len(t, parts, 2)
	assert.Equal(t, "zhub", parts[0].name, "the hub is first")
	assert.NotNil(t, parts[0].unprotected)
	assert.Equal(t, "orders", parts[1].name)
	assert.NotNil(t, s.planned)

	put("Pulumi.another.yaml", "config:\n  ingresshub:estate:"+strings.ReplaceAll(smallEstate, "\n", "\n    "))
	_, err = chooseStory(root, "", "b", nil)
	require.ErrorContains(t, err, "both declare ingresshub:estate")
}
