package localcloud

// What the provider takes of Auto Scaling groups and what belongs to them.

var (
	hookResult     = oneOf("ABANDON", "CONTINUE")
	hookTransition = oneOf("autoscaling:EC2_INSTANCE_LAUNCHING", "autoscaling:EC2_INSTANCE_TERMINATING")
)

var acceptedByFleets = map[string]map[string]form{
	tScalingGroup: {
		"availabilityZoneDistribution.capacityDistributionStrategy": oneOf("balanced-only", "balanced-best-effort"),
		"desiredCapacityType":                                   oneOf("memory-mib", "units", "vcpu"),
		"initialLifecycleHooks[].defaultResult":                 hookResult,
		"initialLifecycleHooks[].heartbeatTimeout":              between(30, 7200),
		"initialLifecycleHooks[].lifecycleTransition":           hookTransition,
		"initialLifecycleHooks[].notificationTargetArn":         anArn,
		"instanceMaintenancePolicy.maxHealthyPercentage":        between(100, 200),
		"instanceMaintenancePolicy.minHealthyPercentage":        between(0, 100),
		"instanceRefresh.preferences.instanceWarmup":            matching(`^\d+$`, "is no number of seconds"),
		"instanceRefresh.preferences.maxHealthyPercentage":      between(100, 200),
		"instanceRefresh.preferences.minHealthyPercentage":      between(0, 100),
		"instanceRefresh.preferences.scaleInProtectedInstances": oneOf("Refresh", "Ignore", "Wait"),
		"instanceRefresh.preferences.standbyInstances":          oneOf("Terminate", "Ignore", "Wait"),
		"instanceRefresh.strategy":                              oneOf("Rolling"),
		"instanceRefresh.triggers":                              oneOf("desired_capacity", "launch_template", "max_size", "min_size", "tag", "target_group_arns", "vpc_zone_identifier"),
		"waitForCapacityTimeout":                                aDuration,
	},
	tLifecycleHook: {
		"defaultResult": hookResult, "heartbeatTimeout": between(30, 7200), "lifecycleTransition": hookTransition, "notificationTargetArn": anArn,
	},
	tScalingPolicy: {"policyType": oneOf("PredictiveScaling", "SimpleScaling", "StepScaling", "TargetTrackingScaling")},
}
