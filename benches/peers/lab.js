// Ours, through the same calls as the page's.

/** @param {any} core @param {any} experiment @param {number} lr @param {string} name */
export function lab(core, experiment, lr, name = "LR Lab") {
  const options = { schedule: { kind: "constant", lr }, steps: 4_000_000 };
  const run = new core.Fit(experiment, options);
  return {
    name,
    wholeEpochs: true,
    /** @param {number} steps */
    advance: (steps) => run.advance(steps),
    /** @param {number} steps */
    losses: (steps) => {
      run.advance(steps);
      return [...run.trace().losses];
    },
    free: () => run.free(),
  };
}
