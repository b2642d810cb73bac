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
import { Alert, Text } from '@backstage/ui';
import { SecretConsumer } from '@safekeep/backstage-plugin-safekeep-common';
import { ReactNode, useId } from 'react';
import { ActionLink } from '../../components/ActionLink';
import { useFormats } from '../../hooks/useFormats';
import { safekeepTranslationRef } from '../../translation';
import { SecretForm } from '../formContext';
import { changedKeys, databasePasswords } from '../keys';
import { ValueMode } from '../schemas';
import { FormSecret } from '../useFormSecret';
import styles from './SecretValuesField.module.css';

/** Whether a PostgreSQL that was seen reads the secret; unknown counts as yes. */
function mayFeedPostgres(read: FormSecret): boolean {
  return (
    read.state !== 'found' ||
    read.secret.management === 'unknown' ||
    read.status.databases.some(
      ({ engine, secrets }) =>
        engine.startsWith('postgres') && secrets.includes(read.secret.name),
    )
  );
}

function keyOf({ kind, name }: { kind: string; name: string }): string {
  return `${kind}/${name}`;
}

/**
 * Databases that a restart could give two servers on one volume: they are
 * restarted only where their strategy stops the old pod first.
 */
function databaseDeployments(read: FormSecret): Set<string> {
  return new Set(
    read.state === 'found'
      ? read.status.databases
          .filter(
            ({ workload, claims }) =>
              workload.kind === 'Deployment' && claims.length > 0,
          )
          .map(({ name }) => keyOf({ kind: 'Deployment', name }))
      : [],
  );
}

/** What the change will do, in plain words, before anything is done. */
export function Consequences(props: {
  mode: ValueMode;
  form: SecretForm;
  read: FormSecret;
  keys: string[];
  typed: string[];
}) {
  const { mode, form, read, keys, typed } = props;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const formats = useFormats();
  const titleId = useId();
  const secret = read.state === 'found' ? read.secret : undefined;
  const isPlain = secret?.management === 'plain';
  const changed = mode === 'rotate' ? changedKeys(secret, keys) : typed;
  const passwords = databasePasswords(changed);
  const path = secret?.location?.path ?? form.path;

  const consumers = secret?.consumers ?? [];
  const databases = databaseDeployments(read);

  function sealing(): ReactNode[] {
    // A plain file is sealed as a whole, whichever keys were chosen.
    const fromFile = isPlain ? secret.keys.map(({ name }) => name) : [];
    const sealed = [...new Set([...fromFile, ...keys])];
    return [
      isPlain || (!secret && path)
        ? t('field.happensNewFile', { path: <code>{path}</code> })
        : t('field.happensSealedFile', {
            repository: <code>{form.repository ?? ''}</code>,
          }),
      t('field.happensSealKeys', {
        count: sealed.length,
        keys: <code>{sealed.join(', ')}</code>,
      }),
    ];
  }

  function rotating(): ReactNode[] {
    return [
      t('field.happensKeys', {
        count: changed.length,
        keys: <code>{changed.join(', ')}</code>,
      }),
      ...(path ? [t('field.happensFile', { path: <code>{path}</code> })] : []),
    ];
  }

  function restarting(): ReactNode[] {
    if (!secret) {
      return [];
    }
    const names = (some: SecretConsumer[]) =>
      formats.list(some.map(({ kind, name }) => `${kind} ${name}`));
    const restarted = consumers.filter(it => !databases.has(keyOf(it)));
    const kept = consumers.filter(it => databases.has(keyOf(it)));
    return [
      ...(consumers.length === 0 ? [t('field.happensNoRestart')] : []),
      ...(restarted.length > 0
        ? [t('field.happensRestart', { consumers: names(restarted) })]
        : []),
      ...(kept.length > 0
        ? [t('field.happensKept', { consumers: names(kept) })]
        : []),
    ];
  }

  const lines = [
    ...(mode === 'seal' ? sealing() : rotating()),
    ...restarting(),
    t('field.happensMerge'),
    ...(mode === 'seal' && isPlain ? [t('field.history')] : []),
  ];

  return (
    <section className={styles.consequences} aria-labelledby={titleId}>
      <Text as="h3" id={titleId} variant="body-medium" weight="bold">
        {t('field.happens')}
      </Text>
      <ul>
        {lines.map((line, index) => (
          // The lines have no identity of their own and never move.
          // eslint-disable-next-line react/no-array-index-key
          <li key={index}>{line}</li>
        ))}
      </ul>
      {passwords.length > 0 && mayFeedPostgres(read) && (
        <Alert
          status="warning"
          icon
          description={
            <>
              {t('field.databaseRole', {
                keys: <code>{passwords.join(', ')}</code>,
              })}{' '}
              {passwords.some(key => !typed.includes(key)) &&
                t('field.databaseRoleTyped')}
              {secret?.databaseAction && (
                <div className={styles.instead}>
                  {t('field.databaseRoleInstead')}{' '}
                  <ActionLink
                    action={secret.databaseAction}
                    name={secret.name}
                  />
                </div>
              )}
            </>
          }
        />
      )}
    </section>
  );
}
