package engine

// WriteStateOnce, as Options.Environment, has Pulumi write a stack's state at the end of an operation instead of after
// each resource, which takes a file backend ten times as long. Only a Pulumi that is killed leaves another state behind:
// none of what the operation did.
var WriteStateOnce = []string{"PULUMI_EXPERIMENTAL=true", "PULUMI_SKIP_CHECKPOINTS=true"}
