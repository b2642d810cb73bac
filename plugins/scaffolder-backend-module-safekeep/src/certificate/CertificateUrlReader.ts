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

import { UrlReaderService } from '@backstage/backend-plugin-api';
import {
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { Readable } from 'node:stream';

/**
 * Reads a sealing certificate from an address that a template gives.
 *
 * @public
 */
export interface CertificateUrlReader {
  /** @returns what is there, as text. */
  readCertificate(
    url: string,
    options: { signal?: AbortSignal },
  ): Promise<string>;
}

const TIMEOUT_MS = 10_000;
/** A certificate of RSA 4096 has 2 KiB; a chain of them is still far below. */
const MAX_BYTES = 64 * 1024;

/**
 * Reads from the hosts that Backstage may read from, by `backend.reading.allow`
 * and the integrations: those alone, whatever an address redirects to. So
 * neither this machine nor its network can be asked through a template.
 */
export class AllowedCertificateReader implements CertificateUrlReader {
  static create(
    reader: UrlReaderService,
    options: { timeoutMs?: number } = {},
  ): AllowedCertificateReader {
    return new AllowedCertificateReader(
      reader,
      options.timeoutMs ?? TIMEOUT_MS,
    );
  }

  private constructor(
    private readonly reader: UrlReaderService,
    private readonly timeoutMs: number,
  ) {}

  async readCertificate(
    url: string,
    { signal }: { signal?: AbortSignal },
  ): Promise<string> {
    const place = assertAddress(url);
    const timeout = AbortSignal.timeout(this.timeoutMs);
    const both = signal ? AbortSignal.any([signal, timeout]) : timeout;
    try {
      // Not every reader heeds the signal, and none while the body comes in.
      return await untilAborted(both, async () => {
        const response = await this.reader.readUrl(url, { signal: both });
        return readText(
          response.stream?.() ?? Readable.from([await response.buffer()]),
          place,
          both,
        );
      });
    } catch (error) {
      signal?.throwIfAborted();
      if (timeout.aborted) {
        throw new ServiceUnavailableError(
          `${place} did not give the sealing certificate within ${
            this.timeoutMs / 1000
          } s`,
        );
      }
      throw explained(error, place);
    }
  }
}

/** The address as it may be told: what stands behind "?" could be a token. */
function assertAddress(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'https:') {
    throw new InputError(
      'The address of a sealing certificate must begin with https://: whoever could change it on the way could read what is sealed with it',
    );
  }
  if (parsed.username || parsed.password) {
    throw new InputError(
      'The address of a sealing certificate must hold no user and no password',
    );
  }
  return parsed.origin + parsed.pathname;
}

async function untilAborted<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function readText(
  stream: Readable,
  place: string,
  signal: AbortSignal,
): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  const stop = () => stream.destroy(new Error('aborted'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const part of stream) {
      size += part.length;
      if (size > MAX_BYTES) {
        throw new InputError(
          `${place} is no sealing certificate: it has more than ${MAX_BYTES} bytes`,
        );
      }
      parts.push(Buffer.from(part));
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
  return Buffer.concat(parts).toString('utf8');
}

/** What went wrong, in words of our own: an error of a reader may quote what it read. */
function explained(error: unknown, place: string): Error {
  if (error instanceof InputError) {
    return error;
  }
  const { name, message } = error as Error;
  if (name === 'NotAllowedError' || /not allowed/i.test(message)) {
    return new NotAllowedError(
      `Backstage may not read ${place}, or where it redirects to: its host must be in backend.reading.allow`,
    );
  }
  if (name === 'NotFoundError') {
    return new InputError(`${place} is not there, so there is no certificate`);
  }
  const status = /, ([1-5]\d\d) /.exec(message)?.[1];
  return new ServiceUnavailableError(
    `The sealing certificate could not be read from ${place}${
      status ? ` (HTTP ${status})` : ''
    }`,
  );
}
