// A lesson in the page, as a reader goes through it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Lab, PATIENCE, until } from "./lab.mjs";

const FOLDER = new URL("../../www/lessons/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
const lessons = read("index.json").map((id) => read(`${id}.json`));
const [first] = lessons;
const FIRST = `lesson=${first.id}`;
/** Training takes its time, and some lessons train convolutions. */
const LONG = 6 * PATIENCE;

const part = (lab, name) => lab.element.locator(`.lesson .${name}`);
const place = (lab) => part(lab, "lesson-place").innerText();
const press = (lab, name) => part(lab, "lesson-foot").getByRole("button", { name, exact: true }).click();
const link = (lab) => lab.element.evaluate((element) => element.getLink());
const isDone = (lab, patience) => until(() => part(lab, "explain").isVisible(), "the step was not done", patience);
const stepIs = (lab, number) => until(async () => (await lab.element.locator(".lesson").count()) === 1 && (await place(lab)).toLowerCase().includes(`step ${number} of`), `not at step ${number}`);

/** Opens a lesson by the menu. */
async function choose(lab, { number, title }) {
  await lab.element.locator(".lessons > summary").click();
  await lab.element.locator(".lessons li button", { hasText: `${number}${title.en}` }).click();
  await stepIs(lab, 1);
}

/** Predicts, does and waits until it is done. */
async function work(lab, { predict: { choices, right } }, choice = right) {
  const choose = part(lab, "predict").locator("input");
  assert.equal(await choose.count(), choices.length);
  await choose.nth(choice).check();
  assert.equal(await part(lab, "predict").locator(".told").innerText(), "", "no word before the answer is checked");
  await part(lab, "check").click();
  assert.match(await part(lab, "predict").locator(".told").innerText(), choice === right ? /right/ : /not quite/);
  assert.equal(await part(lab, "correct").isVisible(), choice !== right);
  if (choice !== right) assert.ok((await part(lab, "correct").innerText()).includes(choices[right].en));
  await part(lab, "act").click();
  await isDone(lab, LONG);
}

for (const lesson of lessons) {
  test(`lesson ${lesson.number}, ${lesson.id}, from its first step to its last`, async (t) => {
    const lab = await Lab.openDone(t, { context: { viewport: { width: 1024, height: 768 } } });
    const own = await link(lab);
    await choose(lab, lesson);
    for (const [at, step] of lesson.steps.entries()) {
      await stepIs(lab, at + 1);
      assert.equal(await part(lab, "explain").isVisible(), false, "the reason is told before the step is done");
      assert.equal(await part(lab, "see").isVisible(), false);
      await work(lab, step, at % 2 ? (step.predict.right + 1) % step.predict.choices.length : step.predict.right);
      assert.equal(await part(lab, "do").locator(".told").innerText(), "✓ done");
      // Every second answer is a wrong one.
      const { fingerprint, ...graded } = await lab.element.evaluate((element) => element.getLesson());
      const correct = Math.floor(at / 2) + 1;
      assert.deepEqual(graded, { id: lesson.id, step: at + 1, steps: lesson.steps.length, done: at + 1, correct, score: correct / lesson.steps.length });
      assert.equal(fingerprint === null || /^[0-9a-f]{16}$/.test(fingerprint), true, fingerprint);
      const figure = { rules: ".rules-table", edge: ".stability", epochs: "figure.epochs" }[step.see.figure] ?? `figure.${step.see.figure}`;
      assert.equal(await lab.element.locator(figure).isVisible(), true, step.see.figure);
      await until(async () => (await lab.element.locator(".mark:visible").count()) === (step.see.marks?.length ?? 0), "the places are not all on the figure");
      const runs = step.do.action === "train" ? step.do.runs?.length ?? 1 : 0;
      if (runs) assert.equal(await lab.element.locator(".runs tbody tr").count(), runs);
      await press(lab, at === lesson.steps.length - 1 ? "Finish" : "Next step");
    }
    await until(async () => (await lab.element.locator(".lesson").count()) === 0, "the panel stayed");
    assert.equal(await link(lab), own);
    await lab.assertQuiet();
  });
}

test("a lesson locks the settings, and gives the reader's own back with their runs", async (t) => {
  const lab = await Lab.openDone(t);
  await lab.next("finderend", () => lab.type("Seed", "3"));
  await lab.type("Rate", "0.033");
  await lab.next("runend", () => lab.button("Train").click());
  const own = await link(lab);
  assert.equal(own, "seed=3&lr=0.033");
  await choose(lab, first);
  assert.equal(await link(lab), `${FIRST}&lr=1e-4`);
  assert.equal(await lab.element.locator(".runs tbody tr").count(), 0, "the reader's run is none of the lesson's");
  for (const part of [".rail", ".train-form"]) assert.equal(await lab.element.locator(part).isVisible(), false, part);
  const inputs = lab.element.locator(".settings :is(input, select), .rate-field :is(input, button)");
  assert.ok((await inputs.count()) > 15);
  for (const input of await inputs.all()) assert.equal(await input.isDisabled(), true);
  await work(lab, first.steps[0]);
  await lab.page.locator("#theme").click();
  assert.equal(await link(lab), `${FIRST}&lr=1e-4`, "the theme is the reader's");

  await part(lab, "leave").click();
  await until(async () => (await link(lab)) === own, "the settings did not come back");
  assert.deepEqual(await lab.element.locator(".runs .series > span").allTextContents(), ["constant 0.033"]);
  assert.equal(await lab.field("Seed").inputValue(), "3");
  assert.equal(await lab.field("Seed").isDisabled(), false);
  await lab.state("done");
  // Undo leads back into the lesson, and out of it at its other end.
  await lab.button("Undo").click();
  await stepIs(lab, 1);
  await isDone(lab);
  await lab.button("Undo").click();
  await until(async () => (await link(lab)) === own, "undo did not lead out of the lesson");
  assert.equal(await lab.element.locator(".lesson").count(), 0);
  await lab.button("Redo").click();
  await stepIs(lab, 1);
  await lab.assertQuiet();
});

test("each step has a link, and Back leads to what was done", async (t) => {
  const context = { permissions: ["clipboard-read", "clipboard-write"] };
  const lab = await Lab.open(t, { path: `index.html#${FIRST}`, context });
  await stepIs(lab, 1);
  assert.equal(await lab.count("finderend") + await lab.count("runend"), 0, "nothing runs before the reader has predicted");
  assert.equal(await lab.element.locator(".lesson .back").getAttribute("aria-disabled"), "true");
  await work(lab, first.steps[0], 0);
  await press(lab, "Next step");
  await stepIs(lab, 2);
  assert.equal(await lab.element.locator(".lesson h2").evaluate((title) => title.getRootNode().activeElement === title), true, "the focus stayed behind");
  await press(lab, "Link to this step");
  await lab.element.getByText("The link is copied.").waitFor();
  const copied = await lab.page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, new RegExp(`#${FIRST}-2&lr=3$`));
  const other = await Lab.open(t, { path: `index.html${new URL(copied).hash}` });
  await stepIs(other, 2);
  assert.equal(await link(other), `${FIRST}-2&lr=3`);
  // The name alone is enough.
  await other.page.evaluate((hash) => { location.hash = hash; }, `${FIRST}-3`);
  await stepIs(other, 3);
  assert.equal(await link(other), `${FIRST}-3&rates=30`);

  await press(lab, "Back");
  await stepIs(lab, 1);
  assert.equal(await part(lab, "predict").locator("input").first().isChecked(), true);
  assert.equal(await part(lab, "predict").locator("input").first().isDisabled(), true);
  // What was done before is done again, for its figure.
  await isDone(lab);
  await until(async () => (await lab.count("runend")) === 2, "the figure did not come back");
  await lab.assertQuiet();
  await other.assertQuiet();
});

