// @ts-check
/** A link to what is shown, into the clipboard where there is one. */
import { copied } from "./clipboard.js";
import { h } from "./dom.js";
import { refused } from "./errors.js";
import { framed } from "./files.js";
import { overlaid } from "./link.js";

/** Where the lab's files are; empty where they belong to no page of ours. */
const base = framed && new URL("./", framed).href;

export class Share {
  /**
   * @param {HTMLElement} element
   * @param {{ session: import("./session.js").Session, view: import("./view.js").View, words: import("./words.js").Words,
   *   shared: (link: { hash: string, address: string }) => void, refused: (error: import("./session.js").Refusal) => void }} lab
   */
  constructor(element, lab) {
    this.element = element;
    this.lab = lab;
  }

  /** Where the same can be seen: on this page if it is the lab's own, else on the lab's. */
  get link() {
    const hash = this.lab.session.link({ picked: true });
    const page = this.element.hasAttribute("home") ? location.href.split("#")[0] : framed;
    return { hash, address: `${page}${hash && `#${hash}`}` };
  }

  /** Where all of the lab is, with the same settings; before they are there, as it begins. */
  get whole() {
    const { session } = this.lab;
    const hash = session.ready ? overlaid("", session.link({ picked: true }), ["view", "height", "title", "show"]) : "";
    return framed && `${base}index.html${hash && `#${hash}`}`;
  }

  /** Puts it into the clipboard and, on a page of ours, into the address. */
  async copy() {
    const { view, words, shared } = this.lab;
    try {
      const { link } = this;
      shared(link);
      if (await copied(link.address)) view.note(words.say("bar.copied"));
      else this.#show(link.address);
    } catch (error) {
      this.lab.refused(refused(error));
    }
  }

  /** Shows how it is put into somebody's page. */
  async embed() {
    try {
      const { hash } = this.link;
      const [{ Course }, { dressForLessons }] = await Promise.all([import("./course.js"), import("./styles.js")]);
      const { words, view } = this.lab;
      await dressForLessons(/** @type {ShadowRoot} */ (view.root.getRootNode()));
      new Course(words, { hash, base, address: framed }).open(view.root);
    } catch (error) {
      this.lab.refused(refused(error));
    }
  }

  /** Where it can be copied by hand. @param {string} address */
  #show(address) {
    const { view, words } = this.lab;
    const field = h("input", { type: "text", readonly: true, class: "address", value: address, "aria-label": words.say("bar.address") });
    view.note(words.say("bar.link"));
    view.notes.append(" ", field);
    field.select();
  }
}
