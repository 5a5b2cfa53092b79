package fleet

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// OperatorOptions say where the Pulumi Kubernetes Operator finds the fleet's project and state, and as whom it works.
type OperatorOptions struct {
	// Namespace of all objects. Prerequisites and Secrets are looked up in a Stack's own namespace only.
	Namespace string

	// Repository and Branch of the project, and its Directory there. Authentication belongs into Flux's source.
	Repository, Branch, Directory string

	// FluxSource names a GitRepository of Flux in the namespace, in the place of Repository and Branch.
	FluxSource string

	// Backend is the URL of the state: s3://bucket?region=...
	Backend string

	// Image has the Pulumi command line, and Go unless the project names a prebuilt binary.
	Image string

	// HubRoleArn is the role of the hub's service account. The clusters' are in the estate.
	HubRoleArn string
}

// PassphraseKey is the key in the Secret `<project>-<stack>` that holds the passphrase of a stack without a secrets provider.
const PassphraseKey = "passphrase"

// Operator are the manifests with which the Pulumi Kubernetes Operator, version 2, runs the fleet, as YAML: for each stack a service
// account with the role as which the stack works, and a Stack. The clusters' Stacks wait for the hub's.
//
// Deleting a Stack deletes nothing in AWS: the operator knows no order of deletions, and Run does.
func (f *Fleet) Operator(options OperatorOptions) ([]byte, error) {
	if err := errors.Join(f.problems(), options.problems()); err != nil {
		return nil, err
	}
	var objects []any
	delegation := binding{
		typed:    typed{APIVersion: "rbac.authorization.k8s.io/v1", Kind: "ClusterRoleBinding"},
		Metadata: metadata{Name: options.Namespace + "-" + f.Project + "-auth-delegator"},
		RoleRef:  reference{APIGroup: "rbac.authorization.k8s.io", Kind: "ClusterRole", Name: "system:auth-delegator"},
	}
	for _, stack := range append([]Stack{f.Hub}, f.Clusters...) {
		role := stack.RoleArn
		if stack.Name == f.Hub.Name {
			role = options.HubRoleArn
		}
		name := f.Project + "-" + stack.Name
		account := serviceAccount{
			typed:    typed{APIVersion: "v1", Kind: "ServiceAccount"},
			Metadata: metadata{Namespace: options.Namespace, Name: name, Annotations: map[string]string{roleAnnotation: role}},
		}
		objects = append(objects, account, f.operatorStack(stack, name, options))
		delegation.Subjects = append(delegation.Subjects, subject{Kind: "ServiceAccount", Namespace: options.Namespace, Name: name})
	}
	return manifests(append([]any{delegation}, objects...))
}

// operatorStack is the Stack of a stack.
func (f *Fleet) operatorStack(stack Stack, name string, options OperatorOptions) stackObject {
	spec := stackSpec{
		// A backend of one's own knows one organization, of that name.
		Stack: "organization/" + f.Project + "/" + stack.Name, Backend: options.Backend, SecretsProvider: stack.SecretsProvider,
		ServiceAccountName: name,
		// Without it an update that hits another one's lock is given up.
		RetryOnUpdateConflict: true,
		Workspace: workspace{Spec: workspaceSpec{
			Image: options.Image, SecurityProfile: "restricted",
			Resources: map[string]map[string]string{"requests": {"cpu": "1", "memory": "4Gi"}, "limits": {"memory": "4Gi"}},
		}},
	}
	if options.FluxSource != "" {
		spec.FluxSource = &fluxSource{Dir: options.Directory, SourceRef: sourceReference{
			APIVersion: "source.toolkit.fluxcd.io/v1", Kind: "GitRepository", Name: options.FluxSource,
		}}
	} else {
		spec.ProjectRepo, spec.Branch, spec.RepoDir = options.Repository, options.Branch, options.Directory
	}
	if stack.SecretsProvider == "" {
		spec.EnvRefs = map[string]resourceReference{
			"PULUMI_CONFIG_PASSPHRASE": {Type: "Secret", Secret: secretReference{Name: name, Key: PassphraseKey}},
		}
	}
	if stack.Name != f.Hub.Name {
		spec.Prerequisites = []prerequisite{{Name: f.Project + "-" + f.Hub.Name}}
	}
	return stackObject{
		typed:    typed{APIVersion: "pulumi.com/v1", Kind: "Stack"},
		Metadata: metadata{Namespace: options.Namespace, Name: name},
		Spec:     spec,
	}
}

func (o OperatorOptions) problems() error {
	var all []error
	for _, required := range []struct{ name, value string }{
		{"namespace", o.Namespace}, {"backend", o.Backend}, {"image", o.Image}, {"the hub's role", o.HubRoleArn},
	} {
		if required.value == "" {
			all = append(all, fmt.Errorf("%s is required", required.name))
		}
	}
	git, flux := o.Repository != "" && o.Branch != "", o.FluxSource != ""
	if git == flux || flux && o.Repository+o.Branch != "" {
		all = append(all, errors.New("either a repository and its branch are required, or a source of Flux"))
	}
	if strings.HasPrefix(o.Backend, "file:") {
		all = append(all, errors.New("a file backend does not outlive the pod that it is in"))
	}
	return errors.Join(all...)
}

// manifests are objects as one YAML text.
func manifests(objects []any) ([]byte, error) {
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	for _, object := range objects {
		if err := encoder.Encode(object); err != nil {
			return nil, err
		}
	}
	err := encoder.Close()
	return text.Bytes(), err
}
