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

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

// The test bed runs from its source, in the repository.
// eslint-disable-next-line no-restricted-syntax
const PACKAGE = resolve(__dirname, '..');

/** Go modules, a folder each. */
export const BINARIES_SOURCE = join(PACKAGE, 'binaries');

/** What goes into the images that are made by hand. */
export const IMAGES_SOURCE = join(PACKAGE, 'images');

/** What takes long to make and stays. */
export const CACHE = join(homedir(), '.cache', 'safekeep', 'testbed');

/** What belongs to one run; `down` leaves nothing of it. */
export const STATE = '/var/lib/safekeep-testbed';

/** Sockets, whose paths may not be long, and what containerd mounts. */
export const RUN = '/run/safekeep-testbed';

export const DESCRIPTION = join(STATE, 'description.json');

/** Where `up` notes what `down` is to set back. */
export const BEFORE = join(STATE, 'before.json');

/** The logs of a start that failed. */
export const LAST_LOGS = join(CACHE, 'logs');
