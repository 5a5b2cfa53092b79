package engine

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Module is the path of the Go module that this package is part of.
const Module = "github.com/ingresshub/ingresshub"

// Root returns the folder of this repository: the nearest one from dir upward whose go.mod declares [Module]. An empty
// dir means the working directory.
func Root(dir string) (string, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for folder := start; ; folder = filepath.Dir(folder) {
		path, err := modulePath(filepath.Join(folder, "go.mod"))
		if err == nil && path == Module {
			return folder, nil
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
		if folder == filepath.Dir(folder) {
			return "", fmt.Errorf("%s is not inside a checkout of %s: no go.mod of that module from there upward; "+
				"run this in the repository", start, Module)
		}
	}
}

func modulePath(goMod string) (string, error) {
	var path string
	err := eachLine(goMod, func(fields []string) bool {
		if len(fields) >= 2 && fields[0] == "module" {
			path = strings.Trim(fields[1], `"`)
		}
		return path == ""
	})
	return path, err
}

// requiredVersion returns the version, without the leading v, at which a go.mod requires a module.
func requiredVersion(goMod, module string) (string, error) {
	var version string
	err := eachLine(goMod, func(fields []string) bool {
		if len(fields) > 0 && fields[0] == "require" {
			fields = fields[1:]
		}
		if len(fields) >= 2 && fields[0] == module {
			version = strings.TrimPrefix(fields[1], "v")
		}
		return version == ""
	})
	if err == nil && version == "" {
		err = fmt.Errorf("%s does not require %s", goMod, module)
	}
	return version, err
}

// eachLine calls visit with the words of every line until it returns false.
func eachLine(path string, visit func(fields []string) bool) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if !visit(strings.Fields(lines.Text())) {
			return nil
		}
	}
	return lines.Err()
}
