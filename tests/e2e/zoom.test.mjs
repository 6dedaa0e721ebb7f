// A closer look at part of an axis: by pointer, buttons, keys and touch, and what it must leave alone.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab, until } from "./lab.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

const area = (lab, figure) => lab.element.locator(`.${figure} > .area`);
const zoom = (lab, figure, name) => lab.element.locator(`.${figure} .zoom`).getByRole("button", { name, exact: true });

/** The number behind a word where the pointer is. */
async function readAt(lab, figure, part, word) {
  const box = await area(lab, figure).boundingBox();
  await lab.page.mouse.move(box.x + part * box.width, box.y + box.height / 2);
  const readout = area(lab, figure).locator(".readout");
  await readout.waitFor();
  const found = new RegExp(`${word} ([\\d.e+−]+)`).exec(await readout.textContent());
  return Number(found[1].replaceAll("−", "-"));
}

/** What stands near the two ends of a figure. */
async function ends(lab, figure, word = "rate") {
  // Right of the labels of the axis, however long they are.
  const left = await readAt(lab, figure, 0.26, word);
  return [left, await readAt(lab, figure, 0.86, word)];
}

async function drag(lab, figure, from, to, shift = false) {
  const box = await area(lab, figure).boundingBox();
  const y = box.y + 0.6 * box.height;
  if (shift) await lab.page.keyboard.down("Shift");
  await lab.page.mouse.move(box.x + from * box.width, y);
  await lab.page.mouse.down();
  await lab.page.mouse.move(box.x + to * box.width, y, { steps: 6 });
  await lab.page.mouse.up();
  if (shift) await lab.page.keyboard.up("Shift");
}

const isZoomed = (lab, figure) => zoom(lab, figure, "Whole curve").isVisible();

async function openTrue(t, options) {
  const lab = await Lab.openDone(t, options);
  await lab.truth();
  return lab;
}

test("a marked range of rates is looked at, in the truth too, without a run, a pick or an undo", async (t) => {
  const lab = await openTrue(t);
  const whole = await ends(lab, "finder");
  assert.ok(whole[0] < 1e-3 && whole[1] > 1, `${whole}`);
  const [finders, picks] = [await lab.count("finderend"), await lab.count("pick")];
  await drag(lab, "finder", 0.55, 0.73);
  await lab.button("Zoom").click();
  for (const figure of ["finder", "truth"]) {
    const [left, right] = await ends(lab, figure);
    assert.ok(left > 0.01 && left < 0.1 && right < 1 && right > left, `${figure}: ${left} to ${right}`);
  }
  const [left] = await ends(lab, "finder");

  // Shift-drag takes the curve along: what was further left comes in.
  await drag(lab, "finder", 0.4, 0.6, true);
  const [before] = await ends(lab, "finder");
  assert.ok(before < 0.8 * left, `${before} is not left of ${left}`);
  await drag(lab, "truth", 0.6, 0.4, true);
  assert.deepEqual((await ends(lab, "finder"))[0], left);
  assert.equal(await lab.count("pick"), picks, "a drag picked a rate");

  // A drag that ends beside the figure marks up to its end.
  await drag(lab, "finder", 0.5, 1.2);
  await lab.button("Drop the selection").click();

  const box = await area(lab, "truth").boundingBox();
  await lab.page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
  assert.equal(await isZoomed(lab, "finder"), false);
  await lab.page.waitForTimeout(400);
  assert.equal(await lab.count("pick"), picks, "the double click picked a rate");
  assert.deepEqual(await ends(lab, "finder"), whole);
  assert.equal(await lab.count("finderend"), finders);
  assert.equal(await lab.button("Undo").getAttribute("aria-disabled"), "true");
  await lab.assertQuiet();
});

