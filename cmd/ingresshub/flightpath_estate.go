package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/ingresshub/ingresshub/cmd/ingresshub/internal/estatefile"
	"github.com/ingresshub/ingresshub/components/expected"
	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
)

// readFor reads the network, with the pods that an estate will have, and what the estate promises. Without an estate there are no
// such pods, and nothing is promised.
func (s *networkSource) readFor(ctx context.Context, command string, std streams, estate string) (*network.Network, flightpath.Expectations, error) {
	var promised flightpath.Expectations
	if estate == "-" && (s.preview == "-" || s.state == "-") {
		return nil, promised, usagef("%s: the estate and the network cannot both come from standard input", command)
	}
	read, err := s.read(ctx, command, std)
	if err != nil || estate == "" {
		return read, promised, err
	}
	return declaredBy(estate, std.in, read)
}

// declaredBy is a network with the pods of an estate, and what that promises of it.
func declaredBy(estate string, in io.Reader, read *network.Network) (*network.Network, flightpath.Expectations, error) {
	var promised flightpath.Expectations
	file, err := estatefile.Read(estate, in)
	if err != nil {
		return nil, promised, err
	}
	planned, err := planOf(file)
	if err != nil {
		return nil, promised, err
	}
	promised = expected.Expectations(planned)
	declared, err := declare(read, expected.Declarations(planned, read), &promised)
	if err != nil {
		return nil, promised, fmt.Errorf("%s: %w", file.Name, err)
	}
	return declared, promised, nil
}

// declare is a network with the pods that are declared. What of them the network lacks or contradicts says something about the network,
// and nothing about this tool: it is asked about with what is promised.
func declare(read *network.Network, declarations []flightpath.Declaration, promised *flightpath.Expectations) (*network.Network, error) {
	declared, err := flightpath.Declare(read, declarations)
	var missing *flightpath.MissingError
	if errors.As(err, &missing) {
		promised.Missing, promised.Contradictions = missing.Names, missing.Contradictions
		err = nil
	}
	return declared, err
}
