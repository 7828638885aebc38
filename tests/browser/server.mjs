// A static web server as plain as any that a portal may meet: no Range, no compression, no cache headers, few file
// types, and a strict content security policy. It serves one folder under a path and remembers what was asked of it.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";

/** What the portal must live with: nothing inline, nothing from elsewhere. */
export const POLICY =
  "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
};

/**
 * Serves `folder` on a free port of 127.0.0.1.
 *
 * @param {string} folder the portal
 * @param {string} [base] the path it stands under: begins and ends with `/`
 * @param {number} [port] 0 takes a free one; a server that was closed comes back at its own
 */
export async function serve(folder, base = "/", port = 0) {
  if (!/^\/(.*\/)?$/.test(base)) throw new Error(`the path “${base}” must begin and end with /`);
  /** @type {{ method: string, path: string, status: number, bytes: number }[]} */
  const requests = [];

  /** Milliseconds before each answer. */
  const pace = { delay: 0 };

  const server = createServer(async (request, response) => {
    if (pace.delay) await new Promise((done) => setTimeout(done, pace.delay));
    const path = (request.url ?? "/").replace(/[?#].*/s, "");
    let file = null;
    let status = 404;
    try {
      file = await find(folder, base, path);
      if (file) status = 200;
      else file = { name: "404.html", bytes: await readFile(join(folder, "404.html")) };
    } catch {
      // Neither the file nor a page that says so.
    }
    const body = file?.bytes ?? Buffer.from("not found");
    requests.push({ method: request.method ?? "", path, status, bytes: body.length });
    response.writeHead(status, {
      "Content-Type": (file && TYPES[extname(file.name)]) ?? "application/octet-stream",
      "Content-Length": body.length,
      "Content-Security-Policy": POLICY,
      "X-Content-Type-Options": "nosniff",
    });
    response.end(request.method === "HEAD" ? undefined : body);
  });

  await new Promise((done) => server.listen(port, "127.0.0.1", () => done(undefined)));
  const address = server.address();
  const own = typeof address === "object" && address ? address.port : 0;
  const origin = `http://127.0.0.1:${own}`;
  return {
    origin,
    port: own,
    pace,
    /** Every request so far, in order. */
    requests,
    /** The address of a file of the portal. */
    url: (/** @type {string} */ path) => origin + base + path,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

/** The file that a path asks for; null if there is none. A folder is its `index.html`. */
async function find(folder, base, path) {
  if (!path.startsWith(base)) return null;
  let name;
  try {
    name = decodeURIComponent(path.slice(base.length));
  } catch {
    return null;
  }
  if (name === "" || name.endsWith("/")) name += "index.html";
  const whole = join(folder, name);
  if (!whole.startsWith(folder + sep)) return null;
  try {
    return { name, bytes: await readFile(whole) };
  } catch {
    return null;
  }
}
