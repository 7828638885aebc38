// Real web servers, as a portal meets them: nginx and Apache, configured by the examples of `hosting/` with nothing changed in them but
// what they say is to be changed. Both run as this user, on a free port of loopback, and write nowhere but into a folder of their own.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const HOSTING = resolve(dirname(fileURLToPath(import.meta.url)), "../../hosting");

/** Where a program is, if it is: Debian keeps servers out of the usual path. */
const program = (name) => ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map((folder) => join(folder, name)).find(existsSync);

/** Its example, for this folder, path and port. */
function example(name, folder, base, port) {
  let text = readFileSync(join(HOSTING, name), "utf8");
  const change = (from, to) => {
    if (!text.includes(from)) throw new Error(`hosting/${name} has no ${from}`);
    text = text.replaceAll(from, to);
  };
  // The folder's own name has the path in it.
  change("/srv/www/replies", "\0");
  change("/replies/", base);
  change("\0", folder);
  if (name === "nginx.conf") change("listen 80;", `listen 127.0.0.1:${port};`);
  else change("*:80", `127.0.0.1:${port}`);
  return text;
}

const SERVERS = {
  nginx: {
    program: "nginx",
    config(own, text, root) {
      mkdirSync(join(own, "temp"));
      const types = ["/etc/nginx/mime.types", "/usr/local/etc/nginx/mime.types", "/opt/homebrew/etc/nginx/mime.types"].find(existsSync);
      if (!types) throw new Error("nginx has no mime.types");
      copyFileSync(types, join(own, "mime.types"));
      writeFileSync(join(own, "dafu.conf"), text);
      const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((what) => `${what}_temp_path ${own}/temp/${what};`);
      // As Debian's own nginx.conf does it, as far as it matters.
      const main = `daemon off; worker_processes 1; pid ${own}/pid; error_log ${own}/error.log;${root ? " user root;" : ""}
events { worker_connections 256; }
http { log_format asked '$request_method $request_uri $status $body_bytes_sent'; access_log ${own}/access.log asked; ${temp.join(" ")}
include mime.types; default_type application/octet-stream; sendfile on; include dafu.conf; }
`;
      writeFileSync(join(own, "nginx.conf"), main);
      return ["-p", own, "-c", join(own, "nginx.conf"), "-e", join(own, "error.log")];
    },
    /** The same without compression. */
    plain: (text) => text.replace("gzip on;", "gzip off;"),
  },
  apache: {
    program: "apache2",
    config(own, text, root, port) {
      const modules = ["mpm_event", "authz_core", "alias", "dir", "mime", "headers", "deflate", "filter", "setenvif"];
      const main = `ServerRoot "${own}"
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
${root ? "User www-data\nGroup www-data" : ""}
PidFile "${own}/pid"
Mutex file:${own} default
DefaultRuntimeDir "${own}"
ErrorLog "${own}/error.log"
LogFormat "%m %U %>s %B" asked
CustomLog "${own}/access.log" asked
TypesConfig /etc/mime.types
Listen 127.0.0.1:${port}
<Directory />
  Require all denied
</Directory>
${text}`;
      writeFileSync(join(own, "apache.conf"), main);
      return ["-D", "FOREGROUND", "-f", join(own, "apache.conf")];
    },
    plain: (text) => text.replaceAll(/^\s*AddOutputFilterByType.*$/gm, ""),
  },
};

/** The servers that are installed here. */
export const INSTALLED = Object.keys(SERVERS).filter((name) => program(SERVERS[name].program));

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === "object" && address ? address.port : 0;
}

/**
 * Serves `folder` by a real server.
 *
 * @param {string} name one of `INSTALLED`
 * @param {string} folder the portal
 * @param {string} base the path it stands under: begins and ends with `/`
 * @param {{ compress?: boolean }} options
 */
export async function host(name, folder, base = "/", { compress = true } = {}) {
  const server = SERVERS[name];
  const binary = program(server.program);
  if (!binary) throw new Error(`${server.program} is not installed`);
  const own = mkdtempSync(join(tmpdir(), `dafu-${name}-`));
  const root = process.getuid?.() === 0;
  // Apache gives up being root before it reads anything.
  if (root) for (let at = folder; at !== dirname(tmpdir()) && at !== "/" && at !== tmpdir(); at = dirname(at)) chmodSync(at, 0o755);
  const port = await freePort();
  let text = example(`${name}.conf`, folder, base, port);
  if (!compress) text = server.plain(text);
  const args = server.config(own, text, root, port);
  const tried = spawnSync(binary, [...args.filter((one) => !["-D", "FOREGROUND"].includes(one)), "-t"], { encoding: "utf8" });
  if (tried.status !== 0) throw new Error(`${name} refuses hosting/${name}.conf: ${tried.stderr}${tried.stdout}`);
  const child = spawn(binary, args, { stdio: "ignore" });
  const ended = once(child, "exit");
  const origin = `http://127.0.0.1:${port}`;
  const log = () => (existsSync(join(own, "error.log")) ? readFileSync(join(own, "error.log"), "utf8") : "");
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null) throw new Error(`${name} ended: ${log()}`);
    try {
      await new Promise((done, fail) => {
        const socket = connect(port, "127.0.0.1", () => done(socket.destroy()));
        socket.on("error", fail);
      });
      break;
    } catch (error) {
      if (tries > 200) throw new Error(`${name} does not answer (${error}): ${log()}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  return {
    origin,
    port,
    /** The address of a file of the portal. */
    url: (/** @type {string} */ path) => origin + base + path,
    log,
    /** Every request so far, as the server's own log has it. */
    get requests() {
      const lines = existsSync(join(own, "access.log")) ? readFileSync(join(own, "access.log"), "utf8").trim().split("\n").filter(Boolean) : [];
      return lines.map((line) => {
        const [method, path, status, bytes] = line.split(" ");
        return { method, path: path.replace(/[?#].*/s, ""), status: Number(status), bytes: Number(bytes) };
      });
    },
    async close() {
      child.kill("SIGTERM");
      await ended;
      rmSync(own, { recursive: true, force: true });
    },
  };
}
