/*
 * Copyright 2026 The Safekeep Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { createServer } from 'node:net';
import { PlainError } from './errors.mjs';

const DEFAULTS = {
  app: { port: 3000, variable: 'SAFEKEEP_APP_PORT' },
  backend: { port: 7007, variable: 'SAFEKEEP_BACKEND_PORT' },
  cluster: { port: 7300, variable: 'SAFEKEEP_CLUSTER_PORT' },
  forge: { port: 7301, variable: 'SAFEKEEP_FORGE_PORT' },
};

function parsePort(name, text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new PlainError(`${name} is "${text}", which is not a port number.`);
  }
  return port;
}

/**
 * The ports to use: `PORT` is the app's and moves the others by as much, and
 * each has a variable of its own that wins.
 */
export function choosePorts(env = process.env) {
  const shift = env.PORT ? parsePort('PORT', env.PORT) - DEFAULTS.app.port : 0;
  const ports = {};
  for (const [name, { port, variable }] of Object.entries(DEFAULTS)) {
    ports[name] = env[variable]
      ? parsePort(variable, env[variable])
      : parsePort(variable, port + shift);
  }
  const used = Object.values(ports);
  if (new Set(used).size !== used.length) {
    throw new PlainError(
      `Two services would share a port (${used.join(
        ', ',
      )}): set different ones.`,
    );
  }
  return ports;
}

/** The environment that tells every part which ports are in use. */
export function portEnvironment(ports) {
  return Object.fromEntries(
    Object.entries(DEFAULTS).map(([name, { variable }]) => [
      variable,
      String(ports[name]),
    ]),
  );
}

/** A port that nothing listens on at this moment. */
export async function freePort() {
  const [port] = await differentFreePorts(1);
  return port;
}

/** Ports that nothing listens on at this moment, for each service one. */
export async function freePorts() {
  const variables = Object.values(DEFAULTS).map(({ variable }) => variable);
  const ports = await differentFreePorts(variables.length);
  return choosePorts(
    Object.fromEntries(
      variables.map((variable, index) => [variable, String(ports[index])]),
    ),
  );
}

/** All are held until the last is found: one that is closed may be given again. */
async function differentFreePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(
    servers.map(
      server =>
        new Promise((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', resolve);
        }),
    ),
  );
  const ports = servers.map(server => server.address().port);
  await Promise.all(
    servers.map(server => new Promise(resolve => server.close(resolve))),
  );
  return ports;
}

function isFree(port, host) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', error => resolve(error.code !== 'EADDRINUSE'));
    server.listen({ port, host, exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

/** @throws PlainError naming the first port that something else listens on. */
export async function assertPortsAreFree(ports) {
  for (const [name, port] of Object.entries(ports)) {
    for (const host of ['127.0.0.1', '::']) {
      if (!(await isFree(port, host))) {
        throw new PlainError(
          `Port ${port} (${name}) is in use: stop what uses it, or choose other ports with PORT=3100 (moves all four) or ${DEFAULTS[name].variable}.`,
        );
      }
    }
  }
}
