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

import {
  ANNOTATION_PASSWORD_ROTATION,
  LABEL_JOB,
  parsePasswordRotation,
  parsePasswordVerdict,
  PASSWORD_ROTATION_JOB,
  PasswordRotationJob,
  SaidPasswordVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import { jobProgress, saidAtTheEnd } from './jobs';
import { record, text } from './json';

/** Whether a Job or a pod is, by its label, one that changes a database's password. */
function isPasswordRotation(metadata: unknown): boolean {
  const label = text(record(metadata, 'labels'), LABEL_JOB);
  return label === PASSWORD_ROTATION_JOB;
}

/** What a Job does to a database's password, and how far it is; of such Jobs only. */
export function projectPasswordRotation(
  object: unknown,
): PasswordRotationJob | undefined {
  const metadata = record(object, 'metadata');
  const rotation = isPasswordRotation(metadata)
    ? parsePasswordRotation(
        text(record(metadata, 'annotations'), ANNOTATION_PASSWORD_ROTATION),
      )
    : undefined;
  if (!rotation) {
    return undefined;
  }
  return { ...rotation, ...jobProgress(object) };
}

/**
 * What the pod of such a Job said when it ended. A termination message may hold
 * anything, so that only the words of the vocabulary come out of it.
 */
export function projectPasswordVerdict(
  object: unknown,
): SaidPasswordVerdict | undefined {
  if (!isPasswordRotation(record(object, 'metadata'))) {
    return undefined;
  }
  return saidAtTheEnd(object, parsePasswordVerdict);
}
