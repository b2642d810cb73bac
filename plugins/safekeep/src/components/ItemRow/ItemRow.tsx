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

import { Reason, StatusItem } from '@safekeep/backstage-plugin-safekeep-common';
import { ActionLink } from '../ActionLink';
import { Item } from '../items';
import { actionOf, MigrationStanding } from '../Migration';
import { useReasonText } from '../ReasonText';
import { StateIcon, StateWord } from '../StateMark';
import styles from './ItemRow.module.css';
import { ItemSummary } from './ItemSummary';

/**
 * What helps here: a new password does not, where something else is wrong with
 * the database. Its panel has the action all the same.
 */
function helpfulAction({ reasons, action }: StatusItem) {
  if (reasons[0]?.action) {
    return reasons[0].action;
  }
  const isBeside =
    action?.template === 'rotate-database-password' &&
    reasons.length > 0 &&
    !reasons.some(({ code }) => /^(?:database-)?password-/.test(code));
  return isBeside ? undefined : action;
}

/** A database may have several, the one that matters most first. */
function firstAdvice({ kind, value }: Item) {
  return kind === 'database' ? value.advice[0] : value.advice;
}

/** A database or a secret: how it is, what it is, why, and what can be done. */
export function ItemRow(props: {
  item: Item;
  /** Reasons that are said elsewhere and need no repeating. */
  said?: Reason[];
}) {
  const { item, said = [] } = props;
  const { state, lastState, name, reasons } = item.value;
  const reasonText = useReasonText();
  // What could be better is only worth a line where nothing is wrong.
  const advice = state === 'ok' ? firstAdvice(item) : undefined;
  const migration = item.kind === 'database' ? item.value.migration : undefined;
  const action =
    advice?.action ??
    (migration && actionOf(migration)) ??
    helpfulAction(item.value);
  const reason =
    reasons.find(({ why }) => said.every(it => it.why !== why)) ??
    advice?.reason;
  return (
    <li className={styles.row} data-stale={lastState !== undefined}>
      <div className={styles.icon}>
        <StateIcon state={state} lastState={lastState} />
      </div>
      <div className={styles.title}>
        <code className={styles.name}>{name}</code>
        <StateWord state={state} lastState={lastState} />
      </div>
      {action && (
        <div className={styles.action}>
          <ActionLink action={action} name={name} />
        </div>
      )}
      <div className={styles.text}>
        <div className={styles.summary}>
          <ItemSummary item={item} />
        </div>
        {migration && <MigrationStanding migration={migration} />}
        {reason && <div>{reasonText(reason).why}</div>}
      </div>
    </li>
  );
}
