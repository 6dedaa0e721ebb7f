// @ts-check
/** What the browser remembers from visit to visit, where it allows that: in some frames storage is refused. */

/** @param {string} key */
export function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string} value */
export function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It then holds as long as the page.
  }
}
