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

import { within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MIGRATION_EXAMPLES } from '../../../dev/migrationExamples';
import { accessibilityProblems } from '../../__testUtils__/accessibility';
import { panel, showTab } from '../../__testUtils__/showTab';
import { asOutdated } from '../items';

async function shown(example: string) {
  showTab(MIGRATION_EXAMPLES[example]());
  const postgres = await panel('postgres');
  return {
    postgres: within(postgres),
    move: within(postgres).getByRole('region', {
      name: /^(Move to a StatefulSet|Way back to the Deployment)$/,
    }),
  };
}

function steps(move: HTMLElement) {
  return within(
    within(move).getByRole('list', { name: 'Steps of the move of postgres' }),
  )
    .getAllByRole('listitem')
    .map(step => step.textContent);
}

describe('the move of a database', () => {
  it('says which step is under way, what it waits for and how to go back', async () => {
    const { move, postgres } = await shown('quiescing');
    expect(steps(move)).toEqual([
      'clients off, under way',
      'counted before, still to come',
      'old server stopped, still to come',
      'guard passed, still to come',
      'new server ready, still to come',
      'data verified, still to come',
      'tidied up, still to come',
    ]);
    expect(move).toHaveTextContent(
      /mounts the claim that is there, observer-db-pvc: no data is copied\. Three pull requests.*Begun 16 minutes ago/,
    );
    expect(move).toHaveTextContent(
      /Before the new server may start:Not at zero yet.*Deployment observer/,
    );
    // The panel's head says it; the step does not repeat it.
    expect(move).not.toHaveTextContent(/clients off: Not at zero/);
    expect(postgres.queryByRole('link', { name: /^Switch/ })).toBeNull();
    expect(
      within(move).getByRole('link', { name: 'Go back… postgres' }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(/\/roll-back-postgres\?formData=/),
    );
    expect(move).toHaveTextContent(/no data is lost/);
  });

  it('offers the next stage once nothing stands in its way', async () => {
    const { move } = await shown('ready-to-switch');
    expect(move).toHaveTextContent(
      /observer-db-pvc is dumped and restored into data-postgres-0/,
    );
    expect(
      within(move).getByRole('link', {
        name: 'Switch to the StatefulSet… postgres',
      }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(/\/migrate-postgres\?formData=.*switch/),
    );
    // Before the switch nothing was written that going back would lose.
    expect(move).not.toHaveTextContent(/since the switch is lost/);
  });

  it('says that going back from a restored database loses what was written since', async () => {
    const status = MIGRATION_EXAMPLES['ready-to-switch']();
    status.databases[0].migration!.stage = 'switch';
    showTab(status);
    expect(await panel('Move to a StatefulSet')).toHaveTextContent(
      /what was written since the switch is lost/,
    );
  });

  it('offers to give up the lock that holds the guard', async () => {
    const { move } = await shown('guard-holds');
    expect(steps(move)[3]).toBe('guard passed, under way');
    expect(
      within(move).getByRole('link', { name: 'Give up the lock… postgres' }),
    ).toBeInTheDocument();
  });

  it('calls the servers by their names on the way back', async () => {
    const { move } = await shown('going-back');
    expect(steps(move)).toEqual([
      'StatefulSet stopped, done',
      'guard passed, done',
      'Deployment ready, under way',
    ]);
    expect(within(move).queryByRole('link')).toBeNull();
  });

  it('says what is left to tidy up after the way back', async () => {
    const status = MIGRATION_EXAMPLES['going-back']();
    status.databases[0].migration!.next!.blockedBy = [];
    showTab(status);
    expect(await panel('Way back to the Deployment')).toHaveTextContent(
      /by which the StatefulSet and the guard leave Git/,
    );
  });

  it('says so when the viewer may not propose what comes next', async () => {
    const status = MIGRATION_EXAMPLES.verified();
    delete status.databases[0].migration!.next!.action;
    showTab(status);
    expect(await panel('Move to a StatefulSet')).toHaveTextContent(
      /You may not propose it yourself/,
    );
  });

  it('compares before and after line by line, the worst first', async () => {
    const { postgres } = await shown('tables-lost');
    const report = postgres.getByRole('region', { name: 'Before and after' });
    expect(report).toHaveTextContent(/^Before and afterFail 5 lines/);
    const rows = within(
      within(report).getByRole('table', {
        name: 'Before and after of postgres',
      }),
    )
      .getAllByRole('row')
      .map(row => row.textContent);
    // Headings, and of what is not as before a row that says why.
    expect(rows).toHaveLength(15 + 6);
    expect(rows[1]).toBe(
      'System identifier74311209876543210987538811234567890123Fail',
    );
    expect(rows[2]).toMatch(/^This is not the server from before/);
    const why = within(report).getByRole('cell', {
      name: /^Fewer rows than before/,
    });
    expect(document.getElementById(why.getAttribute('headers')!)).toBe(
      within(report).getByRole('rowheader', { name: 'Rows' }),
    );
    expect(why.closest('tr')!.previousElementSibling).toHaveTextContent(
      /^Rows1,204,1130Fail$/,
    );
    // The tables that are gone are named without being asked for.
    expect(
      within(
        within(report).getByRole('table', { name: 'Tables of postgres' }),
      ).getByRole('row', { name: /public\.scalp_ticks/ }),
    ).toHaveTextContent(/1,000,000–Failnot there afterwards/);
  });

  it('names the lines that failed as the report does', async () => {
    const { postgres, move } = await shown('tables-lost');
    for (const place of [move, postgres.getAllByRole('list')[0]]) {
      expect(place).toHaveTextContent(
        /not what it held: system identifier, tables, rows, sequences,/,
      );
    }
  });

  it('keeps equal tables out of sight, and shows them when asked', async () => {
    const { postgres } = await shown('finalized');
    expect(
      postgres.queryByRole('table', { name: 'Tables of postgres' }),
    ).toBeNull();
    await userEvent.click(
      postgres.getByRole('button', { name: '3 tables by name' }),
    );
    expect(
      postgres.getByRole('table', { name: 'Tables of postgres' }),
    ).toHaveTextContent(
      /public\.swing_bars181,420181,420Passrows and contents equal/,
    );
    expect(postgres.getByText(/44 more tables are compared/)).toBeVisible();
    expect(postgres.getByText('Nothing is left to do.')).toBeInTheDocument();
  });

  it('says of a count that clients may have written meanwhile', async () => {
    const { postgres } = await shown('verified');
    const report = postgres.getByRole('region', { name: 'Before and after' });
    expect(report).toHaveTextContent(
      /Before: counted 14 minutes ago on PostgreSQL 15\.14\. 3 other sessions were connected and may have written\./,
    );
    expect(report).toHaveTextContent(/No other client was connected\./);
    // Growth is what was to be expected; contents tell nothing then.
    expect(
      within(report).getByRole('row', { name: /^Rows/ }),
    ).toHaveTextContent(/1,204,1131,204,131Pass$/);
    expect(
      within(report).getByRole('row', { name: /^Contents of tables/ }),
    ).toHaveTextContent(/Not known$/);
    await userEvent.click(
      postgres.getByRole('button', { name: '3 tables by name' }),
    );
    const tables = within(report).getByRole('table', {
      name: 'Tables of postgres',
    });
    expect(
      within(tables).getByRole('row', { name: /scalp_ticks/ }),
    ).toHaveTextContent(/Passmore rows$/);
    expect(
      within(tables).getByRole('row', { name: /orders/ }),
    ).toHaveTextContent(/Not knownas many rows, other contents$/);
  });

  it('calls every change a fault where nobody can have written', async () => {
    const status = MIGRATION_EXAMPLES.verified();
    status.databases[0].migration!.way = 'staged';
    showTab(status);
    // It opens by itself.
    const tables = within(await panel('Before and after')).getByRole('table', {
      name: 'Tables of postgres',
    });
    expect(
      within(tables).getByRole('row', { name: /scalp_ticks/ }),
    ).toHaveTextContent(/Failmore rows$/);
    expect(
      within(tables).getByRole('row', { name: /orders/ }),
    ).toHaveTextContent(/Failas many rows, other contents$/);
  });

  it('shows nothing green once the answer is old', async () => {
    showTab(asOutdated(MIGRATION_EXAMPLES.finalized()));
    expect(await panel('Move to a StatefulSet')).toHaveAttribute(
      'data-stale',
      'true',
    );
    expect(await panel('Before and after')).toHaveAttribute(
      'data-stale',
      'true',
    );
  });

  it.each(Object.keys(MIGRATION_EXAMPLES))(
    'is accessible: %s',
    async example => {
      await shown(example);
      expect(await accessibilityProblems(document.body)).toEqual([]);
    },
  );
});
