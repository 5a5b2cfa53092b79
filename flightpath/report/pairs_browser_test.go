package report_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/report"
)

// declared is the dev estate with the pods that its services will have, as `ingresshub flightpath check -f` declares them.
func declared(t *testing.T) *network.Network {
	t.Helper()
	n := golden(t)
	where := map[string][]string{} // by VPC
	for _, tier := range []string{".node.", ".pod."} {
		for vpc := range n.VPCs {
			var subnets []string
			for i := range n.Subnets {
				if n.Subnets[i].VPC == n.VPCs[vpc].ID && strings.Contains(n.Subnets[i].Name, tier) {
					subnets = append(subnets, n.Subnets[i].ID)
				}
			}
			if len(subnets) > 0 {
				where[n.VPCs[vpc].ID] = subnets
			}
		}
	}
	var pods []flightpath.Declaration
	for i := range n.TargetGroups {
		g := &n.TargetGroups[i]
		if len(g.Targets) > 0 {
			continue // the inner load balancers
		}
		for j := range n.SecurityGroups {
			if _, made := n.SecurityGroups[j].Tags["aws:eks:cluster-name"]; made && n.SecurityGroups[j].VPC == g.VPC {
				pods = append(pods, flightpath.Declaration{TargetGroup: g.ID, Subnets: where[g.VPC], Port: g.Port, SecurityGroups: []string{n.SecurityGroups[j].ID}})
			}
		}
	}
	require.Len(t, pods, 4, "a declaration for each service")
	read, err := flightpath.Declare(n, pods)
	require.NoError(t, err)
	return read
}

