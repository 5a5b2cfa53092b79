package plan

import "regexp"

// constraint is what a single field must satisfy by itself. The JSON Schema and Build read the same table, so an editor
// says what an update would say.
type constraint struct {
	// Bounds of a number; both zero: none.
	min, max int64

	// Pattern of a string, or of every item of a list, and what a good value looks like.
	pattern string
	like    string

	// Most characters of a string; 0: no limit.
	length int

	// Values of a string.
	enum []string

	// The keys of a map are declared names.
	names bool

	// The keys of a map.
	keys []string

	// Patterns of the keys of a map, and of the maps in it, that are not declared names.
	keyPattern, innerKeyPattern string

	// Only for the schema: Build explains what is wrong with these by more than a pattern.
	schemaOnly bool
}

// Patterns that several fields share.
const (
	namePattern   = `^[a-z][a-z0-9]*(-[a-z0-9]+)*$`
	nameLength    = 63
	cidrPattern   = `^([0-9]{1,3}\.){3}[0-9]{1,3}/[0-9]{1,2}$`
	hostPattern   = `^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$`
	domainPattern = `^\.?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$`
	zonePattern   = `^[a-z]{2,}[0-9]+-az[1-8]$`
	labelPattern  = `^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`
	rolePattern   = `^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$`
	adminPattern  = `^arn:aws(-[a-z]+)*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9+=,.@_/-]+$`
	acmPattern    = `^arn:aws(-[a-z]+)*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$`
	hexPattern    = `([0-9a-f]{8}|[0-9a-f]{17})$`
	pathPattern   = `^[/*][A-Za-z0-9_.$/~"'@:+&*?-]*$`
	matchPattern  = `^[2-4][0-9]{2}(-[2-4][0-9]{2})?(,[2-4][0-9]{2}(-[2-4][0-9]{2})?)*$`
	kubeVersion   = `^1\.(3[0-9]|[4-9][0-9])$`
	amiPattern    = `^(AL2|AL2023|BOTTLEROCKET|WINDOWS)_[A-Za-z0-9_]+$`
	labelKey      = `^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$`
	classPattern  = `^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`
	sslPattern    = `^ELBSecurityPolicy-[A-Za-z0-9-]+$`
	likeReason    = "a reason"
	minInnerPort  = 20000
	maxInnerPort  = 59999
	maxInner      = 15
	maxPriority   = 50000
	maxRouteTable = 1000
)

// instancePattern is that of an instance type: a family, with the number of its generation, and a size.
const instancePattern = `^[a-z]+(-[0-9]+tb)?[0-9]+[a-z]*(-[a-z0-9]+)?\.(nano|micro|small|medium|large|([1-9][0-9]*)?xlarge|metal(-[1-9][0-9]*xl)?)$`

var port = constraint{min: 1, max: 65535}

