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

/**
 * A failure that is told to the person as one sentence, without a stack.
 */
export class PlainError extends Error {}

const NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|RequestError|network (?:socket|request)|tunneling socket/i;
const SPACE = /ENOSPC|no space left on device/i;

/**
 * Turns the output of a failed install into the sentence that helps most.
 */
export function explainInstallFailure(what, output, folder) {
  if (SPACE.test(output)) {
    return new PlainError(
      `There is no space left for ${what} in ${folder}: free some and run the command again.`,
    );
  }
  if (NETWORK.test(output)) {
    return new PlainError(
      `${what} could not be downloaded: the package registry does not answer. Check the network or the proxy settings of npm and run the command again.`,
    );
  }
  const lastLines = output.trim().split('\n').slice(-15).join('\n');
  return new PlainError(`Installing ${what} failed:\n${lastLines}`);
}

/**
 * Runs a main function; a PlainError ends the process with its sentence,
 * anything else with its stack, both with the status of a failure.
 */
export async function runMain(main, { failureStatus = 1 } = {}) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof PlainError ? `\n✖ ${error.message}` : error);
    process.exitCode = failureStatus;
  }
}
