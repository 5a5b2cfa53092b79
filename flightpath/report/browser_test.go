package report_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ingresshub/ingresshub/flightpath"
	"github.com/ingresshub/ingresshub/flightpath/network"
	"github.com/ingresshub/ingresshub/flightpath/readers/pulumi"
	"github.com/ingresshub/ingresshub/flightpath/report"
)

// The page in a real browser, with real clicks. `make browser` runs this; it takes seconds, and a Chromium.
func TestPageInABrowser(t *testing.T) {
	if os.Getenv("INGRESSHUB_BROWSER") == "" {
		t.Skip("make browser runs this")
	}
	chromium := findChromium()
	if chromium == "" {
		t.Skip("no browser: none of chromium, chromium-browser, google-chrome and headless_shell is on PATH (Debian: apt-get install chromium)")
	}
	page := open(t, chromium, wholePage(t))

	assert.Equal(t, "inspected", page.evaluate("document.querySelector('#answer').dataset.verdict"), "the first trace is shown at once")
	assert.Equal(t, "ingress", page.evaluate("document.querySelector('.vpc h2').firstChild.textContent.trim()"))
	assert.Equal(t, 2.0, page.evaluate("document.querySelectorAll('.vpc').length"))
	assert.Equal(t, 2.0, page.evaluate("document.querySelectorAll('.firewall').length"), "an endpoint in each zone")
	assert.Equal(t, 1.0, page.evaluate("document.querySelectorAll('.transit').length"))
	assert.Equal(t, 1.0, page.evaluate("document.querySelectorAll('.gateway').length"))

	page.click(`[data-id="internet"]`)
	assert.Nil(t, page.evaluate("document.querySelector('#answer').dataset.verdict ?? null"), "one end is no question")
	assert.Contains(t, page.evaluate("document.querySelector('#hint').textContent"), "now click where packets go to")
	page.click(`[data-id="i-0b22222222222221a"]`)
	assert.Equal(t, "inspected", page.evaluate("document.querySelector('#answer').dataset.verdict"), "through both load balancers")
	assert.Equal(t, 3.0, page.evaluate("document.querySelectorAll('#answer h3').length"), "the legs")

	page.click(`[data-id="subnet-0a17000000000003a"]`)
	page.click(`[data-id="internet"]`)
	assert.Equal(t, "blocked", page.evaluate("document.querySelector('#answer').dataset.verdict"), "its table has no default route")
	assert.Contains(t, page.evaluate("document.querySelector('#answer').textContent"), "The smallest change that would open it (the verdict is")
	page.click(`[data-id="i-0b22222222222221a"]`)
	page.click(`[data-id="internet"]`)
	assert.Contains(t, page.evaluate("document.querySelector('#answer').textContent"), "flightpath trace --from i-0b22222222222221a --to internet says which")

	page.click(`[data-id="internet"]`)
	page.click(`[data-id="arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/ingress/50dc6c495c0c9188"]`)
	assert.Equal(t, "inspected", page.evaluate("document.querySelector('#answer .verdict').textContent"))
	there := page.evaluate("document.querySelector('#answer table.there').textContent").(string)
	back := page.evaluate("document.querySelector('#answer table.back').textContent").(string)
	assert.Less(t, strings.Index(there, "internet gateway"), strings.Index(there, "firewall endpoint"))
	assert.Less(t, strings.Index(back, "firewall endpoint"), strings.Index(back, "internet gateway"))
	assert.Equal(t, 1.0, page.evaluate("document.querySelectorAll('#lines path.there').length"))
	assert.Equal(t, 1.0, page.evaluate("document.querySelectorAll('#lines path.back').length"))
	assert.GreaterOrEqual(t, page.evaluate("document.querySelectorAll('.crossed.firewall').length"), 1.0)
	page.click("#turn")
	assert.Contains(t, page.evaluate("document.querySelector('#hint').textContent"), "→ internet")

	// By keyboard as well.
	page.evaluate("document.querySelector('[data-id=internet]').focus()")
	page.call("Input.dispatchKeyEvent", map[string]any{"type": "keyDown", "key": "Enter", "code": "Enter", "text": "\r", "windowsVirtualKeyCode": 13})
	page.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13})
	assert.Contains(t, page.evaluate("document.querySelector('#hint').textContent"), "From internet")

	assert.Empty(t, page.fetched, "the page fetches nothing")
	assert.Empty(t, page.complaints, "and complains of nothing")
}

