// A `frontdesk serve` of its own: temporary folder, free ports, one instance of each kind.

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { until } from './report.mjs';

/** Development browsers are used only where the host ends in one of the suffixes that the browser client knows. */
export const DEVELOPMENT_HOST = 'acme.lcl.dev';
export const PRODUCTION_HOST = 'auth.frontdesk.test';
export const PRODUCTION_APP = 'https://frontdesk.test';

// Nothing leaves this machine.
process.env.CLERK_TELEMETRY_DISABLED = '1';

export class Desk {
  /** Starts a server and waits until it answers. */
  static async start() {
    const program = process.env.FRONTDESK_BIN;
    if (!program) throw new Error('FRONTDESK_BIN names no server: run `cargo xtask interop`');
    const data = fs.mkdtempSync(path.join(os.tmpdir(), 'frontdesk-interop-'));
    const make = (environment, host, ...more) =>
      execFileSync(
        program,
        ['instance', 'create', '--json', '--data', data, '--name', 'Acme', '--environment', environment,
          '--frontend-api', host, ...more],
        { cwd: data },
      );
    make('development', DEVELOPMENT_HOST);
    make('production', PRODUCTION_HOST, '--allowed-origin', PRODUCTION_APP);
    const desk = new Desk();
    desk.data = data;
    [desk.fapiPort, desk.bapiPort] = [await freePort(), await freePort()];
    desk.fapi = `http://127.0.0.1:${desk.fapiPort}`;
    desk.bapi = `http://127.0.0.1:${desk.bapiPort}`;
    const binds = ['--fapi-bind', `127.0.0.1:${desk.fapiPort}`, '--bapi-bind', `127.0.0.1:${desk.bapiPort}`];
    const log = fs.openSync(path.join(data, 'log'), 'w');
    desk.child = spawn(program, ['serve', '--data', data, ...binds], { cwd: data, stdio: ['ignore', log, log] });
    // Whatever ends this process, the server goes with it.
    process.once('exit', () => desk.child.kill('SIGKILL'));
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
    await until('the server to answer', async () => {
      if (desk.child.exitCode !== null) throw new Error(desk.log());
      return (await fetch(`${desk.fapi}/v1/health`, { headers: { host: DEVELOPMENT_HOST } })).status < 500;
    });
    const keys = host => JSON.parse(
      execFileSync(program, ['keys', '--json', '--data', data, '--instance', host], { cwd: data }),
    );
    desk.development = keys(DEVELOPMENT_HOST);
    desk.production = keys(PRODUCTION_HOST);
    return desk;
  }

  /** What the server wrote. */
  log() {
    return fs.readFileSync(path.join(this.data, 'log'), 'utf8');
  }

  /** Ends the server and deletes what it kept. */
  async stop() {
    const gone = new Promise(resolve => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await gone;
    fs.rmSync(this.data, { recursive: true, force: true });
  }
}

/** A port that nobody has at this moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
