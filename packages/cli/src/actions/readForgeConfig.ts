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

import { resolve } from 'node:path';
import { Config, ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';

/**
 * What the actions need of an app-config: that of the file, with its
 * `${VARIABLES}`, or a GitHub integration from the variables that GitHub's own
 * runners set (GITHUB_TOKEN, GITHUB_SERVER_URL, GITHUB_API_URL).
 */
export async function readForgeConfig(file?: string): Promise<Config> {
  if (file === undefined) {
    return fromEnvironment(process.env);
  }
  const { ConfigSources } =
    require('@backstage/config-loader') as typeof import('@backstage/config-loader');
  try {
    return await ConfigSources.toConfig(
      ConfigSources.default({
        argv: ['--config', resolve(file)],
        env: process.env,
        watch: false,
      }),
    );
  } catch (error) {
    throw new InputError(
      `The configuration ${file} cannot be read: ${
        error instanceof Error ? error.message : 'unknown error'
      }`,
    );
  }
}

function fromEnvironment(env: NodeJS.ProcessEnv): Config {
  const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
  const api =
    env.GITHUB_API_URL ??
    (server === 'https://github.com'
      ? 'https://api.github.com'
      : `${server}/api/v3`);
  let host: string;
  try {
    host = new URL(server).host;
  } catch {
    throw new InputError('GITHUB_SERVER_URL is not a URL');
  }
  return new ConfigReader({
    integrations: {
      github: [{ host, apiBaseUrl: api, token: env.GITHUB_TOKEN || undefined }],
    },
  });
}
