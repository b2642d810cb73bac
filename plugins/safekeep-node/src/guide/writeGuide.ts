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

import { InputError } from '@backstage/errors';
import { posix } from 'node:path';
import { ChangeSet } from '../changes/ChangeSet';
import { changeIdOf, FileChange } from '../changes/FileChange';
import { PlannedChange } from '../changes/PlannedChange';
import { assertRepositoryPath } from '../changes/repositoryPath';
import { assertControllerNames } from '../controller/ControllerNames';
import { guideCommands } from './guideCommands';
import { ENGLISH_HEADING, guideEnglish } from './guideEnglish';
import { guideKorean, KOREAN_HEADING } from './guideKorean';
import { hasGuide, putGuide } from './guideSection';
import { readGuideFacts, ReadGuideFacts } from './readGuideFacts';

/** @public */
export interface WriteGuideOptions {
  language: 'en' | 'ko';
  /** Namespace of SealedSecrets that neither their file nor a kustomization gives one. */
  namespace?: string;
  /** By default that of the controller which the files install, else kubeseal's own. */
  controllerName?: string;
  controllerNamespace?: string;
  /** File to write; by default `README.md` beside the SealedSecrets. */
  path?: string;
}

const LANGUAGES = {
  en: { heading: ENGLISH_HEADING, write: guideEnglish, name: 'English' },
  ko: { heading: KOREAN_HEADING, write: guideKorean, name: 'Korean' },
};

/**
 * Writes the guide to the SealedSecrets of a folder, or renews it: names, keys
 * and commands of this folder, and no value. Without changes, it is as it is to
 * be already.
 *
 * @param files - manifests, and the file that the guide goes to, if it is there
 * @public
 */
export function writeGuide(
  files: Map<string, string>,
  options: WriteGuideOptions,
): PlannedChange {
  const { heading, write, name } = LANGUAGES[options.language];
  const given =
    options.path === undefined ? undefined : assertGuidePath(options.path);
  const read = readGuideFacts(files, {
    ...options,
    ...(given !== undefined && { from: posix.dirname(given) }),
  });
  assertControllerNames(read.facts.controller);
  const path = given ?? posix.join(read.folder, 'README.md');
  const changeSet = ChangeSet.create(files);
  changeSet.write(
    path,
    putGuide(files.get(path), {
      path,
      heading,
      body: write(read.facts, guideCommands(read.facts)),
    }),
  );
  const changes = changeSet.changes();
  return {
    ...describeGuide(read, {
      path,
      changes,
      language: name,
      isNew: !hasGuide(files.get(path) ?? ''),
    }),
    changes,
    changeId: changeIdOf(
      {
        verb: 'guide',
        language: options.language,
        path,
        controller: read.facts.controller,
      },
      changes,
    ),
    path,
    keys: [],
    restartedWorkloads: [],
  };
}

function assertGuidePath(path: string): string {
  const normal = assertRepositoryPath(path);
  if (!normal.endsWith('.md')) {
    throw new InputError(
      `Path ${JSON.stringify(path)} is not a Markdown file: it must end in .md`,
    );
  }
  return normal;
}

function describeGuide(
  { facts, warnings: open }: ReadGuideFacts,
  {
    path,
    changes,
    language,
    isNew,
  }: {
    path: string;
    changes: FileChange[];
    language: string;
    isNew: boolean;
  },
): Pick<PlannedChange, 'title' | 'description' | 'warnings'> {
  const { controller, secrets, unread } = facts;
  const warnings = [
    ...open,
    ...(unread.length > 0
      ? [
          `Not all files could be read, and the guide says so: ${unread
            .map(each => `\`${each}\``)
            .join(', ')}.`,
        ]
      : []),
  ];
  const names = secrets.map(({ name }) => `\`${name}\``).join(', ');
  const sections = [
    `${
      isNew ? 'Writes' : 'Renews'
    } the guide to the SealedSecrets of this folder (${names}), in ${language}: which keys they have, how to change them, what sealing does not do, and how to keep the private keys of controller \`${
      controller.namespace
    }/${controller.name}\`. It holds names and commands, and no value.`,
    `### What changes\n\n- \`${path}\`: ${
      changes[0]?.action === 'create'
        ? 'created'
        : 'the guide between its two comments; everything else stays byte for byte'
    }`,
    '### What happens on merge\n\nNothing in the cluster. No workload restarts.',
    ...(warnings.length > 0
      ? [
          `### Before you merge\n\n${warnings
            .map(warning => `- ${warning}`)
            .join('\n')}`,
        ]
      : []),
    '### How to go back\n\nRevert this pull request.',
  ];
  return {
    title: isNew
      ? 'Write the guide to the sealed secrets'
      : 'Renew the guide to the sealed secrets',
    description: `${sections.join('\n\n')}\n`,
    warnings,
  };
}
