// The verdict as a function of the reports: whatever it says is true of the numbers in them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { headline as headlineIn, inward, verdictOf } from "../../www/headline.js";
import { ODDS } from "../../www/odds.js";
import { learn, say as sayIn } from "../../www/texts.js";
import de from "../../www/texts/de.js";
import en from "../../www/texts/en.js";

const headline = (moment) => headlineIn(sayIn, moment);

/** A stream of numbers from 0 to 1, the same every time. @param {number} seed */
function random(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const pick = (next, list) => list[Math.floor(next() * list.length)];
const number = (text) => Number(text.replaceAll("−", "-"));

/** A truth as the core reports it: a valley over the rates with noise, some of them diverged, of some whole rounds. */
function truthOf(next) {
  const lrs = Array.from({ length: 2 + Math.floor(next() * 30) }, (_, i) => 10 ** (-5 + i * (0.1 + 0.3 * next()) + i * 0.05)).sort((a, b) => a - b);
  const center = next() * lrs.length;
  const width = 1 + 8 * next();
  const diverges = next() < 0.1;
  const losses = lrs.map((_, i) => (diverges || (i > center + 2 * width && next() < 0.7) ? Infinity : 0.1 + ((i - center) / width) ** 2 * next()));
  const reference = 0.7;
  const least = Math.min(...losses);
  const index = losses.indexOf(least);
  const best = Number.isFinite(least) ? { index, lr: lrs[index], loss: least } : null;
  const gain = losses.map((loss) => (best ? 1 - (loss - least) / Math.max(reference - least, 0.05 * reference) : NaN));
  let [low, high] = [index, index];
  while (best && gain[low - 1] >= 0.9) low -= 1;
  while (best && gain[high + 1] >= 0.9) high += 1;
  const of = 1 + Math.floor(next() * 8);
  const done = Math.floor(next() * (of + 1));
  return { lrs, gain, best, asGood: best && { low: lrs[low], high: lrs[high] }, steps: 400, judgedBy: pick(next, ["validation", "validation-best", "training"]), rounds: { done, of } };
}

const reportOf = (next) => ({
  lrs: [1e-5, 1e-3, 1], smoothed: [1, 0.9, 0.8], read: null, stop: { reason: pick(next, ["completed", "diverged"]), lr: 1 }, unanswered: [{ rule: "fastai-slide" }],
  suggestions: pick(next, [[], [{ rule: "fastai-valley", lr: 0.01 }], [{ rule: "fastai-valley", lr: 0.01 }, { rule: "fastai-steep", lr: 0.2 }]]),
  bounds: pick(next, [null, { lower: 0.01, upper: 0.5 }]),
  answer: pick(next, [{ none: "the loss never falls" }, { lr: 0.0123, reason: "the middle", sentence: { id: "answer.held-out" } }, { lr: 0.0123, reason: "a hundredth", sentence: { id: "answer.long-bottom" } }]),
});

const raceOf = (next) => ({ lrs: Array.from({ length: 7 }), answer: pick(next, [{ none: "training diverged at every rate" }, { lr: 0.034, sure: true, reason: "the middle" }, { lr: 0.034, sure: false, reason: "not sure" }]) });

/** What a text says where it is found in others: the values at its places, by name. @param {Record<string, string>} table */
function reader(table) {
  const escaped = (text) => text.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&");
  return (id, said) => {
    const found = new RegExp(escaped(table[id]).replaceAll(/\{(\w+)\}/g, "(?<$1>[\\d.,−e]+(?:\\s%)?)")).exec(said);
    return found && (found.groups ?? {});
  };
}

for (const [language, table] of Object.entries({ en, de })) {
  const say = (id, values) => sayIn(id, values, language);
  const read = reader(table);

  test(`no verdict says more than what was measured (${language})`, async () => {
    await learn(language);
    const next = random(7);
    const seen = new Set();
    for (let i = 0; i < 5000; i += 1) {
      const report = reportOf(next);
      const race = pick(next, [null, raceOf(next)]);
      const truth = pick(next, [null, truthOf(next), truthOf(next)]);
      const isWhole = truth !== null && (truth.rounds.done === truth.rounds.of || next() < 0.3);
      const at = truth && Math.floor(next() * truth.lrs.length);
      const lr = truth && next() < 0.5 ? truth.lrs[at] : null;
      const gain = lr === null ? NaN : truth.gain[at];
      const isBundled = next() < 0.5;
      const { verdict, why } = verdictOf(say, { report, race, truth, isWhole, checking: pick(next, ["", "race", "truth"]), lr, gain, isBundled });
      const all = `${verdict} ${why}`;
      const says = (...ids) => ids.map((id) => read(id, all)).find(Boolean) ?? null;
      assert.doesNotMatch(all, /NaN|undefined|null|Infinity|\[object|[{}]/, all);
      seen.add(verdict.replaceAll(/[\d.−e]+/g, "#"));

      const range = says("verdict.truth", "verdict.leads.range", "verdict.choice.range");
      if (range) {
        const [low, high] = [number(range.low), number(range.high)];
        assert.ok(low < high && low >= truth.asGood.low * (1 - 1e-9) && high <= truth.asGood.high * (1 + 1e-9), all);
        const said = Number(truth.best.lr.toPrecision(2));
        assert.ok(low <= said && said <= high, `the best lies outside: ${all}`);
        truth.lrs.forEach((rate, j) => assert.ok(rate < low || rate > high || truth.gain[j] >= 0.9, all));
      }
      const partly = truth?.rounds.done && truth.rounds.done < truth.rounds.of;
      if (partly) {
        const seeds = says("verdict.leads", "verdict.diverges.partly");
        assert.deepEqual([number(seeds.done), number(seeds.of)], [truth.rounds.done, truth.rounds.of], all);
        assert.ok(says("verdict.open.more", "verdict.open.coming"), all);
        assert.equal(says("verdict.truth", "verdict.truth.alone", "verdict.choice"), null, all);
      }
      const keeps = says("verdict.choice");
      if (keeps) {
        assert.ok(Math.abs(number(keeps.gain.replace(/\s%/, "")) - 100 * gain) <= 0.05 + 1e-9, all);
        assert.ok(Math.abs(number(keeps.best) / truth.best.lr - 1) < 0.05, all);
      }
      if (says("verdict.choice.best")) assert.ok(gain >= 0.995, all);
      if (says("verdict.choice.none")) assert.ok(gain < 0.005, all);
      if (says("verdict.choice.diverges")) assert.equal(gain, -Infinity, all);
      if (says("verdict.guess")) assert.ok(!truth?.rounds.done && !race && !report.answer.none, all);
      if (says("verdict.race")) assert.ok(race.answer.sure && !truth?.rounds.done, all);
      if (says("verdict.nothing")) assert.ok(!report.bounds && report.answer.none, all);
      if (says("verdict.trained.one")) assert.equal(truth.rounds.done, 1, all);
      if (says("verdict.trained.other")) assert.equal(number(says("verdict.trained.other").count), truth.rounds.done, all);
      if (says("verdict.odds.race")) assert.ok(isBundled && race.answer.sure && says("verdict.race"), all);
      if (says("verdict.odds.sweep")) assert.ok(isBundled && says("verdict.guess") && report.answer.sentence.id === "answer.held-out", all);
    }
    assert.ok(seen.size >= 14, `only ${[...seen].join("\n")}`);
  });
}

test("odds promise no more than the table that they are from, and little less", async () => {
  const page = await readFile(new URL("../../docs/finder/README.md", import.meta.url), "utf8");
  const shareOf = (method) => Number(new RegExp(`^\\| ${method} \\| \\d+ % \\| (\\d+) % \\|$`, "m").exec(page)[1]);
  for (const [{ right, of }, method] of [[ODDS.sweep, "sweep"], [ODDS.race, "long race, where it is sure"]]) {
    const short = shareOf(method) - (100 * right) / of;
    assert.ok(short >= 0 && short <= 1.5, method);
  }
});

test("a range is rounded inward", () => {
  for (const [low, high, best, want] of [
    [0.0089, 0.0887, 0.024, ["0.009", "0.08"]],
    [0.0063, 0.063, 0.02, ["0.007", "0.06"]],
    [0.01, 0.1, 0.03, ["0.01", "0.1"]],
    [0.21, 0.29, 0.25, ["0.21", "0.29"]],
    [0.302, 0.399, 0.35, ["0.31", "0.39"]],
    [2.2e-5, 1.6e-4, 5e-5, ["3e−5", "1e−4"]],
    // The best at an end: it is not left outside.
    [0.021, 1.13, 1.13, ["0.021", "1.1"]],
    [0.0237, 0.5, 0.0237, ["0.024", "0.5"]],
    [0.25, 0.25, 0.25, null],
  ]) assert.deepEqual(inward(low, high, best), want, `${low} to ${high}, ${best}`);
});

test("what is said before, while and after a sweep", () => {
  const nothing = { status: "idle", kind: "find", outdated: false, report: null, run: null, before: null, lr: null, own: false, from: "1e−5", to: "10", checking: "", race: null, truth: null, isWhole: false, gain: NaN, isBundled: true };
  assert.equal(headline(nothing).found, "Not tried yet with these settings.");
  assert.equal(headline({ ...nothing, outdated: true, report: { ...reportOf(random(1)), stop: { reason: "completed" } } }).found, "Not tried yet with these settings.");
  const falling = Float64Array.from({ length: 20 }, (_, i) => 1 - i / 40);
  const report = { lrs: Float64Array.from({ length: 20 }, (_, i) => 1e-3 * (i + 1)), smoothed: falling, heldOutSmoothed: falling, stop: null };
  const { found, why } = headline({ ...nothing, status: "running", report });
  assert.equal(found, "Trying rates, now 0.02: the loss is falling.");
  assert.match(why, /^Held-out loss 0\.5\d*, at the start 1\. A first answer/);
  assert.match(headline({ ...nothing, status: "running", report: { ...report, smoothed: falling.map((loss) => 1 / loss) } }).found, /the loss is rising/);
  assert.equal(headline({ ...nothing, status: "running", report: { ...report, lrs: new Float64Array(0), smoothed: new Float64Array(0) } }).found, "Trying rates.");
});
