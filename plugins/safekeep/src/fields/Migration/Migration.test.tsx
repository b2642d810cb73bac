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

import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import {
  DatabaseStatus,
  EntityStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { asFound } from '../../../dev/examples';
import {
  EXTENSIONS,
  MIGRATION_MANIFEST,
  ROLL_BACK_MANIFEST,
} from '../../../dev/FormGallery';
import { MIGRATION_EXAMPLES } from '../../../dev/migrationExamples';
import { accessibilityProblems } from '../../__testUtils__/accessibility';
import { safekeepApiRef } from '../../api/safekeepApiRef';

function show(options: {
  status?: EntityStatus | Error;
  isBack?: boolean;
  formData?: Record<string, string>;
}) {
  const { status = asFound(), isBack, formData } = options;
  const onCreate = jest.fn(async () => {});
  renderInTestApp(
    <SecretsContextProvider>
      <Stepper
        manifest={isBack ? ROLL_BACK_MANIFEST : MIGRATION_MANIFEST}
        extensions={EXTENSIONS}
        initialState={{
          entityRef: 'component:default/observer',
          cluster: 'sandbox',
          namespace: 'observer-prod',
          database: 'deployment/postgres',
          ...formData,
        }}
        onCreate={onCreate}
      />
    </SecretsContextProvider>,
    {
      apis: [
        [
          safekeepApiRef,
          {
            async getEntityStatus() {
              if (status instanceof Error) {
                throw status;
              }
              return status;
            },
          },
        ],
        mockApis.permission(),
      ],
    },
  );
  return { onCreate };
}

function changed(values: Partial<DatabaseStatus>): EntityStatus {
  const status = asFound();
  return { ...status, databases: [{ ...status.databases[0], ...values }] };
}

function press(name: string) {
  return userEvent.click(screen.getByRole('button', { name }));
}

async function group(name: string) {
  return within(await screen.findByRole('radiogroup', { name }));
}

const OPTIONS = 'How the data gets to the StatefulSet';
const WAYS = 'In how many pull requests';

async function plan() {
  await press('Next');
  return screen.findByRole('region', { name: 'What will happen' });
}

async function created(onCreate: jest.Mock) {
  await press('Review');
  await userEvent.click(await screen.findByRole('button', { name: 'Create' }));
  return onCreate.mock.calls[0][0];
}

describe('the form that moves a database', () => {
  it('says which option and which way fit, and why, and what they do', async () => {
    const { onCreate } = show({});
    const options = await group(OPTIONS);
    const kept = options.getByRole('radio', { name: /^Keep the claim/ });
    expect(kept).toBeChecked();
    expect(kept.closest('label')).toHaveTextContent(
      /mounts observer-db-pvc as it is/,
    );
    expect(screen.getByText(/Keeping the claim fits/)).toBeInTheDocument();
    const ways = await group(WAYS);
    expect(ways.getByRole('radio', { name: /^One, guarded/ })).toBeChecked();
    expect(ways.getByRole('radio', { name: /^Three/ })).toBeEnabled();
    expect(screen.getByText(/Argo CD waits/)).toBeInTheDocument();
    expect(await accessibilityProblems(document.body)).toEqual([]);

    const region = await plan();
    expect(region).toHaveTextContent(
      /One commit adds a StatefulSet on observer-db-pvc.*two servers never meet.*lose their connections: Deployment observer\..*Nothing changes in the cluster before.*Go back/,
    );
    expect(region).toHaveTextContent(/same server: version, system identifier/);
    await press('Commands that this replaces');
    expect(
      screen.getByText(/kubectl scale deployment postgres/),
    ).toHaveTextContent(
      /kubectl get pvc observer-db-pvc -n observer-prod.*git push.*kubectl get statefulset postgres -n observer-prod/,
    );
    expect(await accessibilityProblems(document.body)).toEqual([]);
    expect(await created(onCreate)).toMatchObject({
      option: 'reuse-claim',
      way: 'guarded',
      stage: 'start',
    });
  });

  it('takes three pull requests for a dump, whatever was chosen before', async () => {
    const { onCreate } = show({});
    const options = await group(OPTIONS);
    await userEvent.click(options.getByRole('radio', { name: /^Dump/ }));
    const ways = await group(WAYS);
    expect(ways.getByRole('radio', { name: /^Three/ })).toBeChecked();
    expect(ways.getByRole('radio', { name: /^One/ })).toBeDisabled();
    expect(
      screen.getByText(/holds everything only while nobody writes/),
    ).toBeInTheDocument();
    const region = await plan();
    expect(region).toHaveTextContent(
      /scaled to zero, or suspended: Deployment observer.*dumps everything into a claim of its own/,
    );
    expect(region).toHaveTextContent(/system identifier another/);
    expect(await created(onCreate)).toMatchObject({
      option: 'dump-and-restore',
      way: 'staged',
    });
  });

  it.each([
    ['flux', /Flux applies everything at once/],
    [undefined, /nothing tells what applies it/],
  ] as const)('is careful with what applies it: %s', async (tool, why) => {
    show({ status: changed({ appliedBy: tool }) });
    const ways = await group(WAYS);
    expect(ways.getByRole('radio', { name: /^Three/ })).toBeChecked();
    expect(ways.getByRole('radio', { name: /^One/ })).toBeDisabled();
    expect(screen.getByText(why)).toBeInTheDocument();
  });

  it('offers nothing for a database that would lose its data', async () => {
    const { onCreate } = show({ status: changed({ claims: [] }) });
    expect(
      await screen.findByText(/Neither option would keep the data/),
    ).toBeInTheDocument();
    expect(screen.queryByRole('radiogroup', { name: OPTIONS })).toBeNull();
    await press('Next');
    expect(
      screen.queryByRole('region', { name: 'What will happen' }),
    ).toBeNull();
    expect(onCreate).not.toHaveBeenCalled();
  });

  it('says when nobody could look, and takes the careful way', async () => {
    show({ status: new Error('no answer') });
    await group(OPTIONS);
    const ways = await group(WAYS);
    expect(ways.getByRole('radio', { name: /^Three/ })).toBeChecked();
    expect(await plan()).toHaveTextContent(/what reads its password/);
    expect(screen.getByText(/Nobody could look at/)).toBeInTheDocument();
  });

  it('goes on as it began, and says what still stands in the way', async () => {
    const { onCreate } = show({
      status: MIGRATION_EXAMPLES.quiescing(),
      formData: { stage: 'switch' },
    });
    const options = await group(OPTIONS);
    expect(options.getByRole('radio', { name: /^Dump/ })).toBeDisabled();
    expect(await plan()).toHaveTextContent(
      /a StatefulSet with its image and settings serves from observer-db-pvc/,
    );
    expect(
      screen.getByText(/Before the new server may start/),
    ).toHaveTextContent(/Not at zero yet.*Deployment observer/);
    expect(await created(onCreate)).toMatchObject({
      option: 'reuse-claim',
      way: 'staged',
      stage: 'switch',
    });
  });

  it('says that a stage is not what comes next', async () => {
    show({
      status: MIGRATION_EXAMPLES.quiescing(),
      formData: { stage: 'finalize' },
    });
    await group(OPTIONS);
    await plan();
    expect(screen.getByText(/not what comes next/)).toBeInTheDocument();
  });
});

describe('the form that tidies up after the way back', () => {
  it('says what leaves Git, and speaks of no check', async () => {
    const status = MIGRATION_EXAMPLES['going-back']();
    status.databases[0].migration!.next!.blockedBy = [];
    show({ status, formData: { stage: 'finalize' } });
    await group(OPTIONS);
    const region = await plan();
    expect(region).toHaveTextContent(
      /The StatefulSet, which is at zero, and the guard leave Git.*observer-db-pvc/,
    );
    expect(region).not.toHaveTextContent(/What is checked/);
    expect(screen.queryByText(/not what comes next/)).toBeNull();
  });
});

describe('the form that goes back', () => {
  const ACCEPT = 'I accept that what was written since the switch is lost';

  function restored(): EntityStatus {
    const status = MIGRATION_EXAMPLES['ready-to-switch']();
    status.databases[0].migration!.stage = 'switch';
    return status;
  }

  it('asks for nothing where nothing is lost', async () => {
    const { onCreate } = show({
      status: MIGRATION_EXAMPLES.verified(),
      isBack: true,
    });
    expect(await screen.findByText(/Nothing is lost/)).toBeInTheDocument();
    expect(screen.queryByRole('checkbox')).toBeNull();
    expect(await created(onCreate)).toMatchObject({ acceptLostWrites: false });
  });

  it.each([
    ['a restored database', restored(), /was when it was dumped|as it was/],
    ['nobody could look', new Error('no answer'), /Nobody could look at how/],
  ])('goes on only once the loss is accepted: %s', async (_, status, why) => {
    const { onCreate } = show({ status, isBack: true });
    expect(await screen.findByText(why)).toBeInTheDocument();
    await press('Review');
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
    const accept = screen.getByRole('checkbox', { name: ACCEPT });
    await userEvent.click(accept);
    await userEvent.click(accept);
    expect(accept).not.toBeChecked();
    await press('Review');
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
    await userEvent.click(screen.getByRole('checkbox', { name: ACCEPT }));
    expect(await created(onCreate)).toMatchObject({ acceptLostWrites: true });
  });
});
