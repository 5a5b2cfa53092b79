package plan

// audit checks a load balancer controller, if there is one, as data.
func (c *PlannedController) audit(a *audit) {
	if c == nil {
		return
	}
	for _, field := range []struct{ name, value, constraint string }{
		{"chartVersion", c.ChartVersion, "Controller.ChartVersion"},
		{"imageRepository", c.ImageRepository, "Controller.ImageRepository"},
	} {
		known := constraints[field.constraint]
		if optional := field.name == "imageRepository" && field.value == ""; !optional && !compiled[known.pattern].MatchString(field.value) {
			a.add(".controller."+field.name, "%q is not %s", field.value, known.like)
		}
	}
}