// constraints by type and field. A CIDR's or a host name's pattern is for editors; Build says more.
var constraints = map[string]constraint{
	"Estate.Name":   {pattern: namePattern, length: nameLength, like: "lower-case words joined by hyphens, such as ingresshub"},
	"Estate.Region": {pattern: regionPattern, like: "a Region such as us-east-1"},
	"Estate.Zones":  {pattern: zonePattern, schemaOnly: true},

	"Estate.Accounts": {names: true},
	"Estate.Clusters": {names: true},
	"Estate.Services": {names: true},
	"Account.ID":      {pattern: `^[0-9]{12}$`, like: "twelve digits"},
	"Account.RoleArn": {pattern: rolePattern, like: "the ARN of a role, such as arn:aws:iam::111122223333:role/deploy"},

	"Ingress.Cidr":                  {pattern: cidrPattern, schemaOnly: true},
	"Ingress.LoadBalancers":         {names: true},
	"LoadBalancer.Type":             {enum: []string{"application", "network"}},
	"LoadBalancer.MoreCertificates": {names: true},
	"LoadBalancer.AllowedCidrs":     {pattern: cidrPattern, schemaOnly: true},
	"LoadBalancer.SslPolicy":        {pattern: sslPattern, like: "an ELB security policy such as " + defaultSslPolicy},
	"LoadBalancer.IdleTimeout":      {min: 1, max: 4000},
	"Certificate.Arn":               {pattern: acmPattern, like: "the ARN of an ACM certificate"},
	"Certificate.DomainName":        {pattern: hostPattern, schemaOnly: true},
	"Certificate.AlternativeNames":  {pattern: hostPattern, schemaOnly: true},
	"Certificate.HostedZone":        {pattern: `^Z[A-Z0-9]{1,31}$`, like: "the ID of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ"},

	"TransitGateway.ID":            {pattern: `^tgw-` + hexPattern, like: "the ID of a transit gateway, such as tgw-0123456789abcdef0"},
	"TransitGateway.AmazonSideAsn": {min: 64512, max: 4294967294},
	"TransitGateway.Supernets":     {pattern: cidrPattern, schemaOnly: true},

	"Inspection.Cidr":                {pattern: cidrPattern, schemaOnly: true},
	"Inspection.FormerZones":         {pattern: zonePattern, schemaOnly: true},
	"EastWestInspection.Except":      {names: true, pattern: `\S`, like: likeReason},
	"CustomFirewall.Flavour":         {pattern: `^[A-Za-z][A-Za-z0-9-]{0,62}$`, like: "the name of a flavour, such as my-firewall"},
	"CustomFirewall.Zones":           {pattern: zonePattern, schemaOnly: true},
	"NetworkFirewall.AllowedDomains": {pattern: domainPattern, like: "a domain such as example.com, or .example.com for its subdomains"},
	"NetworkFirewall.DeniedDomains":  {pattern: domainPattern, like: "a domain such as example.com, or .example.com for its subdomains"},
	"NetworkFirewall.ManagedRuleGroups": {
		pattern: `^[A-Za-z0-9]+StrictOrder$`, like: "a rule group that AWS manages for strict order, such as ThreatSignaturesBotnetStrictOrder",
	},
	"NetworkFirewall.Capacity":              {min: 1, max: 30000},
	"NetworkFirewall.KmsKeyArn":             {pattern: `^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$`, like: "the ARN of a KMS key"},
	"FirewallRule.Name":                     {pattern: `^[A-Za-z0-9][A-Za-z0-9 ._-]{0,127}$`, like: "a name of letters, digits, spaces, dots, hyphens and underscores"},
	"FirewallRule.Action":                   {enum: []string{"allow", "deny", "alert"}},
	"FirewallRule.Protocol":                 {enum: []string{"tcp", "udp", "icmp", "ip"}},
	"FirewallRule.Sources":                  {pattern: cidrPattern, schemaOnly: true},
	"FirewallRule.Destinations":             {pattern: cidrPattern, schemaOnly: true},
	"FirewallRule.Ports":                    {pattern: `^[0-9]{1,5}(-[0-9]{1,5})?$`, like: "a port or a range of ports, such as 443 or 8000-8100"},
	"TlsInspection.CertificateArn":          {pattern: acmPattern, like: "the ARN of an ACM certificate"},
	"TlsInspection.CertificateAuthorityArn": {pattern: acmPattern, like: "the ARN of an ACM certificate"},
	"ApplianceFleet.RootDevice":             {pattern: `^/dev/[a-z][a-z0-9/]{0,30}$`, like: "the name of a device, such as /dev/xvda"},
	"FirewallLogs.S3Bucket":                 {pattern: `^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`, like: "the name of an S3 bucket"},
	"CloudWatchLogs.RetentionDays":          {min: 1, max: 3653},
	"GatewayLoadBalancer.Zones":             {pattern: zonePattern, schemaOnly: true},
	"GatewayLoadBalancer.FleetOf":           {enum: []string{PlaceEastWest, PlaceEgress}},
	"ApplianceFleet.Vendor":                 {enum: []string{"palo-alto-vm-series", "fortinet-fortigate", "check-point-cloudguard"}},
	"ApplianceFleet.Ami":                    {pattern: `^ami-` + hexPattern, like: "the ID of an AMI, such as ami-0123456789abcdef0"},
	"ApplianceFleet.InstanceType":           {pattern: instancePattern, like: "an EC2 instance type such as c6i.xlarge"},
	"ApplianceFleet.Min":                    {min: 1, max: 1000},
	"ApplianceFleet.Max":                    {min: 1, max: 1000},
	"ApplianceFleet.Failover":               {enum: []string{"rebalance", "no_rebalance"}},
	"ApplianceFleet.LaunchPause":            {min: 30, max: 7200},
	"ApplianceFleet.KeyName":                {pattern: `^[ -~]{1,255}$`, like: "the name of an EC2 key pair"},
	"ApplianceProbe.Protocol":               {enum: []string{protocolTCP, protocolHTTP, protocolHTTPS}},
	"ApplianceProbe.Port":                   port,
	"ApplianceProbe.Path":                   {pattern: `^/[!-~]*$`, length: 1024, like: "an HTTP path such as /healthz"},

	"ApplianceFleet.TerminationPause": {min: 30, max: 7200},
	"GatewayLoadBalancer.ServiceName": {
		pattern: `^com\.amazonaws\.vpce\.[a-z0-9-]+\.vpce-svc-` + hexPattern,
		like:    "the name of an endpoint service, such as com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
	},
	"ApplianceFleet.InstanceProfileArn": {
		pattern: `^arn:aws(-[a-z]+)*:iam::[0-9]{12}:instance-profile/[A-Za-z0-9+=,.@_/-]+$`,
		like:    "the ARN of an instance profile, such as arn:aws:iam::111122223333:instance-profile/firewall",
	},
	"ApplianceFleet.AllowedAccounts": {
		pattern: `^([0-9]{12}|[a-z][a-z0-9]*(-[a-z0-9]+)*)$`, like: "the name of an account in the estate, or an account ID",
	},

	"Cluster.Cidr":              {pattern: cidrPattern, schemaOnly: true},
	"Cluster.PodCidr":           {pattern: cidrPattern, schemaOnly: true},
	"Cluster.Pattern":           {enum: []string{patternSandwich, patternSingle}},
	"Cluster.ServiceCidr":       {pattern: cidrPattern, schemaOnly: true},
	"Cluster.KubernetesVersion": {pattern: kubeVersion, like: "a Kubernetes minor version from 1.30 on, such as \"" + defaultKubernetesVersion + "\""},
	"Cluster.ControlPlaneZones": {pattern: zonePattern, schemaOnly: true},
	"Cluster.NodeGroups":        {names: true},
	"Cluster.Admins":            {names: true, pattern: adminPattern, like: "the ARN of an IAM role or user"},
	"Cluster.VpcEndpoints":      {pattern: `^[a-z0-9-]+(\.[a-z0-9-]+)*$`, like: "the short name of an AWS service, such as ecr.api"},
	"Controller.ChartVersion": {
		pattern: `^3\.([3-9]|[1-9][0-9]{1,3})\.(0|[1-9][0-9]{0,3})$`, like: "an exact chart version from 3.3.0 and below 4.0.0, such as " + defaultControllerChart,
	},
	"Controller.ImageRepository": {
		pattern: `^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+$`,
		like:    "a repository without a tag, such as 111122223333.dkr.ecr.us-east-1.amazonaws.com/aws-load-balancer-controller",
	},
	"Guardrails.Off":            {keys: append(ClusterRoleGuardrails(), admissionGuardrails...), pattern: `\S`, like: likeReason},
	"Guardrails.InternalNlbs":   {pattern: `\S`, like: likeReason},
	"Guardrails.IngressClasses": {pattern: classPattern, like: "the name of an IngressClass"},
	"Guardrails.GatewayClasses": {pattern: classPattern, like: "the name of a GatewayClass"},
	"NodeGroup.InstanceTypes":   {pattern: instancePattern, like: "an EC2 instance type such as m6i.large"},
	"NodeGroup.AmiType":         {pattern: amiPattern, like: "an EKS AMI type such as " + defaultAmiType},
	"NodeGroup.CapacityType":    {enum: []string{"ON_DEMAND", "SPOT"}},
	"NodeGroup.Min":             {min: 0, max: 450},
	"NodeGroup.Max":             {min: 1, max: 450},
	"NodeGroup.DiskSize":        {min: 20, max: 16384},
	"NodeGroup.Labels":          {keyPattern: labelKey, pattern: `^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$`, like: "a Kubernetes label"},
	"Endpoint.PublicCidrs":      {pattern: cidrPattern, schemaOnly: true},
	"Endpoint.PrivateCidrs":     {pattern: cidrPattern, schemaOnly: true},

	"InnerAlb.InnerLoadBalancer": {min: 1, max: maxInner},
	"InnerAlb.Port":              {min: minInnerPort, max: maxInnerPort},
	"InnerAlb.CertificateArn":    {pattern: acmPattern, like: "the ARN of an ACM certificate"},
	"InnerAlb.SslPolicy":         {pattern: sslPattern, like: "an ELB security policy such as " + defaultSslPolicy},

	"Existing.VpcID":              {pattern: `^vpc-` + hexPattern, like: "the ID of a VPC, such as vpc-0123456789abcdef0"},
	"Existing.Subnets":            {keyPattern: `^(lb|transit|node|control-plane|pod)$`, innerKeyPattern: zonePattern, schemaOnly: true},
	"Existing.ClusterName":        {pattern: `^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$`, like: "the name of an EKS cluster"},
	"Existing.PodSecurityGroupID": {pattern: `^sg-` + hexPattern, like: "the ID of a security group, such as sg-0123456789abcdef0"},
	"ExistingSubnet.ID":           {pattern: `^subnet-` + hexPattern, like: "the ID of a subnet, such as subnet-0123456789abcdef0"},
	"ExistingSubnet.Cidr":         {pattern: cidrPattern, schemaOnly: true},
	"ExistingSubnet.RouteTableID": {pattern: `^rtb-` + hexPattern, like: "the ID of a route table, such as rtb-0123456789abcdef0"},

	"Service.Weights":             {names: true, max: maxWeight},
	"Service.Pattern":             {enum: []string{patternSandwich, patternSingle}},
	"Service.Hostnames":           {pattern: hostPattern, schemaOnly: true},
	"Service.Paths":               {pattern: pathPattern, length: maxHostname, like: "an ALB path pattern such as /api/*"},
	"Service.Priority":            {min: 1, max: maxPriority},
	"Service.ListenerPort":        port,
	"Service.Protocol":            {enum: []string{"HTTP", "HTTPS", "TCP", "TLS"}},
	"Service.Port":                port,
	"Service.InnerLoadBalancer":   {min: 1, max: maxInner},
	"Service.InnerPort":           {min: minInnerPort, max: maxInnerPort},
	"HealthCheck.Path":            {pattern: `^/[!-~]*$`, length: 1024, like: "an HTTP path such as /healthz"},
	"HealthCheck.Port":            port,
	"HealthCheck.Matcher":         {pattern: matchPattern, like: "HTTP codes from 200 to 499, such as 200 or 200-299,404"},
	"HealthCheck.Interval":        {min: 5, max: 300},
	"HealthCheck.Threshold":       {min: 2, max: 10},
	"KubernetesService.Namespace": {pattern: `^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`, like: "a Kubernetes namespace"},
	"KubernetesService.Name":      {pattern: labelPattern, like: "the name of a Kubernetes Service"},
	"KubernetesService.Port":      port,

	"Quotas.RulesPerAlb":              {min: 1, max: 100000},
	"Quotas.CertificatesPerAlb":       {min: 1, max: 100000},
	"Quotas.CertificatesPerNlb":       {min: 1, max: 100000},
	"Quotas.TargetsPerAlb":            {min: 1, max: 100000},
	"Quotas.TargetsPerNlb":            {min: 1, max: 100000},
	"Quotas.TargetGroups":             {min: 1, max: 1000000},
	"Quotas.Albs":                     {min: 1, max: 100000},
	"Quotas.Nlbs":                     {min: 1, max: 100000},
	"Quotas.RulesPerSecurityGroup":    {min: 1, max: 1000},
	"Quotas.RoutesPerRouteTable":      {min: 1, max: maxRouteTable},
	"Quotas.InterfaceEndpointsPerVpc": {min: 1, max: 100000},
	"Quotas.ElasticIps":               {min: 1, max: 100000},
}

// compiled are the patterns of the table, compiled once.
var compiled = func() map[string]*regexp.Regexp {
	out := map[string]*regexp.Regexp{namePattern: regexp.MustCompile(namePattern)}
	for _, c := range constraints {
		for _, pattern := range []string{c.pattern, c.keyPattern} {
			if pattern != "" && out[pattern] == nil {
				out[pattern] = regexp.MustCompile(pattern)
			}
		}
	}
	return out
}()
