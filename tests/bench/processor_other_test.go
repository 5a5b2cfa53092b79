//go:build !unix

package bench

import "time"

// processorTime is unknown here: the benchmarks then report nothing of it.
func processorTime() time.Duration { return 0 }
