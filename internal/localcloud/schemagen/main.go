//go:build ignore

// Command schemagen reads the Go SDK of pulumi-aws in the module cache and
// writes schema_aws.json: the exact names and shapes of the properties of the
// types and functions that the local cloud serves. The SDK itself is never
// imported: compiling it takes minutes.
//
// Run it from internal/localcloud with `go generate`.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

const sdk = "github.com/pulumi/pulumi-aws/sdk/v6"

// types and functions by module and name, as in the token
// aws:<module>/<name>:<Name>.
const wanted = `
ec2 vpc internetGateway subnet routeTable route routeTableAssociation mainRouteTableAssociation securityGroup vpcEndpoint
ec2 vpcEndpointRouteTableAssociation vpcIpv4CidrBlockAssociation subnetCidrReservation eip natGateway networkAcl networkAclRule
ec2 networkAclAssociation flowLog defaultSecurityGroup defaultRouteTable defaultNetworkAcl launchTemplate tag managedPrefixList
ec2 managedPrefixListEntry securityGroupRule vpcEndpointService vpcEndpointServiceAllowedPrinciple vpcEndpointConnectionAccepter
ec2 getVpc getSubnet getSubnets getManagedPrefixList getPrefixList getSecurityGroup getRouteTable getInternetGateway getVpcEndpoint
ec2 getVpcEndpointService
vpc securityGroupIngressRule securityGroupEgressRule
ec2transitgateway transitGateway routeTable routeTableAssociation routeTablePropagation route vpcAttachment vpcAttachmentAccepter
ec2transitgateway prefixListReference getTransitGateway getVpcAttachment getRouteTable
lb loadBalancer targetGroup targetGroupAttachment listener listenerRule listenerCertificate getLoadBalancer getTargetGroup getListener
acm certificate certificateValidation getCertificate
route53 record zone getZone
iam role policy rolePolicyAttachment rolePolicy instanceProfile openIdConnectProvider getPolicyDocument getRole getPolicy
eks cluster nodeGroup addon accessEntry accessPolicyAssociation podIdentityAssociation getAddonVersion getCluster getClusterAuth getNodeGroup
cloudwatch logGroup
autoscaling group lifecycleHook policy
ec2 networkInsightsPath networkInsightsAnalysis
networkfirewall firewall firewallPolicy ruleGroup loggingConfiguration tlsInspectionConfiguration
ram resourceShare resourceAssociation principalAssociation resourceShareAccepter
ssm getParameter
index getCallerIdentity getRegion getPartition getAvailabilityZones getAvailabilityZone getService getServicePrincipal getArn
`

type schema struct {
	Resources map[string]entry             `json:"resources"`
	Functions map[string]entry             `json:"functions"`
	Shapes    map[string]map[string]string `json:"shapes"`
}

type entry struct {
	Inputs   map[string]string `json:"inputs"`
	Outputs  map[string]string `json:"outputs"`
	Computed []string          `json:"computed,omitempty"`
}

type pkg struct {
	name    string
	structs map[string]*ast.StructType
	named   map[string]ast.Expr
	funcs   map[string]*ast.FuncDecl
}

func main() {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", sdk).Output()
	if err != nil {
		log.Fatal(err)
	}
	root := filepath.Join(strings.TrimSpace(string(out)), "go", "aws")
	s := schema{map[string]entry{}, map[string]entry{}, map[string]map[string]string{}}
	read := map[string]*pkg{}
	for line := range strings.Lines(wanted) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		module := words[0]
		if read[module] == nil {
			dir := filepath.Join(root, module)
			if module == "index" {
				dir = root
			}
			read[module] = readPackage(dir, module)
		}
		for _, name := range words[1:] {
			s.add(read[module], name)
		}
	}
	text, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("schema_aws.json", append(text, '\n'), 0o644); err != nil {
		log.Fatal(err)
	}
}

func readPackage(dir, module string) *pkg {
	p := &pkg{module, map[string]*ast.StructType{}, map[string]ast.Expr{}, map[string]*ast.FuncDecl{}}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		log.Fatal("no package in ", dir)
	}
	fset := token.NewFileSet()
	for _, f := range files {
		parsed, err := parser.ParseFile(fset, f, nil, parser.SkipObjectResolution)
		if err != nil {
			log.Fatal(err)
		}
		for _, d := range parsed.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					p.funcs[d.Name.Name] = d
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if t, ok := spec.(*ast.TypeSpec); ok {
						if st, ok := t.Type.(*ast.StructType); ok {
							p.structs[t.Name.Name] = st
						} else {
							p.named[t.Name.Name] = t.Type
						}
					}
				}
			}
		}
	}
	return p
}