// The page of a check answers about any two places, at the ports that matter.
func TestPairsOnThePageOfACheckInABrowser(t *testing.T) {
	if os.Getenv("INGRESSHUB_BROWSER") == "" {
		t.Skip("make browser runs this")
	}
	chromium := findChromium()
	if chromium == "" {
		t.Skip("no browser (Debian: apt-get install chromium)")
	}
	read := declared(t)
	analyzer := flightpath.New(read)
	found, err := analyzer.Check(flightpath.Expectations{})
	require.NoError(t, err)
	check := report.Check{Report: found, Names: report.NamesOf(read)}
	drawn := report.Page{Title: "flightpath check", Network: read}
	check.Fill(&drawn)
	parsed, text := askedPage(t, &drawn, analyzer)
	assert.Empty(t, parsed.Note, "nothing of the dev estate is left out")

	ids := map[string]string{}
	for id, name := range report.NamesOf(read) {
		ids[name] = id
	}
	for i := range read.TargetGroups {
		if len(read.TargetGroups[i].Targets) == 1 && read.TargetGroups[i].Targets[0].Declared {
			service, _, _ := strings.Cut(read.TargetGroups[i].Name, "-")
			ids[service] = read.TargetGroups[i].ID
		}
	}
	vpc := func(name string) string {
		for i := range read.VPCs {
			if read.VPCs[i].Name == name {
				return read.VPCs[i].ID
			}
		}
		t.Fatalf("no VPC %s", name)
		return ""
	}
	place := func(id string) string { return `[data-id="` + id + `"]` }
	page := open(t, chromium, text)
	answer := func() string { return page.evaluate("document.querySelector('#answer').textContent").(string) }
	verdict := func() any { return page.evaluate("document.querySelector('#answer').dataset.verdict ?? null") }
	hint := func() string { return page.evaluate("document.querySelector('#hint').textContent").(string) }
	assert.Equal(t, 0.0, page.evaluate("document.querySelectorAll('#chart .silent').length"), "everything can be clicked")
	assert.Empty(t, page.evaluate(layout))

	// The internet and pods, there and back.
	page.click(place("internet"))
	page.click(place(ids["checkout"]))
	assert.Equal(t, "direct", verdict())
	assert.Contains(t, hint(), "tcp port 443", "it says which packets it is about")
	assert.Equal(t, 3.0, page.evaluate("document.querySelectorAll('#answer table.there').length"), "a table for each leg")
	assert.Equal(t, 3.0, page.evaluate("document.querySelectorAll('#answer table.back').length"))
	assert.Equal(t, 1.0, page.evaluate("document.querySelectorAll('#lines path.back').length"))
	page.click("#turn")
	assert.Equal(t, "blocked", verdict(), "pods of this cluster have no way out")
	assert.Contains(t, answer(), " --to internet --port 443 says which change would open it")

	// A tier stands for what is in it.
	page.click(place("internet"))
	page.click(place("tier " + vpc("payments") + " pod"))
	assert.Equal(t, "direct", verdict())
	assert.Contains(t, answer(), "2 ways between what is there: 2 direct.", "of the pods of two services")
	assert.NotZero(t, page.evaluate("document.querySelectorAll('#answer table.back').length"))

	// Other ports: at 80 the load balancer redirects.
	page.click(place("internet"))
	page.click(place(ids["catalog"]))
	assert.Equal(t, "direct", verdict())
	assert.Contains(t, answer(), "tcp port 80blocked")
	page.evaluate(`[...document.querySelectorAll(".ports button")].find((e) => e.textContent.startsWith("tcp port 80b")).click()`)
	assert.Equal(t, "blocked", verdict())
	assert.Equal(t, "tcp port 80", page.evaluate("document.querySelector('#ask').selectedOptions[0].textContent"))
	page.evaluate(`(() => { const s = document.querySelector("#ask"); s.value = "0"; s.dispatchEvent(new Event("change")); })()`)
	assert.Equal(t, "direct", verdict(), "the same question for the packets that were chosen")

	// A VPC stands for its places, each of which can be shown: nodes reach what the internet reaches, through the same load
	// balancer, and nothing else of another cluster.
	page.click(place(vpc("payments")))
	page.click(place(vpc("search")))
	assert.Equal(t, "direct", verdict())
	assert.Regexp(t, `ways between what is there: 6 direct, \d+ blocked\.`, answer(), "of the nodes of three zones to the inner load balancer and to the pods of a service behind it")
	page.click("#answer .ways button")
	assert.Equal(t, "direct", verdict())
	assert.NotContains(t, answer(), " ways between what is there: ")
	assert.Contains(t, answer(), "ingresshub-public", "the ingress load balancer is on the way")
	page.click(place("tier " + vpc("payments") + " control-plane"))
	page.click(place(vpc("search")))
	assert.Equal(t, "blocked", verdict())
	assert.Contains(t, answer(), " ways between what is there: ")
	page.click("#answer .ways button")
	assert.Equal(t, "blocked", verdict())
	assert.NotContains(t, answer(), " ways between what is there: ")

	// Gateways are no ends: they tell what goes through them.
	for _, id := range []string{read.InternetGateways[0].ID, read.TransitGateways[0].ID} {
		page.click(place(id))
		assert.Contains(t, hint(), "is no end of a way")
		assert.Regexp(t, `^Through .* ways go through it, there or back: \d+ direct`, answer())
		page.click("#answer .ways button")
		assert.Equal(t, "direct", verdict())
		assert.Equal(t, true, page.evaluate(`document.querySelector(`+"`"+place(id)+"`"+`).classList.contains("crossed")`), "the way crosses it")
	}

	// Endpoints answer, and ask nothing.
	endpoints := `[...document.querySelectorAll("#chart .endpoint")]`
	assert.Equal(t, "9 VPC endpoints", page.evaluate(endpoints+"[0].textContent"))
	page.evaluate(endpoints + "[0].click()")
	page.click(place("internet"))
	assert.Contains(t, hint(), "begins no flows of its own")

	// By keyboard as well.
	press := func(selector string) {
		page.evaluate("document.querySelector(`" + selector + "`).focus()")
		page.call("Input.dispatchKeyEvent", map[string]any{"type": "keyDown", "key": "Enter", "code": "Enter", "text": "\r", "windowsVirtualKeyCode": 13})
		page.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13})
	}
	press(place("internet"))
	press(place(vpc("payments")))
	assert.Equal(t, "direct", verdict())

	// Whatever two places are clicked, there is an answer, or words that say why there can be none.
	assert.Equal(t, "", page.evaluate(`(() => {
		const wrong = [], all = [...new Set([...document.querySelectorAll("#chart [data-id]")].map((e) => e.dataset.id))];
		const click = (id) => [...document.querySelectorAll("#chart [data-id]")].find((e) => e.dataset.id === id).click();
		const first = ["internet", ...["targets", "endpoint"].map((kind) => document.querySelector("#chart .place." + kind).dataset.id),
			document.querySelector(".vpc h2 button").dataset.id];
		for (const from of first) for (const to of all) {
			click("internet"); // begins anew, or ends what was begun
			if (document.querySelector("#answer").dataset.verdict || !document.querySelector("#hint").textContent.startsWith("From")) click("internet");
			click(document.querySelector(".transit").dataset.id);
			click(from);
			click(to);
			const said = document.querySelector("#hint").textContent;
			if (!document.querySelector("#answer").dataset.verdict && !/Both ends are the same|begins no flows|is no end of a way/.test(said)) wrong.push(said);
		}
		return wrong.join("; ");
	})()`))
	assert.Empty(t, page.fetched)
	assert.Empty(t, page.complaints)
}

// A firewall tells which ways it sees.
func TestFirewallOnThePageInABrowser(t *testing.T) {
	if os.Getenv("INGRESSHUB_BROWSER") == "" {
		t.Skip("make browser runs this")
	}
	chromium := findChromium()
	if chromium == "" {
		t.Skip("no browser (Debian: apt-get install chromium)")
	}
	read := sandwich(t)
	_, text := askedPage(t, &report.Page{Title: "flightpath check", Network: read}, flightpath.New(read))
	page := open(t, chromium, text)
	assert.Equal(t, "Click where packets come from, then where they go to.", page.evaluate("document.querySelector('#hint').textContent"))
	page.click("#chart .firewall")
	assert.Contains(t, page.evaluate("document.querySelector('#hint').textContent"), "is no end of a way: packets pass through it")
	assert.Regexp(t, `ways go through it, there or back: .*\d+ inspected`, page.evaluate("document.querySelector('#answer').textContent"))
	page.evaluate(`[...document.querySelectorAll("#answer .ways button")].find((e) => e.textContent.endsWith("inspected")).click()`)
	assert.Equal(t, "inspected", page.evaluate("document.querySelector('#answer').dataset.verdict"))
	assert.GreaterOrEqual(t, page.evaluate("document.querySelectorAll('.crossed.firewall').length"), 1.0)
	assert.Empty(t, page.complaints)
}
