// @ts-check
/** Lessons without the DOM: where they come from, which link a step is, and what the reader has done in one. */
import { ToldError } from "./faults.js";
import { fetchFile } from "./files.js";
import { overlaid } from "./link.js";

/**
 * A lesson's file, as www/lessons/schema.json has it:
 *
 * @typedef {Record<import("./texts.js").Language, string>} Text
 * @typedef {"sweep" | "train" | "truth" | "edge" | "look"} Action
 * @typedef {"finder" | "rules" | "truth" | "schedule" | "loss" | "edge" | "epochs"} Place
 * @typedef {{ at: number, text: Text }} Mark
 * @typedef {{
 *   set: string,
 *   predict: { question: Text, choices: Text[], right: number },
 *   do: { text: Text, action: Action, runs?: string[] },
 *   see: { figure: Place, text: Text, marks?: Mark[] },
 *   explain: { text: Text, equation?: string },
 * }} Step
 * @typedef {{ id: string, number: number, minutes: number, title: Text, summary: Text, audience: Text, base: string, steps: Step[] }} LessonFile
 *
 * What the reader has done in a step:
 * @typedef {{ choice: number | null, checked: boolean, done: boolean }} Deed
 */

/** The lesson for whoever is new. */
export const FIRST = "why-one-number-decides";

/** @type {Map<string, Promise<unknown>>} */
const asked = new Map();

/**
 * A data file of the lessons. It is fetched once, unless that fails.
 *
 * @template T what is in it, as its schema says
 * @param {string} name
 * @returns {Promise<T>}
 */
export function bring(name) {
  const known = /** @type {Promise<T> | undefined} */ (asked.get(name));
  if (known) return known;
  const file = fetchFile(`./lessons/${name}`).then((response) => {
    if (!response.ok) throw new ToldError("lesson.answer", { status: response.status });
    return response.json();
  });
  asked.set(name, file);
  file.catch(() => asked.delete(name));
  return file;
}

/** @param {string} id @returns {Promise<LessonFile>} */
const bringLesson = (id) => bring(`${id}.json`);

/** Every lesson, in order. @returns {Promise<LessonFile[]>} */
export const bringAll = async () => Promise.all((await bring("index.json")).map(bringLesson));

/**
 * The lesson that a link's key names, and the step in it, from 0: `-3` behind the name is the third.
 *
 * @param {string} key
 * @param {string[]} ids
 */
export function placeOf(key, ids) {
  if (ids.includes(key)) return { id: key, at: 0 };
  const [, id, step] = /^(.+)-(\d+)$/.exec(key) ?? [];
  return ids.includes(id) && Number(step) > 0 ? { id, at: Number(step) - 1 } : null;
}

/** The lesson that a link's key names, at its step, or null where there is none. @param {string} key */
export async function open(key) {
  const place = placeOf(key, await bring("index.json"));
  const lesson = place && new Lesson(await bringLesson(place.id));
  return lesson && place.at < lesson.steps.length ? lesson.turn(place.at) : null;
}

/** One reader's way through a lesson. */
export class Lesson {
  /** @param {LessonFile} file */
  constructor(file) {
    this.file = file;
    /** The step that is open, from 0. */
    this.at = 0;
    /** @type {Deed[]} */
    this.records = file.steps.map(() => ({ choice: null, checked: false, done: false }));
  }

  get steps() {
    return this.file.steps;
  }

  get step() {
    return this.steps[this.at];
  }

  get record() {
    return this.records[this.at];
  }

  get isLast() {
    return this.at === this.steps.length - 1;
  }

  /** What the key `lesson` of a link to a step is. */
  keyOf(at = this.at) {
    return at ? `${this.file.id}-${at + 1}` : this.file.id;
  }

  /** Whether a link's key names a step of this lesson, and which. @param {string} key */
  find(key) {
    return this.steps.findIndex((_, at) => this.keyOf(at) === key);
  }

  /** @param {number} at */
  turn(at) {
    this.at = at;
    return this;
  }

  /** The link of the step that is open. @param {string} [run] what one of its runs says in the step's place */
  link(run = "") {
    return overlaid(`lesson=${this.keyOf()}`, overlaid(run, overlaid(this.step.set, this.file.base)));
  }

  /** @param {number} choice */
  choose(choice) {
    if (!this.record.checked) this.record.choice = choice;
  }

  /** From now on the answer stands. */
  check() {
    this.record.checked = this.record.choice !== null;
  }

  /**
   * How far the reader is, for whoever grades: `step` is the one that is open, from 1, `done` counts the steps that were gone
   * through, `correct` the questions that were answered rightly, and `score` is their share of all, from 0 to 1.
   */
  get progress() {
    const { file: { id }, at, steps, records } = this;
    const correct = records.filter(({ checked, choice }, i) => checked && choice === steps[i].predict.right).length;
    return { id, step: at + 1, steps: steps.length, done: records.filter(({ done }) => done).length, correct, score: correct / steps.length };
  }

  /** The reader's answer is the right one; null before it is checked. */
  get isRight() {
    const { checked, choice } = this.record;
    return checked ? choice === this.step.predict.right : null;
  }
}
