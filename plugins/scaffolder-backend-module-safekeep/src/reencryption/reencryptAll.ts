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

import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import { FoundReencryption } from '@safekeep/backstage-plugin-safekeep-node';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ControllerBusyError,
  ControllerCall,
  ReencryptionSource,
} from './ReencryptionSource';

/** How often and how patiently the controller is asked. */
export interface ReencryptionPace {
  /**
   * From one request to the next at most. It begins without a pause and doubles
   * with each refusal: a controller answers two requests a second by default
   * since 0.39, as many as one likes before, or what its operator says.
   */
  longestIntervalMs: number;
  /** The first wait where the controller does not say how long; it doubles. */
  firstWaitMs: number;
  longestWaitMs: number;
  /** Requests for one SealedSecret, the first included. */
  attempts: number;
}

const USUAL_PACE: ReencryptionPace = {
  longestIntervalMs: 502,
  firstWaitMs: 1_000,
  longestWaitMs: 30_000,
  attempts: 8,
};

/** After the first refusal. */
const FIRST_INTERVAL_MS = 64;
/** Beyond that it would take minutes to say which key it is. */
const MOST_KEYS_TRIED = 100;
const TELL_EVERY = 10;

/**
 * Has each SealedSecret re-encrypted, one after the other, as fast as the
 * controller takes it and no faster. One that fails ends it, by name and with why.
 *
 * @returns new ciphertexts by the id of the SealedSecret.
 */
export async function reencryptAll(
  targets: FoundReencryption[],
  options: {
    source: ReencryptionSource;
    call: ControllerCall;
    logger: LoggerService;
    pace?: Partial<ReencryptionPace>;
  },
): Promise<Map<string, Record<string, string>>> {
  const { call, logger } = options;
  const ask = pacedAsk(options);
  const made = new Map<string, Record<string, string>>();
  for (const [index, target] of targets.entries()) {
    const what = `SealedSecret ${target.namespace}/${target.name} (${target.path})`;
    try {
      made.set(target.id, await ask(target));
    } catch (error) {
      call.signal?.throwIfAborted();
      const where = `${what}, ${index + 1} of ${targets.length}`;
      throw await explain(where, target, error, ask);
    }
    const done = index + 1;
    if (done % TELL_EVERY === 0 || done === targets.length || done === 1) {
      logger.info(`Re-encrypted ${done} of ${targets.length}: ${what}`);
    }
  }
  return made;
}

type Ask = (target: FoundReencryption) => Promise<Record<string, string>>;

function pacedAsk(options: Parameters<typeof reencryptAll>[1]): Ask {
  const { source, call, logger } = options;
  const { signal } = call;
  const pace = { ...USUAL_PACE, ...options.pace };
  let interval = 0;
  let next = 0;

  return async target => {
    for (let attempt = 1; ; attempt++) {
      await sleep(Math.max(0, next - Date.now()), undefined, { signal });
      next = Date.now() + interval;
      try {
        return await source.reencrypt({ ...call, target });
      } catch (error) {
        if (
          !(error instanceof ControllerBusyError) ||
          attempt >= pace.attempts
        ) {
          throw error;
        }
        interval = Math.min(
          pace.longestIntervalMs,
          Math.max(2 * interval, FIRST_INTERVAL_MS),
        );
        const wait = waitOf(error, attempt, pace);
        logger.info(
          `Asking again in ${Math.ceil(wait / 1000)} s: ${error.message}`,
        );
        next = Date.now() + wait;
      }
    }
  };
}

/** What the controller asks for; else longer each time, and not all at once. */
function waitOf(
  error: ControllerBusyError,
  attempt: number,
  { firstWaitMs, longestWaitMs }: ReencryptionPace,
): number {
  const backoff = firstWaitMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
  return Math.min(longestWaitMs, Math.max(error.retryAfterMs ?? 0, backoff));
}

async function explain(
  where: string,
  target: FoundReencryption,
  error: unknown,
  ask: Ask,
): Promise<Error> {
  const unchanged = 'No file was changed';
  if (error instanceof ConflictError) {
    const keys = await keysThatFail(target, ask);
    const which = keys.length > 0 ? ` (${keys.join(', ')})` : '';
    return new ConflictError(
      `${where}${which}: ${error.message}. ${unchanged}`,
    );
  }
  if (error instanceof ControllerBusyError) {
    return new ServiceUnavailableError(
      `${where}: ${error.message}. ${unchanged}; run it again later`,
    );
  }
  return error instanceof Error
    ? Object.assign(error, {
        message: `${where}: ${error.message}. ${unchanged}`,
      })
    : new Error(`${where} failed. ${unchanged}`);
}

/** The controller does not say which key it is; asked for one at a time, it does. */
async function keysThatFail(
  target: FoundReencryption,
  ask: Ask,
): Promise<string[]> {
  const entries = Object.entries(target.encryptedData);
  if (entries.length === 1) {
    return [entries[0][0]];
  }
  if (entries.length > MOST_KEYS_TRIED) {
    return [];
  }
  const failing: string[] = [];
  for (const [key, ciphertext] of entries) {
    try {
      await ask({ ...target, encryptedData: { [key]: ciphertext } });
    } catch (error) {
      if (!(error instanceof ConflictError)) {
        return [];
      }
      failing.push(key);
    }
  }
  return failing;
}
