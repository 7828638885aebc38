// How the browser fetches files of the bundle; the engine does the rest.

/**
 * @param {string} base address of the bundle's folder, ends with `/`
 * @returns {(path: string) => Promise<Uint8Array>}
 */
export function fetcher(base) {
  return async path => {
    // Nothing in a path is from the reader: no credentials are needed, and none are sent.
    const response = await fetch(base + path, {credentials: "same-origin"});
    if (!response.ok) throw Object.assign(new Error(path + ": " + response.status), {status: response.status});
    return new Uint8Array(await response.arrayBuffer());
  };
}
