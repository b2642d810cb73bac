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

import { isRecord, recordsAt } from '../json/isRecord';
import { badRequest } from '../status/refusals';

export type LabelMatcher = (labels: Record<string, string>) => boolean;

const KEY = '[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?';
const VALUE = '[A-Za-z0-9]?([-A-Za-z0-9_.]*[A-Za-z0-9])?';
const EQUALITY = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*(${VALUE})$`);
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s+\\(([^()]*)\\)$`);
const EXISTS = new RegExp(`^(!?)\\s*(${KEY})$`);

/** Reads `app=web,tier in (a, b),!canary`. Empty matches everything. */
export function parseLabelSelector(text: string): LabelMatcher {
  const matchers = splitOutsideParentheses(text)
    .map(part => part.trim())
    .filter(part => part !== '')
    .map(parseRequirement);
  return labels => matchers.every(matches => matches(labels));
}

function parseRequirement(part: string): LabelMatcher {
  const equality = EQUALITY.exec(part);
  if (equality) {
    const [, key, , operator, value] = equality;
    return operator === '!='
      ? labels => labels[key] !== value
      : labels => labels[key] === value;
  }
  const set = SET.exec(part);
  if (set) {
    const [, key, , operator, list] = set;
    const values = list.split(',').map(value => value.trim());
    return operator === 'in'
      ? labels => labels[key] !== undefined && values.includes(labels[key])
      : labels => labels[key] === undefined || !values.includes(labels[key]);
  }
  const exists = EXISTS.exec(part);
  if (exists) {
    const [, not, key] = exists;
    return labels => (labels[key] !== undefined) !== (not === '!');
  }
  throw badRequest(
    `unable to parse requirement: found '${part}', expected: a label key with an operator`,
  );
}

function splitOutsideParentheses(text: string): string[] {
  return text.split(/,(?![^(]*\))/);
}

/** The selector of a Deployment, a StatefulSet, a NetworkPolicy, … */
export function labelSelectorObject(selector: unknown): LabelMatcher {
  const wanted = isRecord(selector) ? selector.matchLabels : undefined;
  const pairs = Object.entries(isRecord(wanted) ? wanted : {});
  const expressions = recordsAt(selector, 'matchExpressions');
  return labels =>
    pairs.every(([key, value]) => labels[key] === value) &&
    expressions.every(expression => matchesExpression(expression, labels));
}

function matchesExpression(
  expression: Record<string, unknown>,
  labels: Record<string, string>,
): boolean {
  const value = labels[String(expression.key)];
  const values = Array.isArray(expression.values) ? expression.values : [];
  switch (expression.operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}
