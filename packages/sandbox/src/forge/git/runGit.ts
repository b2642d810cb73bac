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

import { spawn } from 'node:child_process';
import { devNull } from 'node:os';
import { ForwardedError } from '@backstage/errors';

/** How one git command is run. */
export interface RunGitOptions {
  gitDir: string;
  input?: string | Buffer;
  env?: Record<string, string>;
  /** Exit codes besides 0 that are an answer and not a failure. */
  allowedExitCodes?: number[];
}

/** What one git command gave back. */
export interface RunGitResult {
  exitCode: number;
  stdout: Buffer;
  stderr: string;
}

/**
 * The environment of every git process of the forge: the machine's and the
 * person's own git settings must not change what the sandbox does.
 */
export function gitEnvironment(
  extra: Record<string, string> = {},
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ['PATH', 'Path', 'SystemRoot', 'TMPDIR', 'TEMP', 'TMP']) {
    const value = process.env[name];
    if (value !== undefined) {
      kept[name] = value;
    }
  }
  return {
    ...kept,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    ...extra,
  };
}

/** Runs git without a shell and waits for it. */
export async function runGit(
  args: string[],
  options: RunGitOptions,
): Promise<RunGitResult> {
  const { gitDir, input, env, allowedExitCodes = [] } = options;
  const child = spawn('git', [`--git-dir=${gitDir}`, ...args], {
    cwd: gitDir,
    env: gitEnvironment(env),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', chunk => stdout.push(chunk));
  child.stderr.on('data', chunk => stderr.push(chunk));
  // git may end before it has read its input; its exit code tells why.
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');

  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', error =>
      reject(
        new ForwardedError(
          'git could not be started; install git and put it on PATH',
          error,
        ),
      ),
    );
    child.on('close', code => resolve(code ?? -1));
  });
  const result = {
    exitCode,
    stdout: Buffer.concat(stdout),
    stderr: Buffer.concat(stderr).toString('utf8').trim(),
  };
  if (exitCode !== 0 && !allowedExitCodes.includes(exitCode)) {
    throw new Error(
      `git ${args[0]} failed with exit status ${exitCode}: ${result.stderr}`,
    );
  }
  return result;
}
