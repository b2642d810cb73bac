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

/* eslint-disable jest/no-export -- a part of interop.test.ts */

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findLeaks } from '../support/canary';
import { InteropRun } from './InteropRun';
import { bytesIn, differences, Secret, verdicts } from './openedSecrets';
import { drawCases, SecretCase } from './SecretCase';
import { writeCases, WrittenFile } from './writeCases';

const COUNT = Number(process.env.SAFEKEEP_INTEROP_SECRETS ?? 1_000);
const SEED = Number(process.env.SAFEKEEP_INTEROP_SEED ?? 20261122);

/** Applied at the same time. */
const FOLDERS = ['random-0', 'random-1', 'random-2', 'random-3'];

/** One line each, and the seed that they come from. */
function told(problems: string[]): string[] {
  return problems.length > 0
    ? [`seed ${SEED}, ${problems.length} problems`, ...problems.slice(0, 20)]
    : [];
}

/**
 * Random Secrets sealed by us, opened by the real controller. The cases and
 * files are kept for those who look at them in other ways.
 */
export function describeRandomSecrets(run: InteropRun): {
  cases: SecretCase[];
  files: WrittenFile[];
} {
  const cases: SecretCase[] = [];
  const files: WrittenFile[] = [];
  const opened = new Map<string, Secret>();
  const place = ({ namespace, name }: { namespace: string; name: string }) =>
    `${namespace}/${name}`;

  describe(`${COUNT} random Secrets that we seal (seed ${SEED})`, () => {
    it('are sealed into new files, files that are there, one of many documents, and from plain files', async () => {
      const { namespaces } = run;
      cases.push(...drawCases({ seed: SEED, count: COUNT, namespaces }));
      for (const folder of FOLDERS) {
        await mkdir(join(run.folder, folder));
      }
      for (const file of writeCases(cases, run.certificate)) {
        const folder = FOLDERS[files.push(file) % FOLDERS.length];
        await writeFile(join(run.folder, folder, file.name), file.text);
      }
      expect(files.flatMap(file => file.cases)).toHaveLength(COUNT);
      const sizes = cases.map(({ values }) =>
        [...values.values()].reduce((sum, { length }) => sum + length, 0),
      );
      process.stderr.write(
        `seed ${SEED}: ${COUNT} Secrets with ${cases.reduce(
          (sum, { values }) => sum + values.size,
          0,
        )} values in ${files.length} files, the largest of ${Math.max(
          ...sizes,
        )} bytes\n`,
      );
    });

    it('hold no plain value in what we write', async () => {
      const byName = new Map(files.map(file => [file.name, file]));
      const leaks: string[] = [];
      for (const folder of FOLDERS) {
        for (const name of await readdir(join(run.folder, folder))) {
          const text = await readFile(join(run.folder, folder, name), 'latin1');
          const { cases: written } = byName.get(name)!;
          const found = findLeaks(
            written.map(({ canary }) => canary),
            text,
          );
          leaks.push(...found.map(leak => `${name}: ${leak}`));
          byName.delete(name);
        }
      }
      expect([...byName.keys()]).toEqual([]);
      expect(told(leaks)).toEqual([]);
    });

    it('are taken by the API server and opened by the controller', async () => {
      await Promise.all(
        FOLDERS.map(folder =>
          run.kubernetes.kubectl([
            'apply',
            '--server-side',
            `--filename=${join(run.folder, folder)}`,
          ]),
        ),
      );
      const said = new Map<string, string>();
      for (const namespace of run.namespaces) {
        for (const [name, verdict] of await verdicts(
          run.kubernetes,
          namespace,
        )) {
          said.set(place({ namespace, name }), verdict);
        }
      }
      const problems = cases
        .filter(each => said.get(place(each)) !== 'Synced')
        .map(
          each =>
            `${each.index} ${each.scope} ${place(each)}: ${said.get(
              place(each),
            )}`,
        );
      expect(told(problems)).toEqual([]);
    });

    it('come out with the same keys and bytes', async () => {
      for (const namespace of run.namespaces) {
        for (const secret of await run.kubernetes.list<Secret>({
          kind: 'secrets',
          namespace,
        })) {
          opened.set(`${namespace}/${secret.metadata.name}`, secret);
        }
      }
      const problems = cases.flatMap(each => {
        const secret = opened.get(place(each));
        const different = secret
          ? differences(each.values, bytesIn(secret))
          : ['there is no Secret'];
        return different.map(
          problem => `${each.index} ${each.scope} ${place(each)}: ${problem}`,
        );
      });
      expect(told(problems)).toEqual([]);
    });

    it('come out with their type, labels, annotations, scope and immutability', () => {
      const problems: string[] = [];
      for (const each of cases) {
        const secret = opened.get(place(each));
        const scope = `sealedsecrets.bitnami.com/${each.scope}`;
        const expected = {
          type: each.template.type ?? 'Opaque',
          immutable: each.template.immutable ?? false,
          labels: each.template.labels,
          annotations: {
            ...each.template.annotations,
            ...(each.scope !== 'strict' && { [scope]: 'true' }),
          },
          owner: `SealedSecret ${each.name}`,
        };
        const [owner] = secret?.metadata.ownerReferences ?? [];
        const actual = {
          type: secret?.type,
          immutable: secret?.immutable ?? false,
          labels: secret?.metadata.labels ?? {},
          annotations: secret?.metadata.annotations ?? {},
          owner: `${owner?.kind} ${owner?.name}`,
        };
        for (const field of Object.keys(expected) as Array<
          keyof typeof expected
        >) {
          const [wanted, got] = [expected[field], actual[field]].map(sorted);
          if (wanted !== got) {
            problems.push(
              `${each.index} ${place(each)}: ${field} is ${got}, not ${wanted}`,
            );
          }
        }
      }
      expect(told(problems)).toEqual([]);
    });
  });
  return { cases, files };
}

function sorted(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : JSON.stringify(value);
}
