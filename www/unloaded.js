// @ts-check
/** Says why nothing has come. A plain script, which loads where modules do not: from a disk, or in a frame without an origin. */
{
  const cause = () => {
    if (!("noModule" in HTMLScriptElement.prototype)) return "old";
    if (location.protocol === "file:") return "disk";
    return origin === "null" ? "frame" : "lost";
  };
  const tell = () => {
    const lab = document.querySelector("lr-lab");
    if (!lab || customElements.get("lr-lab")) return;
    const texts = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`.unloaded[data-cause=${cause()}]`)]);
    const show = (/** @type {boolean} */ on) => texts.forEach((text) => { text.hidden = !on; });
    show(true);
    // What went wrong was another's, or late.
    void customElements.whenDefined("lr-lab").then(() => show(false));
    lab.setAttribute("state", "error");
    lab.dispatchEvent(new CustomEvent("error", { detail: { field: null, message: texts[0].firstElementChild?.textContent } }));
  };
  // A script that does not arrive is told to itself alone, on the way down; one that does not fit the others, to the window.
  addEventListener("error", ({ target }) => {
    if (target !== window && !(target instanceof HTMLScriptElement)) return;
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", tell, { once: true });
    else tell();
  }, true);
  if (cause() === "old") addEventListener("DOMContentLoaded", tell, { once: true });
}
