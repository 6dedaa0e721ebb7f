// @ts-check
/** Under a small view: what it is about, and the way to all of it. */
import { h, setText } from "./dom.js";
import { framed } from "./files.js";
import { titleOf } from "./names.js";

export class Foot {
  /** @param {import("./words.js").Words} words @param {() => string} whole where all of it is */
  constructor(words, whole) {
    this.words = words;
    this.about = h("span", {});
    // The address is that of the moment at which it is asked for.
    this.lead = () => { this.open.href = whole(); };
    this.open = h("a", { target: "_blank", rel: "noopener", onpointerdown: this.lead, onclick: this.lead }, words.of("foot.open"));
    this.open.hidden = !framed;
    this.root = h("div", { class: "small-foot" }, this.about, this.open);
  }

  /** @param {import("./session.js").Session} session */
  update({ state, catalog, dataset }) {
    if (!this.open.href) this.lead();
    const { model, training, optimizer } = state;
    const batch = training.batch === "full" ? this.words.say("lesson.set.full") : this.words.say("lesson.set.batch", { size: training.batch });
    setText(this.about, [dataset?.title, model.network, titleOf(catalog.optimizers, optimizer.kind), batch].filter(Boolean).join(", "));
  }
}
