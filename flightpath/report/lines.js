// The lines of the map and its size. `drawn` is what is drawn, elements by ID.
const painter = (data, drawn) => {
  const map = document.getElementById("map");
  const chart = document.getElementById("chart");
  const lines = document.getElementById("lines");
  const crossings = { there: [], back: [] }; // from one drawn thing to another
  let scale = 1;

  // fit makes the whole map as wide as there is room, as far as it can be read then.
  function fit() {
    chart.style.transform = "none";
    scale = Math.max(0.5, Math.min(1, map.clientWidth / chart.scrollWidth));
    chart.style.transform = "scale(" + scale + ")";
    map.style.overflowX = scale > 0.5 ? "hidden" : "auto"; // what was made to fit needs no scroll bar, which would hide its last row
    map.style.height = Math.ceil(chart.offsetHeight * scale) + 2 + "px";
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
      const step = document.createElement("span");
      step.className = "step " + className;
      step.textContent = text;
      element.append(step);
    });
  }

  return { drawLines, redraw };
};
