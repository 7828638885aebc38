// In the place of `client.js` in an archive: a page from a disk may not start workers, so the engine runs on the page.

import {open} from "./engine.js";
import {fetcher} from "./fetch.js";

/** @param {object} manifest @returns {Promise<any>} */
export const connect = async manifest => open(/** @type {any} */ (manifest), fetcher());
