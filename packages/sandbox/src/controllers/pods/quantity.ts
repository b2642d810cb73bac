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

const QUANTITY = /^([0-9.]+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/;
const DECIMAL = 'kMGTPE';

/** `100m`, `1.5` or `2Gi` as a number; 0 for what is none. */
export function parseQuantity(quantity: unknown): number {
  const [, digits, unit = ''] = QUANTITY.exec(String(quantity)) ?? [];
  if (digits === undefined) {
    return 0;
  }
  if (unit === 'm') {
    return Number(digits) / 1000;
  }
  const power = unit ? DECIMAL.indexOf(unit[0].replace('K', 'k')) + 1 : 0;
  return Number(digits) * (unit.endsWith('i') ? 1024 : 1000) ** power;
}
