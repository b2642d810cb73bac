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

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  LOGIN_SENTENCES,
  PHRASES,
  Reason,
  REASONS,
} from '@safekeep/backstage-plugin-safekeep-common';
import { ReactNode } from 'react';
import { useFormats } from '../../hooks/useFormats';
import { safekeepTranslationRef } from '../../translation';
import { engineName } from './engineName';

/** Parameters that name an object, and so are set in code type. */
const OBJECT_NAMES = new Set([
  'certificate',
  'claim',
  'cluster',
  'consumers',
  'controllers',
  'directory',
  'entityRef',
  'found',
  'from',
  'job',
  'job',
  'keys',
  'manager',
  'name',
  'namespace',
  'other',
  'otherDirectory',
  'owner',
  'path',
  'pod',
  'pods',
  'repository',
  'resource',
  'role',
  'secret',
  'service',
  'storageClass',
  'volume',
  'watched',
  'workload',
]);

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

function isLogin(value: string): value is keyof typeof LOGIN_SENTENCES {
  return Object.hasOwn(LOGIN_SENTENCES, value);
}

/** The name of a phrase of Safekeep's own, which comes as its English text. */
function phraseOf(value: string): keyof typeof PHRASES | undefined {
  const names = Object.keys(PHRASES) as (keyof typeof PHRASES)[];
  return names.find(name => PHRASES[name] === value);
}

type Slots = Record<string, ReactNode>;

/**
 * The two sentences of a reason in the reader's language: by its code where
 * this version knows it, else in the English that came with it.
 */
export function useReasonText(): (reason: Reason) => {
  why: ReactNode;
  whatToDo?: ReactNode;
} {
  const { t } = useTranslationRef(safekeepTranslationRef);
  const formats = useFormats();
  const translate = t as unknown as (key: string, slots: Slots) => ReactNode;

  /** The lines of a comparison, which come as their identifiers. */
  function lineNames(value: string): string {
    return formats.list(
      value.split(', ').map(id => {
        const key = `verification.line.${id}`;
        const name = translate(key, {});
        return typeof name === 'string' && name !== key
          ? name.toLocaleLowerCase()
          : id;
      }),
    );
  }

  function slotsOf(parameters: Record<string, string>): Slots {
    const slots: Slots = {};
    for (const [name, value] of Object.entries(parameters)) {
      const phrase = phraseOf(value);
      if (OBJECT_NAMES.has(name) && value) {
        slots[name] = <code>{value}</code>;
      } else if (name === 'login' && isLogin(value)) {
        slots[name] = t(`login.${value}`);
      } else if (name === 'lines') {
        slots[name] = lineNames(value);
      } else if (phrase) {
        slots[name] = t(`phrase.${phrase}`);
      } else if (name === 'engine') {
        slots[name] = engineName(value);
      } else if (ISO_TIME.test(value)) {
        slots[name] = formats.clock(value, Date.now());
      } else {
        slots[name] = value;
      }
    }
    return slots;
  }

  return reason => {
    const parameters = reason.parameters ?? {};
    // A backend of another version may have other reasons, or other parameters
    // for them: then its own sentences are the ones that are whole.
    if (!hasWordsFor(reason.code, parameters)) {
      return { why: reason.why, whatToDo: reason.whatToDo };
    }
    const slots = slotsOf(parameters);
    return {
      why: translate(`reason.${reason.code}.why`, slots),
      whatToDo:
        'whatToDo' in REASONS[reason.code]
          ? translate(`reason.${reason.code}.whatToDo`, slots)
          : undefined,
    };
  };
}

function hasWordsFor(
  code: string,
  parameters: Record<string, string>,
): boolean {
  const texts = Object.entries(REASONS).find(([known]) => known === code)?.[1];
  return (
    texts !== undefined &&
    Object.values(texts)
      .flatMap(text => [...text.matchAll(/\{\{(\w+)\}\}/g)])
      .every(([_, slot]) => parameters[slot] !== undefined)
  );
}
