// @ts-check
/** What other programs ask of an element: its state and results, other settings, and what can be taken away. */
import { ToldError } from "./faults.js";
import { linkOf } from "./link.js";
import { loaded } from "./wasm.js";

/**
 * @import { LrFindReport } from "../pkg/lr_lab.js"
 * @typedef {{ resolve: (report: LrFindReport | null) => void, reject: (error: Error) => void }} Promised
 */

export class Doors {
  /** Who waits for the finder's report. @type {Promised[]} */
  #promised = [];

  /**
   * @param {{ session: import("./session.js").Session, editing: import("./editing.js").Editing, view: import("./view.js").View,
   *   words: import("./words.js").Words, opened: () => boolean, refused: (error: import("./session.js").Refusal) => void }} lab
   *   opened: its settings are those of its link
   */
  constructor(lab) {
    this.lab = lab;
  }

  /** What keeps the lab from running, in words; empty where nothing does. */
  get trouble() {
    const { session: { trouble }, words } = this.lab;
    return trouble ? words.say(trouble.id, trouble.values) : "";
  }

  /**
   * The finder's latest report: of a sweep that is on once it has ended; null where there is none. Rejected where the lab
   * can't run, with the reason.
   *
   * @returns {Promise<LrFindReport | null>}
   */
  result() {
    return new Promise((resolve, reject) => {
      this.#promised.push({ resolve, reject });
      this.settle();
    });
  }

  /** Keeps what was promised, once no other report is on its way. */
  settle() {
    const { session: { status, busy, kind, report }, opened } = this.lab;
    const why = this.trouble;
    const comes = !opened() || status === "loading" || (busy && kind === "find");
    if (comes && !why) return;
    for (const { resolve, reject } of this.#promised.splice(0)) {
      if (why) reject(new Error(why));
      else resolve(report);
    }
  }

  /** The element's state, its settings as a link and as what the link says, and the picked rate, with who picked it. */
  state() {
    const { session } = this.lab;
    const link = session.link();
    return { state: session.status, link, config: loaded(session.core).decodeLink(link).config, picked: session.choice };
  }

  /**
   * Sets keys of a link to these texts; an empty one takes the default. Where one is not accepted, nothing changes.
   *
   * @param {Record<string, string>} keys
   */
  set(keys) {
    const { session, editing, refused } = this.lab;
    const names = Object.keys(keys);
    const link = linkOf({ getAttribute: (name) => keys[name] ?? null }, names);
    const [problem] = loaded(session.core).decodeLink(link).notes;
    if (problem) refused({ field: names.join(), message: problem });
    else editing.turnTo(names.join(), () => session.amend(link, names));
  }

  /**
   * What can be taken away, by the name of its file, such as `lr-finder.svg`.
   *
   * @param {string} file
   * @returns {Promise<Blob | string>}
   */
  async export(file) {
    const items = this.lab.view.takeaways();
    const item = items.find((one) => one.file === file);
    if (!item) throw new ToldError("export.unknown", { file, files: items.map((one) => one.file).join(", ") });
    return item.make();
  }
}
