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

import { Container } from '../../kubernetes/objects/workloads';

const ENDS = /(?:^|[;\n])\s*exit (\d{1,3})\s*$/;

/**
 * What a container's program would end with, as far as its command says so: a
 * shell script that is or ends with `exit 3`, `true` or `false`. Undefined for
 * all others, which stay.
 */
export function exitCodeOf(container: Container): number | undefined {
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  const last = words[words.length - 1] ?? '';
  const script = ENDS.exec(last);
  if (script && words.includes('-c')) {
    return Number(script[1]);
  }
  switch (words.length === 1 && words[0].split('/').pop()) {
    case 'true':
      return 0;
    case 'false':
      return 1;
    default:
      return undefined;
  }
}
