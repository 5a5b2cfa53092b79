package localcloud

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLogGroup(t *testing.T) {
	p := newPlace(t)
	group := p.create(tLogGroup, "flow", Props{"name": "/vpc/flow", "retentionInDays": 30})
	assert.Equal(t, "arn:aws:logs:us-east-1:"+home+":log-group:/vpc/flow", group.out("arn"))
	p.refuses(tLogGroup, "again", Props{"name": "/vpc/flow"}, "ResourceAlreadyExistsException", "/vpc/flow")
	p.in(home, "us-west-2").create(tLogGroup, "flow", Props{"name": "/vpc/flow"})
	p.invalid(tLogGroup, Props{"retentionInDays": 31}, "retentionInDays", "31")
	p.invalid(tLogGroup, Props{"name": "a b"}, "name", "a b")
	assert.Equal(t, []string{"name"}, group.replaces(Props{"name": "/vpc/other"}))
	group = group.update(Props{"retentionInDays": 90})
	group.remove()

	kept := p.create(tLogGroup, "audit", Props{"skipDestroy": true})
	assert.NoError(t, kept.tryRemove())
	_, _, there := kept.read()
	assert.True(t, there, "the provider leaves the group to its owner")
}
