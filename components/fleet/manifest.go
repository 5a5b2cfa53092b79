package fleet

// The fields of the manifests, as the operator's CRDs have them.
//
// Source documents: pulumi-kubernetes-operator v2, docs/stacks.md (pulumi.com/v1 Stack: spec.stack, backend, secretsProvider, envRefs,
// projectRepo, branch, repoDir, fluxSource, prerequisites, retryOnUpdateConflict, serviceAccountName, workspaceTemplate) and
// docs/workspaces.md (spec.image, securityProfile, resources); pulumi.com/docs, "Pulumi Kubernetes Operator: Installation" (each
// service account has system:auth-delegator) and "Stack operations" (prerequisites, destroyOnFinalize); Amazon EKS user guide, "IAM
// roles for service accounts" (the annotation).

const roleAnnotation = "eks.amazonaws.com/role-arn"

type typed struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string `yaml:"kind"`
}

type metadata struct {
	Name        string            `yaml:"name"`
	Namespace   string            `yaml:"namespace,omitempty"`
	Annotations map[string]string `yaml:"annotations,omitempty"`
}

type serviceAccount struct {
	typed    `yaml:",inline"`
	Metadata metadata `yaml:"metadata"`
}

type binding struct {
	typed    `yaml:",inline"`
	Metadata metadata  `yaml:"metadata"`
	RoleRef  reference `yaml:"roleRef"`
	Subjects []subject `yaml:"subjects"`
}

type reference struct {
	APIGroup string `yaml:"apiGroup"`
	Kind     string `yaml:"kind"`
	Name     string `yaml:"name"`
}

type subject struct {
	Kind      string `yaml:"kind"`
	Name      string `yaml:"name"`
	Namespace string `yaml:"namespace"`
}

type stackObject struct {
	typed    `yaml:",inline"`
	Metadata metadata  `yaml:"metadata"`
	Spec     stackSpec `yaml:"spec"`
}

type stackSpec struct {
	Stack                 string                       `yaml:"stack"`
	Backend               string                       `yaml:"backend"`
	SecretsProvider       string                       `yaml:"secretsProvider,omitempty"`
	EnvRefs               map[string]resourceReference `yaml:"envRefs,omitempty"`
	ProjectRepo           string                       `yaml:"projectRepo,omitempty"`
	Branch                string                       `yaml:"branch,omitempty"`
	RepoDir               string                       `yaml:"repoDir,omitempty"`
	FluxSource            *fluxSource                  `yaml:"fluxSource,omitempty"`
	Prerequisites         []prerequisite               `yaml:"prerequisites,omitempty"`
	RetryOnUpdateConflict bool                         `yaml:"retryOnUpdateConflict"`
	ServiceAccountName    string                       `yaml:"serviceAccountName"`
	Workspace             workspace                    `yaml:"workspaceTemplate"`
}

type resourceReference struct {
	Type   string          `yaml:"type"`
	Secret secretReference `yaml:"secret"`
}

type secretReference struct {
	Name string `yaml:"name"`
	Key  string `yaml:"key"`
}

type fluxSource struct {
	SourceRef sourceReference `yaml:"sourceRef"`
	Dir       string          `yaml:"dir,omitempty"`
}

type sourceReference struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string `yaml:"kind"`
	Name       string `yaml:"name"`
}

// prerequisite without a requirement: the other Stack's last update succeeded, however long ago.
type prerequisite struct {
	Name string `yaml:"name"`
}

type workspace struct {
	Spec workspaceSpec `yaml:"spec"`
}

type workspaceSpec struct {
	Image           string                       `yaml:"image"`
	SecurityProfile string                       `yaml:"securityProfile"`
	Resources       map[string]map[string]string `yaml:"resources"`
}
