// In the place of `client.js` in an archive: a page from a disk may not start workers, so the engine runs on the page.

import {open} from "./engine.js";
import {fetcher} from "./fetch.js";

/** @param {object} manifest @param {string} base @returns {Promise<any>} */
export const connect = async (manifest, base) => open(/** @type {any} */ (manifest), fetcher(base));
