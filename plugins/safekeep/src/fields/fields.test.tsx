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
import {
  SecretsContextProvider,
  useTemplateSecrets,
} from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { EntityStatus } from '@safekeep/backstage-plugin-safekeep-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  asFound,
  healthy,
  many,
  plainSecret,
  sealedSecret,
} from '../../dev/examples';
import {
  EXTENSIONS,
  exampleManifest,
  KEY_EDITS_MANIFEST,
} from '../../dev/FormGallery';
import { accessibilityProblems } from '../__testUtils__/accessibility';
import { safekeepApiRef } from '../api/safekeepApiRef';
import { ValueMode } from './schemas';

const CANARY = 'canary-4f1c9b';

let secretsSeen: Record<string, string> = {};

function SecretsProbe() {
  secretsSeen = useTemplateSecrets().secrets;
  return null;
}

function show(options: {
  status?: EntityStatus | Error;
  mode?: ValueMode | 'edit';
  formData?: Record<string, string | string[]>;
}) {
  const { status = healthy(), mode = 'rotate', formData } = options;
  const onCreate = jest.fn(async () => {});
  renderInTestApp(
    <SecretsContextProvider>
      <SecretsProbe />
      <Stepper
        manifest={mode === 'edit' ? KEY_EDITS_MANIFEST : exampleManifest(mode)}
        extensions={EXTENSIONS}
        initialState={{
          entityRef: 'component:default/observer',
          cluster: 'sandbox',
          namespace: 'observer-prod',
          name: 'observer-secrets',
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

function checkbox(name: RegExp) {
  return screen.findByRole('checkbox', { name });
}

function press(name: string) {
  return userEvent.click(screen.getByRole('button', { name }));
}

async function choose(key: string, choice: RegExp) {
  const group = await screen.findByRole('radiogroup', {
    name: `How ${key} gets its value`,
  });
  await userEvent.click(within(group).getByRole('radio', { name: choice }));
}

beforeEach(() => {
  secretsSeen = {};
});

describe('SafekeepSecretKeys', () => {
  it('lists the keys with their age and takes linked ones along', async () => {
    const { onCreate } = show({});
    const password = await checkbox(/^POSTGRES_PASSWORD/);
    expect(password).not.toBeChecked();
    expect(await checkbox(/^KIS_APP_KEY.*sealed 12 days ago/)).toBeEnabled();
    expect(
      await checkbox(/^DB_PASSWORD.*changes with it: POSTGRES_PASSWORD/),
    ).toBeEnabled();

    await userEvent.click(password);
    const linked = await checkbox(
      /^DB_PASSWORD.*changes with POSTGRES_PASSWORD/,
    );
    expect(linked).toBeChecked();
    expect(linked).toBeDisabled();
    expect(await accessibilityProblems(document.body)).toEqual([]);

    await press('Next');
    await screen.findByRole('heading', { name: 'What will happen' });
    await press('Review');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({ keys: ['POSTGRES_PASSWORD'] }),
    );
  });

  it('lets one key of a group stand for all of it', async () => {
    show({ formData: { keys: ['DB_PASSWORD', 'POSTGRES_PASSWORD'] } });
    expect(await checkbox(/^DB_PASSWORD/)).toBeEnabled();
    expect(await checkbox(/^POSTGRES_PASSWORD/)).toBeDisabled();
  });

  it('does not go on without a key', async () => {
    show({});
    await checkbox(/^POSTGRES_PASSWORD/);
    await press('Next');
    expect(
      (await screen.findAllByText(/Choose at least one key/)).length,
    ).toBeGreaterThan(0);
  });

  it('takes typed keys, with a notice, when the status cannot be read', async () => {
    show({ status: new Error('ECONNREFUSED') });
    expect(
      await screen.findByText(/could not be read \(ECONNREFUSED\)/),
    ).toBeInTheDocument();
    const field = screen.getByRole('textbox', { name: /Another key/ });
    await userEvent.type(field, 'no spaces{enter}');
    expect(screen.getByText(/“no spaces” cannot be a key/)).toBeInTheDocument();
    expect(screen.queryByRole('checkbox')).toBeNull();
    await userEvent.clear(field);
    await userEvent.type(field, 'API_TOKEN{enter}');
    expect(await checkbox(/^API_TOKEN/)).toBeChecked();
  });
});

describe('SafekeepSecretValues', () => {
  it('puts typed values into scaffolder secrets and nowhere else', async () => {
    const { onCreate } = show({
      formData: { keys: ['KIS_APP_KEY', 'KIS_APP_SECRET'] },
    });
    await checkbox(/^KIS_APP_KEY/);
    await press('Next');
    await choose('KIS_APP_KEY', /^Type it/);

    // Typing it means typing something.
    await press('Review');
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();

    const input = screen.getByLabelText(/^Value of KIS_APP_KEY/);
    expect(input).toHaveAttribute('type', 'password');
    expect(input).toHaveAttribute('autocomplete', 'new-password');
    await userEvent.type(input, CANARY);
    expect(secretsSeen).toEqual({ KIS_APP_KEY: CANARY });
    expect(document.body.textContent).not.toContain(CANARY);

    await press('Review');
    const create = await screen.findByRole('button', { name: 'Create' });
    expect(document.body.innerHTML).not.toContain(CANARY);
    expect(window.location.href).not.toContain(CANARY);
    await userEvent.click(create);
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({
        keys: ['KIS_APP_KEY', 'KIS_APP_SECRET'],
        given: ['KIS_APP_KEY'],
      }),
    );
    expect(JSON.stringify(onCreate.mock.calls)).not.toContain(CANARY);
    expect(secretsSeen).toEqual({ KIS_APP_KEY: CANARY });
  });

  it('takes several lines as they are', async () => {
    const pem = `-----BEGIN KEY-----\n${CANARY}\n-----END KEY-----\n`;
    const { onCreate } = show({ formData: { keys: ['KIS_APP_KEY'] } });
    await checkbox(/^KIS_APP_KEY/);
    await press('Next');
    await choose('KIS_APP_KEY', /^Type several lines/);
    const field = screen.getByLabelText(/^Value of KIS_APP_KEY/);
    expect(field.tagName).toBe('TEXTAREA');
    await userEvent.click(field);
    await userEvent.paste(pem);
    expect(secretsSeen.KIS_APP_KEY).toBe(pem);
    await press('Review');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({ given: ['KIS_APP_KEY'] }),
    );
    expect(JSON.stringify(onCreate.mock.calls)).not.toContain(CANARY);
  });

  it('takes the bytes of a file in base64, under a name that no key has', async () => {
    const bytes = new Uint8Array([0xfe, 0xed, 0, 0xff, 10, 13, 0x80]);
    const { onCreate } = show({ formData: { keys: ['KIS_APP_KEY'] } });
    await checkbox(/^KIS_APP_KEY/);
    await press('Next');
    await choose('KIS_APP_KEY', /^Choose a file/);
    const input = screen.getByLabelText<HTMLInputElement>(
      /^File for KIS_APP_KEY/,
    );
    expect(input).toBeRequired();
    await userEvent.upload(input, new File([bytes], 'keystore.jks'));
    expect(
      await screen.findByText('A file of 7 bytes is chosen.'),
    ).toBeInTheDocument();
    expect(JSON.parse(JSON.stringify(secretsSeen))).toEqual({
      'base64:KIS_APP_KEY': Buffer.from(bytes).toString('base64'),
    });
    expect(await accessibilityProblems(document.body)).toEqual([]);

    // Gone through and back, it is still there.
    await press('Back');
    await checkbox(/^KIS_APP_KEY/);
    await press('Next');
    expect(
      await screen.findByText('A file of 7 bytes is chosen.'),
    ).toBeInTheDocument();
    await press('Review');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({ given: ['KIS_APP_KEY'] }),
    );
    expect(JSON.stringify(onCreate.mock.calls)).not.toContain('/u0A');
  });

  it('refuses a file that no Secret holds, and forgets the one before', async () => {
    show({ formData: { keys: ['KIS_APP_KEY'] } });
    await checkbox(/^KIS_APP_KEY/);
    await press('Next');
    await choose('KIS_APP_KEY', /^Choose a file/);
    const input = screen.getByLabelText(/^File for KIS_APP_KEY/);
    await userEvent.upload(input, new File(['x'], 'small'));
    await screen.findByText('A file of 1 byte is chosen.');
    await userEvent.upload(
      input,
      new File([new Uint8Array(1024 * 1024 + 1)], 'large'),
    );
    expect(
      await screen.findByText(/has more than 1024 KiB/),
    ).toBeInTheDocument();
    expect(JSON.parse(JSON.stringify(secretsSeen))).toEqual({});
    await userEvent.upload(input, new File([], 'empty'));
    expect(await screen.findByText('This file is empty.')).toBeInTheDocument();
    await userEvent.upload(input, new File(['y'], 'small'));
    await screen.findByText('A file of 1 byte is chosen.');
    await choose('KIS_APP_KEY', /^Type it/);
    expect(JSON.parse(JSON.stringify(secretsSeen))).toEqual({});
  });

  it('forgets a typed value when it is switched off', async () => {
    show({ formData: { keys: ['KIS_APP_KEY'] } });
    await checkbox(/^KIS_APP_KEY/);
    await press('Next');
    await choose('KIS_APP_KEY', /^Type it/);
    await userEvent.type(
      screen.getByLabelText(/^Value of KIS_APP_KEY/),
      CANARY,
    );
    await choose('KIS_APP_KEY', /^Generate it/);
    expect(JSON.parse(JSON.stringify(secretsSeen))).toEqual({});
    expect(screen.queryByLabelText(/^Value of/)).toBeNull();
  });

  it('forgets a typed value when its key is not chosen any more', async () => {
    show({ formData: { keys: ['KIS_APP_KEY', 'KIS_HTS_ID'] } });
    await checkbox(/^KIS_APP_KEY/);
    await press('Next');
    await choose('KIS_APP_KEY', /^Type it/);
    await userEvent.type(
      screen.getByLabelText(/^Value of KIS_APP_KEY/),
      CANARY,
    );
    await press('Back');
    await userEvent.click(await checkbox(/^KIS_APP_KEY/));
    await press('Next');
    await screen.findByRole('radiogroup', {
      name: 'How KIS_HTS_ID gets its value',
    });
    expect(JSON.parse(JSON.stringify(secretsSeen))).toEqual({});
  });

  it('says what will happen, and what will not happen to the database', async () => {
    show({ formData: { keys: ['POSTGRES_PASSWORD'] } });
    await checkbox(/^POSTGRES_PASSWORD/);
    await press('Next');
    const happens = await screen.findByRole('region', {
      name: 'What will happen',
    });
    expect(happens).toHaveTextContent(
      '2 keys get new values: POSTGRES_PASSWORD, DB_PASSWORD.',
    );
    expect(happens).toHaveTextContent(
      'Nothing else in sealed-secrets/observer-secrets.yaml changes.',
    );
    expect(happens).toHaveTextContent(
      'these restart, because a checksum in their files changes: Deployment observer and Deployment postgres.',
    );
    expect(happens).toHaveTextContent(
      'this changes the Secret, not the role. Run ALTER ROLE',
    );
    expect(
      within(happens).getByRole('link', {
        name: 'Rotate password… observer-secrets',
      }),
    ).toHaveAttribute(
      'href',
      expect.stringMatching(/\/rotate-database-password\?formData=/),
    );
    expect(await accessibilityProblems(document.body)).toEqual([]);
  });

  it('does not speak of the database when no password of one changes', async () => {
    show({ formData: { keys: ['KIS_HTS_ID'] } });
    await checkbox(/^KIS_HTS_ID/);
    await press('Next');
    expect(
      await screen.findByText(/1 key gets a new value/),
    ).toBeInTheDocument();
    expect(screen.queryByText(/ALTER ROLE/)).toBeNull();
  });

  it('counts the keys that change by convention where no links are recorded', async () => {
    const secret = sealedSecret();
    show({
      status: {
        ...healthy(),
        secrets: [
          {
            ...secret,
            keys: secret.keys.map(key => ({ ...key, linkedTo: [] })),
          },
        ],
      },
      formData: { keys: ['POSTGRES_PASSWORD'] },
    });
    await checkbox(/^POSTGRES_PASSWORD/);
    await press('Next');
    expect(
      await screen.findByText(/2 keys get new values/),
    ).toBeInTheDocument();
  });

  it('seals the plain file as a whole, with its values unless they are typed', async () => {
    const { onCreate } = show({ status: asFound(), mode: 'seal' });
    for (const key of plainSecret().keys) {
      const box = await checkbox(new RegExp(`^${key.name}`));
      expect(box).toBeChecked();
      expect(box).toBeDisabled();
    }
    await press('Next');
    const happens = await screen.findByRole('region', {
      name: 'What will happen',
    });
    expect(happens).toHaveTextContent(
      'A sealed file replaces the plain one: secrets/observer-secrets.yaml.',
    );
    expect(happens).toHaveTextContent(/7 keys are sealed/);
    expect(happens).toHaveTextContent(/history of the repository still holds/);
    expect(happens).toHaveTextContent(
      'After the merge these restart, because a checksum in their files changes: Deployment observer.',
    );
    expect(happens).toHaveTextContent(
      /only if its update strategy is Recreate.*: Deployment postgres\./,
    );
    expect(happens).not.toHaveTextContent(/ALTER ROLE/);
    await choose('DB_PASSWORD', /^Type it/);
    await userEvent.type(
      screen.getByLabelText(/^Value of DB_PASSWORD/),
      CANARY,
    );
    expect(happens).toHaveTextContent(/ALTER ROLE/);
    await press('Review');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({
        keys: plainSecret().keys.map(({ name }) => name),
        given: ['DB_PASSWORD'],
      }),
    );
    expect(JSON.stringify(onCreate.mock.calls)).not.toContain(CANARY);
    expect(secretsSeen).toEqual({ DB_PASSWORD: CANARY });
  });

  it('asks for every value where there is no plain file', async () => {
    const { onCreate } = show({
      status: many(),
      mode: 'seal',
      formData: { name: 'grafana-admin', keys: ['admin-password'] },
    });
    expect(
      await screen.findByText(/Which keys grafana-admin has is not known/),
    ).toBeInTheDocument();
    await press('Next');
    await userEvent.type(
      await screen.findByLabelText(/^Value of admin-password/),
      CANARY,
    );
    expect(
      screen.getAllByRole<HTMLInputElement>('radio').map(radio => radio.value),
    ).toEqual(['typed', 'lines', 'file']);
    await press('Review');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({ given: ['admin-password'] }),
    );
    expect(secretsSeen).toEqual({ 'admin-password': CANARY });
  });

  it('does not take a value under a name that the scaffolder uses', async () => {
    show({
      status: new Error('down'),
      formData: { keys: ['backstageToken'] },
    });
    await checkbox(/^backstageToken/);
    await press('Next');
    const group = await screen.findByRole('radiogroup', {
      name: 'How backstageToken gets its value',
    });
    expect(
      within(group).getByRole('radio', { name: /^Type it/ }),
    ).toBeDisabled();
    expect(group).toHaveTextContent(/keeps the name backstageToken for itself/);
  });
});

