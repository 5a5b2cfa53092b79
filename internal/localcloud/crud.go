package localcloud

import (
	"context"
	"slices"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Create makes an object; in a preview it tells what can be known.
func (p *provider) Create(ctx context.Context, req *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	in := decode(req.GetProperties())
	if req.GetPreview() {
		k, err := p.kindOf(req.GetType(), req.GetUrn())
		if err != nil {
			return nil, err
		}
		out, err := encode(k.preview(in))
		p.seal(req.GetProperties(), out)
		return &pulumirpc.CreateResponse{Properties: out}, err
	}
	if hasUnknown(in) {
		return nil, status.Errorf(codes.InvalidArgument, "creating %s: an input is not known", req.GetUrn())
	}
	cl, err := p.call(ctx, req.GetType(), req.GetUrn(), req.GetName(), in)
	if err != nil {
		return nil, err
	}
	o, err := p.cloud.execute(ctx, Create, "", cl)
	if err != nil {
		return nil, answer(err)
	}
	out, err := encode(o.Outputs)
	p.seal(req.GetProperties(), out)
	return &pulumirpc.CreateResponse{Id: o.ID, Properties: out}, err
}

// Update changes an object; in a preview it tells what can be known.
func (p *provider) Update(ctx context.Context, req *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	in := decode(req.GetNews())
	if req.GetPreview() {
		k, err := p.kindOf(req.GetType(), req.GetUrn())
		if err != nil {
			return nil, err
		}
		out, err := encode(k.previewUpdate(decode(req.GetOlds()), in))
		p.seal(req.GetNews(), out)
		return &pulumirpc.UpdateResponse{Properties: out}, err
	}
	if hasUnknown(in) {
		return nil, status.Errorf(codes.InvalidArgument, "updating %s: an input is not known", req.GetUrn())
	}
	cl, err := p.call(ctx, req.GetType(), req.GetUrn(), req.GetName(), in)
	if err != nil {
		return nil, err
	}
	o, err := p.cloud.execute(ctx, Update, req.GetId(), cl)
	if err != nil {
		return nil, answer(err)
	}
	out, err := encode(o.Outputs)
	p.seal(req.GetNews(), out)
	return &pulumirpc.UpdateResponse{Properties: out}, err
}

// Delete removes an object; one that is gone already is no error.
func (p *provider) Delete(ctx context.Context, req *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	cl, err := p.call(ctx, req.GetType(), req.GetUrn(), req.GetName(), decode(req.GetOldInputs()))
	if err != nil {
		return nil, err
	}
	if _, err := p.cloud.execute(ctx, Delete, req.GetId(), cl); err != nil {
		return nil, answer(err)
	}
	return &emptypb.Empty{}, nil
}

// Read tells what an object is like now, for refresh, import and look-ups. An
// empty ID in the answer says that there is none.
func (p *provider) Read(ctx context.Context, req *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	cl, err := p.call(ctx, req.GetType(), req.GetUrn(), req.GetName(), nil)
	if err != nil {
		return nil, err
	}
	op := &Operation{
		Account: cl.account, Region: cl.region, Verb: Read, Type: cl.kind.token, Name: cl.name, URN: cl.urn, ID: req.GetId(),
	}
	hit := p.cloud.struckBy(op)
	if err := strike(ctx, hit, Before, op); err != nil {
		return nil, answer(p.cloud.fail(op, err))
	}
	o, err := p.cloud.read(cl, op)
	if err != nil {
		return nil, answer(err)
	}
	if err := strike(ctx, hit, After, op); err != nil {
		return nil, answer(err)
	}
	if o == nil {
		return &pulumirpc.ReadResponse{}, nil
	}
	resp := &pulumirpc.ReadResponse{Id: o.ID}
	if resp.Properties, err = encode(o.Outputs); err != nil {
		return nil, err
	}
	resp.Inputs, err = encode(o.Inputs)
	p.seal(req.GetProperties(), resp.Properties)
	p.seal(req.GetInputs(), resp.Inputs)
	return resp, err
}

// read looks an object up by its ID, or by what `pulumi import` may be given
// instead.
func (c *Cloud) read(cl *call, op *Operation) (*Object, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	o := cl.find(cl.kind.token, op.ID)
	if o == nil && cl.kind.importIDs != nil {
		for _, candidate := range cl.all(cl.kind.token) {
			if slices.Contains(cl.kind.importIDs(candidate), op.ID) {
				o = candidate
			}
		}
	}
	op.Seq = c.next()
	if o != nil {
		o = o.clone()
		op.ID, op.Outputs = o.ID, clone(o.Outputs)
	}
	return o, c.commit(change{operation: op})
}

// answer puts an error into the form in which providers answer.
func answer(err error) error {
	if _, ok := status.FromError(err); ok {
		return err
	}
	return status.Error(codes.Unknown, err.Error())
}
