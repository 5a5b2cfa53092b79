package fleet

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/components/plan"
	"gopkg.in/yaml.v3"
)

// Fleet is a hub's stack and those of its clusters.
type Fleet struct {
	// Folder of the project, with its stacks' config files.
	Folder string

	// Project is its name.
	Project string

	// Hub is the network team's stack.
	Hub Stack

	// Clusters are the stacks of the clusters' teams, by name.
	Clusters []Stack

	granted map[string]plan.Cluster
}

// Stack is a stack of a fleet.
type Stack struct {
	// Name of the stack. That of a cluster's stack is the cluster's.
	Name string

	// Account is the name that the hub's estate gives the account in which the stack works.
	Account string

	// RoleArn is the role as which a cluster's stack works. The hub's stack works with the credentials in use, and takes on by
	// itself what role its estate names.
	RoleArn string

	// SecretsProvider encrypts the stack's secrets. Empty: a passphrase.
	SecretsProvider string

	// problem is why the stack cannot be run. It is this stack's alone.
	problem error
}

// stackFile is a stack's config file, as far as a fleet goes by it.
type stackFile struct {
	SecretsProvider string         `yaml:"secretsprovider"`
	Config          map[string]any `yaml:"config"`
}

const (
	estateKey   = "ingresshub:estate"
	workloadKey = "ingresshub:workload"
)

// Read reads the fleet in a folder. A cluster's file that cannot be read is the trouble of that stack, not of the others.
func Read(folder string) (*Fleet, error) {
	f := &Fleet{Folder: folder}
	var err error
	if f.Project, err = projectName(folder); err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(folder, "Pulumi.*.yaml"))
	if err != nil {
		return nil, err
	}
	read := map[string]stackFile{}
	for _, path := range paths {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), "Pulumi."), ".yaml")
		file, err := readStackFile(path)
		if err != nil {
			f.Clusters = append(f.Clusters, Stack{Name: name, problem: err})
			continue
		}
		if file.Config[estateKey] == nil {
			read[name] = file
			continue
		}
		if f.Hub.Name != "" {
			return nil, fmt.Errorf("%s: stacks %s and %s both declare %s; one is the hub's", folder, f.Hub.Name, name, estateKey)
		}
		f.Hub = Stack{Name: name, SecretsProvider: file.SecretsProvider}
		read[name] = file
	}
	if f.Hub.Name == "" {
		return nil, errors.Join(fmt.Errorf("%s: none of its Pulumi.<stack>.yaml files declares %s", folder, estateKey), f.problems())
	}
	estate, err := estateOf(read[f.Hub.Name])
	if err != nil {
		return nil, fmt.Errorf("stack %s: %w", f.Hub.Name, err)
	}
	delete(read, f.Hub.Name)
	f.Hub.Account, f.granted = estate.Ingress.Account, estate.Clusters
	for name, file := range read {
		f.Clusters = append(f.Clusters, clusterStack(name, file, estate))
	}
	slices.SortFunc(f.Clusters, func(a, b Stack) int { return strings.Compare(a.Name, b.Name) })
	return f, nil
}

// Open are the clusters that the hub grants and no stack claims yet.
func (f *Fleet) Open() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(f.granted)), f.declares)
}

// declares tells whether a name is that of a cluster's stack.
func (f *Fleet) declares(name string) bool {
	return slices.ContainsFunc(f.Clusters, func(stack Stack) bool { return stack.Name == name })
}

func (f *Fleet) problems() error {
	var all []error
	for _, stack := range f.Clusters {
		all = append(all, stack.problem)
	}
	return errors.Join(all...)
}

// clusterStack is the stack of a cluster. Whether its claim is granted in detail, its own program says.
func clusterStack(name string, file stackFile, estate plan.Estate) Stack {
	stack := Stack{Name: name, SecretsProvider: file.SecretsProvider}
	var claim struct {
		Clusters map[string]any `json:"clusters"`
	}
	data, err := jsonOf(file.Config[workloadKey])
	if err == nil {
		err = json.Unmarshal(data, &claim)
	}
	switch claimed := slices.Sorted(maps.Keys(claim.Clusters)); {
	case file.Config[workloadKey] == nil:
		stack.problem = fmt.Errorf("its config has neither %s nor %s", workloadKey, estateKey)
	case err != nil:
		stack.problem = fmt.Errorf("%s: %w", workloadKey, err)
	case !slices.Equal(claimed, []string{name}):
		stack.problem = fmt.Errorf("%s.clusters is [%s]; in a fleet a stack is named after its one cluster, here %s",
			workloadKey, strings.Join(claimed, ", "), name)
	default:
		cluster, granted := estate.Clusters[name]
		if !granted {
			stack.problem = fmt.Errorf("the hub grants no cluster %s; it grants %s", name,
				strings.Join(slices.Sorted(maps.Keys(estate.Clusters)), ", "))
		}
		stack.Account, stack.RoleArn = cluster.Account, estate.Accounts[cluster.Account].RoleArn
	}
	return stack
}

func estateOf(file stackFile) (plan.Estate, error) {
	data, err := jsonOf(file.Config[estateKey])
	if err != nil {
		return plan.Estate{}, fmt.Errorf("%s: %w", estateKey, err)
	}
	return plan.Decode(data)
}

// jsonOf is a config value as a program reads it: Pulumi keeps a structure, or the text that `pulumi config set` was given.
func jsonOf(value any) ([]byte, error) {
	if text, isText := value.(string); isText {
		return []byte(text), nil
	}
	return json.Marshal(value)
}

func readStackFile(path string) (stackFile, error) {
	var file stackFile
	text, err := os.ReadFile(path)
	if err == nil {
		err = yaml.Unmarshal(text, &file)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return file, err
}

func projectName(folder string) (string, error) {
	path := filepath.Join(folder, "Pulumi.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("no Pulumi project: %w", err)
	}
	var project struct {
		Name string `yaml:"name"`
	}
	if err := yaml.Unmarshal(text, &project); err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	if project.Name == "" {
		return "", fmt.Errorf("%s has no name", path)
	}
	return project.Name, nil
}
