package localcloud

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"gopkg.in/yaml.v3"
)

func addonKind() *kind {
	return &kind{
		token:   tAddon,
		replace: []string{"clusterName", "addonName"},
		sets:    []string{"podIdentityAssociations"},
		check: func(in Props) []problem {
			var found []problem
			for property, allowed := range map[string][]string{
				"resolveConflicts":         {"NONE", "OVERWRITE", "PRESERVE"},
				"resolveConflictsOnCreate": {"NONE", "OVERWRITE"},
				"resolveConflictsOnUpdate": {"NONE", "OVERWRITE", "PRESERVE"},
			} {
				if v := str(in, property); v != "" && !slices.Contains(allowed, v) {
					found = append(found, problem{property, invalidParameter("expected %s to be one of %q, got %s", property, allowed, v)})
				}
			}
			return found
		},
		refs: []ref{inCluster(false)},
		create: func(c *call) (string, Props, error) {
			cluster, err := c.activeCluster()
			if err != nil {
				return "", nil, err
			}
			name := str(c.in, "addonName")
			id := cluster.ID + ":" + name
			if c.find(tAddon, id) != nil {
				return "", nil, refuse("ResourceInUseException", "Addon already exists.")
			}
			out, err := c.configureAddon(cluster, name, "")
			if err != nil {
				return "", nil, err
			}
			return id, merge(out, Props{
				"arn":       c.arn("eks", "addon/"+cluster.ID+"/"+name+"/"+c.hash("addon", 32)),
				"createdAt": simulatedTime, "modifiedAt": simulatedTime,
			}), nil
		},
		update: func(c *call) (Props, error) {
			cluster, err := c.activeCluster()
			if err != nil {
				return nil, err
			}
			return c.configureAddon(cluster, str(c.old.Outputs, "addonName"), str(c.old.Outputs, "addonVersion"))
		},
	}
}

// configureAddon checks an add-on's version, configuration and roles.
func (c *call) configureAddon(cluster *Object, name, standard string) (Props, error) {
	kubernetes := str(cluster.Outputs, "version")
	versions := addonVersions(name, kubernetes)
	if len(versions) == 0 {
		return nil, invalidParameter("Addon %s specified is not supported in %s kubernetes version", name, kubernetes)
	}
	version := orElse(str(c.in, "addonVersion"), orElse(standard, versions[len(versions)-1]))
	if !addonVersion.MatchString(version) || name == "kube-proxy" && kubernetes != "" && minor(version) > minor(kubernetes) {
		return nil, invalidParameter("Addon version specified is not supported: %s", version)
	}
	if err := checkConfiguration(name, str(c.in, "configurationValues")); err != nil {
		return nil, err
	}
	roles := append(values(c.in, "podIdentityAssociations[].roleArn"), values(c.in, "serviceAccountRoleArn")...)
	for _, arn := range roles {
		if role := c.roleByARN(arn); role == nil {
			return nil, invalidParameter("Role provided in the request does not exist: %s", arn)
		}
	}
	for _, arn := range values(c.in, "podIdentityAssociations[].roleArn") {
		if err := c.servesEKS(arn, "pods.eks.amazonaws.com"); err != nil {
			return nil, err
		}
	}
	return Props{"addonVersion": version, "configurationValues": orElse(str(c.in, "configurationValues"), "")}, nil
}

// cniSettings are the top-level settings in the schema of the VPC CNI add-on.
var cniSettings = []string{
	"affinity", "branchENICooldown", "cniConfig", "cri", "enableNetworkPolicy", "enableWindowsIpam", "enableWindowsPrefixDelegation", "eniConfig",
	"env", "extraVolumeMounts", "extraVolumes", "init", "livenessProbe", "livenessProbeTimeoutSeconds", "minimumWindowsIPTarget", "nodeAgent",
	"nodeSelector", "originalMatchLabels", "podAnnotations", "podLabels", "podSecurityContext", "priorityClassName", "readinessProbe",
	"readinessProbeTimeoutSeconds", "resources", "securityContext", "serviceAccount", "tolerations", "updateStrategy", "warmWindowsIPTarget",
	"warmWindowsPrefixTarget",
}

