// What our own tools wrote, whose shape is known though nothing says it.

/**
 * @template Value
 * @param {string} text
 * @returns {Value}
 * @throws {SyntaxError}
 */
export function parseJson(text) {
  /** @type {unknown} */
  const value = JSON.parse(text);
  return /** @type {Value} */ (value);
}

/**
 * The exports of a module whose path is computed.
 * @template Module
 * @param {string} url
 * @returns {Promise<Module>}
 */
export async function importComputed(url) {
  /** @type {unknown} */
  const exports = await import(url);
  return /** @type {Module} */ (exports);
}
