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
  ControllerArguments,
  isControllerImage,
} from '@safekeep/backstage-plugin-safekeep-common';
import { distinct, list, record, strings, text } from './json';

/** Of namespaces. */
const LONGEST_VALUE = 1_000;

/** Those that are read; the controller takes each as a variable, too: `SEALED_SECRETS_KEY_RENEW_PERIOD`. */
const NAMES = [
  'key-renew-period',
  'rotate-period',
  'update-status',
  'all-namespaces',
  'additional-namespaces',
] as const;
type ArgumentName = (typeof NAMES)[number];
type Arguments = Partial<Record<ArgumentName, string>>;

function nameOf(flag: string): ArgumentName | undefined {
  return NAMES.find(name => name === flag);
}

function variableOf(name: ArgumentName): string {
  return `SEALED_SECRETS_${name.toUpperCase().replace(/-/g, '_')}`;
}

function fromVariables(container: unknown): Arguments {
  const found: Arguments = {};
  for (const variable of list(container, 'env')) {
    const name = NAMES.find(
      each => variableOf(each) === text(variable, 'name'),
    );
    const value = text(variable, 'value');
    if (name && value !== undefined) {
      found[name] = value;
    }
  }
  return found;
}

/** `--name=value`, `--name value` and, for a switch, `--name`. */
function fromArguments(container: unknown): Arguments {
  const given = [
    ...strings(container, 'command'),
    ...strings(container, 'args'),
  ];
  const found: Arguments = {};
  given.forEach((argument, index) => {
    const [, flag = '', value] =
      /^--([a-z-]+)(?:=(.*))?$/s.exec(argument) ?? [];
    const name = nameOf(flag);
    if (name) {
      const isSwitch = name === 'update-status' || name === 'all-namespaces';
      found[name] = value ?? (isSwitch ? 'true' : given[index + 1]) ?? '';
    }
  });
  return found;
}

const UNIT_SECONDS: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/**
 * Seconds of a duration as Go's time.ParseDuration reads it: `720h`, `1h30m`,
 * `0`. Undefined for what is none, with which the controller does not start.
 */
function parseDuration(duration: string): number | undefined {
  if (duration === '0') {
    return 0;
  }
  const parts = [
    ...duration.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g),
  ];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== duration) {
    return undefined;
  }
  return parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * UNIT_SECONDS[unit],
    0,
  );
}

/** As Go's strconv.ParseBool reads it. */
function isFalse(value: string | undefined): boolean {
  return value !== undefined && /^(?:0|f|F|false|False|FALSE)$/.test(value);
}

/**
 * What is kept of the arguments of a sealed-secrets controller, for a pod
 * template that runs its image; nothing else of a command line is ever kept.
 *
 * @param namespace - the controller's own
 */
export function projectController(
  podTemplate: unknown,
  namespace: string,
): ControllerArguments | undefined {
  const container = list(record(podTemplate, 'spec'), 'containers').find(each =>
    isControllerImage(text(each, 'image') ?? ''),
  );
  if (!container) {
    return undefined;
  }
  const given = { ...fromVariables(container), ...fromArguments(container) };
  const renewal = given['key-renew-period'] ?? given['rotate-period'];
  const renewalSeconds =
    renewal === undefined ? undefined : parseDuration(renewal);
  const additional = (given['additional-namespaces'] ?? '')
    .slice(0, LONGEST_VALUE)
    .split(',')
    .filter(Boolean);
  // To name some is to leave out all others (pkg/controller/main.go).
  const isLimited = isFalse(given['all-namespaces']) || additional.length > 0;
  return {
    ...(renewalSeconds !== undefined && { renewalSeconds }),
    ...(isFalse(given['update-status']) && { updatesNoStatus: true as const }),
    ...(isLimited && { onlyNamespaces: distinct([namespace, ...additional]) }),
  };
}