test("a lesson is opened, gone through and left with the keyboard alone", async (t) => {
  const lab = await Lab.openDone(t);
  const { keyboard } = lab.page;
  const focused = () => lab.element.evaluate((element) => {
    const at = element.shadowRoot.activeElement;
    return at ? `${at.localName} ${at.type ?? ""} ${at.getAttribute("aria-label") ?? at.innerText ?? ""}` : "";
  });
  const tabTo = async (name) => {
    for (let i = 0; i < 60; i += 1) {
      if (name.test(await focused())) return;
      await keyboard.press("Tab");
    }
    assert.fail(`Tab never came to ${name}; it is at ${await focused()}`);
  };
  await lab.element.locator(".lessons > summary").focus();
  await keyboard.press("Enter");
  await lab.element.locator(".lessons li button").first().waitFor();
  await tabTo(new RegExp(first.title.en));
  await keyboard.press("Enter");
  for (const [at, { predict: { right, choices } }] of first.steps.entries()) {
    await stepIs(lab, at + 1);
    await tabTo(/input radio/);
    // The first key chooses a neighbour, so go round.
    await keyboard.press("Space");
    for (let i = 0; i < right; i += 1) await keyboard.press("ArrowDown");
    assert.ok(choices.length > right);
    await tabTo(/button button Check/);
    await keyboard.press("Enter");
    assert.match(await part(lab, "predict").locator(".told").innerText(), /right/);
    assert.match(await focused(), /button button (Train|Train at every rate)$/, "the focus is on what comes next");
    await keyboard.press("Enter");
    await isDone(lab, LONG);
    await tabTo(/button button (Next step|Finish)/);
    await keyboard.press("Enter");
  }
  await until(async () => (await lab.element.locator(".lesson").count()) === 0, "the panel stayed");
  await lab.assertQuiet();
});

