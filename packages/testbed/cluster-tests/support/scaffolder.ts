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

import { waitFor } from '../../src';

/** A template, and what its form would send. */
export interface TemplateRun {
  /** For instance `template:default/seal-secret`. */
  template: string;
  values: Record<string, string | boolean | string[]>;
  /** As the form's fields for values send them: by the key's name. */
  secrets?: Record<string, string>;
}

/** How a task ended. */
export interface TaskResult {
  id: string;
  status: 'completed' | 'failed' | 'cancelled';
  /** All that the task's page shows, one line an event. */
  log: string;
  /** What the template puts out: links and texts. */
  output: {
    links?: Array<{ title: string; url?: string }>;
    text?: Array<{ title: string; content?: string }>;
  };
  /** The pull request among the links. */
  pullRequest?: { url: string; number: number };
}

interface TaskEvent {
  type: string;
  body: {
    message?: string;
    stepId?: string;
    output?: TaskResult['output'];
    error?: { name: string; message: string };
  };
}

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

const TASK_MS = 120_000;

async function read<T>(fetch: Fetch, path: string, init?: RequestInit) {
  const response = await fetch(path, init);
  if (!response.ok) {
    // What was sent may be in the answer of a refusal.
    throw new Error(`scaffolder ${path}: ${response.status}`);
  }
  return (await response.json()) as T;
}

/** Starts a template by the scaffolder's REST API. */
export async function startTask(
  fetch: Fetch,
  { template, values, secrets = {} }: TemplateRun,
): Promise<string> {
  const { id } = await read<{ id: string }>(fetch, '/v2/tasks', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ templateRef: template, values, secrets }),
  });
  return id;
}

/** Runs a template to its end. */
export async function runTemplate(
  fetch: Fetch,
  run: TemplateRun,
): Promise<TaskResult> {
  const id = await startTask(fetch, run);
  const status = await waitFor(
    `Task ${id} of ${run.template}`,
    async () => {
      const task = await read<{ status: string }>(fetch, `/v2/tasks/${id}`);
      return (
        ['completed', 'failed', 'cancelled'].includes(task.status) &&
        (task.status as TaskResult['status'])
      );
    },
    { timeoutMs: TASK_MS },
  );
  const events = await read<TaskEvent[]>(fetch, `/v2/tasks/${id}/events`);
  const output = events.find(({ body }) => body.output)?.body.output ?? {};
  const url = (output.links ?? []).find(({ title }) =>
    title.startsWith('Pull request'),
  )?.url;
  return {
    id,
    status,
    log: events.map(({ body }) => describeEvent(body)).join('\n'),
    output,
    ...(url && {
      pullRequest: { url, number: Number(/(\d+)$/.exec(url)?.[1]) },
    }),
  };
}

function describeEvent({ stepId, message, error }: TaskEvent['body']): string {
  return [stepId, message, error && `${error.name}: ${error.message}`]
    .filter(Boolean)
    .join(' ');
}
