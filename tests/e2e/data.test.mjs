// What the network answers on two features, a table of the user's own, and whatever people type.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Lab, until } from "./lab.mjs";

const open = (lab, title) => lab.element.locator("summary", { hasText: title }).click();

test("the surface of two features is drawn while training", async (t) => {
  const lab = await Lab.openDone(t);
  assert.equal(await lab.element.locator("[data-part=decision]").isVisible(), false, "breast cancer has 30 features");
  await lab.next("finderend", () => lab.field("Data").selectOption("moons"));
  await open(lab, "What the network answers");
  await lab.next("runend", () => lab.button("Train").click());
  await lab.assertDrawn("decision");
  await lab.next("finderend", () => lab.field("Data").selectOption("sine"));
  await lab.next("runend", () => lab.button("Train").click());
  await lab.assertDrawn("decision");
  await lab.assertQuiet();
});

test("a table of the user's own is described, and trains", async (t) => {
  const lab = await Lab.openDone(t);
  await open(lab, "Your own data");
  const table = lab.element.locator("#own-table");
  await table.fill("a,b,kind\n1,2,x\n3,oops,y\n");
  await lab.button("Train on it").click();
  await lab.element.getByText(/Line 3, column "b": "oops" is no number/).waitFor();

  const rows = Array.from({ length: 80 }, (_, i) => `${Math.sin(i)},${Math.cos(2 * i)},${Math.sin(i) > 0 ? 1 : 0}`);
  await table.fill(`first,second,side\n${rows.join("\n")}`);
  await lab.next("finderend", () => lab.button("Train on it").click());
  await lab.element.getByText("80 rows, 2 features; side is 2 classes.").waitFor();
  assert.equal(await lab.field("Data").inputValue(), "own");
  const { trace } = await lab.next("runend", () => lab.button("Train").click());
  assert.ok(trace.validation.accuracies.at(-1) > 0.8, `only ${trace.validation.accuracies.at(-1)} right`);

  // Another column is another task.
  await lab.next("finderend", () => lab.field("To predict").selectOption("first"));
  await lab.next("finderend", () => lab.field("Data").selectOption("iris"));
  await lab.next("finderend", () => lab.button("Undo").click());
  assert.equal(await lab.field("Data").inputValue(), "own");
  await lab.assertQuiet();
});

test("the surface of a table bears the names of its columns, and another table has runs of its own", async (t) => {
  const lab = await Lab.openDone(t, {
    init: () => {
      // A canvas does not tell what was written on it.
      window.written = [];
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
        if (this.canvas.dataset.figure === "decision") window.written.push(text);
        return fillText.call(this, text, ...rest);
      };
    },
  });
  await open(lab, "Your own data");
  const rows = Array.from({ length: 60 }, (_, i) => `${Math.sin(i)},${Math.cos(2 * i)},${i % 2 ? "bush" : "tree"}`);
  const give = async (header) => {
    await lab.element.locator("#own-table").fill(`${header}\n${rows.join("\n")}`);
    await lab.next("finderend", () => lab.button("Train on it").click());
  };
  await give("height,width of the crown,kind");
  await lab.next("runend", () => lab.button("Train").click());
  await open(lab, "What the network answers");
  await lab.assertDrawn("decision");
  const written = await lab.page.evaluate(() => window.written);
  for (const name of ["height", "width of the crown", "bush", "tree"]) assert.ok(written.includes(name), `${name} is not among ${[...new Set(written)]}`);
  assert.ok(!written.some((text) => /^feature/.test(text)), "an axis is only counted");
  await lab.element.locator("[data-part=decision] figure summary").click();
  assert.match(await lab.element.locator("[data-part=decision] thead").textContent(), /height.*width of the crown.*kind/);

  // Losses on other rows can't be compared.
  assert.equal(await lab.element.locator(".runs tbody tr").count(), 1);
  await give("a,b,c");
  await until(async () => (await lab.element.locator(".runs tbody tr").count()) === 0, "the runs of the table before stayed");
  await lab.assertQuiet();
});

/** What hands and clipboards put into fields. */
const ODD = [
  "", " ", "-1", "0", "1e999", "-1e999", "NaN", "Infinity", "1/0", "0/0", "1e-400", "½", "٣", "1,5", "1.2.3", "--", "e", "+", "1e", ".",
  "999999999999999999999", "0.1 0.2", "null", "undefined", "[]", "{}", "\"", "<b>", "'; drop", "💥", "\u0000", "a".repeat(3000), "10-10-", "-", "conv",
  "full", "never", "1e-5", "32", "7", "100%", "=1+1", "\t", "0x10", "1_000",
];

test("nothing that is typed anywhere reaches the console, and the lab still works", async (t) => {
  const lab = await Lab.openDone(t);
  for (const more of await lab.element.getByRole("button", { name: /^More:/ }).all()) await more.click();
  await lab.button("Shape").click();
  // The same numbers every time; a failure can be repeated.
  let seed = 20261121;
  const random = (below) => {
    seed = (1103515245 * seed + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  for (let i = 0; i < 500; i += 1) {
    await lab.element.evaluate((element, [at, value, choice]) => {
      const fields = [...element.shadowRoot.querySelectorAll("input[type=text], select")].filter((field) => field.offsetParent);
      const field = fields[at % fields.length];
      if (field.localName === "select") {
        // Fetched data would make this a test of the network.
        const options = [...field.options].filter(({ value: name }) => name !== "mnist" && name !== "document-003");
        field.value = options[choice % options.length].value;
      } else {
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }, [random(1000), ODD[random(ODD.length)], random(1000)]);
    if (i % 25 === 0) await lab.button(["Sweep again", "Train", "Undo", "Step", "Reset"][random(5)]).dispatchEvent("click");
  }
  await lab.assertQuiet();
  assert.notEqual(await lab.currentState(), "crashed");
  await lab.button("Reset").click();
  await lab.field("Preset").selectOption("document-001");
  await lab.field("Preset").selectOption("");
  await lab.next("finderend", () => lab.sweep.click());
  await until(async () => (await lab.currentState()) === "done", "the lab did not recover");
  await lab.assertQuiet();
});

test("no hash reaches the console", async (t) => {
  const lab = await Lab.openDone(t);
  for (const hash of ODD) {
    await lab.page.evaluate((text) => { location.hash = text; }, `data=${hash}&lr=${hash}&schedule=${hash}&${hash}`);
    await lab.page.waitForTimeout(20);
  }
  await lab.page.evaluate(() => { location.hash = "seed=3"; });
  await until(async () => (await lab.field("Seed").inputValue()) === "3", "a good link did not open after the bad ones");
  await lab.assertQuiet();
});