describe('SafekeepKeyEdits', () => {
  async function choice(key: string, name: string) {
    const group = await screen.findByRole('radiogroup', {
      name: new RegExp(key),
    });
    await userEvent.click(within(group).getByRole('radio', { name }));
  }

  it('removes and renames by name, and lets two change places', async () => {
    const { onCreate } = show({ mode: 'edit' });
    await choice('KIS_HTS_ID', 'Remove');
    await choice('KIS_APP_KEY', 'Rename');
    const name = screen.getByLabelText(/^New name of KIS_APP_KEY/);
    await userEvent.type(name, 'KIS_APP_SECRET');
    expect(
      screen.getByText('A key has the name “KIS_APP_SECRET” already.'),
    ).toBeInTheDocument();
    await choice('KIS_APP_SECRET', 'Rename');
    await userEvent.type(
      screen.getByLabelText(/^New name of KIS_APP_SECRET/),
      'KIS_APP_KEY',
    );
    expect(screen.queryByText(/has the name/)).toBeNull();
    await choice('DB_USER', 'Remove');
    await choice('DB_USER', 'Keep');
    expect(await accessibilityProblems(document.body)).toEqual([]);

    await press('Review');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({
        edits: {
          remove: ['KIS_HTS_ID'],
          rename: {
            KIS_APP_KEY: 'KIS_APP_SECRET',
            KIS_APP_SECRET: 'KIS_APP_KEY',
          },
        },
      }),
    );
  });

  it('takes typed keys when the status cannot be read, and wants a change', async () => {
    const { onCreate } = show({ mode: 'edit', status: new Error('down') });
    const field = await screen.findByRole('textbox', { name: /Another key/ });
    await press('Review');
    expect(
      (await screen.findAllByText(/Choose a key to rename or to remove/))
        .length,
    ).toBeGreaterThan(0);
    await userEvent.type(field, 'API_TOKEN{enter}');
    await choice('API_TOKEN', 'Rename');
    await userEvent.type(
      screen.getByLabelText(/^New name of API_TOKEN/),
      'a b',
    );
    expect(screen.getByText(/“a b” cannot be a key/)).toBeInTheDocument();
    expect(onCreate).not.toHaveBeenCalled();
  });
});

