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
  parsePasswordRotation,
  parsePasswordVerdict,
  PASSWORD_ROTATION_JOB,
  PasswordRotationJob,
  SaidPasswordVerdict,
} from '@safekeep/backstage-plugin-safekeep-common';
import { isJobFor, jobProgress, saidAtTheEnd } from './jobs';
import { record, text } from './json';

/** What a Job does to a database's password, and how far it is; of such Jobs only. */
export function projectPasswordRotation(
  object: unknown,
): PasswordRotationJob | undefined {
  const annotations = record(object, 'metadata', 'annotations');
  const rotation = isJobFor(object, PASSWORD_ROTATION_JOB)
    ? parsePasswordRotation(text(annotations, ANNOTATION_PASSWORD_ROTATION))
    : undefined;
  return rotation && { ...rotation, ...jobProgress(object) };
}

/**
 * What the pod of such a Job said when it ended. A termination message may hold
 * anything, so that only the words of the vocabulary come out of it.
 */
export function projectPasswordVerdict(
  object: unknown,
): SaidPasswordVerdict | undefined {
  return isJobFor(object, PASSWORD_ROTATION_JOB)
    ? saidAtTheEnd(object, parsePasswordVerdict)
    : undefined;
}
