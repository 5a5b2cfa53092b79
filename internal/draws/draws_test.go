package draws_test

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/assert"
	_ "pgregory.net/rapid" // knows the flag

	"github.com/ingresshub/ingresshub/internal/draws"
)

func TestDraws(t *testing.T) {
	seed := flag.Lookup("rapid.seed")
	before := seed.Value.String()
	t.Cleanup(func() { assert.NoError(t, seed.Value.Set(before)) })

	t.Setenv(draws.Variable, "random")
	assert.NoError(t, seed.Value.Set("0"))
	assert.False(t, draws.Repeat())
	assert.Equal(t, "0", seed.Value.String(), "rapid takes a random one")
	assert.NotEqual(t, draws.Seed(), draws.Seed())

	t.Setenv(draws.Variable, "")
	assert.True(t, draws.Repeat())
	assert.Equal(t, "1", seed.Value.String())
	assert.Equal(t, draws.Seed(), draws.Seed())
}
