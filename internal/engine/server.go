package engine

import (
	"fmt"
	"math"
	"net"

	"google.golang.org/grpc"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// server is what one operation's engine calls back: the language host and the receiver of events.
type server struct {
	grpc     *grpc.Server
	events   *eventReceiver
	address  string
	language string // value of PULUMI_DEBUG_LANGUAGES
}

func startServer(host *languageHost, events *eventReceiver) (*server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &server{
		// A program's configuration and a resource's event may each be larger than gRPC's default of 4 MB.
		grpc:    grpc.NewServer(grpc.StatsHandler(connections{}), grpc.MaxRecvMsgSize(math.MaxInt32)),
		events:  events,
		address: listener.Addr().String(),
	}
	s.language = fmt.Sprintf("go:%d", listener.Addr().(*net.TCPAddr).Port)
	pulumirpc.RegisterLanguageRuntimeServer(s.grpc, host)
	pulumirpc.RegisterEventsServer(s.grpc, events)
	go func() {
		// Serve returns when the server is stopped; an engine that loses its connection before that reports it.
		_ = s.grpc.Serve(listener)
	}()
	return s, nil
}

// close ends what still runs once the engine is gone: a program whose engine was killed is killed too.
func (s *server) close() { s.grpc.Stop() }
