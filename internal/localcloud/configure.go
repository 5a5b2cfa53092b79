package localcloud

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"
	"gopkg.in/yaml.v3"
)

// configKeys are the settings that each package takes. Credentials are
// accepted and ignored: there is nothing to log in to.
var configKeys = map[string][]string{
	"aws": {
		"accessKey", "allowedAccountIds", "assumeRole", "assumeRoles", "assumeRoleWithWebIdentity", "customCaBundle", "defaultTags",
		"ec2MetadataServiceEndpoint", "ec2MetadataServiceEndpointMode", "endpoints", "forbiddenAccountIds", "httpProxy", "httpsProxy",
		"ignoreTags", "insecure", "maxRetries", "noProxy", "profile", "region", "retryMode", "s3UsEast1RegionalEndpoint", "s3UsePathStyle",
		"secretKey", "sharedConfigFiles", "sharedCredentialsFiles", "skipCredentialsValidation", "skipMetadataApiCheck",
		"skipRegionValidation", "skipRequestingAccountId", "stsRegion", "token", "tokenBucketRateLimiterCapacity",
		"useDualstackEndpoint", "useFipsEndpoint",
	},
	"eks": {"autoMode"},
	"kubernetes": {
		"cluster", "clusterIdentifier", "context", "deleteUnreachable", "enableConfigMapMutable", "enableSecretMutable",
		"enableServerSideApply", "helmReleaseSettings", "kubeClientSettings", "kubeconfig", "namespace", "renderYamlToDirectory",
		"skipUpdateUnreachable", "suppressDeprecationWarnings", "suppressHelmHookWarnings", "strictMode",
	},
}

// CheckConfig refuses settings that the provider does not have.
func (p *provider) CheckConfig(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	in := settings(req.GetNews())
	resp := &pulumirpc.CheckResponse{Inputs: req.GetNews()}
	for _, k := range slices.Sorted(maps.Keys(in)) {
		if k != "version" && k != "pluginDownloadURL" && !strings.HasPrefix(k, "__") && !slices.Contains(configKeys[p.pkg], k) {
			resp.Failures = append(resp.Failures, &pulumirpc.CheckFailure{Property: k, Reason: "unknown provider setting " + p.pkg + ":" + k})
		}
	}
	if r := str(in, "region"); p.pkg == "aws" && r != "" && regions[r].prefix == "" {
		resp.Failures = append(resp.Failures, &pulumirpc.CheckFailure{Property: "region", Reason: "invalid AWS Region: " + r})
	}
	return resp, nil
}

// DiffConfig replaces an aws provider whose Region or account changes, as that
// moves everything that it owns; other settings change in place.
func (p *provider) DiffConfig(_ context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	olds := settings(req.GetOldInputs())
	if req.GetOldInputs() == nil {
		olds = settings(req.GetOlds())
	}
	news := settings(req.GetNews())
	resp := &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}
	for _, k := range slices.Sorted(maps.Keys(merge(olds, news))) {
		if k == "version" || equal(olds[k], news[k]) {
			continue
		}
		resp.Changes = pulumirpc.DiffResponse_DIFF_SOME
		resp.Diffs = append(resp.Diffs, k)
		if p.pkg == "aws" && k == "region" && olds[k] != nil && news[k] != nil {
			resp.Replaces = append(resp.Replaces, k)
		}
	}
	return resp, nil
}

// Configure binds the account and the Region to the connection.
func (p *provider) Configure(ctx context.Context, req *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	in := settings(req.GetArgs())
	account, region := p.cloud.options.Account, p.cloud.options.Region
	switch p.pkg {
	case "aws":
		if r := str(in, "region"); r != "" {
			region = r
		}
		if regions[region].prefix == "" {
			return nil, status.Errorf(codes.InvalidArgument, "invalid AWS Region: %s", region)
		}
		var err error
		if account, err = accountOf(in, account, p.cloud.options.Held); err != nil {
			return nil, status.Error(codes.InvalidArgument, err.Error())
		}
	case "kubernetes":
		account, region = clusterOf(in), ""
	}
	c := connectionOf(ctx)
	c.mu.Lock()
	c.configured, c.account, c.region, c.tags = true, account, region, sub(in, "defaultTags.tags")
	c.mu.Unlock()
	components := p.pkg == "eks"
	return &pulumirpc.ConfigureResponse{
		AcceptSecrets: components || p.pkg == "kubernetes", AcceptResources: components, AcceptOutputs: components,
		SupportsPreview: true, SupportsAutonamingConfiguration: true,
	}, nil
}

// settings decodes provider settings: values that are not strings come as JSON.
func settings(s *structpb.Struct) Props {
	in := decode(s)
	for k, v := range in {
		if text, ok := v.(string); ok {
			in[k] = setting(text)
		}
	}
	return in
}

func setting(text string) any {
	if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
		var v any
		if json.Unmarshal([]byte(text), &v) == nil {
			return v
		}
	}
	return text
}

// accountOf reads the account out of the role to assume, else out of the
// accounts that the provider may work in: the credentials in use are taken to
// be the right ones, unless they are held to the fallback.
func accountOf(in Props, fallback string, held bool) (string, error) {
	role := str(in, "assumeRole.roleArn")
	if roles := subs(in, "assumeRoles"); role == "" && len(roles) > 0 {
		role = str(roles[len(roles)-1], "roleArn") // roles are chained
	}
	allowed := strs(in, "allowedAccountIds")
	account := fallback
	switch {
	case role != "":
		parts := strings.Split(role, ":")
		if len(parts) != 6 || parts[0] != "arn" || parts[2] != "iam" || !accountID.MatchString(parts[4]) {
			return "", fmt.Errorf("cannot assume role: %q is not the ARN of a role", role)
		}
		account = parts[4]
	case !held && len(allowed) > 0 && !slices.Contains(allowed, account):
		account = allowed[0]
	}
	if len(allowed) > 0 && !slices.Contains(allowed, account) || slices.Contains(strs(in, "forbiddenAccountIds"), account) {
		return "", fmt.Errorf("AWS account ID not allowed: %s", account)
	}
	return account, nil
}

// clusterOf names the cluster that a kubernetes provider talks to: the server
// in its kubeconfig.
func clusterOf(in Props) string {
	config := in["kubeconfig"]
	if text, ok := config.(string); ok {
		var parsed map[string]any
		if yaml.Unmarshal([]byte(text), &parsed) == nil {
			config = parsed
		}
	}
	m, ok := config.(map[string]any)
	if !ok {
		return "kubernetes"
	}
	for _, c := range subs(m, "clusters") {
		if server := str(c, "cluster.server"); server != "" {
			return server
		}
	}
	sum := sha256.Sum256([]byte(canonical(m)))
	return "kubernetes-" + hex.EncodeToString(sum[:4])
}
