// Package flight reads the network that objects of the local cloud are, for flightpath: as it is, and as it was after each
// operation.
package flight

import (
	"maps"
	"slices"
	"strings"

	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
	"github.com/ingresshub/ingresshub/internal/localcloud"
)

// Network is the network that objects are. The cloud keeps an object's inputs and outputs as Pulumi does. What AWS makes by
// itself along with others is left out: the reader knows it.
func Network(objects []localcloud.Object) (*network.Network, error) {
	resources := make([]pulumi.Resource, 0, len(objects))
	servers := map[string]pulumi.Resource{}
	for _, object := range objects {
		if object.Implicit {
			continue
		}
		r := pulumi.Resource{
			// An object that replaces another one has its name, so the ID makes it unique.
			URN: "urn:pulumi:cloud::" + object.Account + "/" + object.Region + "::" + object.Type + "::" + object.Name + "@" + object.ID,
			ID:  object.ID, Type: object.Type, Custom: true, Inputs: object.Inputs, Outputs: object.Outputs,
		}
		if strings.HasPrefix(object.Type, "kubernetes:") {
			server := serverOf(object.Account)
			r.Provider = server.URN + "::" + server.ID
			servers[server.URN] = server
		}
		resources = append(resources, r)
	}
	for _, urn := range slices.Sorted(maps.Keys(servers)) {
		resources = append(resources, servers[urn])
	}
	return pulumi.Read(resources)
}

// serverOf is the provider of what is in a cluster: the local cloud keeps objects of Kubernetes by the server that they are on, in the
// place of an account.
func serverOf(server string) pulumi.Resource {
	return pulumi.Resource{
		URN: "urn:pulumi:cloud::" + server + "::" + kubernetes + "::" + server, Type: kubernetes, ID: server, Custom: true,
		Inputs: map[string]any{"kubeconfig": map[string]any{"clusters": []any{
			map[string]any{"name": server, "cluster": map[string]any{"server": server}},
		}}},
	}
}

const kubernetes = "pulumi:providers:kubernetes"

// Replay calls visit after each operation that changed something, with the objects that there were then. It ends early where
// visit fails.
func Replay(operations []localcloud.Operation, visit func(after localcloud.Operation, objects []localcloud.Object) error) error {
	type key struct{ account, region, typ, id string }
	at := map[key]int{}
	var objects []localcloud.Object
	for _, operation := range operations {
		if operation.Verb == localcloud.Read || operation.Error != "" {
			continue
		}
		k := key{operation.Account, operation.Region, operation.Type, operation.ID}
		number, there := at[k]
		switch {
		case operation.Verb == localcloud.Delete && there:
			objects[number] = objects[len(objects)-1]
			moved := objects[number]
			at[key{moved.Account, moved.Region, moved.Type, moved.ID}] = number
			objects = objects[:len(objects)-1]
			delete(at, k)
		case operation.Verb != localcloud.Delete:
			object := localcloud.Object{
				Account: operation.Account, Region: operation.Region, Type: operation.Type, ID: operation.ID, Name: operation.Name,
				Inputs: operation.Inputs, Outputs: operation.Outputs,
			}
			if there {
				objects[number] = object
			} else {
				at[k] = len(objects)
				objects = append(objects, object)
			}
		}
		if err := visit(operation, objects); err != nil {
			return err
		}
	}
	return nil
}
