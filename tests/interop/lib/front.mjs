// What stands between a browser and the server: the app's own pages, a proxy on the app's origin, and TLS for the hosts
// that publishable keys name. Everything listens on the loopback interface; the browser is told to find the hosts there.

import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import path from 'node:path';

import { chromium } from 'playwright-core';

import { certificate } from './certificate.mjs';
import { DEVELOPMENT_HOST, PRODUCTION_APP, PRODUCTION_HOST } from './desk.mjs';

const MODULES = createRequire(import.meta.url).resolve.paths('@clerk/ui').find(fs.existsSync);

export class Front {
  /** Every request that reached the server through here: verb, path, verb that is meant, status, body of a refusal. */
  log = [];

  /** Starts both listeners. `render(request, setup)` answers pages that a back end renders. */
  static async start(desk, render) {
    const front = new Front();
    front.desk = desk;
    front.plain = http.createServer((request, response) => front.#app('localhost', request, response));
    await new Promise(resolve => front.plain.listen(0, '127.0.0.1', resolve));
    front.origin = `http://localhost:${front.plain.address().port}`;
    front.render = render;
    front.tls = https.createServer(certificate(), (request, response) => {
      const host = request.headers.host;
      if (host === DEVELOPMENT_HOST || host === PRODUCTION_HOST) {
        front.#forward(request, response, request.url, { 'x-forwarded-proto': 'https' });
      } else {
        front.#app('production', request, response);
      }
    });
    await new Promise(resolve => front.tls.listen(0, '127.0.0.1', resolve));
    return front;
  }

  /** What the browser is started with, so that the hosts lead here and nothing else leads anywhere. */
  get arguments() {
    const { port } = this.tls.address();
    const rules = [DEVELOPMENT_HOST, PRODUCTION_HOST, new URL(PRODUCTION_APP).host].map(
      host => `MAP ${host} 127.0.0.1:${port}`,
    );
    return [
      `--host-resolver-rules=${rules.join(',')},MAP * ~NOTFOUND,EXCLUDE localhost,EXCLUDE 127.0.0.1`,
      '--ignore-certificate-errors',
    ];
  }

  stop() {
    for (const server of [this.plain, this.tls]) {
      server.closeAllConnections();
      server.close();
    }
  }

  async #app(site, request, response) {
    const url = new URL(request.url, site === 'production' ? PRODUCTION_APP : this.origin);
    if (url.pathname.startsWith('/__clerk/')) {
      return this.#forward(request, response, request.url.replace('/__clerk', ''), {
        host: `127.0.0.1:${this.desk.fapiPort}`,
        'clerk-proxy-url': `${url.origin}/__clerk`,
        'clerk-secret-key': this.desk.development.secret_key,
        'x-forwarded-host': url.host,
        'x-forwarded-proto': url.protocol.replace(':', ''),
      });
    }
    const script = url.pathname.match(/^\/(clerk-js|ui)\/(dist\/[\w.-]+\.js)$/);
    if (script) return this.#script(response, path.join(MODULES, '@clerk', script[1], script[2]));
    const rendered = url.pathname.match(/^\/rendered\/(\w+)/);
    if (rendered) return this.#rendered(rendered[1], url, request, response);
    // Asked for by the browser itself; nobody's error.
    if (url.pathname === '/favicon.ico') return response.writeHead(204).end();
    const setup = url.pathname.slice(1);
    if (['proxy', 'development', 'production'].includes(setup)) return this.#page(setup, response);
    response.writeHead(404).end();
  }

  /** A page as an app has it: the two scripts, unmodified, and the publishable key. */
  #page(setup, response) {
    const key = setup === 'production' ? this.desk.production : this.desk.development;
    const proxy = setup === 'proxy' ? 'data-clerk-proxy-url="/__clerk"' : '';
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><html lang="en"><title>Acme</title><body><div id="app"></div>
<script src="/ui/dist/ui.browser.js"></script>
<script data-clerk-publishable-key="${key.publishable_key}" ${proxy} src="/clerk-js/dist/clerk.browser.js"></script>
</body></html>`);
  }

  #script(response, file) {
    if (!fs.existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'max-age=600' });
    response.end(fs.readFileSync(file));
  }

  async #rendered(setup, url, request, response) {
    try {
      const headers = new Headers();
      for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
      const answer = await this.render(new Request(url, { method: request.method, headers }), setup);
      response.writeHead(answer.status, [...answer.headers].flat());
      response.end(await answer.text());
    } catch (error) {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error?.stack ?? error));
    }
  }

  #forward(request, response, target, more) {
    const options = {
      host: '127.0.0.1',
      port: this.desk.fapiPort,
      path: target,
      method: request.method,
      headers: { ...request.headers, 'x-forwarded-for': '127.0.0.1', ...more },
    };
    const meant = target.match(/[?&]_method=(\w+)/)?.[1] ?? request.method;
    const line = { method: meant, path: target.split('?')[0], status: 0, refusal: '' };
    const onward = http.request(options, reply => {
      line.status = reply.statusCode;
      response.writeHead(reply.statusCode, reply.rawHeaders);
      const chunks = [];
      reply.on('data', chunk => {
        chunks.push(chunk);
        response.write(chunk);
      });
      reply.on('end', () => {
        if (reply.statusCode >= 400) line.refusal = Buffer.concat(chunks).toString().slice(0, 300);
        this.log.push(line);
        response.end();
      });
    });
    onward.on('error', error => response.writeHead(502).end(String(error)));
    request.pipe(onward);
  }
}

/** A browser that finds the hosts here and nothing anywhere else. */
export function launch(front) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // The published client turns some of itself off in browsers that say that they are automated.
    args: ['--no-sandbox', '--disable-gpu', '--disable-blink-features=AutomationControlled', ...front.arguments],
  });
}
