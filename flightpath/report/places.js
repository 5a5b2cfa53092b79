"use strict";
// What the page knows of its places: which of them are ends of ways, what stands for several of them, and the ways between them.
const knowledge = (data) => {
  // Of several ways between two places, the worst is shown. Of many places the sender may choose: the worst that is not blocked.
  const ranks = ["blocked", "unproven", "asymmetric", "direct", "inspected"];
  const order = ["unproven", "asymmetric", "direct", "inspected", "blocked"];
  const numbers = new Map(data.places.map((place, i) => [place.id, i]));
  const ends = new Set(numbers.keys());
  const drawn = new Map(); // ID → kind, of all that the map draws
  const contents = new Map(); // VPC, tier or subnet → the ends in it
  const titles = new Map();
  const told = new Map(); // sender, receiver and, where it is known, what was asked → trace of the page's own

  const key = (...parts) => parts.join("\n");
  const tier = (vpc, name) => "tier " + vpc.id + " " + name;

  drawn.set("internet", "internet");
  data.chart.transit.forEach((one) => drawn.set(one.id, one.kind));
  data.chart.vpcs.forEach((vpc) => {
    drawn.set(vpc.id, "vpc");
    vpc.gateways.forEach((one) => drawn.set(one.id, one.kind));
    vpc.tiers.forEach((of) => of.subnets.forEach((subnet) => {
      drawn.set(subnet.id, "subnet");
      subnet.holds.forEach((one) => drawn.set(one.id, one.kind));
    }));
  });

  // stand is what the map draws for an ID: itself, what it belongs to, or what it is a part of.
  function stand(id) {
    return [id, data.chart.anchors[id], id.split("@")[0]].find((one) => drawn.has(one)) ?? id;
  }

  // Texts are written once, and referred to by number.
  const text = (object, fields) => fields.forEach((field) => { object[field] = data.texts[object[field] || 0]; });
  data.answers.forEach((answer) => {
    text(answer, ["reason", "example", "noChange"]);
    answer.beyond ||= [];
  });
  data.legs.forEach((leg) => text(leg, ["from", "to", "reason"]));
  data.traces.forEach((trace) => {
    text(trace, ["from", "to", "what", "reason", "example", "noChange"]);
    trace.beyond ||= [];
    const from = stand(trace.from), to = stand(trace.to);
    for (const name of [key(from, to), key(from, to, trace.what)]) {
      const known = told.get(name);
      if (!known || ranks.indexOf(trace.verdict) < ranks.indexOf(known.verdict)) told.set(name, trace);
    }
    ends.add(from).add(to);
  });
  data.chart.vpcs.forEach((vpc) => {
    const all = new Set();
    vpc.tiers.forEach((of) => {
      const row = new Set();
      of.subnets.forEach((subnet) => {
        const inside = [subnet.id, ...subnet.holds.map((one) => one.id)].filter((id) => ends.has(id));
        contents.set(subnet.id, inside);
        inside.forEach((id) => row.add(id));
      });
      row.forEach((id) => all.add(id));
      contents.set(tier(vpc, of.name), [...row]);
      titles.set(tier(vpc, of.name), vpc.label + ", tier " + of.name);
    });
    contents.set(vpc.id, [...all]);
  });

  // parts is the ends that something on the map stands for.
  const parts = (id) => (ends.has(id) ? [id] : contents.get(id) || []);

  // find is the way between two ends.
  function find(ask, from, to) {
    const what = data.asks[ask]?.what;
    const exact = told.get(key(from, to, what));
    if (exact) return exact;
    const number = data.pairs[ask]?.[numbers.get(from)]?.[numbers.get(to)] ?? -1;
    return number < 0 ? told.get(key(from, to)) : { ...data.answers[number], from, to, what };
  }

  const sorted = (ways) => ways.sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));

  // between is the ways from all that one place stands for to all that another one does, the worst that is not blocked first.
  function between(ask, from, to) {
    const exact = told.get(key(from, to, data.asks[ask]?.what));
    if (exact) return [exact];
    const all = [];
    parts(from).forEach((a) => parts(to).forEach((b) => {
      const way = a === b ? undefined : find(ask, a, b);
      if (way) all.push(way);
    }));
    return sorted(all);
  }

  // crossed is what the map draws of a way.
  function crossed(answer) {
    const ids = new Set();
    const add = (hops) => hops.forEach((number) => ids.add(stand(data.hops[number].id)));
    answer.legs.forEach((number) => { add(data.legs[number].forward); add(data.legs[number].return); });
    add(answer.beyond);
    return ids;
  }

  // through is the ways that cross something, there or back, and how many were asked about.
  function through(ask, id) {
    const crosses = data.answers.map((answer) => crossed(answer).has(id));
    const ways = [];
    let all = 0;
    data.places.forEach((from, i) => data.places.forEach((to, j) => {
      const number = data.pairs[ask]?.[i]?.[j] ?? -1;
      if (number < 0) return;
      all++;
      if (crosses[number]) ways.push({ ...data.answers[number], from: from.id, to: to.id, what: data.asks[ask].what });
    }));
    return { ways: sorted(ways), all };
  }

  return {
    ends, titles, stand, tier, parts, find, between, through,
    kind: (id) => drawn.get(id),
    place: (id) => data.places[numbers.get(id)],
    has: (id) => drawn.has(id),
    // Once every pair was asked about, everything on the map has something to say.
    speaks: (id) => ends.has(id) || parts(id).length > 0 || data.asks.length > 0 && drawn.has(id),
  };
};
