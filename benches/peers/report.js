// The measurement as a Markdown table: ratios of medians with the quartiles of the ratios turn by turn.

const sorted = (values) => [...values].sort((a, b) => a - b);
const quantile = (values, share) => sorted(values)[Math.round(share * (values.length - 1))];
const median = (values) => quantile(values, 0.5);
const number = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** Theirs over ours. */
function ratio(theirs, ours) {
  const turns = theirs.map((time, turn) => time / ours[turn]);
  const [low, high] = [0.25, 0.75].map((share) => number(quantile(turns, share)));
  return `${number(median(theirs) / median(ours))}× (${low}–${high})`;
}

/** @param {any} measured */
export function report({ results, finder, memory, torch, first, where, processor, date }) {
  // Node 20 compiles the loop of the limit to a third of the speed that it gives our products.
  const limited = where.startsWith("Chromium");
  const rows = results.map(({ name, contenders, limits, flops }) => {
    const ours = contenders[0].times;
    const speed = flops / median(ours) / 1e6;
    return {
      "": name,
      "ms a step": `${median(ours).toPrecision(3)} (${quantile(ours, 0.25).toPrecision(3)}–${quantile(ours, 0.75).toPrecision(3)})`,
      ...Object.fromEntries(contenders.slice(1).map(({ name, times }) => [name, ratio(times, ours)])),
      ...(torch ? { "PyTorch, one thread": `${number(torch[name] / median(ours))}×` } : {}),
      ...(limited ? { "of the SIMD limit": `${((100 * speed) / median(limits)).toFixed(0)} %` } : {}),
    };
  });
  const columns = Object.keys(rows[0]);
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const limit = median(results.flatMap(({ limits }) => limits));
  return [
    "",
    `${date.toISOString().slice(0, 10)}, ${processor}, ${where}${limited ? `; the SIMD limit ${limit.toFixed(1)} GFLOP/s` : ""}`,
    "",
    line(columns),
    line(columns.map(() => "---")),
    ...rows.map((row) => line(columns.map((column) => row[column]))),
    "",
    `A finder of 200 steps on breast cancer: ${median(finder).toFixed(2)} ms.`,
    ...(first ? [`From navigation to the first step of W1: ${median(first.lab).toFixed(0)} ms, ConvNetJS ${median(first.convnet).toFixed(0)} ms `
      + `(ours as many times as long: ${(median(first.lab) / median(first.convnet)).toFixed(2)}).`] : []),
    `Memory with MNIST: ${memory[0].toFixed(1)} MiB; after finder, run, finder, run: `
      + `${memory.slice(1).map((size) => size.toFixed(1)).join(", ")} MiB.`,
  ].join("\n");
}
