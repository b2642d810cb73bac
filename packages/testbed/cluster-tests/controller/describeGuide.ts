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

/* eslint-disable jest/no-export -- a part of controller.test.ts */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import {
  sealIntoManifest,
  writeGuide,
} from '@safekeep/backstage-plugin-safekeep-node';
import { parse, parseAllDocuments } from 'yaml';
import { run as runCommand, waitFor } from '../../src';
import { makeCanary } from '../support/canary';
import { CONTROLLER, ControllerRun, SERVED } from './ControllerRun';

/** Every command of the guide does what the guide says of it. */
export function describeGuide(run: ControllerRun): void {
  describe('the guide', () => {
    const canary = makeCanary();
    /** Blocks that have not been run yet. */
    const left = new Set<string>();
    let blocks: string[] = [];
    let folder: string;
    let environment: NodeJS.ProcessEnv;

    const place = (file: string) => join(folder, file);
    const read = (file: string) => readFile(place(file), 'utf8');

    /** Runs the one block that holds a text, as a person would. */
    async function block(part: string, input = ''): Promise<string> {
      const [command, ...others] = [...blocks].filter(each =>
        each.includes(part),
      );
      expect(others).toEqual([]);
      expect(command).toBeDefined();
      left.delete(command);
      return runCommand('bash', ['-o', 'pipefail', '-c', command], {
        cwd: folder,
        env: environment,
        input,
      });
    }

    beforeAll(async () => {
      const { description } = run.testbed;
      const top = join(run.folder, 'repository');
      folder = join(top, 'sealed-secrets');
      await mkdir(folder, { recursive: true });
      const { parsed } = await run.certificate();
      const seal = (
        name: string,
        namespace: string,
        scope?: 'namespace-wide',
      ) =>
        sealIntoManifest({
          certificate: parsed,
          name,
          namespace,
          scope,
          now: new Date(),
          values: new Map([
            ['PASSWORD', Buffer.from('first')],
            ['OTHER', Buffer.from('stays')],
          ]),
        }).text;
      const files = new Map([
        ['sealed-secrets/whole.yaml', seal('whole', SERVED)],
        [
          'sealed-secrets/two.yaml',
          `${seal('wide', SERVED, 'namespace-wide')}---\n${seal(
            'strict',
            SERVED,
          )}`,
        ],
      ]);
      const planned = writeGuide(files, {
        language: 'ko',
        controllerName: CONTROLLER.name,
        controllerNamespace: CONTROLLER.namespace,
      });
      files.set(planned.path, planned.changes[0].content ?? '');
      for (const [path, text] of files) {
        await writeFile(join(top, path), text);
      }
      blocks = [
        ...(files.get(planned.path) ?? '').matchAll(/```sh\n([^]*?)\n```/g),
      ].map(([, text]) => text);
      blocks.forEach(each => left.add(each));

      const home = join(run.folder, 'home');
      const keyring = join(home, '.gnupg');
      await mkdir(keyring, { recursive: true, mode: 0o700 });
      await writeFile(join(home, 'passphrase'), makeCanary().value);
      // A person types it.
      await writeFile(
        join(keyring, 'gpg.conf'),
        `batch\npinentry-mode loopback\npassphrase-file ${join(
          home,
          'passphrase',
        )}\n`,
      );
      environment = {
        PATH: [
          dirname(description.tools.kubeseal),
          dirname(description.tools.kubectl),
          process.env.PATH,
        ].join(delimiter),
        HOME: home,
        KUBECONFIG: description.kubeconfig,
        GIT_AUTHOR_NAME: 'a',
        GIT_AUTHOR_EMAIL: 'a@example.com',
        GIT_COMMITTER_NAME: 'a',
        GIT_COMMITTER_EMAIL: 'a@example.com',
      };
      const git = (...args: string[]) =>
        runCommand('git', args, { cwd: top, env: environment });
      await git('init', '--quiet', '--initial-branch=main');
      await git('init', '--quiet', '--bare', join(run.folder, 'origin.git'));
      await git('remote', 'add', 'origin', join(run.folder, 'origin.git'));
      await git('add', '.');
      await git('commit', '--quiet', '--message=first');
      await run.testbed.kubernetes.apply(
        files.get('sealed-secrets/whole.yaml')!,
      );
      await run.testbed.kubernetes.apply(files.get('sealed-secrets/two.yaml')!);
      for (const name of ['whole', 'wide', 'strict']) {
        await run.waitForValue(
          { namespace: SERVED, name, key: 'PASSWORD' },
          'first',
        );
      }
    });

    it('fetches the certificate of this controller', async () => {
      await block('--fetch-cert');
      expect(await read('sealing-certificate.pem')).toBe(
        (await run.certificate()).pem,
      );
    });

    it('puts one key into a file, and leaves the others', async () => {
      const before = parse(await read('whole.yaml')).spec.encryptedData;
      await block('--merge-into', `${canary.value}\n`);
      const text = await read('whole.yaml');
      const after = parse(text).spec.encryptedData;
      expect(after.OTHER).toBe(before.OTHER);
      expect(after.PASSWORD).not.toBe(before.PASSWORD);
      await block('--validate');
      await run.testbed.kubernetes.apply(text);
      await run.waitForValue(
        { namespace: SERVED, name: 'whole', key: 'PASSWORD' },
        canary.value,
      );
      await run.waitForValue(
        { namespace: SERVED, name: 'whole', key: 'OTHER' },
        'stays',
      );
    });

    // eslint-disable-next-line jest/expect-expect -- the wait fails
    it('prints a ciphertext for a file that kubeseal cannot change', async () => {
      const ciphertext = (await block('--raw', `${canary.value}\n`)).trim();
      const name = /--name (\S+)/.exec(
        blocks.find(each => each.includes('--raw'))!,
      )![1];
      const documents = parseAllDocuments(await read('two.yaml'));
      const document = documents.find(
        each => each.getIn(['metadata', 'name']) === name,
      )!;
      document.setIn(['spec', 'encryptedData', 'PASSWORD'], ciphertext);
      await run.testbed.kubernetes.apply(String(document));
      await run.waitForValue(
        { namespace: SERVED, name, key: 'PASSWORD' },
        canary.value,
      );
    });

    it('proposes, looks, and reads the log', async () => {
      await block('git switch');
      const pushed = await runCommand(
        'git',
        [
          '--git-dir',
          join(run.folder, 'origin.git'),
          'log',
          '--all',
          '--format=%s',
          '--stat',
        ],
        { env: environment },
      );
      expect(pushed).toContain('change PASSWORD of whole');
      expect(pushed).toContain('sealed-secrets/whole.yaml');
      expect(await block('describe sealedsecret')).toContain('whole');
      // What a person is told to look for.
      expect(await block('logs deployment')).not.toContain(canary.marker);
    });

    it('brings the private keys back after they are lost', async () => {
      const { kubernetes } = run.testbed;
      const restart = async () => {
        await kubernetes.kubectl([
          'rollout',
          'restart',
          `deployment/${CONTROLLER.name}`,
          `--namespace=${CONTROLLER.namespace}`,
        ]);
        await kubernetes.waitForRollout(
          CONTROLLER.namespace,
          `deployment/${CONTROLLER.name}`,
        );
      };
      const { pem } = await run.certificate();
      await block('gpg --symmetric');
      expect(
        (
          await readFile(join(environment.HOME!, 'sealing-keys.yaml.gpg'))
        ).includes('tls.key'),
      ).toBe(false);
      await kubernetes.kubectl([
        'delete',
        'secret',
        `--namespace=${CONTROLLER.namespace}`,
        '--selector=sealedsecrets.bitnami.com/sealed-secrets-key',
      ]);
      await restart();
      await waitFor(
        'Another certificate',
        async () => (await run.certificate()).pem !== pem,
        { timeoutMs: 60_000 },
      );
      await expect(block('--validate')).rejects.toThrow('unable to decrypt');
      await block('gpg --decrypt');
      await kubernetes.waitForRollout(
        CONTROLLER.namespace,
        `deployment/${CONTROLLER.name}`,
      );
      await waitFor('The keys', () => block('--validate').then(() => true), {
        timeoutMs: 60_000,
      });
    });

    it('has no command that was not run here', () => {
      expect([...left]).toEqual([]);
      expect(blocks.join('\n').match(/kubeseal /g)!.length).toBeGreaterThan(3);
    });
  });
}
