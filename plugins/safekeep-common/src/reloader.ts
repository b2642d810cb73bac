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

const AUTO = 'reloader.stakater.com/auto';
const SECRET_AUTO = 'secret.reloader.stakater.com/auto';
const NAMED = 'secret.reloader.stakater.com/reload';
const EXCLUDED = 'secrets.exclude.reloader.stakater.com/reload';
const SEARCH = 'reloader.stakater.com/search';
const MATCH = 'reloader.stakater.com/match';
const IGNORE = 'reloader.stakater.com/ignore';

/**
 * For which of the secrets that it reads Stakater's Reloader restarts a
 * workload, by the annotations that Reloader documents.
 *
 * @public
 */
export interface ReloaderRule {
  secrets: string[];
  /** Whether it is also restarted for those marked `match`. */
  searches: boolean;
}

/**
 * What a Secret's own annotations say to Reloader.
 *
 * @public
 */
export type ReloaderMark = 'match' | 'ignore';

/**
 * Reads the annotations of a workload; those of its pod template count where it
 * has none itself, as for Reloader. Undefined where Reloader leaves it alone.
 * What Reloader was told on its own command line cannot be seen.
 *
 * @public
 */
export function readReloaderRule(options: {
  annotations: Record<string, string>;
  templateAnnotations: Record<string, string>;
  /** Names of the secrets that the pods read. */
  secrets: string[];
}): ReloaderRule | undefined {
  const own = options.annotations;
  const annotations = [AUTO, SECRET_AUTO, NAMED, SEARCH].some(
    name => own[name] !== undefined,
  )
    ? own
    : options.templateAnnotations;
  const isAuto = isTrue(annotations[AUTO]) || isTrue(annotations[SECRET_AUTO]);
  const named = listOf(annotations[NAMED]);
  const excluded = listOf(annotations[EXCLUDED]);
  const secrets = options.secrets.filter(
    secret =>
      !excluded.includes(secret) &&
      (isAuto || named.some(pattern => fits(secret, pattern))),
  );
  const searches = annotations[SEARCH] === 'true';
  return secrets.length > 0 || searches ? { secrets, searches } : undefined;
}

/**
 * Reads the annotations of a Secret.
 *
 * @public
 */
export function readReloaderMark(
  annotations: Record<string, string>,
): ReloaderMark | undefined {
  if (isTrue(annotations[IGNORE])) {
    return 'ignore';
  }
  return annotations[MATCH] === 'true' ? 'match' : undefined;
}

/**
 * Whether Reloader restarts a workload when a secret changes.
 *
 * @public
 */
export function isReloaded(
  rule: ReloaderRule | undefined,
  secret: { name: string; mark?: ReloaderMark },
): boolean {
  return (
    rule !== undefined &&
    secret.mark !== 'ignore' &&
    (rule.secrets.includes(secret.name) ||
      (rule.searches && secret.mark === 'match'))
  );
}

/** As Go's ParseBool takes it. */
function isTrue(value: string | undefined): boolean {
  return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value ?? '');
}

function listOf(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '');
}

/**
 * Whether a name fits what Reloader takes for a regular expression, of which
 * only `.*` is looked at: anyone may write one, and some never end.
 */
function fits(name: string, pattern: string): boolean {
  const [first, ...others] = pattern.split('.*');
  if (!name.startsWith(first)) {
    return false;
  }
  if (others.length === 0) {
    return name === first;
  }
  const last = others.pop() ?? '';
  let from = first.length;
  for (const part of others) {
    const at = name.indexOf(part, from);
    if (at === -1) {
      return false;
    }
    from = at + part.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}
