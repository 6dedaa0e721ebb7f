// @ts-check
/** The settings at the side, and under them what goes on: on a phone a sheet over the page, and a bar at its bottom. */
import { Controls } from "./controls.js";
import { button, enable, h, icon, setText } from "./dom.js";
import { shownLoss } from "./numbers.js";

const KNOWN = /** @type {const} */ (["answers.sweep", "answers.race", "answers.truth"]);
const SLIDERS = "M4 7h8M18 7h2M4 17h2M12 17h8M15 4v6M9 14v6";

export class Rail {
  /**
   * @param {import("./words.js").Words} words
   * @param {{ set: (key: string, value: string, committed: boolean) => void, run: () => void, step: () => void, reset: () => void }} actions
   * @param {() => void} turned the sheet has been opened or shut
   */
  constructor(words, { set, run, step, reset }, turned) {
    this.words = words;
    this.turned = turned;
    this.controls = new Controls(words, set);
    this.again = quiet(words.of("act.again"), run);
    this.one = quiet(words.of("act.step"), step);
    this.reset = quiet(words.of("act.reset"), reset);
    this.rest = h("div", { class: "rest-acts" }, this.again, this.one, this.reset);
    this.settings = h("div", { class: "settings", id: "settings" }, this.controls.root);
    this.bar = h("progress", { "aria-label": words.of("rail.progress"), max: "1", value: "0" });
    this.count = h("p", { class: "count" });
    this.marks = h("ul", { class: "marks", "aria-label": words.of("rail.known") }, ...KNOWN.map((name) => h("li", {}, words.of(name))));
    this.general = h("p", { class: "message general", hidden: true });
    this.sheetButton = h("button", {
      type: "button", class: "more", "aria-label": words.of("rail.settings"), "aria-expanded": "false", "aria-controls": "settings", onclick: () => this.turn(!this.open),
    }, icon(SLIDERS));
    this.acts = h("div", { class: "acts" }, this.sheetButton);
    this.foot = h("div", { class: "foot" }, this.general, this.acts, h("div", { class: "progress" }, this.bar, this.count), this.marks, this.rest);
    this.root = h("aside", { class: "rail", "aria-label": words.of("rail.all") }, this.settings, this.foot);
  }

  get open() {
    return this.sheetButton.getAttribute("aria-expanded") === "true";
  }

  /** Opens the sheet or shuts it. @param {boolean} open */
  turn(open) {
    this.sheetButton.setAttribute("aria-expanded", String(open));
    this.turned();
    if (open) this.controls.fields[0].input.focus();
    else this.sheetButton.focus();
  }

  /** The rarer acts, and what is known, go into the sheet where there is one. @param {boolean} narrow */
  arrange(narrow) {
    if (narrow === (this.rest.parentElement === this.settings)) return;
    if (narrow) this.settings.append(this.marks, this.rest);
    else this.foot.append(this.marks, this.rest);
  }

  /** @param {import("./session.js").Session} session */
  update({ status, ready, fetching, progress, curve, outdated, background, busy }) {
    const { say } = this.words;
    const running = status === "running" || status === "paused";
    for (const act of [this.again, this.one, this.reset]) enable(act, ready && !running);
    const { race, truth } = background;
    const behind = [race, truth].find(({ state }) => state === "running");
    if (fetching) {
      this.#tell(Math.min(1, fetching.loaded / fetching.total), say("rail.fetching", { size: Math.round(fetching.total / 1000) }));
    } else if (busy && progress) {
      this.#tell(progress.total ? progress.step / progress.total : 0, say("rail.step", { step: progress.step, total: progress.total, loss: shownLoss(say, progress.loss) }));
    } else if (behind === race) {
      this.#tell(race.share, say("rail.race"));
    } else if (behind) {
      this.#tell(truth.share, roundsOf(say, truth.report));
    } else {
      this.#tell(0, "");
    }
    const known = [curve?.stop && !outdated, race.settled, truth.settled];
    [...this.marks.children].forEach((mark, at) => mark.classList.toggle("known", Boolean(known[at])));
    this.root.classList.toggle("on", running || behind !== undefined);
  }

  /** @param {number} share @param {string} text */
  #tell(share, text) {
    this.bar.value = share;
    setText(this.count, text);
  }
}

/** How far the truth has come. @param {import("./texts.js").Say} say @param {import("../pkg/lr_lab.js").LrSweepReport | null} report */
function roundsOf(say, report) {
  const { done = 0, of = 0 } = report?.rounds ?? {};
  return of ? say("rail.truth", { done, of }) : say("rail.truth.begins");
}

/** @param {import("./words.js").Held} name @param {() => void} press */
const quiet = (name, press) => button({ class: "quiet" }, press, name);