// checkConfiguration holds the configuration values of an add-on to its schema,
// as far as the schema is told here.
func checkConfiguration(addon, text string) error {
	if text == "" {
		return nil
	}
	failed := func(format string, args ...any) error {
		return invalidParameter("ConfigurationValue provided in request is not supported: Json schema validation failed with error: [%s]",
			fmt.Sprintf(format, args...))
	}
	var settings map[string]any
	if err := yaml.Unmarshal([]byte(text), &settings); err != nil { // JSON is YAML too
		return invalidParameter("ConfigurationValue provided in request is not a valid JSON or YAML: %v", err)
	}
	if addon != "vpc-cni" {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		if !slices.Contains(cniSettings, name) {
			return failed("$.%s: is not defined in the schema and the schema does not allow additional properties", name)
		}
	}
	config, _ := settings["eniConfig"].(map[string]any)
	subnets, _ := config["subnets"].(map[string]any)
	for _, zone := range slices.Sorted(maps.Keys(subnets)) {
		if id := str(subnets, zone+".id"); !subnetID.MatchString(id) {
			return failed("$.eniConfig.subnets.%s.id: does not match the regex pattern ^subnet-[0-9a-fA-F]{8,17}$", zone)
		}
	}
	if create, ok := config["create"].(bool); ok && create && (config["region"] == nil || len(subnets) == 0) {
		return failed("$.eniConfig: region and subnets are required")
	}
	return nil
}

var (
	subnetID     = regexp.MustCompile(`^subnet-[0-9a-fA-F]{8,17}$`)
	addonVersion = regexp.MustCompile(`^v\d+\.\d+\.\d+-eksbuild\.\d+$`)
)

// addons are those that AWS itself publishes: their versions, the newest first.
// The last is the one that EKS takes by default.
var addons = map[string][]string{
	"adot":                            {"v0.117.0-eksbuild.1"},
	"amazon-cloudwatch-observability": {"v4.1.0-eksbuild.1", "v3.6.0-eksbuild.2"},
	"aws-ebs-csi-driver":              {"v1.45.0-eksbuild.2", "v1.44.0-eksbuild.1"},
	"aws-efs-csi-driver":              {"v2.1.8-eksbuild.1"},
	"aws-guardduty-agent":             {"v1.10.0-eksbuild.2"},
	"aws-mountpoint-s3-csi-driver":    {"v1.15.0-eksbuild.1"},
	"cert-manager":                    {"v1.17.2-eksbuild.1"},
	"coredns":                         {"v1.12.1-eksbuild.2", "v1.11.4-eksbuild.14"},
	"eks-node-monitoring-agent":       {"v1.3.0-eksbuild.2"},
	"eks-pod-identity-agent":          {"v1.3.7-eksbuild.2", "v1.3.4-eksbuild.1"},
	"external-dns":                    {"v0.17.0-eksbuild.1"},
	"kube-state-metrics":              {"v2.15.0-eksbuild.4"},
	"metrics-server":                  {"v0.7.2-eksbuild.4"},
	"prometheus-node-exporter":        {"v1.9.1-eksbuild.3"},
	"snapshot-controller":             {"v8.2.0-eksbuild.1"},
	"vpc-cni":                         {"v1.19.6-eksbuild.1", "v1.19.5-eksbuild.1"},
}

// addonVersions lists the versions of an add-on for a version of Kubernetes.
func addonVersions(name, kubernetes string) []string {
	if kubernetes != "" && !slices.Contains(eksMinors, kubernetes) {
		return nil
	}
	if name == "kube-proxy" { // follows Kubernetes
		return []string{"v" + kubernetes + ".3-eksbuild.2", "v" + kubernetes + ".0-eksbuild.2"}
	}
	return addons[name]
}

func getAddonVersion(_ *call, args Props) (Props, error) {
	name, kubernetes := str(args, "addonName"), str(args, "kubernetesVersion")
	versions := addonVersions(name, kubernetes)
	if len(versions) == 0 {
		return nil, invalidParameter("reading EKS Add-On version info (%s, %s): couldn't find resource", name, kubernetes)
	}
	version := versions[len(versions)-1]
	if boolean(args, "mostRecent") {
		version = versions[0]
	}
	return Props{"id": name, "version": version}, nil
}
