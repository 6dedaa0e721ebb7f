// @ts-check
/** The lab as it is written into other people's pages. Pure: from settings to text. */

/**
 * @typedef {{ base: string, address: string, keys: [string, string][] }} Embedded
 *   base: where the lab's files are, with a slash at the end; address: of the same in a frame; keys: what a link says, decoded
 * @typedef {{ name: string, language: string, write: (embedded: Embedded) => string }} Host  language: of the snippet, for a fence in Markdown
 */

/** @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** @param {Embedded} embedded */
const tag = ({ keys }) => `<lr-lab${keys.map(([name, value]) => ` ${name}="${escaped(value)}"`).join("")}></lr-lab>`;

/** Its room is kept before it is there; where the element stands alone in a page the script comes once. @param {Embedded} embedded */
const element = (embedded) => `<style>lr-lab { display: block; min-height: 420px }</style>
<script type="module" src="${embedded.base}www/lr-lab.js"></script>
${tag(embedded)}`;

/** @param {Embedded} embedded */
const frame = ({ address }) =>
  `<iframe src="${escaped(address)}" title="LR Lab" width="100%" height="440" style="border: 0" loading="lazy" allow="clipboard-write"></iframe>`;

/** Where a lab can stand, in the order in which a person is shown them. @type {Record<string, Host>} */
export const HOSTS = {
  html: { name: "HTML", language: "html", write: element },
  quarto: { name: "Quarto", language: "markdown", write: (embedded) => `\`\`\`{=html}\n${element(embedded)}\n\`\`\`` },
  mkdocs: { name: "MkDocs", language: "markdown", write: element },
  myst: {
    name: "MyST", language: "markdown",
    write: ({ base, keys }) => `\`\`\`{anywidget} ${base}lr-lab.anywidget.js\n${JSON.stringify(Object.fromEntries(keys))}\n\`\`\``,
  },
  sphinx: { name: "Sphinx", language: "rst", write: (embedded) => `.. raw:: html\n\n${element(embedded).replaceAll(/^/gm, "   ")}` },
  reveal: { name: "Reveal.js", language: "html", write: (embedded) => `<section>\n${element(embedded)}\n</section>` },
  moodle: { name: "Moodle", language: "html", write: frame },
  canvas: { name: "Canvas", language: "html", write: frame },
  jupyter: {
    name: "Jupyter", language: "python",
    write: ({ keys }) => `from lr_lab import LrLab\n\nLrLab(${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(", ")})`,
  },
};