for (const viewport of [{ width: 390, height: 844 }, { width: 320, height: 700 }, { width: 700, height: 900 }]) {
  test(`the figure stays in sight above the words at ${viewport.width} px, and nothing scrolls sideways`, async (t) => {
    const lab = await Lab.open(t, { path: `embed.html#${FIRST}-3`, context: { viewport, reducedMotion: "reduce" } });
    await stepIs(lab, 3);
    await work(lab, first.steps[2]);
    await lab.assertDrawn("truth");
    const figure = await lab.element.locator("canvas[data-figure=truth]").boundingBox();
    const sheet = await lab.element.locator(".lesson").boundingBox();
    assert.ok(figure.y >= 0 && figure.y + figure.height <= sheet.y + 1, `the figure reaches from ${figure.y} to ${figure.y + figure.height}, the sheet begins at ${sheet.y}`);
    assert.equal(await lab.element.locator(".mark:visible").count(), 2);
    const { scrollWidth, clientWidth } = await lab.page.evaluate(() => ({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth }));
    assert.ok(scrollWidth <= clientWidth, `${scrollWidth} px in ${clientWidth}`);
    for (const button of await lab.element.locator(".lesson button:not(.term):visible").all()) {
      const { height } = await button.boundingBox();
      assert.ok(height >= 44, `${await button.innerText()} is ${height} px high`);
    }
    await lab.screenshot(`lesson-${viewport.width}`);
    await lab.assertQuiet();
  });
}

test("a lesson has its picture taken", async (t) => {
  const lab = await Lab.open(t, { path: `index.html#${FIRST}-3`, context: { viewport: { width: 1024, height: 768 } } });
  await stepIs(lab, 3);
  await work(lab, first.steps[2]);
  for (const colorScheme of ["light", "dark"]) {
    await lab.page.emulateMedia({ colorScheme });
    await lab.screenshot(`lesson-${colorScheme}`);
  }
  // The numbers stand where the axis has their rates.
  const [one, two] = await lab.element.locator(".mark").evaluateAll((marks) => marks.map((mark) => mark.getBoundingClientRect().x));
  const { x, width } = await lab.element.locator("canvas[data-figure=truth]").boundingBox();
  assert.ok(x < one && one < two && two < x + width);
});

test("a term opens the glossary at its place, in the language of the page", async (t) => {
  const lab = await Lab.open(t, { path: `index.html#${FIRST}&lang=de` });
  await lab.element.getByText("Lektion 0 · Schritt 1 von 4").waitFor();
  assert.equal(await lab.element.locator(".lesson h2").innerText(), first.title.de);
  const glossary = read("glossary.json");
  const heldOut = glossary.find(({ id }) => id === "held-out").term.de;
  const term = lab.element.locator(".lesson .term", { hasText: heldOut });
  await term.focus();
  await lab.page.keyboard.press("Enter");
  const dialog = lab.element.getByRole("dialog", { name: "Glossar" });
  await dialog.waitFor();
  const at = () => lab.element.evaluate((element) => element.shadowRoot.activeElement?.textContent);
  await until(async () => (await at()) === heldOut, "the term has not the focus");
  assert.equal(await dialog.locator("dt").count(), glossary.length);
  await dialog.locator("dd .term", { hasText: "Verlust" }).first().click();
  await until(async () => (await at()) === "Verlust", "one term did not lead to another");
  await lab.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.equal(await at(), await term.innerText());
  await lab.assertQuiet();
});

