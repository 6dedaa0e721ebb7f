// @ts-check
/** The fields of a schedule, made from the catalog: what is typed, and what an empty one stands for. */
import { choiceOf, nameOf } from "./names.js";
import { fieldsOf, spelled } from "./schedule.js";
import { defaultsOf, suited } from "./usual.js";

/**
 * @import { KindInfo } from "../pkg/lr_lab.js"
 * @import { Field } from "./field.js"
 * @import { Run, ScheduleSettings } from "./usual.js"
 */

/** What is no number. @type {Record<string, Field["kind"]>} */
const KINDS = { choice: "select", flag: "flag", text: "text", schedules: "text" };

/**
 * @param {ScheduleSettings} settings
 * @param {KindInfo | undefined} kind
 * @param {Run} run
 * @param {string} path what the core calls the schedule
 * @returns {Field[]}
 */
export function scheduleFields(settings, kind, run, path) {
  const suiting = suited(settings, run);
  const defaults = kind ? defaultsOf(settings, kind) : {};
  return fieldsOf(kind, settings).map((info) => {
    const usual = spelled(suiting[info.name]) || spelled(defaults[info.name]);
    const control = KINDS[info.type] ?? "number";
    return {
      key: `${path}.${info.name}`, label: (say) => nameOf(say, info.name), paths: [`${path}.${info.name}`],
      kind: control, value: () => settings[info.name] ?? "",
      options: ({ say }) => [
        ...(usual ? [] : [{ value: "", title: say("control.as-usual") }]),
        ...info.choices.map((choice) => ({ value: choice, title: choiceOf(say, choice) })),
      ],
      // What follows from other settings the core alone knows.
      placeholder: ({ say }) => usual || (control === "number" ? say("control.as-usual") : ""),
      stretch: control === "text", title: info.description,
    };
  });
}
