package observe

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/ingresshub/ingresshub/tests/e2e/object"
	"github.com/ingresshub/ingresshub/tests/e2e/snapshot"
)

type hook struct {
	AutoScalingGroupName string
	LifecycleHookName    string
	LifecycleTransition  string
	HeartbeatTimeout     json.Number
	DefaultResult        string
}

// scalingGroups reads auto scaling groups with their pauses. Instances come and go with them.
func (r *reader) scalingGroups() error {
	hooks, err := snapshot.Decode[hook](r.documents, "LifecycleHooks")
	if err != nil {
		return err
	}
	templates, err := snapshot.Decode[struct {
		LaunchTemplateID    string `json:"LaunchTemplateId"`
		LatestVersionNumber json.Number
	}](r.documents, "LaunchTemplates")
	if err != nil {
		return err
	}
	newest := map[string]string{}
	for _, template := range templates {
		newest[template.LaunchTemplateID] = template.LatestVersionNumber.String()
	}
	pauses := map[string][]string{}
	for _, hook := range hooks {
		pauses[hook.AutoScalingGroupName] = append(pauses[hook.AutoScalingGroupName],
			object.Pause(hook.LifecycleHookName, hook.LifecycleTransition, hook.HeartbeatTimeout.String(), hook.DefaultResult))
	}
	return each(r, "AutoScalingGroups", func(group struct {
		AutoScalingGroupName              string
		AutoScalingGroupARN               string
		MinSize, MaxSize, DesiredCapacity json.Number
		VPCZoneIdentifier                 string
		TargetGroupARNs                   []string
		LoadBalancerNames                 []string
		HealthCheckType                   string
		HealthCheckGracePeriod            json.Number
		LaunchTemplate                    struct {
			LaunchTemplateID string `json:"LaunchTemplateId"`
			Version          string
		}
		Instances                        []struct{ LifecycleState, HealthStatus string }
		SuspendedProcesses               []struct{ ProcessName string }
		NewInstancesProtectedFromScaleIn bool
		TerminationPolicies              []string
		MixedInstancesPolicy             snapshot.Document
		Tags                             []struct {
			Key, Value        string
			PropagateAtLaunch bool
		}
	},
	) {
		in, carried := 0, map[string]string{}
		for _, instance := range group.Instances {
			if instance.LifecycleState == "InService" && instance.HealthStatus == "Healthy" {
				in++
			}
		}
		for _, tag := range group.Tags {
			carried[tag.Key] = tag.Value
			if !tag.PropagateAtLaunch {
				carried[tag.Key] += " (not carried over)"
			}
		}
		var suspended []string
		for _, process := range group.SuspendedProcesses {
			suspended = append(suspended, process.ProcessName)
		}
		mixed := ""
		if len(group.MixedInstancesPolicy) > 0 {
			mixed = compact(group.MixedInstancesPolicy)
		}
		r.add(object.ScalingGroup, group.AutoScalingGroupName, group.AutoScalingGroupARN, object.Fields{
			"minimum": group.MinSize.String(), "maximum": group.MaxSize.String(), "desired": group.DesiredCapacity.String(),
			"in service": strconv.Itoa(in), "subnets": object.Set(r.names.all(strings.Split(group.VPCZoneIdentifier, ","))),
			"target groups":   object.Set(r.names.all(append(group.TargetGroupARNs, group.LoadBalancerNames...))),
			"launch template": object.TemplateVersion(r.names.of(group.LaunchTemplate.LaunchTemplateID), group.LaunchTemplate.Version == newest[group.LaunchTemplate.LaunchTemplateID]),
			"health check":    group.HealthCheckType, "grace period": group.HealthCheckGracePeriod.String(),
			"pauses": object.Set(pauses[group.AutoScalingGroupName]), "suspended": object.Set(suspended),
			"protected from scale-in": word(group.NewInstancesProtectedFromScaleIn), "termination policies": object.Set(group.TerminationPolicies),
			"mixed instances": mixed, "tags": object.Tags(carried),
		})
	})
}
