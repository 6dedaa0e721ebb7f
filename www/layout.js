// @ts-check
/** Who stands where: which parts are on the page, and whose buttons are where the room is. */

/**
 * @typedef {{
 *   named: Record<string, Element[]>, ratePanel: HTMLElement, root: HTMLElement, moments: HTMLElement, main: HTMLElement,
 *   training: import("./train-panel.js").TrainPanel, shape: import("./shape.js").Shape, bar: import("./bar.js").Bar, rail: import("./rail.js").Rail,
 *   verdict: import("./verdict.js").Verdict, foot: import("./foot.js").Foot, kind: string, full: boolean, small: boolean, narrow: boolean, trains: boolean,
 *   shows: (part: string) => boolean, turnTo: (moment: "pick" | "shape") => void,
 * }} Laid
 */

/** @param {Laid} view */
export function layOut(view) {
  const { named, ratePanel, root, moments, main, training, shape, bar, rail, verdict, foot, full, small, narrow } = view;
  for (const [name, parts] of Object.entries(named)) for (const part of parts) part.toggleAttribute("data-off", !view.shows(name));
  const [picks, shapes] = [view.shows("rules"), view.shows("schedule")];
  ratePanel.toggleAttribute("data-off", !picks && !shapes);
  root.classList.toggle("bare", !view.shows("settings"));
  root.classList.toggle("narrow", narrow);
  root.classList.toggle("small-view", small);
  root.dataset.view = view.kind;
  moments.hidden = !full || !picks || !shapes;
  if (!picks && shapes) view.turnTo("shape");
  else if (!full || !shapes) view.turnTo("pick");
  main.inert = narrow && rail.open;
  training.root.hidden = training.runs.hidden = !full && !small;
  foot.root.hidden = !small;
  bar.arrange(narrow);
  rail.arrange(narrow);
  // On a phone the rate and the next step stay under the thumb.
  const home = !small && (narrow || !view.trains) ? rail.acts : training.form;
  move(training.rate.root, home, home === rail.acts ? rail.sheetButton.nextSibling : home.firstChild);
  move(verdict.steps.root, !small && (narrow || !view.shows("headline")) ? rail.acts : verdict.root, null);
  // A schedule alone is chosen beside its curve.
  const apart = small && shapes && !view.trains;
  move(shape.kind.root, apart ? shape.root : training.form, apart ? shape.root.firstChild : training.steps.root);
}

/** Elements stay where they are, and keep the focus, unless they have to move. @param {Element} element @param {Element} home @param {Node | null} before */
function move(element, home, before) {
  if (element.parentElement !== home) home.insertBefore(element, before);
}
