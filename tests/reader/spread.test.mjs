// The reader finds the folder of a page by itself: as `catalog::spread` does.

import assert from "node:assert/strict";
import {test} from "node:test";

import {spread} from "../../themes/default/search/bundle.js";

test("the reader and the builder put a page into the same folder", () => {
  // src/catalog.rs has the same.
  assert.equal(spread("a"), "9m/a");
  assert.equal(spread("zjj-2023-104"), "4d/zjj-2023-104");
});
