package engine

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// Event is one thing that the engine reports during an operation. At most one member is set; kinds of events that nobody
// here reads have none.
type Event struct {
	Sequence   int         `json:"sequence"`
	Started    *Progress   `json:"resourcePreEvent"`
	Finished   *Progress   `json:"resOutputsEvent"`
	Failed     *Progress   `json:"resOpFailedEvent"`
	Diagnostic *Diagnostic `json:"diagnosticEvent"`
	Summary    *Summary    `json:"summaryEvent"`
}

// Progress is a step of the engine that started, finished or failed.
type Progress struct {
	Step     Step `json:"metadata"`
	Planning bool `json:"planning"`
}

// Step is what the engine does with one resource.
type Step struct {
	Op   string `json:"op"`
	URN  string `json:"urn"`
	Type string `json:"type"`

	Old *StepState `json:"old"`
	New *StepState `json:"new"`

	// Properties that force a replacement, and properties that differ.
	ReplaceKeys []string `json:"keys"`
	Diffs       []string `json:"diffs"`

	DetailedDiff map[string]PropertyDiff `json:"detailedDiff"`

	// Provider is a reference to the instance of a provider that performs the step.
	Provider string `json:"provider"`

	// In a [Result]: how the step ended. Neither is set for a component, whose outputs are registered later or never, nor
	// for a step that was under way when the engine was killed.
	Finished bool `json:"-"`
	Failed   bool `json:"-"`
}

// StepState is a resource before or after a step.
type StepState struct {
	Custom  bool           `json:"custom"`
	ID      string         `json:"id"`
	Parent  string         `json:"parent"`
	Protect bool           `json:"protect"`
	Inputs  map[string]any `json:"inputs"`
	Outputs map[string]any `json:"outputs"`
}

// PropertyDiff is how one property differs.
type PropertyDiff struct {
	Kind string `json:"diffKind"`
}

// Diagnostic is a message to the user.
type Diagnostic struct {
	URN       string `json:"urn"`
	Severity  string `json:"severity"`
	Message   string `json:"message"`
	Ephemeral bool   `json:"ephemeral"`
}

// Summary ends an operation.
type Summary struct {
	Changes map[string]int `json:"resourceChanges"`
	Result  string         `json:"result"`
}

// Custom reports whether the step is about a resource that a provider manages, not about a component.
func (s Step) Custom() bool {
	return s.New != nil && s.New.Custom || s.Old != nil && s.Old.Custom
}

// DefaultProvider reports whether the step is about a provider that no program declared: the engine makes one for each
// package and version that resources ask for, and removes it when none asks for it any more.
func (s Step) DefaultProvider() bool {
	name := s.URN[strings.LastIndex(s.URN, "::")+1:]
	return strings.HasPrefix(s.Type, "pulumi:providers:") && (name == ":default" || strings.HasPrefix(name, ":default_"))
}

// ID is the provider's ID of the resource, after the step where there is one.
func (s Step) ID() string {
	if s.New != nil && s.New.ID != "" {
		return s.New.ID
	}
	if s.Old != nil {
		return s.Old.ID
	}
	return ""
}

// eventReceiver takes the engine's events, one at a time, in order.
type eventReceiver struct {
	pulumirpc.UnimplementedEventsServer

	mu      sync.Mutex
	receive func(Event)
	broken  error
}

// StreamEvents receives the events of one operation.
func (r *eventReceiver) StreamEvents(stream grpc.ClientStreamingServer[pulumirpc.EventRequest, emptypb.Empty]) error {
	for {
		request, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return stream.SendAndClose(&emptypb.Empty{})
		}
		if err != nil {
			// The engine was killed. What it had reported until then still counts.
			return err
		}
		var event Event
		if err := json.Unmarshal([]byte(request.GetEvent()), &event); err != nil {
			r.fail(err)
			continue
		}
		r.mu.Lock()
		r.receive(event)
		r.mu.Unlock()
	}
}

func (r *eventReceiver) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.broken = errors.Join(r.broken, err)
}

// err is what could not be read.
func (r *eventReceiver) err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.broken
}
