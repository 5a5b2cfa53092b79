package scenario

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// InnerAlb is the root program with the golden estate of that name, less one of its clusters. An ALB comes behind an inner NLB in use,
// moves to another port, and goes again; one with a certificate is there all the time.
func InnerAlb(root string) (Scenario, error) {
	whole := readEstate(filepath.Join(root, "components", "plan", "testdata", "inner-alb.json")).set("protection", false).without("clusters.green")
	shop, _ := whole.get("services.shop").(map[string]any)
	delete(shop, "weights")
	shop["cluster"] = "blue"
	with := whole.set("services.shop", shop)
	without := with.without("clusters.blue.innerAlb").without("services.shop").without("services.cart")
	moved := with.set("clusters.blue.innerAlb.port", 20444)
	return life(Scenario{Name: "inner-alb", Folder: root, Given: with.given}, []step{
		{"without one in blue", without},
		{"one behind a load balancer in use", with},
		{"at another port", moved},
		{"without it", without},
	})
}

// readEstate reads an estate that stands by itself, as JSON.
func readEstate(path string) declared {
	text, err := os.ReadFile(path)
	if err != nil {
		return declared{err: err}
	}
	var estate map[string]any
	if err := json.Unmarshal(text, &estate); err != nil {
		return declared{err: fmt.Errorf("%s: %w", path, err)}
	}
	return declared{config: map[string]any{"aws:region": Region, estateKey: estate}}
}
