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

import { ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

const TRANSFORM = require.resolve('@backstage/cli/config/nodeTransform.cjs');

export interface Child<T> {
  /** What it told with `{ type: 'result', result }`. */
  result: T;
  tell(message: object): void;
  stop(): Promise<void>;
}

/**
 * Starts a script of this folder in a process of its own and waits for what it
 * tells. It ends with its parent, who has its channel.
 *
 * @param onMessage - what else it tells
 */
export async function startChild<T>(
  script: string,
  args: string[],
  onMessage?: (message: { type: string }) => void,
): Promise<Child<T>> {
  const child = fork(join(__dirname, script), args, {
    execArgv: ['--expose-gc', '--require', TRANSFORM],
    // Standard output is the report's.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  if (onMessage) {
    child.on('message', onMessage);
  }
  const exited = new Promise<void>(resolve => child.once('close', resolve));
  try {
    return {
      result: await resultOf<T>(child, script),
      tell: message => {
        child.send(message);
      },
      stop: async () => {
        child.kill('SIGKILL');
        await exited;
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    await exited;
    throw error;
  }
}

async function resultOf<T>(child: ChildProcess, script: string): Promise<T> {
  let errors = '';
  child.stderr?.on('data', text => {
    errors = `${errors}${text}`.slice(-4000);
  });
  return await new Promise<T>((resolve, reject) => {
    child.on('message', (message: { type: string; result: T }) => {
      // The transform tells of every file that it reads.
      if (message.type === 'result') {
        resolve(message.result);
      }
    });
    child.once('error', reject);
    child.once('close', (code, signal) =>
      reject(
        new Error(`${script} ended with ${signal ?? code}: ${errors.trim()}`),
      ),
    );
  });
}