func (s schema) add(p *pkg, name string) {
	big := strings.ToUpper(name[:1]) + name[1:]
	tok := fmt.Sprintf("aws:%s/%s:%s", p.name, name, big)
	if strings.HasPrefix(name, "get") {
		// Plain functions have Args, functions whose result depends on the
		// provider's version have LookupXArgs.
		tok = fmt.Sprintf("aws:%s/%s:%s", p.name, name, name)
		base := big
		if p.structs[base+"Result"] == nil {
			base = "Lookup" + strings.TrimPrefix(big, "Get")
		}
		if p.structs[base+"Result"] == nil {
			log.Fatal("no function ", tok)
		}
		e := entry{Inputs: map[string]string{}, Outputs: map[string]string{}}
		if args := p.structs[base+"Args"]; args != nil {
			s.fields(p, args, e.Inputs)
		}
		s.fields(p, p.structs[base+"Result"], e.Outputs)
		s.Functions[tok] = e
		return
	}
	args := p.structs[name+"Args"]
	if args == nil || p.structs[big] == nil {
		log.Fatal("no type ", tok)
	}
	e := entry{Inputs: map[string]string{}, Outputs: map[string]string{}}
	s.fields(p, args, e.Inputs)
	required := requiredArgs(p.funcs["New"+big])
	goNames := map[string]string{}
	for _, f := range args.Fields.List {
		goNames[f.Names[0].Name] = tagOf(f)
	}
	for k, v := range e.Inputs {
		e.Inputs[k] = strings.TrimSuffix(v, "!")
	}
	for _, r := range required {
		e.Inputs[goNames[r]] += "!"
	}
	for _, f := range p.structs[big].Fields.List {
		if tag := tagOf(f); tag != "" {
			t, pointer := s.outputType(p, f.Type)
			e.Outputs[tag] = t
			in, input := e.Inputs[tag]
			if input && !pointer && !strings.HasSuffix(in, "!") && t[0] != '[' && t[0] != '{' && t != "any" {
				e.Computed = append(e.Computed, tag)
			}
		}
	}
	slices.Sort(e.Computed)
	s.Resources[tok] = e
}

// requiredArgs finds the checks `if args.X == nil { return … }` of a constructor.
func requiredArgs(f *ast.FuncDecl) (names []string) {
	ast.Inspect(f, func(n ast.Node) bool {
		branch, ok := n.(*ast.IfStmt)
		if !ok {
			return true
		}
		cond, ok := branch.Cond.(*ast.BinaryExpr)
		if !ok {
			return true
		}
		sel, ok := cond.X.(*ast.SelectorExpr)
		if !ok || cond.Op != token.EQL {
			return true
		}
		if len(branch.Body.List) == 1 {
			if _, returns := branch.Body.List[0].(*ast.ReturnStmt); returns {
				names = append(names, sel.Sel.Name)
			}
		}
		return true
	})
	return names
}

func tagOf(f *ast.Field) string {
	if f.Tag == nil {
		return ""
	}
	return reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("pulumi")
}

func (s schema) fields(p *pkg, st *ast.StructType, into map[string]string) {
	for _, f := range st.Fields.List {
		if tag := tagOf(f); tag != "" {
			into[tag] = s.plainType(p, f.Type)
		}
	}
}

// plainType names the type of a field of a plain struct: s, n, b, any, [T],
// {T}, #module:Shape; ! marks what is required.
func (s schema) plainType(p *pkg, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return strings.TrimSuffix(s.plainType(p, e.X), "!")
	case *ast.ArrayType:
		return "[" + strings.TrimSuffix(s.plainType(p, e.Elt), "!") + "]"
	case *ast.MapType:
		return "{" + strings.TrimSuffix(s.plainType(p, e.Value), "!") + "}"
	case *ast.InterfaceType:
		return "any"
	case *ast.SelectorExpr:
		return "s"
	case *ast.Ident:
		switch e.Name {
		case "string":
			return "s!"
		case "bool":
			return "b!"
		case "int", "float64":
			return "n!"
		}
		return s.shape(p, e.Name) + "!"
	}
	log.Fatalf("%s: unknown type %T", p.name, e)
	return ""
}

func (s schema) shape(p *pkg, name string) string {
	st := p.structs[name]
	if st == nil {
		if _, enum := p.named[name]; enum {
			return "s"
		}
		log.Fatalf("%s: no type %s", p.name, name)
	}
	key := p.name + ":" + name
	if s.Shapes[key] == nil {
		s.Shapes[key] = map[string]string{}
		s.fields(p, st, s.Shapes[key])
	}
	return "#" + key
}

// outputType names the type of a field such as pulumi.StringPtrOutput or
// TargetGroupHealthCheckOutput, and says whether it is a pointer.
func (s schema) outputType(p *pkg, e ast.Expr) (string, bool) {
	name := ""
	plain := false
	switch e := e.(type) {
	case *ast.SelectorExpr:
		name, plain = e.Sel.Name, true
	case *ast.Ident:
		name = e.Name
	}
	name = strings.TrimSuffix(name, "Output")
	name, pointer := strings.CutSuffix(name, "Ptr")
	if name == "Any" {
		return "any", true
	}
	if base, ok := strings.CutSuffix(name, "Array"); ok && (plain || p.structs[name] == nil) {
		return "[" + s.outputName(p, base, plain) + "]", pointer
	}
	if base, ok := strings.CutSuffix(name, "Map"); ok && (plain || p.structs[name] == nil) {
		return "{" + s.outputName(p, base, plain) + "}", pointer
	}
	return s.outputName(p, name, plain), pointer
}

func (s schema) outputName(p *pkg, name string, plain bool) string {
	if plain {
		switch name {
		case "String", "ID":
			return "s"
		case "Bool":
			return "b"
		case "Int", "Float64":
			return "n"
		case "StringMap":
			return "{s}"
		}
		return "any"
	}
	return s.shape(p, name)
}
