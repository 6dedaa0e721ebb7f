// @ts-check
/** What the catalog's settings, their choices and the corners of schedules are called on the page. */
import { words } from "./numbers.js";
import { isId } from "./texts.js";

/** @import { Say } from "./texts.js" */

/** A setting's name; of one that the table does not know yet, its words. @param {Say} say @param {string} name */
export const nameOf = (say, name) => textOf(say, `name.${name}`) ?? words(name);

/** @param {Say} say @param {string} choice */
export const choiceOf = (say, choice) => textOf(say, `choice.${choice}`) ?? words(choice);

/** A corner of a schedule, as the core calls it in English. @param {Say} say @param {string} label */
export const handleOf = (say, label) => textOf(say, `handle.${label.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`) ?? label;

/** @param {Say} say @param {string} id */
const textOf = (say, id) => (isId(id) ? say(id) : null);

/** What a kind of a list is called. @param {{ kind: string, title: string }[]} kinds @param {string} kind */
export const titleOf = (kinds, kind) => kinds.find((one) => one.kind === kind)?.title ?? kind;
