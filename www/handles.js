// @ts-check
/** Where a schedule can be taken hold of, and what a drag there changes. */

/**
 * A handle stands at a step and a rate; dragging it gives new values to the fields behind them.
 *
 * @typedef {Record<string, any>} Request
 * @typedef {{ label: string, t: (s: Request) => number, lr: (s: Request) => number,
 *   drag: (s: Request, t: number, lr: number) => Record<string, number> }} Handle
 */

const whole = (/** @type {number} */ t) => Math.max(1, Math.round(t));
/** A rate that stays where it is in time. @param {string} field @param {string} label @returns {Handle} */
const height = (field, label = "Rate") => ({ label, t: () => 0, lr: (s) => s[field], drag: (_, __, lr) => ({ [field]: lr }) });
/** @param {string} time @param {string} rate @param {string} label @returns {Handle} */
const corner = (time, rate, label) => ({ label, t: (s) => s[time], lr: (s) => s[rate], drag: (_, t, lr) => ({ [time]: whole(t), [rate]: lr }) });
/** A share of the first rate that is left after some time. @param {string} time @param {string} share @param {string} label @returns {Handle} */
const left = (time, share, label) => ({
  label, t: (s) => s[time], lr: (s) => s.initLr * s[share],
  drag: (s, t, lr) => ({ [time]: whole(t), [share]: Math.max(1e-6, lr / s.initLr) }),
});

/** @type {Record<string, Handle[]>} */
export const HANDLES = {
  constant: [height("lr")],
  "inverse-time": [height("initLr")],
  step: [height("initLr"), left("stepSize", "factor", "First stair")],
  "multi-step": [height("initLr")],
  exponential: [height("initLr"), left("decaySteps", "decayRate", "Speed of the decay")],
  "natural-exponential": [
    height("initLr"),
    { label: "Speed of the decay", t: (s) => 1 / s.k, lr: (s) => s.initLr / Math.E, drag: (_, t) => ({ k: 1 / whole(t) }) },
  ],
  geometric: [height("startLr", "First rate"), corner("steps", "endLr", "Last rate")],
  linear: [height("startLr", "First rate"), corner("steps", "endLr", "Last rate")],
  polynomial: [height("initLr"), { label: "End", t: (s) => s.decaySteps, lr: (s) => s.endLr ?? 0, drag: (_, t, lr) => ({ decaySteps: whole(t), endLr: lr }) }],
  cosine: [
    height("initLr"),
    {
      label: "End", t: (s) => s.decaySteps + (s.warmupSteps ?? 0), lr: (s) => (s.warmupTarget ?? s.initLr) * (s.alpha ?? 0),
      drag: (s, t, lr) => ({ decaySteps: whole(t - (s.warmupSteps ?? 0)), alpha: lr / (s.warmupTarget ?? s.initLr) }),
    },
  ],
  "warm-restarts": [
    height("initLr"),
    { label: "First restart", t: (s) => s.firstDecaySteps, lr: (s) => s.initLr, drag: (_, t) => ({ firstDecaySteps: whole(t) }) },
  ],
  cyclic: [height("baseLr", "Lowest rate"), corner("stepSizeUp", "maxLr", "First peak")],
  "one-cycle": [
    {
      label: "Peak", t: (s) => (s.pctStart ?? 0.3) * s.totalSteps, lr: (s) => s.maxLr,
      drag: (s, t, lr) => ({ pctStart: Math.min(1, Math.max(0, t / s.totalSteps)), maxLr: lr }),
    },
  ],
  "inverse-sqrt": [{ label: "Peak", t: (s) => s.warmupSteps ?? 0, lr: (s) => s.maxLr, drag: (_, t, lr) => ({ warmupSteps: Math.max(0, Math.round(t)), maxLr: lr }) }],
  "warmup-stable-decay": [
    corner("warmupSteps", "maxLr", "End of the warm-up"),
    {
      label: "Beginning of the decay", t: (s) => s.warmupSteps + s.stableSteps, lr: (s) => s.maxLr,
      drag: (s, t, lr) => ({ stableSteps: Math.max(0, Math.round(t - s.warmupSteps)), maxLr: lr }),
    },
  ],
};
