// Asks the core what the page would: `node ask_core.mjs PKG/lr_lab.js FUNCTION`, with its question in the standard input.
// JSON knows no NaN and no infinity: a loss that is null is none, and a final loss that is null diverged.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [, , module, asked] = process.argv;
const core = await import(pathToFileURL(module).href);
core.initSync({ module: readFileSync(module.replace(/\.js$/, "_bg.wasm")) });

const answers = {
  /** The report on the widget's trait `curve`: what the page does with it. */
  readLrFind({ lrs, losses, smoothed, planned }) {
    const table = { lrs, losses: losses.map((loss) => loss ?? NaN) };
    const { suggestions, answer, read } = core.readLrFind(table, { smoothed, ...(planned && { steps: planned }) });
    return { suggestions, answer, read };
  },
  /** The answer of a race with these final losses, which the core finds anew. */
  mergeLrRaces({ finals, ...race }) {
    return core.mergeLrRaces([{ ...race, finals: finals.map((loss) => loss ?? Infinity) }]).answer;
  },
};
console.log(JSON.stringify(answers[asked](JSON.parse(readFileSync(0, "utf8")))));
