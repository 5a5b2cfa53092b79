package localcloud

import (
	"context"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Invoke runs a data source.
func (p *provider) Invoke(ctx context.Context, req *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	token := req.GetTok()
	run, ok := p.cloud.sources[token]
	all, err := loadSchemas()
	if err != nil {
		return nil, err
	}
	s := all.Functions[token]
	if !ok || s == nil || p.pkg != "aws" {
		return nil, status.Errorf(codes.Unimplemented, "the local cloud does not know the function %s", token)
	}
	args := decode(req.GetArgs())
	if found := all.check(s.Inputs, args, token); len(found) > 0 {
		resp := &pulumirpc.InvokeResponse{}
		for _, f := range found {
			resp.Failures = append(resp.Failures, &pulumirpc.CheckFailure{Property: f.property, Reason: f.err.Error()})
		}
		return resp, nil
	}
	if hasUnknown(args) {
		return nil, status.Errorf(codes.InvalidArgument, "calling %s: an argument is not known", token)
	}
	where, configured := connectionOf(ctx).scope()
	if !configured {
		return nil, status.Errorf(codes.FailedPrecondition, "this connection to package %s has not been configured", p.pkg)
	}
	p.cloud.mu.Lock()
	defer p.cloud.mu.Unlock()
	c := &call{cloud: p.cloud, kind: &kind{token: token}, account: where.account, region: where.region}
	out, err := run(c, args)
	if err != nil {
		return nil, status.Errorf(codes.Unknown, "invoking %s: %v", token, err)
	}
	result := merge(args, out)
	resp := &pulumirpc.InvokeResponse{}
	resp.Return, err = encode(result)
	return resp, err
}
