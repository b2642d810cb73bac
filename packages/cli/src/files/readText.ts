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

import { open } from 'node:fs/promises';
import { InputError } from '@backstage/errors';

const MAX_BYTES = 16 * 1024 * 1024;

/**
 * The bytes of a file; `-` is standard input.
 *
 * @throws InputError naming `what` the file is for.
 */
export async function readBytes(path: string, what: string): Promise<Buffer> {
  if (path === '-') {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of process.stdin) {
      size += part.length;
      if (size > MAX_BYTES) {
        throw new InputError(`The ${what} has more than ${MAX_BYTES} bytes`);
      }
      parts.push(part);
    }
    return Buffer.concat(parts);
  }
  try {
    const handle = await open(path);
    try {
      const stats = await handle.stat();
      if (stats.isDirectory()) {
        throw new InputError(`The ${what} ${path} is a folder`);
      }
      if (stats.size > MAX_BYTES) {
        throw new InputError(
          `The ${what} ${path} has more than ${MAX_BYTES} bytes`,
        );
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      throw new InputError(`The ${what} ${path} is not there`);
    }
    if (code) {
      throw new InputError(`The ${what} ${path} cannot be read (${code})`);
    }
    throw error;
  }
}

/** The text of a file, which must be UTF-8; `-` is standard input. */
export async function readText(path: string, what: string): Promise<string> {
  const bytes = await readBytes(path, what);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
  } catch {
    throw new InputError(`The ${what} ${path} is not UTF-8 text`);
  }
}

/** The same, or `undefined` when no such file is there. */
export async function readOptionalText(
  path: string,
  what: string = 'file',
): Promise<string | undefined> {
  try {
    await (await open(path)).close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
  }
  return readText(path, what);
}

/**
 * The JSON object in a file; `-` is standard input.
 *
 * @throws InputError that says where the file is wrong, and never what is there.
 */
export async function readJsonObject(
  path: string,
  what: string,
): Promise<Record<string, unknown>> {
  const text = await readText(path, what);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`The ${what} ${path} is not valid JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`The ${what} ${path} is not a JSON object`);
  }
  return value as Record<string, unknown>;
}