// layout says what of the drawn lines runs over something else than the edge of what it leads to, and what is cut off.
const layout = `(() => {
	const wrong = [];
	const at = (e) => e.getBoundingClientRect();
	const map = at(document.querySelector("#map"));
	for (const e of document.querySelectorAll("#chart .place, #chart .thing, #chart th")) {
		if (at(e).right > map.right + 1 || at(e).bottom > map.bottom + 1) wrong.push("cut off: " + e.textContent);
	}
	const boxes = [...document.querySelectorAll("#chart .place, #chart .thing, .vpc > h2, .tiers")];
	for (const path of document.querySelectorAll("#lines path")) {
		const screen = path.getScreenCTM(), length = path.getTotalLength();
		for (let i = 0; i <= length; i++) {
			const p = path.getPointAtLength(i).matrixTransform(screen);
			for (const e of boxes) {
				const b = at(e);
				if (p.x > b.left + 3 && p.x < b.right - 3 && p.y > b.top + 3 && p.y < b.bottom - 3) {
					wrong.push(path.getAttribute("class") + " over " + (e.dataset.id || e.textContent));
					i = length;
					break;
				}
			}
		}
	}
	return wrong.join("; ");
})()`

// golden is the state of an estate with three VPCs in three zones.
func golden(t *testing.T) *network.Network {
	t.Helper()
	packed, err := os.Open(filepath.Join("..", "readers", "pulumi", "testdata", "state.json.gz"))
	require.NoError(t, err)
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	require.NoError(t, err)
	read, err := pulumi.ReadState(unpacked)
	require.NoError(t, err)
	return read
}

func TestLayoutInABrowser(t *testing.T) {
	if os.Getenv("INGRESSHUB_BROWSER") == "" {
		t.Skip("make browser runs this")
	}
	chromium := findChromium()
	if chromium == "" {
		t.Skip("no browser (Debian: apt-get install chromium)")
	}
	read := golden(t)
	drawn := report.Page{Network: read, Traces: []report.Trace{traced(t, read, flightpath.Question{From: "internet", To: "search", Port: 8883})}}
	var out bytes.Buffer
	require.NoError(t, drawn.HTML(&out))
	for name, text := range map[string][]byte{"two VPCs": wholePage(t), "three zones": out.Bytes()} {
		t.Run(name, func(t *testing.T) {
			page := open(t, chromium, text)
			assert.Empty(t, page.evaluate(layout), "as it opens")
			for _, width := range []int{1400, 1100} {
				page.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false})
				time.Sleep(200 * time.Millisecond) // the page is told of its new width
				assert.Empty(t, page.evaluate(layout), width)
			}
			assert.NotZero(t, page.evaluate("document.querySelectorAll('#lines path.there').length"))
			assert.Equal(t, "1", page.evaluate("document.querySelector('.internet .step.there').textContent"), "hops are numbered on the map")
			assert.Equal(t, true, page.evaluate(`(() => { const x = [...document.querySelectorAll(".vpc")].map((e) => e.getBoundingClientRect().left);
				return document.querySelector(".vpc h2").textContent.startsWith("ingress") && x.slice(1).every((other) => other > x[0]); })()`),
				"what the internet enters stands on the left")
		})
	}
}

// What stands in a tag is text on the page, and never runs.
func TestPageWithHostileNamesInABrowser(t *testing.T) {
	if os.Getenv("INGRESSHUB_BROWSER") == "" {
		t.Skip("make browser runs this")
	}
	chromium := findChromium()
	if chromium == "" {
		t.Skip("no browser (Debian: apt-get install chromium)")
	}
	hostile := `</script><img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`
	trace := invented(hostile)
	var out bytes.Buffer
	require.NoError(t, (&report.Page{
		Title: "hostile", Network: &network.Network{VPCs: []network.VPC{{Object: network.Object{ID: "vpc-1", Name: hostile}}}}, Traces: []report.Trace{trace},
	}).HTML(&out))
	page := open(t, chromium, out.Bytes())
	assert.Equal(t, "hostile", page.evaluate("document.title"))
	assert.Equal(t, 0.0, page.evaluate("document.querySelectorAll('img').length"))
	assert.Contains(t, page.evaluate("document.querySelector('.vpc h2').textContent"), "onerror")
	assert.Empty(t, page.fetched)

	// Nor does what stands for several, in lists of ways and in what tells of a gateway.
	n := vpcs(2, 4)
	n.VPCs[0].Name, n.VPCs[1].Name, n.TransitGateways[0].Name = hostile, hostile, hostile
	for i := range n.Interfaces {
		n.Interfaces[i].Name = hostile
	}
	for i := range n.Subnets {
		n.Subnets[i].Name, n.Subnets[i].Zone = hostile, hostile
	}
	_, text := askedPage(t, &report.Page{Title: "hostile", Network: n}, flightpath.New(n), report.Packets{Protocol: hostile}, report.Packets{Protocol: "tcp", Port: 1000})
	page = open(t, chromium, text)
	page.evaluate(`(() => { const s = document.querySelector("#ask"); s.value = "1"; s.dispatchEvent(new Event("change")); })()`)
	for _, id := range []string{"vpc-0", "vpc-1", "tgw-1"} {
		page.click(`[data-id="` + id + `"]`)
	}
	assert.Contains(t, page.evaluate("document.querySelector('#answer .ways').textContent"), "onerror")
	assert.Equal(t, "hostile", page.evaluate("document.title"))
	assert.Equal(t, 0.0, page.evaluate("document.querySelectorAll('img').length"))
	assert.Empty(t, page.fetched)
	assert.Empty(t, page.complaints)
}