describe('SafekeepValueMaking', () => {
  /** A status in which one key contains another. */
  function composed(): EntityStatus {
    const status = healthy();
    for (const secret of status.secrets) {
      for (const key of secret.keys) {
        if (key.name === 'KIS_APP_KEY') {
          key.contains = ['DB_PASSWORD'];
        }
      }
    }
    return status;
  }

  it('says how hard a generated value is to guess, and refuses one that is not', async () => {
    const { onCreate } = show({ formData: { keys: ['KIS_APP_SECRET'] } });
    await checkbox(/^KIS_APP_SECRET/);
    await press('Next');
    expect(await screen.findByText(/190 bits/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: /Hexadecimal/ }));
    expect(await screen.findByText(/128 bits/)).toBeInTheDocument();
    const length = screen.getByRole('textbox', { name: 'Characters' });
    await userEvent.clear(length);
    await userEvent.type(length, '8');
    await userEvent.tab();
    expect(await screen.findByText(/could be guessed/)).toBeInTheDocument();
    await press('Review');
    expect(onCreate).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('radio', { name: /symbols/ }));
    expect(
      await screen.findByText(/mean something else in a URL/),
    ).toBeInTheDocument();
    expect(await accessibilityProblems(document.body)).toEqual([]);
  });

  it('asks what becomes of a key that contains a rotated one, linked ones included', async () => {
    const { onCreate } = show({
      status: composed(),
      formData: { keys: ['POSTGRES_PASSWORD'] },
    });
    await checkbox(/^POSTGRES_PASSWORD/);
    await press('Next');
    const template = await screen.findByRole('textbox', {
      name: 'Template of KIS_APP_KEY',
    });
    await press('Review');
    expect(
      (await screen.findAllByText(/Say what becomes of KIS_APP_KEY/)).length,
    ).toBeGreaterThan(0);
    await userEvent.type(template, 'https://u:{{{{ .DB_PASSWORD }}@host');
    await press('Review');
    await press('Create');
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({
        making: {
          alphabet: 'letters-and-digits',
          length: 32,
          compose: { KIS_APP_KEY: 'https://u:{{ .DB_PASSWORD }}@host' },
          evenIfStale: false,
          undecided: [],
        },
      }),
    );
  });

  it('leaves it with the earlier value where that is said', async () => {
    const { onCreate } = show({
      status: composed(),
      formData: { keys: ['POSTGRES_PASSWORD'] },
    });
    await checkbox(/^POSTGRES_PASSWORD/);
    await press('Next');
    await userEvent.click(
      await checkbox(/Leave KIS_APP_KEY with the earlier value/),
    );
    await press('Review');
    await press('Create');
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({
        making: expect.objectContaining({ evenIfStale: true, compose: {} }),
      }),
    );
  });
});
