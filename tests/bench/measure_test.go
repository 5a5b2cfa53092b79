package bench

import (
	"runtime"
	"runtime/metrics"
	"slices"
	"time"
)

// cost is what running something took in this process.
type cost struct {
	wall, cpu time.Duration

	// Bytes allocated in all, and most bytes on the heap at any time.
	allocated, peak uint64
}

// sampling is how often the heap is looked at: often enough to see the peaks of runs that take longer than some collections.
const sampling = 500 * time.Microsecond

// measure runs something on a clean heap.
func measure(f func() error) (cost, error) {
	runtime.GC()
	runtime.GC()
	before := heap()
	stop, peak := make(chan bool), make(chan uint64)
	go func() {
		most := before
		ticker := time.NewTicker(sampling)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				most = max(most, heap())
			case <-stop:
				peak <- max(most, heap())
				return
			}
		}
	}()
	allocated, cpu, start := allocations(), processorTime(), time.Now()
	err := f()
	made := cost{wall: time.Since(start), cpu: processorTime() - cpu, allocated: allocations() - allocated}
	close(stop)
	made.peak = <-peak - before
	return made, err
}

// heap is how many bytes objects on the heap take, dead ones that are not swept yet among them.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// allocations is how many bytes this process has allocated.
func allocations() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}

// median is the middle one of a list, which one slow run does not move.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