test("nothing of the lessons is fetched before somebody opens one; where it can't be had, words and a way to try again", async (t) => {
  const lab = await Lab.openDone(t);
  const fetched = () => lab.page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname).filter((path) => /lessons\/|lesson-(?!menu)|lesson\.|glossary/.test(path)));
  assert.deepEqual(await fetched(), []);
  let cut = true;
  await lab.page.route("**/lessons/*.json", (route) => (cut ? route.fulfill({ status: 503 }) : route.continue()));
  await lab.element.locator(".lessons > summary").click();
  await lab.element.getByText("The lessons could not be fetched (the server answers 503).").waitFor();
  await lab.page.keyboard.press("Escape");
  await lab.page.evaluate((hash) => { location.hash = hash; }, FIRST);
  await lab.element.getByText("The lesson could not be fetched (the server answers 503).").waitFor();
  cut = false;
  await lab.button("Retry").click();
  await stepIs(lab, 1);
  await part(lab, "leave").click();
  await lab.element.locator(".lessons > summary").click();
  await lab.element.locator(".lessons li button", { hasText: first.title.en }).waitFor();
});

test("a lesson that there is none of is named, and the rest of its link holds", async (t) => {
  const lab = await Lab.openDone(t, { path: "index.html#lesson=nobody-knows-9&seed=5" });
  await lab.element.getByText("There is no lesson “nobody-knows-9”.").waitFor();
  assert.equal(await link(lab), "seed=5");
  assert.equal(await lab.field("Seed").isDisabled(), false);
  const beyond = await Lab.openDone(t, { path: `index.html#${FIRST}-99` });
  await beyond.element.getByText(`There is no lesson “${first.id}-99”.`).waitFor();
  await lab.assertQuiet();
});

test("what a step does can be stopped, and begun again", async (t) => {
  const lab = await Lab.open(t, { path: `index.html#${FIRST}-4` });
  await stepIs(lab, 4);
  await part(lab, "act").click();
  await lab.element.getByText("Train, 1 of 3").waitFor();
  await part(lab, "act").click();
  await lab.element.getByText("It was stopped before its end.").waitFor();
  assert.equal(await part(lab, "explain").isVisible(), false);
  await part(lab, "act").click();
  await isDone(lab, LONG);
  assert.equal(await lab.element.locator(".runs tbody tr").count(), 3);
  await lab.assertQuiet();
});

test("whoever is new is offered the first lesson, until they have seen it or said no", async (t) => {
  const lab = await Lab.openDone(t);
  const offer = lab.element.locator(".offer");
  assert.ok((await offer.innerText()).includes(`Lesson ${first.number} shows in ${first.minutes} minutes`), "the offer is of the first lesson");
  await lab.button("Don’t show this again").click();
  assert.equal(await offer.isVisible(), false);
  await lab.page.reload();
  await lab.state("done");
  assert.equal(await offer.isVisible(), false);
  const fresh = await Lab.openDone(t);
  await fresh.element.locator(".offer button").first().click();
  await stepIs(fresh, 1);
  await part(fresh, "leave").click();
  await fresh.state("done");
  assert.equal(await fresh.element.locator(".offer").isVisible(), false);
  // Where nothing can be remembered it is asked again on the next visit.
  const refused = await Lab.openDone(t, { init: () => Object.defineProperty(window, "localStorage", { get: () => { throw new Error("refused"); } }) });
  assert.equal(await refused.element.locator(".offer").isVisible(), true);
  await refused.button("Don’t show this again").click();
  assert.equal(await refused.element.locator(".offer").isVisible(), false);
  await refused.assertQuiet();
  const embedded = await Lab.openDone(t, { path: "embed.html#view=full" });
  assert.equal(await embedded.element.locator(".offer").isVisible(), true);
  // On somebody's own page nobody is asked.
  await embedded.element.evaluate((element) => element.removeAttribute("home"));
  await until(async () => !(await embedded.element.locator(".offer").isVisible()), "a reader of another page was asked");
});