// A page of a check lists what was found; a click on a finding shows its way. Of two ways between the same places the worse one
// is shown.
func TestPageOfACheckInABrowser(t *testing.T) {
	if os.Getenv("INGRESSHUB_BROWSER") == "" {
		t.Skip("make browser runs this")
	}
	chromium := findChromium()
	if chromium == "" {
		t.Skip("no browser (Debian: apt-get install chromium)")
	}
	const balancer = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/ingress/50dc6c495c0c9188"
	hop := func(kind flightpath.HopKind, id string) flightpath.Hop { return flightpath.Hop{Kind: kind, ID: id} }
	found := flightpath.Answer{
		Verdict: flightpath.Asymmetric, Reason: "the reply is lost",
		Legs: []flightpath.Leg{{
			From: "internet", To: "ingress", Verdict: flightpath.Asymmetric, Reason: "the reply is lost",
			Forward: []flightpath.Hop{hop(flightpath.HopInternet, "internet"), hop(flightpath.HopInternetGateway, "igw-0a11111111111119a")},
			Return:  []flightpath.Hop{hop(flightpath.HopInternetGateway, "igw-0a11111111111119a")},
		}},
	}
	check := report.Check{Report: flightpath.Report{
		Properties: []flightpath.Property{
			{Name: flightpath.Exposed, Result: flightpath.Holds},
			{Name: flightpath.Symmetric, Result: flightpath.Fails, Findings: []flightpath.Finding{
				{From: "internet", To: balancer, Verdict: flightpath.Asymmetric, Traffic: "tcp 443", Reason: "the reply is lost", Answer: found},
			}},
		},
	}}
	page := report.Page{Title: "flightpath check", Network: sandwich(t)}
	check.Fill(&page)
	better := page.Traces[0]
	better.Answer.Verdict = flightpath.Direct
	page.Traces = append([]report.Trace{better}, page.Traces...)
	for i := range page.Findings {
		if page.Findings[i].Trace >= 0 {
			page.Findings[i].Trace++
		}
	}
	var out bytes.Buffer
	require.NoError(t, page.HTML(&out))
	b := open(t, chromium, out.Bytes())
	assert.Equal(t, 1.0, b.evaluate("document.querySelectorAll('#findings .holds').length"))
	assert.Equal(t, 2.0, b.evaluate("document.querySelectorAll('#findings .fails').length"), "the property and the finding")
	assert.Equal(t, "direct", b.evaluate("document.querySelector('#answer').dataset.verdict"))
	b.click("#findings button")
	assert.Equal(t, "asymmetric", b.evaluate("document.querySelector('#answer').dataset.verdict"))
	b.click(`[data-id="internet"]`)
	b.click(fmt.Sprintf(`[data-id=%q]`, balancer))
	assert.Equal(t, "asymmetric", b.evaluate("document.querySelector('#answer').dataset.verdict"), "the worse of the two")
	assert.Empty(t, b.fetched)
	assert.Empty(t, b.complaints)
}

// wholePage asks about every pair of places.
func wholePage(t *testing.T) []byte {
	t.Helper()
	read := sandwich(t)
	analyzer := flightpath.New(read)
	page := report.Page{Title: "flightpath", Network: read}
	places, _ := report.Places(read, 40)
	balancer := places[1].ID
	ask := func(from, to string) {
		question, trace := flightpath.Question{From: from, To: to, Port: 443}, analyzer.Trace
		if from == "subnet-0a17000000000003a" {
			trace = analyzer.Explain
		}
		if answer, err := trace(question); err == nil {
			page.Traces = append(page.Traces, report.Trace{Question: question, Answer: answer, Names: report.NamesOf(read)})
		}
	}
	ask("internet", balancer)
	subnet := report.Place{ID: "subnet-0a17000000000003a"}
	for _, from := range append(places, subnet) {
		for _, to := range append(places, subnet) {
			ask(from.ID, to.ID)
		}
	}
	var out bytes.Buffer
	require.NoError(t, page.HTML(&out))
	return out.Bytes()
}

func findChromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "headless_shell"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// browser is a Chromium that is told what to do through two pipes, with the messages of its DevTools protocol.
type browser struct {
	t          *testing.T
	in         *os.File
	messages   chan message
	last       int
	session    string
	fetched    []string // but the page itself
	complaints []string
}

