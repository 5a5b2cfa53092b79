package controller

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/ingresshub/ingresshub/components/plan"
)

// DefaultChartVersion is the version of the chart unless another is declared: the last patch of 3.4.
const DefaultChartVersion = "3.4.3"

// version is that of a chart or of a controller.
type version struct{ major, minor, patch int }

// floor is the first chart whose controller assumes roles of other accounts reliably: before it, an absent external ID was sent as an
// empty one, which STS refuses, and credentials were kept after they had ended.
var floor = version{3, 3, 0}

// ceiling is the first chart about whose settings nothing is known here: a feature gate may be gone, and the controller does not start
// with one that it does not know.
var ceiling = version{4, 0, 0}

var versionForm = regexp.MustCompile(`^(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})$`)

// parseVersion reads an exact version.
func parseVersion(declared string) (version, bool) {
	parts := versionForm.FindStringSubmatch(declared)
	if parts == nil {
		return version{}, false
	}
	numbers := [3]int{}
	for i := range numbers {
		// The form has made sure that it is a number.
		numbers[i], _ = strconv.Atoi(parts[i+1])
	}
	return version{numbers[0], numbers[1], numbers[2]}, true
}

func (v version) before(other version) bool {
	if v.major != other.major {
		return v.major < other.major
	}
	if v.minor != other.minor {
		return v.minor < other.minor
	}
	return v.patch < other.patch
}

func (v version) String() string { return fmt.Sprintf("%d.%d.%d", v.major, v.minor, v.patch) }

// controller is the version of the controller in a chart: they are the same since 3.0.0, and charts 1.N held controllers 2.N.
func (v version) controller() version {
	if v.major == 1 {
		v.major = 2
	}
	return v
}

// versionProblems is what is wrong with a chart version.
func versionProblems(declared string) plan.Problems {
	problem := func(format string, args ...any) plan.Problems {
		return plan.Problems{{Path: "chartVersion", Message: fmt.Sprintf(format, args...)}}
	}
	chart, ok := parseVersion(declared)
	switch {
	case !ok:
		return problem("%q is not an exact version, such as %s", declared, DefaultChartVersion)
	case chart.before(floor):
		return problem("%s is older than %s, the first that assumes roles of other accounts reliably", chart, floor)
	case !chart.before(ceiling):
		return problem("%s is not known: its feature gates may differ from those of 3.x, and the controller does not start with one "+
			"that it does not know", chart)
	}
	return nil
}