test("keys look closer about the picked rate, move aside and go back, and the rate still moves", async (t) => {
  const lab = await openTrue(t);
  const handle = lab.element.getByRole("slider", { name: "My rate" });
  const place = async () => (await handle.boundingBox()).x;
  await handle.focus();
  const at = await place();
  for (let i = 0; i < 12; i += 1) await lab.page.keyboard.press("+");
  // The labels of the other axis may take more or less room.
  assert.ok(Math.abs((await place()) - at) < 15, `the rate moved on the screen, from ${at} to ${await place()}`);
  const [left, right] = await ends(lab, "finder");
  assert.ok(right / left < 2, `${left} to ${right}`);
  await handle.focus();
  await lab.page.keyboard.press("Shift+ArrowRight");
  assert.ok((await place()) < at, "the curve did not move");
  await lab.element.getByText(/^Shown: rates [\d.]+ to [\d.]+\.$/).waitFor({ state: "attached" });
  const rate = await lab.field("Rate").inputValue();
  await lab.page.keyboard.press("Shift+ArrowLeft");
  assert.equal(await lab.field("Rate").inputValue(), rate);
  await lab.page.keyboard.press("ArrowRight");
  await until(async () => (await lab.field("Rate").inputValue()) > rate, "the rate did not move");
  await lab.page.keyboard.press("End");
  await until(async () => (await lab.field("Rate").inputValue()) === "10", "End is not the end of the sweep");
  await handle.focus();
  await lab.page.keyboard.press("0");
  assert.equal(await isZoomed(lab, "finder"), false);
  await lab.page.keyboard.press("-");
  await lab.page.keyboard.press("Shift+ArrowLeft");
  assert.equal(await isZoomed(lab, "finder"), false);
  await lab.assertQuiet();
});

test("a click picks while one looks closer; another range ends the look, another seed does not", async (t) => {
  const lab = await openTrue(t);
  await zoom(lab, "finder", "Zoom in").click();
  const box = await area(lab, "finder").boundingBox();
  const [{ lr }] = [await lab.next("pick", () => lab.page.mouse.click(box.x + 0.3 * box.width, box.y + box.height / 2))];
  const [left, right] = await ends(lab, "finder");
  assert.ok(lr > left && lr < right, `${lr} of ${left} to ${right}`);

  await lab.next("finderend", () => lab.type("Seed", "2"));
  assert.equal(await isZoomed(lab, "finder"), true);
  await drag(lab, "finder", 0.4, 0.6);
  await lab.next("finderend", () => lab.element.getByRole("button", { name: /^Run from/ }).click());
  assert.equal(await isZoomed(lab, "finder"), false);
  const { lrs } = await lab.report();
  assert.ok(lrs[0] > left && lrs.at(-1) < right, `the second pass went from ${lrs[0]} to ${lrs.at(-1)}`);
  await lab.assertQuiet();
});

test("steps of runs and of a schedule are looked at closely", async (t) => {
  const lab = await Lab.openDone(t);
  await lab.next("runend", () => lab.button("Train").click());
  await lab.button("Shape").click();
  await lab.field("Schedule").selectOption("one-cycle");
  await lab.assertDrawn("schedule");
  const finders = await lab.count("finderend");
  for (const figure of ["loss", "schedule"]) {
    await drag(lab, figure, 0.4, 0.6);
    const button = area(lab, figure).getByRole("button", { name: /^Zoom to steps/ });
    const [from, to] = /(\d+) to (\d+)/.exec(await button.textContent()).slice(1).map(Number);
    await button.click();
    const seen = await ends(lab, figure, "step");
    assert.ok(seen[0] >= from && seen[1] <= to && seen[1] > seen[0] + 20, `${figure}: ${seen} of ${from} to ${to}`);
    await zoom(lab, figure, "Move right").click();
    assert.ok((await ends(lab, figure, "step"))[0] > seen[0], `${figure} did not move`);
    // To the last step: what can't be pressed stays where it is.
    for (let i = 0; i < 30; i += 1) await zoom(lab, figure, "Move right").dispatchEvent("click");
    assert.equal(await zoom(lab, figure, "Move right").getAttribute("aria-disabled"), "true");
    for (let i = 0; i < 9; i += 1) await zoom(lab, figure, "Zoom in").dispatchEvent("click");
    assert.equal(await zoom(lab, figure, "Zoom in").getAttribute("aria-disabled"), "true");
    await lab.assertDrawn(figure);
    await zoom(lab, figure, "Whole curve").click();
    assert.equal(await isZoomed(lab, figure), false);
    // The focus has somewhere to be.
    assert.equal(await zoom(lab, figure, "Zoom in").evaluate((button) => button.getRootNode().activeElement === button), true);
  }
  // The peak can be dragged while one looks closer.
  await zoom(lab, "schedule", "Zoom in").click();
  const peak = lab.element.getByRole("slider", { name: "Peak" });
  assert.equal(await peak.isVisible(), true);
  await peak.focus();
  const before = Number(await peak.getAttribute("aria-valuenow"));
  await lab.page.keyboard.press("ArrowDown");
  await until(async () => Number(await peak.getAttribute("aria-valuenow")) < before, "the key did not lower it");
  assert.equal(await isZoomed(lab, "schedule"), true);
  await lab.type("Steps", "200");
  await until(async () => !(await isZoomed(lab, "schedule")), "another length did not end the look");
  assert.equal(await lab.count("finderend"), finders);
  await lab.assertQuiet();
});

