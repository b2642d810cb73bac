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

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NotFoundError } from '@backstage/errors';

/**
 * What a test, or a person, needs to know of a running test bed. The tests read
 * it from the file that `SAFEKEEP_TESTBED` names.
 *
 * @public
 */
export interface TestbedDescription {
  /** Path of a kubeconfig whose current context is the administrator. */
  kubeconfig: string;
  /** Name of its current context. */
  context: string;
  kubernetes: {
    url: string;
    /** Of an administrator, for those who don't read a kubeconfig. */
    token: string;
    /** Path of a PEM file. */
    certificateAuthority: string;
  };
  sealedSecrets: {
    controllerName: string;
    controllerNamespace: string;
    /** Folder of its Helm chart; absent where Argo CD can render none. */
    chart?: string;
  };
  /** Images that a pod can be made of without a registry. */
  images: {
    /** With `/bin/sh` and the usual commands. */
    shell: string;
    /** Stands in for `postgres:15-alpine`. */
    postgres: string;
    /** Stands in for the observer service. */
    observer: string;
  };
  tools: { kubectl: string; kubeseal: string };
  /** Absent on a cluster that is not the test bed's own. */
  forge?: {
    /** Reached under this one address by pods, Argo CD and Backstage. */
    url: string;
    /** The user, and owner of the repositories. */
    user: string;
    token: string;
  };
  /** Absent where Argo CD is not installed. */
  argoCd?: { namespace: string };
  /** Present where the tests may stop and start parts of the cluster. */
  machine?: { stateDirectory: string };
}

/** Replaces the file at once, so that nobody reads half of it. */
export async function writeDescription(
  file: string,
  description: TestbedDescription,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  // It holds tokens.
  await writeFile(`${file}.new`, JSON.stringify(description, undefined, 2), {
    mode: 0o600,
  });
  await rename(`${file}.new`, file);
}

/**
 * Reads what {@link writeDescription} wrote.
 *
 * @public
 * @throws NotFoundError when there is none: no test bed is up.
 */
export async function readDescription(
  file: string,
): Promise<TestbedDescription> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new NotFoundError(
        `No test bed is described by ${file}; start one with npm run testbed -- up`,
      );
    }
    throw error;
  }
}
