package localcloud

import (
	"slices"
	"strconv"
	"strings"
)

// Auto Scaling groups, with what happens to their instances on the way in and
// out. The instances themselves are not there: nothing runs in the local cloud.

var toScalingGroup = ref{
	path: "autoscalingGroupName", to: []string{tScalingGroup}, missing: "ValidationError", say: "AutoScalingGroup name not found - %s", goes: true,
}

func scalingKinds() []*kind {
	return []*kind{
		{
			token:   tScalingGroup,
			replace: []string{"initialLifecycleHooks", "name", "namePrefix"},
			name:    named("name", 255),
			defaults: Props{
				"forceDelete": false, "forceDeleteWarmPool": false, "healthCheckGracePeriod": 300.0, "ignoreFailedScalingActivities": false,
				"metricsGranularity": "1Minute", "protectFromScaleIn": false, "waitForCapacityTimeout": "10m",
			},
			sets: []string{"availabilityZones", "enabledMetrics", "suspendedProcesses", "tags", "targetGroupArns", "trafficSources", "vpcZoneIdentifiers"},
			within: Props{
				"instanceRefresh.preferences.minHealthyPercentage": 90.0, "instanceRefresh.preferences.maxHealthyPercentage": 100.0,
				"instanceRefresh.preferences.skipMatching": false, "instanceRefresh.preferences.scaleInProtectedInstances": "Ignore",
				"instanceRefresh.preferences.standbyInstances": "Ignore",
			},
			check:    templateProblems,
			computed: []string{"loadBalancers", "availabilityZones", "vpcZoneIdentifiers", "targetGroupArns", "trafficSources"},
			nested:   []string{"launchTemplate.id", "launchTemplate.name", "launchTemplate.version"},
			unshown:  []string{"targetGroupArns", "vpcZoneIdentifiers"},
			unsimulated: []string{
				"availabilityZones", "capacityReservationSpecification", "launchConfiguration", "loadBalancers", "mixedInstancesPolicy", "placementGroup",
				"trafficSources", "warmPool", "instanceRefresh.preferences.alarmSpecification", "instanceRefresh.preferences.checkpointDelay",
				"instanceRefresh.preferences.checkpointPercentages",
			},
			refs: []ref{
				{path: "launchTemplate.id", to: []string{tLaunchTemplate}, missing: "ValidationError", say: "The specified launch template, with template ID %s, does not exist."},
				{path: "launchTemplate.name", to: []string{tLaunchTemplate}, by: "name", missing: "ValidationError", say: "The specified launch template, with template name %s, does not exist."},
				{path: "vpcZoneIdentifiers[]", to: []string{tSubnet}, missing: "ValidationError", say: "The subnet ID '%s' does not exist", holds: true},
				{path: "targetGroupArns[]", to: []string{tTargetGroup}, missing: "ValidationError", say: "Provided Target Groups may not be valid. Please ensure they exist and try again. (%s)"},
			},
			create: createScalingGroup,
			update: func(c *call) (Props, error) { return checkScalingGroup(c) },
		},
		{
			token:   tLifecycleHook,
			replace: []string{"name"},
			name:    named("name", 255),
			refs:    []ref{toScalingGroup},
			create: func(c *call) (string, Props, error) {
				name := str(c.in, "name")
				c.overwrites = true // PutLifecycleHook makes or changes
				return ofGroup(c, name), Props{"name": name, "defaultResult": orElse(str(c.in, "defaultResult"), "ABANDON")}, checkLifecycleHook(c)
			},
			update: func(c *call) (Props, error) { return nil, checkLifecycleHook(c) },
		},
		{
			token:       tScalingPolicy,
			replace:     []string{"autoscalingGroupName", "name"},
			name:        named("name", 255),
			defaults:    Props{"enabled": true, "policyType": "SimpleScaling"},
			within:      Props{"targetTrackingConfiguration.disableScaleIn": false},
			unsimulated: []string{"predictiveScalingConfiguration", "stepAdjustments", "targetTrackingConfiguration.customizedMetricSpecification"},
			refs:        []ref{toScalingGroup},
			create: func(c *call) (string, Props, error) {
				name, group := str(c.in, "name"), str(c.in, "autoscalingGroupName")
				return ofGroup(c, name), Props{
					"name": name, "metricAggregationType": str(c.in, "metricAggregationType"),
					"arn": c.arn("autoscaling", "scalingPolicy:"+uuid(c.hash("policy", 32))+":autoScalingGroupName/"+group+":policyName/"+name),
				}, nil
			},
		},
	}
}

// ofGroup is the ID of what belongs to a group, as it is imported: the names
// alone, which the provider keeps, are unique within their groups only.
func ofGroup(c *call, name string) string { return str(c.in, "autoscalingGroupName") + "/" + name }

// templateProblems: a launch template goes by its ID or by its name.
func templateProblems(in Props) []problem {
	t := sub(in, "launchTemplate")
	if t == nil || has(t, "id") != has(t, "name") {
		return nil
	}
	return []problem{{"launchTemplate", refuse("ValidationError", "exactly one of id and name of the launch template must be specified")}}
}

