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

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claim, workload } from '../controllers/__testUtils__/testCluster';
import { SandboxCluster } from './SandboxCluster';

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
const describeKubectl = hasKubectl ? describe : describe.skip;

describeKubectl('kubectl (skipped where it is not installed)', () => {
  let cluster: SandboxCluster;
  let folder: string;

  beforeAll(async () => {
    cluster = await SandboxCluster.start({
      timing: {
        podReadyMs: 50,
        podTerminationMs: 50,
        claimBindingMs: 20,
        jobDurationMs: 50,
      },
    });
    folder = mkdtempSync(join(tmpdir(), 'kubectl-'));
    writeFileSync(join(folder, 'config'), cluster.kubeconfig());
    await kubectl('create', 'namespace', 'prod');
  }, 60_000);
  afterAll(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  // Not synchronously: the server answers from this very process.
  async function run(args: string[], input?: string) {
    return new Promise<{ code: number; out: string; err: string }>(resolve => {
      const child = spawn('kubectl', ['--namespace', 'prod', ...args], {
        env: {
          ...process.env,
          KUBECONFIG: join(folder, 'config'),
          HOME: folder,
        },
      });
      const result = { code: 0, out: '', err: '' };
      child.stdout.on('data', chunk => {
        result.out += chunk;
      });
      child.stderr.on('data', chunk => {
        result.err += chunk;
      });
      child.on('close', code => resolve({ ...result, code: code ?? 1 }));
      child.stdin.end(input);
    });
  }

  async function kubectl(...args: string[]): Promise<string> {
    const { code, out, err } = await run(args);
    if (code !== 0) {
      throw new Error(`kubectl ${args.join(' ')}: ${err}`);
    }
    return out;
  }

  async function apply(...objects: object[]) {
    const input = JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: objects,
    });
    return run(['apply', '-f', '-'], input);
  }

  it('applies, changes, removes fields and says what it did', async () => {
    const web = (container: object) =>
      workload('Deployment', 'web', { container });
    const env = [{ name: 'A', value: '1' }];
    expect((await apply(web({ env }), claim('data'))).out.split('\n')).toEqual([
      'deployment.apps/web created',
      'persistentvolumeclaim/data created',
      '',
    ]);
    await kubectl('rollout', 'status', 'deployment/web', '--timeout=20s');
    expect((await apply(web({ env }))).out).toBe(
      'deployment.apps/web unchanged\n',
    );
    expect((await apply(web({}))).out).toBe('deployment.apps/web configured\n');
    expect(
      await kubectl(
        'get',
        'deploy/web',
        '-o',
        'jsonpath={.spec.template.spec.containers[0].env}',
      ),
    ).toBe('');
    await kubectl('rollout', 'status', 'deployment/web', '--timeout=20s');
    expect(await kubectl('rollout', 'history', 'deployment/web')).toMatch(
      /^1 .*\n2 /m,
    );
  }, 60_000);

  it('prints tables', async () => {
    await apply(workload('StatefulSet', 'pg'));
    await kubectl('rollout', 'status', 'sts/pg', '--timeout=20s');
    expect(await kubectl('get', 'pods,sts', '-l', 'app=pg')).toMatch(
      /^NAME +READY +STATUS +RESTARTS +AGE\npod\/pg-0 +1\/1 +Running +0 +\d+s\n\n?/,
    );
    expect(await kubectl('get', 'sts')).toMatch(
      /^NAME +READY +AGE\npg +1\/1 +\d+s\n$/,
    );
    expect(await kubectl('get', 'sealedsecrets', '-A')).toBe('');
    expect(await kubectl('get', 'pods', '-A', '-o', 'wide')).toContain(
      'sealed-secrets-controller-',
    );
  }, 60_000);

  it('describes, with the events', async () => {
    await apply(
      workload('Deployment', 'sad', {
        container: { envFrom: [{ secretRef: { name: 'none' } }] },
      }),
    );
    await kubectl(
      'wait',
      'pod',
      '-l',
      'app=sad',
      '--timeout=20s',
      '--for=jsonpath={.status.containerStatuses[0].state.waiting.reason}=CreateContainerConfigError',
    );
    const text = await kubectl('describe', 'pod', '-l', 'app=sad');
    expect(text).toMatch(/Reason: +CreateContainerConfigError/);
    expect(text).toContain('Error: secret "none" not found');
    expect(await kubectl('describe', 'deployment', 'sad')).toContain(
      'ScalingReplicaSet',
    );
  }, 60_000);

  it('creates secrets by hand, scales, sets images, restarts, deletes', async () => {
    await kubectl('create', 'secret', 'generic', 'hand', '--from-literal=A=b');
    expect(
      await kubectl('get', 'secret', 'hand', '-o', 'jsonpath={.data.A}'),
    ).toBe(Buffer.from('b').toString('base64'));
    await apply(workload('Deployment', 'scaled'));
    await kubectl('scale', 'deployment', 'scaled', '--replicas=3');
    await kubectl('set', 'image', 'deployment/scaled', 'app=app:9');
    await kubectl('rollout', 'restart', 'deployment/scaled');
    await kubectl('rollout', 'status', 'deployment/scaled', '--timeout=20s');
    expect(
      await kubectl(
        'get',
        'pods',
        '-l',
        'app=scaled',
        '-o',
        'jsonpath={.items[*].spec.containers[0].image}',
      ),
    ).toContain('app:9');
    await kubectl('label', 'deployment', 'scaled', 'team=a');
    await kubectl('annotate', 'deployment', 'scaled', 'note=b');
    await kubectl(
      'patch',
      'deployment',
      'scaled',
      '-p',
      '{"spec":{"replicas":1}}',
    );
    await kubectl('delete', 'deployment', 'scaled', '--timeout=20s');
    await kubectl(
      'wait',
      '--for=delete',
      'pod',
      '-l',
      'app=scaled',
      '--timeout=20s',
    );
    expect((await run(['get', 'deployment', 'scaled'])).err).toContain(
      'Error from server (NotFound): deployments.apps "scaled" not found',
    );
  }, 60_000);

  it('shows what it would change, on the server side', async () => {
    await apply(workload('Deployment', 'dry'));
    const input = JSON.stringify(
      workload('Deployment', 'dry', { image: 'app:2' }),
    );
    const diff = await run(['diff', '-f', '-'], input);
    expect(diff.code).toBe(1);
    expect(diff.out).toMatch(/^-.*app:1$/m);
    expect(diff.out).toMatch(/^\+.*app:2$/m);
    const applied = await run(
      ['apply', '--server-side', '--force-conflicts', '-f', '-'],
      input,
    );
    expect(applied.out).toBe('deployment.apps/dry serverside-applied\n');
  }, 60_000);

  it('reads logs, rights and resources', async () => {
    await apply({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'say', namespace: 'prod' },
      spec: {
        template: {
          metadata: { annotations: { 'sandbox.safekeep.io/log': 'done' } },
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'say', image: 'x:1' }],
          },
        },
      },
    });
    await kubectl(
      'wait',
      'job/say',
      '--for=condition=complete',
      '--timeout=20s',
    );
    expect(await kubectl('logs', 'job/say', '--tail=1')).toBe('done\n');
    expect(await kubectl('auth', 'whoami')).toContain('sandbox');
    expect(await kubectl('auth', 'can-i', 'list', 'pods')).toBe('yes\n');
    cluster.forbid({ verb: 'list', resource: 'pods', namespace: 'prod' });
    const refused = await run(['get', 'pods']);
    cluster.allow();
    expect(refused.err).toContain(
      'Error from server (Forbidden): pods is forbidden: User "sandbox" cannot list resource "pods" in API group "" in the namespace "prod"',
    );
    expect(await kubectl('api-resources', '-o', 'name')).toContain(
      'sealedsecrets.bitnami.com',
    );
    expect(
      await kubectl(
        'get',
        '--raw',
        '/api/v1/namespaces/kube-system/services/http:sealed-secrets-controller:8080/proxy/v1/cert.pem',
      ),
    ).toBe(cluster.sealingCertificate());
  }, 60_000);
});
