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

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ActionContext,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { JsonObject, JsonValue } from '@backstage/types';
import { validate } from 'jsonschema';

/** What came of running an action. */
export interface ActionRun {
  outputs: Record<string, JsonValue>;
  /** All that was logged, a line each. */
  log: string[];
  /** What was kept for a second run of the task. */
  checkpoints: Map<string, JsonValue>;
  error?: Error;
}

/** A logger that keeps what it is told, metadata and errors included. */
export function createKeepingLogger(log: string[]): LoggerService {
  const keep = (message: string | Error, meta?: object) => {
    log.push(
      `${message instanceof Error ? message.stack : message} ${JSON.stringify(
        meta ?? {},
      )}`,
    );
  };
  const logger: LoggerService = {
    error: keep,
    warn: keep,
    info: keep,
    debug: keep,
    child: () => logger,
  };
  return logger;
}

/**
 * Runs an action as the scaffolder does: its input is checked against its
 * schema, and checkpoints of an earlier run are given back.
 */
export async function runAction<
  TInput extends JsonObject,
  TOutput extends JsonObject,
>(
  action: TemplateAction<TInput, TOutput>,
  options: {
    workspacePath: string;
    input: JsonObject;
    secrets?: Record<string, string>;
    checkpoints?: Map<string, JsonValue>;
    context?: Partial<ActionContext<JsonObject>>;
  },
): Promise<ActionRun> {
  const { workspacePath, input, secrets } = options;
  const checkpoints = options.checkpoints ?? new Map<string, JsonValue>();
  const run: ActionRun = { outputs: {}, log: [], checkpoints };
  const { errors } = validate(input, action.schema?.input ?? {});
  if (errors.length > 0) {
    throw new Error(`Input does not fit the schema: ${errors.join(', ')}`);
  }
  const context: ActionContext<TInput, TOutput> = {
    ...createMockActionContext<TInput, TOutput>({
      input: input as TInput,
      secrets,
      workspacePath,
      logger: createKeepingLogger(run.log),
    }),
    output(name, value) {
      run.outputs[String(name)] = value as JsonValue;
    },
    async checkpoint({ key, fn }) {
      const kept = checkpoints.get(key);
      if (kept !== undefined) {
        return kept as Awaited<ReturnType<typeof fn>>;
      }
      const value = await fn();
      checkpoints.set(key, (value ?? {}) as JsonValue);
      return value;
    },
    ...(options.context as Partial<ActionContext<TInput, TOutput>>),
  };
  try {
    await action.handler(context);
  } catch (error) {
    run.error = error as Error;
  }
  if (!run.error) {
    const output = validate(run.outputs, action.schema?.output ?? {});
    if (output.errors.length > 0) {
      throw new Error(`Output breaks the schema: ${output.errors.join(', ')}`);
    }
  }
  return run;
}

/** All files below a folder, from path to text; a symlink's is its target. */
export function flatContent(folder: { path: string }): Record<string, string> {
  const flat: Record<string, string> = {};
  function walk(below: string): void {
    const entries = readdirSync(join(folder.path, below), {
      withFileTypes: true,
    });
    for (const entry of entries) {
      const path = join(below, entry.name);
      const place = join(folder.path, path);
      if (entry.isSymbolicLink()) {
        flat[path] = `-> ${readlinkSync(place)}`;
      } else if (entry.isDirectory()) {
        walk(path);
      } else {
        flat[path] = readFileSync(place, 'utf8');
      }
    }
  }
  walk('');
  return flat;
}
