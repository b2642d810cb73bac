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

import { lookup as lookupName, LookupAddress } from 'node:dns';
import http, { IncomingMessage } from 'node:http';
import https from 'node:https';
import { BlockList, isIP, LookupFunction } from 'node:net';
import { InputError } from '@backstage/errors';

const TIMEOUT_MS = 10_000;
/** A certificate of RSA 4096 has 2 KiB; a chain of them is still far below. */
const MAX_BYTES = 64 * 1024;

/** Where a machine's own network answers, such as a cloud's metadata. */
const LINK_LOCAL = new BlockList();
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4');
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6');
// The metadata of AWS, and of those that took its address over.
LINK_LOCAL.addAddress('fd00:ec2::254', 'ipv6');
LINK_LOCAL.addAddress('100.100.100.200', 'ipv4');

/** Whether a certificate is given by its address. */
export function isAddress(certificate: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(certificate);
}

/**
 * The sealing certificate at an address: over https, or over http from this
 * machine itself, as behind `kubectl port-forward`. It is not looked for
 * anywhere else: a redirect is told, not followed.
 *
 * @throws InputError that names the address without what could be a token in it
 */
export async function fetchCertificate(
  address: string,
  options: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<string> {
  const { timeoutMs = TIMEOUT_MS } = options;
  const url = parseAddress(address);
  const place = url.origin + url.pathname;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal
    ? AbortSignal.any([options.signal, timeout])
    : timeout;
  try {
    const response = await request(url, signal);
    const { statusCode = 0, headers } = response;
    if (statusCode !== 200) {
      response.destroy();
      throw new InputError(
        headers.location !== undefined && statusCode >= 300 && statusCode < 400
          ? `${place} redirects elsewhere, which is not followed: give the address of the certificate itself`
          : `${place} does not give the sealing certificate (HTTP ${statusCode})`,
      );
    }
    return await readText(response, place);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (timeout.aborted) {
      throw new InputError(
        `${place} did not give the sealing certificate within ${
          timeoutMs / 1000
        } s`,
      );
    }
    if (error instanceof InputError) {
      throw error;
    }
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `The sealing certificate could not be read from ${place} (${
        code ?? 'no answer'
      })`,
    );
  }
}

function parseAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isLoopback =
    url !== undefined &&
    /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (
    !url ||
    !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback))
  ) {
    throw new InputError(
      'The address of a sealing certificate must begin with https://, or with http://localhost behind a port-forward: whoever could change it on the way could read what is sealed with it',
    );
  }
  if (url.username || url.password) {
    throw new InputError(
      'The address of a sealing certificate must hold no user and no password',
    );
  }
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal)) {
    assertNotLinkLocal([{ address: literal, family: isIP(literal) }]);
  }
  return url;
}

function assertNotLinkLocal(addresses: LookupAddress[]): void {
  for (const { address, family } of addresses) {
    if (LINK_LOCAL.check(address, family === 6 ? 'ipv6' : 'ipv4')) {
      throw new InputError(
        `${address} is a link-local or metadata address, where no sealing certificate is`,
      );
    }
  }
}

/** Looks at what a name stands for when the connection is made, and not before. */
const lookup: LookupFunction = (hostname, options, callback) => {
  lookupName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) {
      callback(error, '', 0);
      return;
    }
    try {
      assertNotLinkLocal(addresses);
    } catch (refusal) {
      callback(refusal as Error, '', 0);
      return;
    }
    if (options.all) {
      callback(null, addresses);
    } else {
      callback(null, addresses[0].address, addresses[0].family);
    }
  });
};

function request(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    (url.protocol === 'https:' ? https : http)
      .get(url, { signal, lookup }, resolve)
      .on('error', reject);
  });
}

async function readText(
  response: IncomingMessage,
  place: string,
): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    size += part.length;
    if (size > MAX_BYTES) {
      response.destroy();
      throw new InputError(
        `${place} is no sealing certificate: it has more than ${MAX_BYTES} bytes`,
      );
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
