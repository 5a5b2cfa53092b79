package observe

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

// action is what a listener or rule does.
type action struct {
	Type           string
	TargetGroupArn string
	ForwardConfig  struct {
		TargetGroups []struct {
			TargetGroupArn string
			Weight         int
		}
		TargetGroupStickinessConfig struct{ Enabled bool }
	}
	RedirectConfig      struct{ Protocol, Host, Port, Path, Query, StatusCode string }
	FixedResponseConfig struct{ ContentType, MessageBody, StatusCode string }
}

// actions are actions as a field, in the order in which they happen.
func (r *reader) actions(actions []action) string {
	var words []string
	for _, action := range actions {
		switch action.Type {
		case "forward":
			words = append(words, r.forward(action))
		case "redirect":
			to := action.RedirectConfig
			words = append(words, object.Redirect(to.Protocol, to.Host, to.Port, to.Path, to.Query, to.StatusCode))
		case "fixed-response":
			answer := action.FixedResponseConfig
			words = append(words, object.FixedResponse(answer.StatusCode, answer.ContentType, answer.MessageBody))
		default:
			words = append(words, action.Type)
		}
	}
	return strings.Join(words, ", then ")
}

// forward is a forward action. ELB shows a single target group in two places, which have to agree.
func (r *reader) forward(action action) string {
	groups := map[string]bool{}
	if action.TargetGroupArn != "" {
		groups[r.names.of(action.TargetGroupArn)] = true
	}
	for _, group := range action.ForwardConfig.TargetGroups {
		name := r.names.of(group.TargetGroupArn)
		if len(action.ForwardConfig.TargetGroups) > 1 {
			name = object.Weighted(name, group.Weight)
		}
		groups[name] = true
	}
	text := object.Forward(object.Alternatives(groups))
	if action.ForwardConfig.TargetGroupStickinessConfig.Enabled {
		text += ", sticky"
	}
	return text
}

// compact is a document as one line of JSON.
func compact(document snapshot.Document) string {
	text, err := json.Marshal(document)
	if err != nil {
		return fmt.Sprint(document)
	}
	return string(text)
}

func sorted(words []string) []string { return slices.Sorted(slices.Values(words)) }
