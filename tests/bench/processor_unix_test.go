//go:build unix

package bench

import (
	"syscall"
	"time"
)

// processorTime is what all threads of this process have taken of the processors, in it and in the kernel for it.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
