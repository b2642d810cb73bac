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

import { Kubernetes } from './kubernetes';
import { waitFor } from '../../src';

/** What came of an attempt. */
export type LoginOutcome = 'accepted' | 'refused' | 'unreachable';

/** An attempt with one of the passwords. */
export interface LoginAttempt {
  at: number;
  password: string;
  outcome: LoginOutcome;
}

const IMAGE_COMMAND = ['sleep', '2147483647'];

/** Reads the names and values of the passwords, then tries one after the other. */
const LOOP = `
read -r count
for i in $(seq "$count"); do
  read -r "name$i"
  read -r "value$i"
done
while :; do
  for i in $(seq "$count"); do
    eval "name=\\$name$i value=\\$value$i"
    if said=$(PGPASSWORD="$value" psql -qXAt -c 'SELECT 1' 2>&1); then
      echo "$name accepted"
    else
      case "$said" in
        *'password authentication failed'*) echo "$name refused" ;;
        *) echo "$name unreachable" ;;
      esac
    fi
  done
  sleep 0.2
done
`;

/**
 * A client in a pod of its own that connects over and over, each time anew,
 * with each of some passwords.
 */
export class LoginProbe {
  readonly attempts: LoginAttempt[] = [];
  #stop?: () => Promise<void>;

  /** The passwords go by standard input: into no manifest and no command line. */
  static async start(options: {
    kubernetes: Kubernetes;
    namespace: string;
    image: string;
    server: { host: string; user: string; database: string };
    passwords: Record<string, string>;
  }): Promise<LoginProbe> {
    const { kubernetes, namespace, image, server, passwords } = options;
    const pod = { namespace, name: 'login-probe' };
    await kubernetes.apply([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: pod,
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [
            {
              name: 'client',
              image,
              command: IMAGE_COMMAND,
              env: Object.entries({
                PGHOST: server.host,
                PGUSER: server.user,
                PGDATABASE: server.database,
                PGCONNECT_TIMEOUT: '3',
                PGCLIENTENCODING: 'UTF8',
              }).map(([name, value]) => ({ name, value })),
            },
          ],
        },
      },
    ]);
    await kubernetes.kubectl([
      'wait',
      'pod',
      pod.name,
      `--namespace=${namespace}`,
      '--for=condition=Ready',
      '--timeout=120s',
    ]);
    const probe = new LoginProbe();
    const entries = Object.entries(passwords);
    const following = kubernetes.follow(pod, ['sh', '-c', LOOP], {
      input: [entries.length, ...entries.flat(), ''].join('\n'),
      onLine: line => {
        const [password, outcome] = line.split(' ');
        probe.attempts.push({
          at: Date.now(),
          password,
          outcome: outcome as LoginOutcome,
        });
      },
    });
    probe.#stop = async () => {
      following.stop();
      await kubernetes.delete({ kind: 'namespace', name: namespace });
    };
    return probe;
  }

  /** Waits for the next attempts with a password to end so. */
  async waitFor(password: string, outcome: LoginOutcome): Promise<void> {
    const since = Date.now();
    await waitFor(
      `A login with the ${password} password that is ${outcome}`,
      async () =>
        this.attempts.some(
          attempt =>
            attempt.at > since &&
            attempt.password === password &&
            attempt.outcome === outcome,
        ),
      { timeoutMs: 60_000 },
    );
  }

  /** The outcomes of a password since then, each as long as it lasted. */
  outcomesOf(password: string, since = 0): LoginOutcome[] {
    return this.attempts
      .filter(attempt => attempt.password === password && attempt.at >= since)
      .map(({ outcome }) => outcome)
      .filter((outcome, index, all) => outcome !== all[index - 1]);
  }

  async stop(): Promise<void> {
    await this.#stop?.();
  }
}
