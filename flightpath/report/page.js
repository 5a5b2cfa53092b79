"use strict";
// The page's data stands in the element `data`. Every text of it is put on the page as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const map = document.getElementById("map");
  const chart = document.getElementById("chart");
  const lines = document.getElementById("lines");
  const answer = document.getElementById("answer");
  const hint = document.getElementById("hint");
  const drawn = new Map(); // ID → elements; a load balancer stands in several subnets
  const traces = new Map(); // sender, receiver → number
  const ends = new Set();
  // Of several ways between two places, the worst is shown.
  const ranks = ["blocked", "unproven", "asymmetric", "direct", "inspected"];
  data.traces.forEach((trace, i) => {
    // Texts are written once, and referred to by number.
    ["from", "to", "what", "reason", "example", "noChange"].forEach((field) => { trace[field] = data.texts[trace[field] || 0]; });
    trace.beyond ||= [];
    const key = pair(trace.from, trace.to);
    const known = data.traces[traces.get(key)];
    if (!known || ranks.indexOf(trace.verdict) < ranks.indexOf(known.verdict)) traces.set(key, i);
    ends.add(trace.from).add(trace.to);
  });
  data.legs.forEach((leg) => {
    ["from", "to", "reason"].forEach((field) => { leg[field] = data.texts[leg[field] || 0]; });
  });
  let from = null, to = null, scale = 1;
  const crossings = { there: [], back: [] }; // from one drawn thing to another

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
    box.dataset.vpc = vpc.id;
    const gateways = make("div", "gateways");
    vpc.gateways.forEach((gateway) => gateways.append(place(gateway)));
    box.append(gateways);
    const title = make("h2", "", vpc.label + " ");
    title.append(make("small", "", vpc.note));
    box.append(title);
    note(vpc.id, title);
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
          const endpoints = subnet.holds.filter((held) => held.kind === "endpoint" && !ends.has(held.id));
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
    const others = [...ends].filter((id) => !drawn.has(id));
    if (others.length) {
      const row = make("div", "row");
      others.forEach((id) => row.append(place({ id, label: name(id), kind: "other" })));
      chart.append(row);
    }
  }

  // fit makes the whole map as wide as there is room, as far as it can be read then.
  function fit() {
    chart.style.transform = "none";
    scale = Math.max(0.5, Math.min(1, map.clientWidth / chart.scrollWidth));
    chart.style.transform = "scale(" + scale + ")";
    map.style.height = Math.ceil(chart.offsetHeight * scale) + 2 + "px";
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

  function called(id) {
    if (id.includes("@")) return name(id);
    return data.names[id] ? data.names[id] + " (" + short(id) + ")" : short(id);
  }

  // name is what people call something; what has no ID of its own is called by its owner and its subnet.
  function name(id) { return id.split("@").map((part) => data.names[part] || short(part)).join(" @ "); }

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
    const asked = called(trace.from) + " → " + called(trace.to) + ", " + trace.what;
    hint.textContent = asked;
    answer.dataset.verdict = trace.verdict;
    answer.append(make("h2", "", asked), verdict(trace.verdict), make("p", "", trace.reason));
    if (trace.example) answer.append(make("p", "", "For example " + trace.example));
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
      answer.append(make("p", "", "flightpath trace --from " + trace.from + " --to " + trace.to + " says which change would open it."));
    }
    if (trace.noChange) answer.append(make("p", "", trace.noChange));
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
    const [owner, subnet] = id.split("@"); // of a node or a target without an ID of its own
    if (subnet && drawn.has(subnet)) {
      const there = [...drawn.get(subnet)[0].parentElement.children];
      return there.find((element) => [element.dataset.id, data.names[element.dataset.id]].includes(owner)) || there[0];
    }
    const all = drawn.get(id) || drawn.get(data.chart.anchors[id]) || [];
    if (all.length < 2 || !near) return all[0];
    const distance = (element) => Math.hypot(box(element).x - box(near).x, box(element).y - box(near).y);
    return all.reduce((best, element) => (distance(element) < distance(best) ? element : best));
  }

  // box is where an element stands on the map.
  function box(element) {
    const at = element.getBoundingClientRect(), origin = chart.getBoundingClientRect();
    const left = (at.left - origin.left) / scale, top = (at.top - origin.top) / scale;
    const right = left + at.width / scale, bottom = top + at.height / scale;
    return { left, top, right, bottom, x: (left + right) / 2, y: (top + bottom) / 2 };
  }

  // route is the corners of a line from one outermost thing of the map to another: in the gaps between the columns, and into a
  // VPC by its edge or, from the internet, to the gateways at its upper one. Nothing where both are the same.
  function route(a, b, shift) {
    const vpcA = a.closest(".vpc"), vpcB = b.closest(".vpc");
    if (vpcA && vpcB) return [];
    if (vpcB) return route(b, a, shift).reverse();
    const far = box(b);
    if (!vpcA) return [];
    const vpc = box(vpcA), columns = [...document.querySelectorAll(".column:not(:empty)")];
    const own = vpcA.closest(".column"), at = columns.indexOf(own);
    if (b.classList.contains("internet")) {
      const gate = a.classList.contains("gateway") ? box(a) : { ...vpc, x: vpc.x, top: vpc.top };
      if (own.firstElementChild === vpcA) return [[gate.x + shift, gate.top], [gate.x + shift, far.bottom]];
      const x = box(own).left - 14 + shift, y = vpc.top - 11 + shift;
      return [[gate.x + shift, gate.top], [gate.x + shift, y], [x, y], [x, far.bottom]];
    }
    const middle = columns.findIndex((column) => column.classList.contains("middle"));
    const fromRight = at > middle, y = vpc.top + 24 + shift;
    const x = (fromRight ? box(own).left - 24 : at === middle ? box(own).left - 24 : box(own).right + 24) + shift;
    return [[fromRight || at === middle ? vpc.left : vpc.right, y], [x, y], [x, far.y + shift], [fromRight ? far.right : far.left, far.y + shift]];
  }

  function line(corners, className) {
    const drawnCorners = corners.filter((points) => points.length > 1);
    if (!drawnCorners.length) return;
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const point = ([x, y], i) => (i ? "L" : "M") + x.toFixed(1) + " " + y.toFixed(1);
    path.setAttribute("d", drawnCorners.map((points) => points.map(point).join(" ")).join(" "));
    path.setAttribute("class", className);
    lines.append(path);
  }

  function drawLines(trace) {
    crossings.there = [];
    crossings.back = [];
    document.querySelectorAll(".step").forEach((step) => step.remove());
    if (trace) {
      const legs = trace.legs.map((number) => data.legs[number]);
      way(legs.flatMap((leg) => leg.forward).concat(trace.beyond), "there");
      way(legs.slice().reverse().flatMap((leg) => leg.return), "back");
    }
    redraw();
  }

  // redraw makes the map fit, and draws its lines anew.
  function redraw() {
    fit();
    lines.replaceChildren();
    data.chart.joins.forEach((join) => {
      const a = anchor(join.from), b = anchor(join.to);
      if (a && b) line([route(a, b, 0)], "join");
    });
    ["there", "back"].forEach((className, i) => line(crossings[className].map(([a, b]) => route(a, b, i ? 4 : -3)), className));
  }

  // way marks what hops cross, with their numbers, and keeps where they go from one VPC or gateway to another.
  function way(numbers, className) {
    let last = null;
    crossings[className] = [];
    const steps = new Map();
    numbers.forEach((number, i) => {
      const element = anchor(data.hops[number].id, last);
      if (!element) return;
      element.classList.add("crossed");
      steps.set(element, [...(steps.get(element) || []), i + 1]);
      if (last && element !== last) crossings[className].push([last, element]);
      last = element;
    });
    steps.forEach((all, element) => {
      const text = all.length > 1 ? all[0] + "–" + all[all.length - 1] : String(all[0]);
      element.append(make("span", "step " + className, text));
    });
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
  let width = map.clientWidth;
  new ResizeObserver(() => {
    if (map.clientWidth === width) return;
    width = map.clientWidth;
    redraw();
  }).observe(map);
})();