type message struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// open shows a page, in a browser of its own that ends with the test.
func open(t *testing.T, chromium string, text []byte) *browser {
	t.Helper()
	folder := t.TempDir()
	file := filepath.Join(folder, "page.html")
	require.NoError(t, os.WriteFile(file, text, 0o600))
	commands, toBrowser, err := os.Pipe()
	require.NoError(t, err)
	fromBrowser, answers, err := os.Pipe()
	require.NoError(t, err)

	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	process := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--disable-background-networking", "--remote-debugging-pipe", "--window-size=1600,1200", "--user-data-dir="+filepath.Join(folder, "profile"))
	process.ExtraFiles = []*os.File{commands, answers} // 3 and 4, as the pipe has them
	require.NoError(t, process.Start())
	require.NoError(t, commands.Close())
	require.NoError(t, answers.Close())
	b := &browser{t: t, in: toBrowser, messages: make(chan message, 1000)}
	go b.listen(fromBrowser)
	t.Cleanup(func() {
		cancel()
		_ = process.Wait() // killed: its status says nothing
		toBrowser.Close()
		fromBrowser.Close()
		// Its own children end a moment later, and may write until then.
		for range 50 {
			if os.RemoveAll(folder) == nil {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
	})

	var target struct{ TargetID string }
	b.into(&target, b.call("Target.createTarget", map[string]any{"url": "about:blank"}))
	var attached struct{ SessionID string }
	b.into(&attached, b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}))
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Network", "Log"} {
		b.call(domain+".enable", nil)
	}
	b.call("Page.navigate", map[string]any{"url": (&url.URL{Scheme: "file", Path: file}).String()})
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if b.evaluate("document.readyState === 'complete' && document.querySelector('#data') !== null") == true {
			return b
		}
	}
	t.Fatal("the page did not load")
	return nil
}

// listen takes messages, which end with a zero byte each.
func (b *browser) listen(from *os.File) {
	defer close(b.messages)
	var rest []byte
	buffer := make([]byte, 1<<16)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		rest = append(rest, buffer[:n]...)
		for {
			text, after, whole := bytes.Cut(rest, []byte{0})
			if !whole {
				break
			}
			rest = after
			var m message
			if json.Unmarshal(text, &m) == nil {
				b.messages <- m
			}
		}
	}
}

// call does something and waits for its result; what happens meanwhile is noted.
func (b *browser) call(method string, params map[string]any) json.RawMessage {
	b.t.Helper()
	b.last++
	command := map[string]any{"id": b.last, "method": method}
	if params != nil {
		command["params"] = params
	}
	if b.session != "" {
		command["sessionId"] = b.session
	}
	text, err := json.Marshal(command)
	require.NoError(b.t, err)
	_, err = b.in.Write(append(text, 0))
	require.NoError(b.t, err)
	timeout := time.After(time.Minute)
	for {
		select {
		case m, running := <-b.messages:
			require.True(b.t, running, "the browser ended")
			if m.ID == b.last {
				require.Nil(b.t, m.Error, "%s: %+v", method, m.Error)
				return m.Result
			}
			b.note(m)
		case <-timeout:
			b.t.Fatalf("%s: no answer", method)
		}
	}
}

func (b *browser) note(m message) {
	switch m.Method {
	case "Network.requestWillBeSent":
		var sent struct{ Request struct{ URL string } }
		if json.Unmarshal(m.Params, &sent) == nil && !strings.HasPrefix(sent.Request.URL, "file://") {
			b.fetched = append(b.fetched, sent.Request.URL)
		}
	case "Runtime.exceptionThrown", "Log.entryAdded":
		b.complaints = append(b.complaints, string(m.Params))
	}
}

func (b *browser) into(value any, result json.RawMessage) {
	b.t.Helper()
	require.NoError(b.t, json.Unmarshal(result, value))
}

// evaluate is the value of an expression on the page.
func (b *browser) evaluate(expression string) any {
	b.t.Helper()
	var evaluated struct {
		Result           struct{ Value any }
		ExceptionDetails json.RawMessage
	}
	b.into(&evaluated, b.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true}))
	require.Nil(b.t, evaluated.ExceptionDetails, "%s: %s", expression, evaluated.ExceptionDetails)
	return evaluated.Result.Value
}

// click presses and releases the mouse in the middle of an element.
func (b *browser) click(selector string) {
	b.t.Helper()
	found := b.evaluate(fmt.Sprintf(`(() => { const e = document.querySelector(%q); if (!e) return null; e.scrollIntoView({block: "center"});
		const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })()`, selector))
	require.NotNil(b.t, found, "nothing on the page is %s", selector)
	at := found.([]any)
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		b.call("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1})
	}
}