test("a finger marks a range, and buttons do the rest", async (t) => {
  const lab = await openTrue(t, { context: PHONE });
  const touch = await lab.page.context().newCDPSession(lab.page);
  const swipe = async (figure, from, to) => {
    await area(lab, figure).scrollIntoViewIfNeeded();
    const box = await area(lab, figure).boundingBox();
    const at = (part) => [{ x: box.x + part * box.width, y: box.y + box.height / 2 }];
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(from) });
    for (let i = 1; i <= 6; i += 1) await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(from + ((to - from) * i) / 6) });
    // A finger that rests before it lifts: the browser takes a tap right after a flick for one that stops the flick.
    for (let i = 0; i < 3; i += 1) {
      await lab.page.waitForTimeout(60);
      await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(to) });
    }
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  };
  const picks = await lab.count("pick");
  await swipe("finder", 0.5, 0.8);
  await lab.button("Zoom").tap();
  await until(() => isZoomed(lab, "finder"), "the tap did not zoom");
  for (const name of ["Move left", "Move right", "Zoom in", "Zoom out"]) {
    const { width, height } = await zoom(lab, "finder", name).boundingBox();
    assert.ok(width >= 44 && height >= 44, `${name} is ${width}×${height}`);
    await zoom(lab, "finder", name).tap();
  }
  await zoom(lab, "finder", "Whole curve").tap();
  assert.equal(await isZoomed(lab, "finder"), false);
  assert.equal(await lab.count("pick"), picks);
  await lab.assertQuiet();
});

test("figures of one axis have one cursor", async (t) => {
  const lab = await openTrue(t);
  const readout = (figure) => area(lab, figure).locator(".readout");
  const rate = await readAt(lab, "finder", 0.6, "rate");
  // The strip reads the trained rate nearest to it.
  const below = /rate ([\d.e+−]+)/.exec(await readout("truth").textContent())[1];
  assert.ok(Math.abs(Math.log10(Number(below.replaceAll("−", "-")) / rate)) < 0.2, `${below} under ${rate}`);
  await lab.next("runend", () => lab.button("Train").click());
  await lab.button("Shape").click();
  const step = await readAt(lab, "schedule", 0.5, "step");
  assert.match(await readout("loss").textContent(), new RegExp(`^step ${step} `));
  assert.equal(await readAt(lab, "loss", 0.3, "step"), Number(/step (\d+)/.exec(await readout("schedule").textContent())[1]));
  await lab.page.mouse.move(5, 5);
  for (const figure of ["finder", "truth", "schedule", "loss"]) assert.equal(await readout(figure).isVisible(), false, figure);
  await lab.assertQuiet();
});
