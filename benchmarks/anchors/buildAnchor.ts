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
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CannotMeasure, MeasureOptions } from '../Figure';
import { temporaryFolder } from '../temporaryFolder';

const run = promisify(execFile);

const REPOSITORY = resolve(__dirname, '../..');

/** What Safekeep is compared with; the first two are of one version of sealed-secrets. */
const ANCHORS = {
  /** The Go library, and the way to count what kubeseal takes. */
  measure: { source: 'benchmarks/anchors/sealed-secrets', target: '.' },
  kubeseal: {
    source: 'packages/testbed/binaries/sealed-secrets',
    target: 'github.com/bitnami-labs/sealed-secrets/cmd/kubeseal',
  },
  /** client-go's informers. */
  informer: { source: 'benchmarks/anchors/client-go', target: '.' },
};

type Anchor = keyof typeof ANCHORS;

/** With empty caches, kubeseal alone takes longer than the whole smaller set may. */
const QUICK_MS = 45_000;
const NO_NETWORK = /dial tcp|no such host|i\/o timeout|TLS handshake|EOF$/m;

const built = new Map<Anchor, Promise<string>>();

/**
 * Builds an anchor with the Go of this machine, once in a run.
 *
 * @returns the path of the binary
 * @throws {@link CannotMeasure} without Go or without what is to be downloaded
 */
export async function buildAnchor(
  name: Anchor,
  options: Pick<MeasureOptions, 'quick' | 'onProgress'>,
): Promise<string> {
  let building = built.get(name);
  if (!building) {
    options.onProgress(`building ${name}`);
    building = build(name, options.quick);
    built.set(name, building);
  }
  return building;
}

async function build(name: Anchor, quick: boolean): Promise<string> {
  const binary = join(await temporaryFolder(), name);
  const { source, target } = ANCHORS[name];
  try {
    await run(
      'go',
      [
        'build',
        '-trimpath',
        '-buildvcs=false',
        '-mod=readonly',
        '-ldflags=-s -w',
        '-o',
        binary,
        target,
      ],
      {
        cwd: join(REPOSITORY, source),
        env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' },
        timeout: quick ? QUICK_MS : 0,
      },
    );
  } catch (error) {
    throw explain(name, error as NodeJS.ErrnoException & GoFailure);
  }
  return binary;
}

interface GoFailure {
  killed?: boolean;
  stderr?: string;
}

function explain(
  name: Anchor,
  error: NodeJS.ErrnoException & GoFailure,
): Error {
  if (error.code === 'ENOENT') {
    return new CannotMeasure(
      `${name} is built with Go, which is not installed`,
    );
  }
  if (error.killed) {
    return new CannotMeasure(
      `building ${name} takes too long for --quick; once it was built without --quick, Go does it in seconds`,
    );
  }
  const output = error.stderr ?? error.message;
  if (NO_NETWORK.test(output)) {
    return new CannotMeasure(
      `the Go modules of ${name} could not be downloaded`,
    );
  }
  return new Error(`${name} could not be built: ${output.trim()}`);
}

/** What the anchor `measure` took, in seconds of processor time, and one of what it made. */
export async function measureAnchor(
  measure: string,
  args: string[],
): Promise<{ count: number; cpuSeconds: number; sample: string }> {
  const { stdout } = await run(measure, args, {
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}
