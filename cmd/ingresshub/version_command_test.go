package main

import (
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestVersion(t *testing.T) {
	t.Parallel()
	status, out, problems := ingresshub(t, "", "version")
	assert.Zero(t, status)
	assert.Empty(t, problems)
	assert.True(t, strings.HasPrefix(out, "ingresshub "), out)
	assert.Contains(t, out, "go1.")
	for _, flag := range []string{"--version", "-version"} {
		_, same, _ := ingresshub(t, "", flag)
		assert.Equal(t, out, same)
	}
}

func TestVersionLine(t *testing.T) {
	t.Parallel()
	sdk := []*debug.Module{{Path: "github.com/pulumi/pulumi/sdk/v3", Version: "v3.250.0"}}
	commit := []debug.BuildSetting{{Key: "vcs.revision", Value: "211e091"}}
	for want, info := range map[string]*debug.BuildInfo{
		"ingresshub of an unknown version":                                     nil,
		"ingresshub of an unknown version (go1.26.0)":                          {GoVersion: "go1.26.0", Main: debug.Module{Version: "(devel)"}},
		"ingresshub of commit 211e091 (go1.26.0)":                              {GoVersion: "go1.26.0", Settings: commit},
		"ingresshub v0.1.0 (go1.26.0, Pulumi SDK v3.250.0)":                    {GoVersion: "go1.26.0", Main: debug.Module{Version: "v0.1.0"}, Settings: commit, Deps: sdk},
		"ingresshub v0.0.0-20261122145000-211e091a1b2c+dirty (devel go1.27-x)": {GoVersion: "devel go1.27-x", Main: debug.Module{Version: "v0.0.0-20261122145000-211e091a1b2c+dirty"}},
	} {
		assert.Equal(t, want, versionLine(info))
	}
}
