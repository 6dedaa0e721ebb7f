// @ts-check
/** Text for the clipboard, which pages on plain http lack and some frames may not use. */

/** Copies a text. @param {string} text @returns {Promise<boolean>} whether it could be */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
