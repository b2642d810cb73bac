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

import { BENCHMARKS } from './benchmarks';
import { goalOf } from './FigureResult';
import { measureFigures } from './measureFigures';
import { Misuse, readArguments } from './readArguments';
import { exitCodeOf, renderJson, renderTable } from './report';

const FIGURES = BENCHMARKS.flatMap(({ figures }) => figures);
const MISUSE = 2;

const USAGE = `npm run bench [-- [FIGURE…] [--quick] [--json] [--list]]

Measures Safekeep beside what one would use without it, in one run and in turn,
and says of each figure whether its goal is met. Without names: all of them.

  --quick  a smaller set and three rounds; under three minutes on two cores
  --json   an array of {figure, ours, anchor, unit, ratio, goal, met} and nothing
           else (npm run -s bench -- --json)
  --list   the figures

Ends with 0 when all that could be measured are met, 1 when one is not, 2 when
it was called wrongly. What each figure takes is in benchmarks/README.md.`;

async function main(): Promise<number> {
  const args = readArguments(
    process.argv.slice(2),
    FIGURES.map(({ name }) => name),
  );
  if (args.help) {
    print(USAGE);
    return 0;
  }
  if (args.list) {
    print(renderList());
    return 0;
  }
  const results = await measureFigures({
    ...args,
    benchmarks: BENCHMARKS,
    onProgress: text => process.stderr.write(`… ${text}\n`),
  });
  print(args.json ? renderJson(results) : renderTable(results));
  return exitCodeOf(results);
}

function renderList(): string {
  const width = Math.max(...FIGURES.map(({ name }) => name.length));
  return FIGURES.map(
    figure =>
      `${figure.name.padEnd(width)}  ${figure.title}; beside it: ${
        figure.anchor
      }; goal: ${goalOf(figure)}`,
  ).join('\n');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

// What is temporary goes on exit, and every child with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(130));
}

main().then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(
      error instanceof Misuse
        ? `${error.message}\n\n${USAGE}\n`
        : `${error instanceof Error ? error.stack : error}\n`,
    );
    // A status of 1 is a finding, never a failure.
    process.exitCode = MISUSE;
  },
);
