// @ts-check
/** What the screen is like: whether dark colours are wanted, and how dense its pixels are. */

const darkness = matchMedia("(prefers-color-scheme: dark)");

export class Screen {
  /** @type {MediaQueryList | null} */
  #density = null;

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
  }

  get dark() {
    return darkness.matches;
  }

  watch() {
    darkness.addEventListener("change", this.changed);
    this.#watchDensity();
  }

  leave() {
    darkness.removeEventListener("change", this.changed);
    this.#density?.removeEventListener("change", this.#rescaled);
  }

  #rescaled = () => {
    this.changed();
    this.#watchDensity();
  };

  /** A query knows one density: after a change the next one is asked. */
  #watchDensity() {
    this.#density?.removeEventListener("change", this.#rescaled);
    this.#density = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    this.#density.addEventListener("change", this.#rescaled);
  }
}
