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

import { FigureResult, Range } from './FigureResult';

const FORMAT = { maximumSignificantDigits: 4 };
const HEAD = ['figure', 'ours', 'anchor', 'unit', 'ratio', 'goal', 'met'];

/**
 * A table with the medians and, in brackets, the least and greatest of the
 * rounds; below it, why something is not measured, and a sum.
 */
export function renderTable(results: readonly FigureResult[]): string {
  const rows = results.map(result => [
    result.figure,
    withSpread(result.ours, result.spread?.ours),
    withSpread(result.anchor, result.spread?.anchor),
    result.unit,
    withSpread(result.ratio, result.spread?.ratio),
    result.goal,
    describeMet(result),
  ]);
  const widths = HEAD.map((_, column) =>
    Math.max(...[HEAD, ...rows].map(row => row[column].length)),
  );
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  const reasons = results
    .filter(({ reason }) => reason)
    .map(({ figure, reason }) => `${figure}: ${reason}`);
  return [
    line(HEAD),
    line(widths.map(width => '─'.repeat(width))),
    ...rows.map(line),
    ...(reasons.length > 0 ? ['', ...reasons] : []),
    '',
    summaryOf(results),
  ].join('\n');
}

export function renderJson(results: readonly FigureResult[]): string {
  return JSON.stringify(results, undefined, 2);
}

/** 1 when a figure is missed; what could not be measured is no miss. */
export function exitCodeOf(results: readonly FigureResult[]): 0 | 1 {
  return results.some(({ met }) => met === false) ? 1 : 0;
}

function summaryOf(results: readonly FigureResult[]): string {
  const count = (isIt: (result: FigureResult) => boolean) =>
    results.filter(isIt).length;
  return [
    `${count(({ met }) => met === true)} met`,
    `${count(({ met }) => met === false)} not met`,
    `${count(({ ours }) => ours === null)} without a number`,
  ].join(', ');
}

function describeMet({ met, ours }: FigureResult): string {
  if (met === null) {
    return ours === null ? 'not measured' : '–';
  }
  return met ? 'yes' : 'NO';
}

function withSpread(value: number | null, range?: Range | null): string {
  if (value === null) {
    return '–';
  }
  const between = range
    ? ` (${range.map(bound => bound.toLocaleString('en', FORMAT)).join('–')})`
    : '';
  return `${value.toLocaleString('en', FORMAT)}${between}`;
}
