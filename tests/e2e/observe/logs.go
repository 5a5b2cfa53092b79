package observe

import (
	"encoding/json"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
)

// logGroups reads log groups.
func (r *reader) logGroups() error {
	return each(r, "logGroups", func(group struct {
		LogGroupName    string
		RetentionInDays json.Number
		KmsKeyID        string `json:"kmsKeyId"`
	},
	) {
		name := group.LogGroupName
		ofCluster := strings.HasPrefix(name, "/aws/eks/") && strings.HasSuffix(name, "/cluster")
		r.addImplicit(ofCluster, object.LogGroup, name, name, object.Fields{
			"retention": group.RetentionInDays.String(), "key": group.KmsKeyID,
		})
	})
}