func createScalingGroup(c *call) (string, Props, error) {
	name := c.fullName("name")
	if c.find(tScalingGroup, name) != nil {
		return "", nil, refuse("AlreadyExists", "AutoScalingGroup by this name already exists - A group with the name %s already exists", name)
	}
	out, err := checkScalingGroup(c)
	return name, merge(Props{
		"name": name, "namePrefix": str(c.in, "namePrefix"), "mixedInstancesPolicy": Props{}, "capacityReservationSpecification": Props{"capacityReservationPreference": "default"},
		"loadBalancers": []any{}, "predictedCapacity": 0, "warmPoolSize": 0,
		"arn": c.arn("autoscaling", "autoScalingGroup:"+uuid(c.hash("group", 32))+":autoScalingGroupName/"+name), "defaultCooldown": 300,
		"serviceLinkedRoleArn":         "arn:aws:iam::" + c.account + ":role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
		"healthCheckType":              "EC2",
		"availabilityZoneDistribution": Props{"capacityDistributionStrategy": "balanced-best-effort"},
	}, without(c.in, defaultsKey), out), err
}

// checkScalingGroup refuses what AWS refuses, and fills in what follows from the
// rest.
func checkScalingGroup(c *call) (Props, error) {
	least, most := number(c.in, "minSize"), number(c.in, "maxSize")
	desired := least
	switch {
	case has(c.in, "desiredCapacity"):
		desired = number(c.in, "desiredCapacity")
	case c.old != nil:
		desired = min(max(least, number(c.old.Outputs, "desiredCapacity")), most)
	}
	if least > most {
		return nil, refuse("ValidationError", "Min size %d must not be larger than max size %d", least, most)
	}
	if desired < least || desired > most {
		return nil, refuse("ValidationError", "Desired capacity:%d must be between the specified min size:%d and max size:%d", desired, least, most)
	}
	template, err := checkFleetTemplate(c)
	if err != nil {
		return nil, err
	}
	vpc, zones := "", []string{}
	for _, id := range strs(c.in, "vpcZoneIdentifiers") {
		s := c.find(tSubnet, id)
		if there := str(s.Outputs, "vpcId"); vpc != "" && there != vpc {
			return nil, refuse("ValidationError", "The subnets of an Auto Scaling group must be in one VPC: %s, %s", vpc, there)
		}
		vpc, zones = str(s.Outputs, "vpcId"), append(zones, str(s.Outputs, "availabilityZone"))
	}
	if vpc == "" {
		return nil, refuse("ValidationError", "At least one Availability Zone or VPC Subnet is required.")
	}
	for _, arn := range strs(c.in, "targetGroupArns") {
		if t := c.find(tTargetGroup, arn); str(t.Outputs, "targetType") != "instance" || str(t.Outputs, "vpcId") != vpc {
			return nil, refuse("ValidationError", "Provided Target Groups may not be valid. Please ensure they exist, are in VPC %s and take instances. (%s)", vpc, arn)
		}
	}
	slices.Sort(zones)
	return Props{
		"desiredCapacity": desired, "availabilityZones": anys(slices.Compact(zones)), "launchTemplate": template,
		"targetGroupArns": anys(strs(c.in, "targetGroupArns")), "trafficSources": sourcesOf(c),
	}, nil
}

// sourcesOf tells target groups a second time, as AWS does.
func sourcesOf(c *call) []any {
	sources := []any{}
	for _, arn := range strs(c.in, "targetGroupArns") {
		sources = append(sources, Props{"identifier": arn, "type": "elbv2"})
	}
	return sources
}

// checkFleetTemplate finds a group's launch template, which must say all that an
// instance needs.
func checkFleetTemplate(c *call) (Props, error) {
	said := sub(c.in, "launchTemplate")
	template := c.find(tLaunchTemplate, str(said, "id"))
	if template == nil {
		template = c.findBy(tLaunchTemplate, "name", str(said, "name"))
	}
	if template == nil {
		return nil, refuse("ValidationError", "A launch template must be specified by its ID or its name")
	}
	for property, parameter := range map[string]string{"imageId": "ImageId", "instanceType": "InstanceType"} {
		if str(template.Outputs, property) == "" {
			return nil, refuse("ValidationError", "You must use a valid fully-formed launch template. The request must contain the parameter %s", parameter)
		}
	}
	if v := str(said, "version"); v != "" && !strings.HasPrefix(v, "$") && !isVersion(v, number(template.Outputs, "latestVersion")) {
		return nil, refuse("ValidationError", "You must use a valid fully-formed launch template. Version %s of %s does not exist", v, template.ID)
	}
	return merge(Props{"id": template.ID, "name": str(template.Outputs, "name"), "version": ""}, said), nil
}

func checkLifecycleHook(c *call) error {
	if n := number(c.in, "heartbeatTimeout"); has(c.in, "heartbeatTimeout") && (n < 30 || n > 7200) {
		return refuse("ValidationError", "Heartbeat timeout %d must be between 30 and 7200 seconds", n)
	}
	if has(c.in, "notificationTargetArn") && !has(c.in, "roleArn") {
		return refuse("ValidationError", "A role must be specified for the notification target %s", str(c.in, "notificationTargetArn"))
	}
	return nil
}

func isVersion(text string, latest int) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n >= 1 && n <= latest
}
