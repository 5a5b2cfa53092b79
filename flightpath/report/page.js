"use strict";
// The page's data stands in the element `data`. Every text of it is put on the page as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const map = document.getElementById("map");
  const lines = document.getElementById("lines");
  const answer = document.getElementById("answer");
  const hint = document.getElementById("hint");
  const drawn = new Map(); // ID → elements; a load balancer stands in several subnets
  const traces = new Map(); // sender, receiver → number
  const ends = new Set();
  // Of several ways between two places, the worst is shown.
  const ranks = ["blocked", "unproven", "asymmetric", "direct", "inspected"];
  data.traces.forEach((trace, i) => {
    const key = pair(trace.from, trace.to);
    const known = data.traces[traces.get(key)];
    if (!known || ranks.indexOf(trace.verdict) < ranks.indexOf(known.verdict)) traces.set(key, i);
    ends.add(trace.from).add(trace.to);
  });
  let from = null, to = null;

  function pair(a, b) { return a + "\n" + b; }

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // place is a drawn object; one that questions were asked about can be clicked.
  function place(object, className) {
    const asked = ends.has(object.id);
    const element = make(asked ? "button" : "span", (asked ? "place " : "thing silent ") + (className || "") + " " + object.kind);
    element.dataset.id = object.id;
    element.title = object.note ? object.id + " · " + object.note : object.id;
    element.append(object.label);
    if (object.note && object.kind !== "load-balancer") element.append(" ", make("small", "", object.note));
    if (asked) {
      element.type = "button";
      element.addEventListener("click", (event) => { event.stopPropagation(); choose(object.id); });
    }
    note(object.id, element);
    return element;
  }

  function note(id, element) {
    if (!drawn.has(id)) drawn.set(id, []);
    drawn.get(id).push(element);
  }

  function drawVPC(vpc) {
    const box = make("section", "vpc");
    const title = make("h2", "", vpc.label + " ");
    title.append(make("small", "", vpc.note));
    box.append(title);
    note(vpc.id, title);
    const gateways = make("div", "gateways");
    vpc.gateways.forEach((gateway) => gateways.append(place(gateway)));
    box.append(gateways);
    const table = make("table", "tiers");
    const head = table.createTHead().insertRow();
    head.append(make("th", "", ""));
    vpc.zones.forEach((zone) => head.append(make("th", "", zone)));
    const body = table.createTBody();
    vpc.tiers.forEach((tier) => {
      const row = body.insertRow();
      row.append(make("th", "", tier.name));
      vpc.zones.forEach((zone) => {
        const cell = row.insertCell();
        tier.subnets.filter((subnet) => subnet.zone === zone).forEach((subnet) => {
          const inside = make("div", "subnet");
          const own = place({ ...subnet, label: subnet.note || subnet.label, note: subnet.label });
          own.querySelector("small")?.remove();
          inside.append(own);
          subnet.holds.forEach((held) => inside.append(place(held)));
          cell.append(inside);
        });
      });
    });
    box.append(table);
    return box;
  }

  function drawMap() {
    const top = make("div", "row");
    top.append(place({ id: "internet", label: "internet", kind: "internet" }));
    const vpcs = make("div", "row");
    data.chart.vpcs.forEach((vpc) => vpcs.append(drawVPC(vpc)));
    const transit = make("div", "row");
    data.chart.transit.forEach((one) => transit.append(place(one)));
    map.append(top, vpcs, transit);
    const others = [...ends].filter((id) => !drawn.has(id));
    if (others.length) {
      const row = make("div", "row");
      others.forEach((id) => row.append(place({ id, label: data.names[id] || id, kind: "other" })));
      map.append(row);
    }
  }

  function drawFindings() {
    const listed = document.getElementById("findings");
    data.findings.forEach((finding) => {
      const item = make("li", finding.open ? "open" : finding.holds ? "holds" : "fails");
      if (finding.trace >= 0) {
        const button = make("button", "place", finding.text);
        button.type = "button";
        button.addEventListener("click", () => { const t = data.traces[finding.trace]; from = t.from; to = t.to; show(t); });
        item.append(button);
      } else {
        item.append(finding.text);
      }
      listed.append(item);
    });
  }

  // choose takes the first place as sender and the second one as receiver; the third starts anew.
  function choose(id) {
    if (from === null || to !== null) {
      from = id;
      to = null;
      show(null);
      return;
    }
    to = id;
    const number = traces.get(pair(from, to));
    show(number === undefined ? null : data.traces[number]);
  }

  function called(id) { return data.names[id] ? data.names[id] + " (" + short(id) + ")" : short(id); }

  function short(id) {
    if (id.startsWith("arn:")) return id.split(":").slice(5).join(":");
    return id.startsWith("urn:pulumi:") ? id.slice(id.lastIndexOf("::") + 2) : id;
  }

  function show(trace) {
    document.querySelectorAll(".from, .to, .crossed").forEach((element) => element.classList.remove("from", "to", "crossed"));
    (drawn.get(from) || []).forEach((element) => element.classList.add("from"));
    (drawn.get(to) || []).forEach((element) => element.classList.add("to"));
    answer.replaceChildren();
    delete answer.dataset.verdict;
    drawLines(trace);
    if (!trace) {
      if (from === null) {
        hint.textContent = "Click where packets come from, then where they go to.";
      } else if (to === null) {
        hint.textContent = "From " + called(from) + ": now click where packets go to.";
      } else {
        hint.textContent = from === to ? "Both ends are the same." : "This was not asked: " + called(from) + " → " + called(to) + ".";
      }
      return;
    }
    hint.textContent = trace.asked;
    answer.dataset.verdict = trace.verdict;
    answer.append(make("h2", "", trace.asked), verdict(trace.verdict), make("p", "", trace.reason));
    if (trace.example) answer.append(make("p", "", "For example " + trace.example));
    trace.legs.forEach((number, i) => showLeg(data.legs[number], i, trace.legs.length));
    if (trace.beyond.length) {
      answer.append(make("h4", "", "and there it ends"), hops(trace.beyond));
    }
    if (trace.change && trace.change.length) {
      answer.append(make("h3", "", "The smallest change that would open it"));
      const listed = make("ul");
      trace.change.forEach((change) => listed.append(make("li", "", called(change.id) + ": " + change.do)));
      answer.append(listed);
    }
    const turn = make("button", "place", "The other way round");
    turn.type = "button";
    turn.id = "turn";
    turn.disabled = !traces.has(pair(trace.to, trace.from));
    turn.addEventListener("click", () => {
      [from, to] = [to, from];
      show(data.traces[traces.get(pair(from, to))]);
    });
    answer.append(turn);
  }

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

  // anchor is the element that stands for a hop: its own, or that of what it belongs to.
  function anchor(id, near) {
    const all = drawn.get(id) || drawn.get(data.chart.anchors[id]) || [];
    if (all.length < 2 || !near) return all[0];
    const distance = (element) => Math.hypot(middle(element).x - middle(near).x, middle(element).y - middle(near).y);
    return all.reduce((best, element) => (distance(element) < distance(best) ? element : best));
  }

  function middle(element) {
    const box = element.getBoundingClientRect(), origin = map.getBoundingClientRect();
    return { x: box.left + box.width / 2 - origin.left + map.scrollLeft, y: box.top + box.height / 2 - origin.top };
  }

  function line(points, className, shift) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", points.map((p, i) => (i ? "L" : "M") + (p.x + shift).toFixed(1) + " " + (p.y + shift).toFixed(1)).join(" "));
    path.setAttribute("class", className);
    lines.append(path);
  }

  function drawLines(trace) {
    lines.replaceChildren();
    data.chart.joins.forEach((join) => {
      const a = anchor(join.from), b = anchor(join.to);
      if (a && b) line([middle(a), middle(b)], "join", 0);
    });
    if (!trace) return;
    const legs = trace.legs.map((number) => data.legs[number]);
    const there = legs.flatMap((leg) => leg.forward).concat(trace.beyond);
    const back = legs.slice().reverse().flatMap((leg) => leg.return);
    way(there, "there", -2);
    way(back, "back", 3);
  }

  function way(numbers, className, shift) {
    let last = null;
    const points = [];
    numbers.forEach((number) => {
      const element = anchor(data.hops[number].id, last);
      if (!element) return;
      element.classList.add("crossed");
      if (element === last) return;
      points.push(middle(element));
      last = element;
    });
    if (points.length > 1) line(points, className, shift);
  }

  document.getElementById("note").textContent = data.note;
  drawMap();
  drawFindings();
  if (data.traces.length) {
    from = data.traces[0].from;
    to = data.traces[0].to;
    show(data.traces[0]);
  } else {
    show(null);
  }
  addEventListener("resize", () => {
    const number = traces.get(pair(from, to));
    drawLines(number === undefined ? null : data.traces[number]);
  });
})();
