"use strict";
(() => {
  const data = JSON.parse(document.getElementById("evidence").textContent);
  const text = i => data.s[i];

  // Everything is set as text, never as markup: what came from the target stays a text.
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
  };
  const block = content => make("pre", {tabindex: "0"}, content);
  const message = (first, headers, body) =>
      [first, ...headers.map(text)].join("\n") + (text(body) ? "\n\n" + text(body) : "");

  const curl = command => {
    const holder = make("div", {class: "curl"}, block(command));
    addCopy(holder);
    return holder;
  };
  const exchange = ([request, requestHeaders, requestBody, status, responseHeaders, responseBody, command, millis]) => {
    const details = make("details", {class: "wire"},
        make("summary", {}, make("code", {}, text(request)), " → " + text(status) + ", " + millis + " ms"),
        make("div", {class: "halves"},
            make("div", {}, make("h6", {}, "Request"), block(message(text(request), requestHeaders, requestBody))),
            make("div", {}, make("h6", {}, "Response"), block(message(text(status), responseHeaders, responseBody)))));
    if (text(command)) details.append(curl(text(command)));
    return details;
  };
  const trial = ([kind, label, expected, observed, asExpected, words, exchanges]) => {
    const body = make("tbody", {class: asExpected ? "went" : "bad"}, make("tr", {},
        make("td", {class: "kind"}, text(kind)),
        make("td", {class: /attempt|step/.test(text(kind)) ? "label tried" : "label"}, text(label)),
        make("td", text(expected) === "–" ? {class: "must"} : {class: "must", "data-h": "must be"}, text(expected)),
        make("td", text(expected) === "–" ? {class: "seen"} : {class: "seen", "data-h": "was"}, text(observed)),
        make("td", {class: "words"}, text(words))));
    if (exchanges.length) {
      body.append(make("tr", {class: "wire"}, make("td", {}),
          make("td", {colspan: "4"}, ...exchanges.map(i => exchange(data.x[i])))));
    }
    return body;
  };
  const evidence = trials => make("div", {class: "evidence"}, make("table", {class: "trials"},
      make("thead", {}, make("tr", {}, ...["", "Attempt", "Expected", "Observed", "Why"]
          .map(heading => make("th", {scope: "col"}, heading)))),
      ...trials.map(trial)));
  const draw = details => {
    const trials = data.c[details.dataset.i];
    if (trials === undefined || details.querySelector(".evidence")) return;
    details.append(evidence(trials));
  };
  const cases = Array.from(document.querySelectorAll(".case"));
  cases.forEach(one => one.addEventListener("toggle", () => one.open ? draw(one) : null));

  // copy
  function addCopy(holder) {
    const button = make("button", {type: "button", class: "copy"}, "Copy");
    button.addEventListener("click", async () => {
      const command = holder.querySelector("pre");
      try {
        await navigator.clipboard.writeText(command.textContent);
      } catch {
        getSelection().selectAllChildren(command);
        document.execCommand("copy");
      }
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    holder.append(button);
  }
  document.querySelectorAll(".curl").forEach(addCopy);

  // filter
  const find = document.getElementById("find");
  const shown = document.getElementById("shown");
  const buttons = Array.from(document.querySelectorAll("[data-show]"));
  const controls = Array.from(document.querySelectorAll(".control"));
  const haystacks = new Map();
  const haystack = one => {
    if (!haystacks.has(one)) {
      const check = one.closest(".check").querySelector("h4").textContent;
      const control = one.closest(".control").querySelector("summary").textContent;
      haystacks.set(one, (control + " " + check + " " + one.firstElementChild.textContent).toLowerCase());
    }
    return haystacks.get(one);
  };
  const filter = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const outcomes = new Set(buttons.filter(b => b.getAttribute("aria-pressed") === "true").map(b => b.dataset.show));
    const active = words.length > 0 || outcomes.size > 0;
    let count = 0;
    cases.forEach(one => {
      one.hidden = (outcomes.size > 0 ? !outcomes.has(one.dataset.o) : false)
          || words.some(word => !haystack(one).includes(word));
      count += one.hidden ? 0 : 1;
    });
    document.querySelectorAll(".check").forEach(check => {
      check.hidden = active ? check.querySelector(".case:not([hidden])") === null : false;
    });
    controls.forEach(control => {
      const some = control.querySelector(".case:not([hidden])") !== null;
      control.hidden = active ? !some : false;
      if (active) control.open = some;
    });
    shown.textContent = active ? count + " of " + cases.length + " shown" : "";
  };
  let pending = 0;
  find.addEventListener("input", () => { clearTimeout(pending); pending = setTimeout(filter, 120); });
  buttons.forEach(button => button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    filter();
  }));
  document.querySelector(".filter").hidden = false;

  // links into closed parts
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target === null) return;
    if (target.hidden) { find.value = ""; buttons.forEach(b => b.setAttribute("aria-pressed", "false")); filter(); }
    for (let at = target; at !== null; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // paper has no clicks
  addEventListener("beforeprint", () => document.querySelectorAll(".control").forEach(one => { one.open = true; }));
})();
