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

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const REPOSITORY = join(__dirname, '../..');

/** Binaries that Safekeep is compared with. */
export interface Anchors {
  /** The Go library and the way to count what kubeseal takes. */
  measure: string;
  kubeseal: string;
  remove(): Promise<void>;
}

/**
 * Builds the sealed-secrets library's anchor and kubeseal, of one version, with
 * the Go of this machine.
 */
export async function buildAnchors(): Promise<Anchors> {
  const folder = await mkdtemp(join(tmpdir(), 'safekeep-benchmark-'));
  const build = (source: string, name: string, target: string) =>
    run(
      'go',
      [
        'build',
        '-trimpath',
        '-buildvcs=false',
        '-mod=readonly',
        '-ldflags=-s -w',
        '-o',
        join(folder, name),
        target,
      ],
      {
        cwd: join(REPOSITORY, source),
        env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' },
      },
    );
  await build('benchmarks/anchors/sealed-secrets', 'measure', '.');
  await build(
    'packages/testbed/binaries/sealed-secrets',
    'kubeseal',
    'github.com/bitnami-labs/sealed-secrets/cmd/kubeseal',
  );
  return {
    measure: join(folder, 'measure'),
    kubeseal: join(folder, 'kubeseal'),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** What the anchor took, in seconds of processor time, and one of what it made. */
export async function measureAnchor(
  anchors: Anchors,
  args: string[],
): Promise<{ count: number; cpuSeconds: number; sample: string }> {
  const { stdout } = await run(anchors.measure, args, {
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}
