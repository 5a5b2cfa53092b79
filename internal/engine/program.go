package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"gopkg.in/yaml.v3"
)

// Program is what a stack deploys: the program in a folder, or a function in this process.
type Program struct {
	// Folder with a Pulumi.yaml and the Go program that it describes. It is compiled and run as it stands.
	Folder string

	// Body is run in this process instead, under the given Project. Package inline makes one from a pulumi.RunFunc.
	Body    Body
	Project string
}

// Body is a program in this process. A panic in it is reported as an error of the program.
type Body func(context.Context, Run) error

// Run is what the engine tells a program that it runs.
type Run struct {
	Organization     string
	Project          string
	Stack            string
	RootDirectory    string
	Config           map[string]string
	ConfigSecretKeys []string
	Parallel         int32
	DryRun           bool
	Monitor          string
	Engine           string
}

// environment holds the variables from which Pulumi's Go SDK reads what the engine tells it.
func (r Run) environment() ([]string, error) {
	config, err := json.Marshal(r.Config)
	if err != nil {
		return nil, err
	}
	secretKeys, err := json.Marshal(r.ConfigSecretKeys)
	if err != nil {
		return nil, err
	}
	return []string{
		"PULUMI_ORGANIZATION=" + r.Organization,
		"PULUMI_PROJECT=" + r.Project,
		"PULUMI_STACK=" + r.Stack,
		"PULUMI_ROOT_DIRECTORY=" + r.RootDirectory,
		"PULUMI_CONFIG=" + string(config),
		"PULUMI_CONFIG_SECRET_KEYS=" + string(secretKeys),
		"PULUMI_PARALLEL=" + strconv.Itoa(int(r.Parallel)),
		"PULUMI_DRY_RUN=" + strconv.FormatBool(r.DryRun),
		"PULUMI_MONITOR=" + r.Monitor,
		"PULUMI_ENGINE=" + r.Engine,
	}, nil
}

// prepare returns the folder in which the engine runs the program, and its project's name. A program in this process
// gets a Pulumi.yaml in scratch.
func (p Program) prepare(scratch string) (folder, project string, err error) {
	if p.Body != nil {
		text, err := yaml.Marshal(map[string]string{"name": p.Project, "runtime": "go"})
		if err != nil {
			return "", "", err
		}
		return scratch, p.Project, os.WriteFile(filepath.Join(scratch, "Pulumi.yaml"), text, 0o644)
	}
	folder, err = filepath.Abs(p.Folder)
	if err != nil {
		return "", "", err
	}
	project, err = projectName(folder)
	return folder, project, err
}

func projectName(folder string) (string, error) {
	path := filepath.Join(folder, "Pulumi.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("no Pulumi program: %w", err)
	}
	var project struct {
		Name string `yaml:"name"`
	}
	if err := yaml.Unmarshal(text, &project); err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	if project.Name == "" {
		return "", fmt.Errorf("%s: has no name", path)
	}
	return project.Name, nil
}
