// The page's data stands in the element `data`. Every text of it is put on the page as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const map = document.getElementById("map");
  const chart = document.getElementById("chart");
  const answer = document.getElementById("answer");
  const hint = document.getElementById("hint");
  const drawn = new Map(); // ID → elements; a load balancer stands in several subnets
  const packets = document.getElementById("ask");
  const known = knowledge(data);
  const mostWays = 40; // in a list
  let thing = null; // that is no end, and was clicked
  let ask = 0; // which of the packets
  const { drawLines, redraw } = painter(data, drawn);
  let from = null, to = null;

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // place is a drawn object; one that has something to say can be clicked.
  function place(object, className) {
    const asked = known.speaks(object.id);
    const element = make(asked ? "button" : "span", (asked ? "place " : "thing silent ") + (className || "") + " " + object.kind);
    element.dataset.id = object.id;
    element.title = object.title || (object.note ? object.id + " · " + object.note : object.id);
    element.append(object.label);
    if (object.note && object.kind !== "load-balancer") element.append(" ", make("small", "", object.note));
    if (asked) clickable(element, object.id);
    note(object.id, element);
    return element;
  }

  function clickable(button, id) {
    button.type = "button";
    button.addEventListener("click", (event) => { event.stopPropagation(); choose(id); });
  }

  // title is a name on the map that stands for what is below or beside it; it can be clicked where that has ends in it.
  function title(id, label) {
    if (!known.parts(id).length && !known.ends.has(id)) return label;
    const button = make("button", "place", label);
    button.dataset.id = id;
    clickable(button, id);
    return button;
  }

  function note(id, element) {
    if (!drawn.has(id)) drawn.set(id, []);
    drawn.get(id).push(element);
  }

  function drawVPC(vpc) {
    const box = make("section", "vpc");
    box.dataset.vpc = vpc.id;
    const gateways = make("div", "gateways");
    vpc.gateways.forEach((gateway) => gateways.append(place(gateway)));
    box.append(gateways);
    const head = make("h2");
    head.append(title(vpc.id, vpc.label), " ", make("small", "", vpc.note));
    box.append(head);
    note(vpc.id, head);
    const table = make("table", "tiers");
    const zones = table.createTHead().insertRow();
    zones.append(make("th", "", ""));
    vpc.zones.forEach((zone) => zones.append(make("th", "", zone)));
    const body = table.createTBody();
    vpc.tiers.forEach((tier) => {
      const row = body.insertRow();
      const name = make("th");
      name.append(title(known.tier(vpc, tier.name), tier.name));
      row.append(name);
      note(known.tier(vpc, tier.name), name);
      vpc.zones.forEach((zone) => {
        const cell = row.insertCell();
        tier.subnets.filter((subnet) => subnet.zone === zone).forEach((subnet) => {
          const inside = make("div", "subnet");
          const own = place({ ...subnet, label: subnet.note || subnet.label, note: subnet.label });
          own.querySelector("small")?.remove();
          inside.append(own);
          const endpoints = subnet.holds.filter((held) => held.kind === "endpoint" && !known.speaks(held.id));
          subnet.holds.filter((held) => !endpoints.includes(held)).forEach((held) => inside.append(place(held)));
          if (endpoints.length) inside.append(together(endpoints));
          cell.append(inside);
        });
      });
    });
    box.append(table);
    return box;
  }

  // together is one box for what nobody asks about one by one.
  function together(endpoints) {
    if (endpoints.length === 1) return place(endpoints[0]);
    const element = make("span", "thing silent endpoint", endpoints.length + " VPC endpoints");
    element.title = endpoints.map((one) => one.label).join(", ");
    endpoints.forEach((one) => note(one.id, element));
    return element;
  }

  // drawMap has three columns: VPCs that the internet enters, what stands between, and the others. Lines run in the gaps.
  function drawMap() {
    const top = make("div", "row");
    top.append(place({ id: "internet", label: "internet", kind: "internet" }));
    const columns = make("div", "columns");
    ["left", "middle", "right"].forEach((name, i) => {
      const column = make("div", "column " + name);
      if (i === 1) data.chart.transit.forEach((one) => column.append(place(one)));
      data.chart.vpcs.filter((vpc) => vpc.column === i).forEach((vpc) => column.append(drawVPC(vpc)));
      columns.append(column);
    });
    chart.append(top, columns);
    const others = [...known.ends].filter((id) => !known.has(id));
    if (others.length) {
      const row = make("div", "row");
      others.forEach((id) => row.append(place({ id, label: name(id), kind: "other" })));
      chart.append(row);
    }
  }

  function drawFindings() {
    const listed = document.getElementById("findings");
    data.findings.forEach((finding) => {
      const item = make("li", finding.open ? "open" : finding.holds ? "holds" : "fails");
      if (finding.trace >= 0) {
        const button = make("button", "place", finding.text);
        button.type = "button";
        button.addEventListener("click", () => given(data.traces[finding.trace]));
        item.append(button);
      } else {
        item.append(finding.text);
      }
      listed.append(item);
    });
  }

  // choose takes the first place as sender and the second one as receiver; the third starts anew. What is no end tells what
  // passes through it.
  function choose(id) {
    thing = null;
    if (!known.parts(id).length) {
      [from, to, thing] = [null, null, id];
    } else if (from === null || to !== null) {
      [from, to] = [id, null];
    } else {
      to = id;
    }
    update();
  }

  // given shows one of the page's own traces.
  function given(trace) {
    [from, to, thing] = [known.stand(trace.from), known.stand(trace.to), null];
    clear();
    show(trace);
  }

  function called(id) {
    const more = known.place(id)?.more;
    if (more) return plainly(id) + " and " + more + " more like it";
    return known.titles.get(id) || plainly(id);
  }

  function plainly(id) {
    if (id.includes("@")) return name(id);
    return data.names[id] ? data.names[id] + " (" + short(id) + ")" : short(id);
  }

  // name is what people call something; what has no ID of its own is called by its owner and its subnet.
  function name(id) { return id.split("@").map((part) => data.names[part] || short(part)).join(" @ "); }

  function short(id) {
    if (id.startsWith("arn:")) return id.split(":").slice(5).join(":");
    return id.startsWith("urn:pulumi:") ? id.slice(id.lastIndexOf("::") + 2) : id;
  }

  // clear takes an answer off the page, and marks the ends of the next one.
  function clear() {
    document.querySelectorAll(".from, .to, .crossed").forEach((element) => element.classList.remove("from", "to", "crossed"));
    const mark = (id, className) => (drawn.get(id) || []).forEach((element) => element.classList.add(className));
    mark(from ?? thing, "from");
    mark(to, "to");
    answer.replaceChildren();
    delete answer.dataset.verdict;
    drawLines(null);
  }

  // update shows the answer about what was clicked.
  function update() {
    clear();
    if (thing !== null) {
      showThrough();
    } else if (from === null) {
      hint.textContent = "Click where packets come from, then where they go to.";
    } else if (to === null) {
      hint.textContent = "From " + called(from) + ": now click where packets go to.";
    } else {
      const ways = known.between(ask, from, to);
      if (ways.length > 1) {
        showMany(ways);
      } else if (ways.length) {
        show(ways[0]);
      } else {
        hint.textContent = unasked();
      }
    }
  }

  // unasked says why there is no way between the two ends.
  function unasked() {
    if (from === to && known.ends.has(from)) return "Both ends are the same.";
    if (known.parts(from).every((id) => known.place(id)?.answers)) {
      return called(from) + " begins no flows of its own: it answers those of others. Click it as the second place.";
    }
    return "This was not asked: " + called(from) + " → " + called(to) + ".";
  }

  // list is ways, each of which can be shown.
  function list(ways) {
    const listed = make("ul", "ways");
    ways.slice(0, mostWays).forEach((way) => {
      const button = make("button", "place", called(way.from) + " → " + called(way.to));
      button.type = "button";
      button.append(verdict(way.verdict));
      button.addEventListener("click", () => { [from, to, thing] = [known.stand(way.from), known.stand(way.to), null]; update(); });
      const item = make("li");
      item.append(button);
      listed.append(item);
    });
    if (ways.length > mostWays) listed.append(make("li", "", "and " + (ways.length - mostWays) + " more: click a place instead of what it is in"));
    return listed;
  }

  // counted is how many ways have which verdict.
  function counted(ways) {
    const counts = new Map();
    ways.forEach((way) => counts.set(way.verdict, (counts.get(way.verdict) || 0) + 1));
    return [...counts].map(([of, count]) => count + " " + of).join(", ");
  }

  // showMany is the answer about places that hold others: as the sender may choose, the worst that is not blocked is shown whole.
  function showMany(ways) {
    const asked = called(from) + " → " + called(to) + ", " + ways[0].what;
    hint.textContent = asked;
    answer.append(make("h2", "", asked), make("p", "", ways.length + " ways between what is there: " + counted(ways) + ". The first one is shown below."), list(ways));
    show(ways[0], true);
  }

  // showThrough tells of what is no end.
  function showThrough() {
    const kind = known.kind(thing);
    if (!["gateway", "firewall", "nat", "transit", "peering"].includes(kind)) {
      const empty = ["vpc", "subnet"].includes(kind) || known.titles.has(thing);
      hint.textContent = called(thing) + (empty ? " holds no place that was asked about." : " was not asked about.");
      answer.append(make("p", "", "flightpath trace --from … --to " + thing + " asks about it."));
      return;
    }
    const { ways, all } = known.through(ask, thing);
    const what = data.asks[ask].what;
    hint.textContent = called(thing) + " is no end of a way: packets pass through it.";
    answer.append(make("h2", "", "Through " + called(thing) + ", " + what));
    if (!ways.length) {
      answer.append(make("p", "", "None of the " + all + " ways that were asked about goes through it."));
      return;
    }
    answer.append(make("p", "", ways.length + " of " + all + " ways go through it, there or back: " + counted(ways) + "."), list(ways));
  }

  // otherPorts is the verdicts for the other packets, which can be chosen.
  function otherPorts(trace) {
    if (data.asks.length < 2 || trace.what !== data.asks[ask].what) return;
    const all = make("div", "ports");
    data.asks.forEach((one, i) => {
      const other = i === ask ? undefined : known.find(i, known.stand(trace.from), known.stand(trace.to));
      if (!other || other.what !== one.what) return;
      const button = make("button", "place", one.what);
      button.type = "button";
      button.append(verdict(other.verdict));
      button.addEventListener("click", () => {
        packets.value = String(i);
        [ask, from, to] = [i, known.stand(trace.from), known.stand(trace.to)];
        update();
      });
      all.append(button);
    });
    all.prepend("Other packets: ");
    if (all.childElementCount) answer.append(all);
  }

  // show is the answer about one way, below what stands there already.
  function show(trace, below) {
    drawLines(trace);
    const asked = called(trace.from) + " → " + called(trace.to) + ", " + trace.what;
    if (!below) hint.textContent = asked;
    answer.dataset.verdict = trace.verdict;
    answer.append(make("h2", "", asked), verdict(trace.verdict), make("p", "", trace.reason));
    if (trace.example) answer.append(make("p", "", "For example " + trace.example));
    otherPorts(trace);
    trace.legs.forEach((number, i) => showLeg(data.legs[number], i, trace.legs.length));
    if (trace.beyond.length) {
      answer.append(make("h4", "", "and there it ends"), hops(trace.beyond));
    }
    if (trace.change && trace.change.length) {
      const then = trace.opens ? " (the verdict is " + trace.opens + " then)" : "";
      answer.append(make("h3", "", "The smallest change that would open it" + then));
      const listed = make("ol");
      trace.change.forEach((change) => listed.append(make("li", "", called(change.id) + ": " + change.do)));
      answer.append(listed);
    }
    if (trace.verdict === "blocked" && !trace.change && !trace.noChange) {
      answer.append(make("p", "", "flightpath trace --from " + trace.from + " --to " + trace.to + flags(trace) + " says which change would open it."));
    }
    if (trace.noChange) answer.append(make("p", "", trace.noChange));
    const turn = make("button", "place", "The other way round");
    turn.type = "button";
    turn.id = "turn";
    turn.disabled = !known.between(ask, to, from).length;
    turn.addEventListener("click", () => { [from, to] = [to, from]; update(); });
    answer.append(turn);
  }

  // flags are those of the command line that ask the same.
  function flags(trace) { return data.asks.find((one) => one.what === trace.what)?.flags || ""; }

  function verdict(of) { return make("span", "verdict " + of, of); }

  function showLeg(leg, i, all) {
    if (all > 1) {
      const title = make("h3", "", "Leg " + (i + 1) + " of " + all + ": " + called(leg.from) + " → " + called(leg.to) + " ");
      title.append(verdict(leg.verdict));
      answer.append(title, make("p", "", leg.reason));
    }
    if (leg.forward.length) answer.append(make("h4", "", "There"), hops(leg.forward, "there"));
    if (leg.return.length) answer.append(make("h4", "", "Back"), hops(leg.return, "back"));
  }

  function hops(numbers, direction) {
    const table = make("table", direction || "");
    numbers.forEach((number, i) => {
      const hop = data.hops[number];
      const row = table.insertRow();
      if (hop.decision) row.className = "stops";
      [i + 1, hop.kind, called(hop.id), (hop.rule || "") + (hop.decision ? " ◀ " + hop.decision : "")].forEach((text) => {
        row.insertCell().textContent = text;
      });
    });
    return table;
  }

  document.getElementById("note").textContent = data.note;
  data.asks.forEach((one, i) => packets.append(new Option(one.what, i)));
  document.getElementById("packets").hidden = data.asks.length < 1;
  packets.addEventListener("change", () => { ask = Number(packets.value); update(); });
  drawMap();
  drawFindings();
  if (data.traces.length) {
    given(data.traces[0]);
  } else {
    update();
  }
  let width = map.clientWidth;
  new ResizeObserver(() => {
    if (map.clientWidth === width) return;
    width = map.clientWidth;
    redraw();
  }).observe(map);
})();
