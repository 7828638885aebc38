// The tests' own server must be as plain and as strict as it claims: what it forgives, other servers may not.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { POLICY, serve } from "./server.mjs";

test("the server serves a folder under a path, strictly and plainly, and remembers what was asked", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dafu-server-"));
  writeFileSync(join(folder, "index.html"), "<p>home");
  writeFileSync(join(folder, "404.html"), "<p>nothing here");
  writeFileSync(join(folder, "data.bin"), "0123456789");
  const server = await serve(folder, "/a/b/");
  try {
    const home = await fetch(server.url(""));
    assert.equal(await home.text(), "<p>home");
    assert.equal(home.headers.get("content-security-policy"), POLICY);
    assert.equal(home.headers.get("content-type"), "text/html; charset=utf-8");

    const part = await fetch(server.url("data.bin"), { headers: { Range: "bytes=2-3", "Accept-Encoding": "gzip, br" } });
    assert.equal(part.status, 200, "no Range");
    assert.equal(await part.text(), "0123456789");
    assert.equal(part.headers.get("accept-ranges"), null);
    assert.equal(part.headers.get("content-encoding"), null, "no compression");
    assert.equal(part.headers.get("content-type"), "application/octet-stream", "unknown types stay unknown");

    for (const path of ["/a/b/none.html", "/a/", "/", "/index.html", "/a/b/..%2f..%2fetc/passwd", "/a/b/%zz"]) {
      const missing = await fetch(server.origin + path);
      assert.equal(missing.status, 404, path);
      assert.equal(await missing.text(), "<p>nothing here");
    }
    assert.deepEqual(server.requests[0], { method: "GET", path: "/a/b/", status: 200, bytes: 7 });
    assert.equal(server.requests.length, 8);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
});
