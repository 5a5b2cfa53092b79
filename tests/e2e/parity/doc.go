// Package parity holds the local cloud to the real AWS provider. Both answer the same questions of Pulumi's provider
// protocol, and every answer on which the engine acts must be the same:
//
//   - Check: which inputs come back, with which defaults, and which inputs are refused;
//   - Diff: whether a change is nothing, an update or a replacement, and which properties force it.
//
// The story, in order:
//
//   - A [State] is what the engine recorded of a whole program; its aws resources are the samples.
//   - A [Provider] is the real plugin ([Launch]) or the local cloud ([Dial]); no question here reaches an API.
//   - A [Schema] lists the properties of every type, nested ones too. For each of them and each sample, package-internal
//     edits add, change, remove and forget (as in a preview, where a value is not known yet).
//   - A [Judge] puts every edit to both providers and collects [Difference]s. A property that the local cloud does not
//     simulate may be refused, never ignored.
//   - [States] compares what whole programs left behind in both clouds.
//   - What differs for a reason that is not the local cloud's stands in one table ([Waivers]), as narrow as one edit of one
//     property of one type, and a row that is no longer needed is an error.
package parity
