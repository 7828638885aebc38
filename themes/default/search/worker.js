// The engine in a worker: messages in, answers out.

import {open} from "./engine.js";
import {fetcher} from "./fetch.js";

/** @type {any} */
const scope = self;
/** @type {any} */
let engine;

scope.onmessage = async (/** @type {MessageEvent} */ event) => {
  const {id, method, args} = event.data;
  try {
    if (method === "open") {
      engine = open(args[0], fetcher(args[1]));
      scope.postMessage({id, value: true});
    } else {
      scope.postMessage({id, value: await engine[method](...args)});
    }
  } catch (error) {
    const {code, message} = /** @type {any} */ (error);
    scope.postMessage({id, error: {code: code || "damaged", message}});
  }
};
