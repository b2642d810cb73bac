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
import { createWriteStream } from 'node:fs';

const running = new Set();
const isWindows = process.platform === 'win32';

function signal(child, name) {
  try {
    // The whole group, so that what the child started ends with it.
    if (isWindows) child.kill(name);
    else process.kill(-child.pid, name);
  } catch {
    // It has already ended.
  }
}

/**
 * Starts a long-running command in a process group of its own, with its output
 * in `logFile`. The result resolves `ended` to the status and keeps the last
 * lines for error messages.
 */
export function startChild(command, args, { logFile, onLine, ...options }) {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: !isWindows,
    ...options,
  });
  const log = createWriteStream(logFile);
  const lastLines = [];
  let rest = '';
  const take = chunk => {
    log.write(chunk);
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      lastLines.push(line);
      if (lastLines.length > 20) lastLines.shift();
      onLine?.(line);
    }
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  running.add(child);
  const ended = new Promise(resolve => {
    child.on('error', error => {
      lastLines.push(error.message);
      resolve(1);
    });
    child.on('close', status => {
      running.delete(child);
      log.end();
      resolve(status ?? 1);
    });
  });
  return { ended, lastLines };
}

/** Ends every child that still runs: politely, and after five seconds not. */
export async function stopChildren() {
  const children = [...running];
  for (const child of children) signal(child, 'SIGTERM');
  const deadline = Date.now() + 5000;
  while (running.size > 0 && Date.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  for (const child of children) {
    if (running.has(child)) signal(child, 'SIGKILL');
  }
}
