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

import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import {
  EntityStatus,
  SafekeepApi,
} from '@safekeep/backstage-plugin-safekeep-common';
import { act, renderHook } from '@testing-library/react';
import { ReactNode } from 'react';
import { healthy } from '../../dev/examples';
import { safekeepApiRef } from '../api/safekeepApiRef';
import { POLL_INTERVAL_MS, useEntityStatus } from './useEntityStatus';

const OBSERVER = { kind: 'Component', namespace: 'default', name: 'observer' };

function setHidden(hidden: boolean) {
  jest.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
  act(() => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

async function pass(milliseconds: number) {
  await act(async () => {
    await jest.advanceTimersByTimeAsync(milliseconds);
  });
}

function refusal(statusCode: number) {
  return Object.assign(new Error(`status ${statusCode}`), { statusCode });
}

describe('useEntityStatus', () => {
  const getEntityStatus: jest.MockedFunction<SafekeepApi['getEntityStatus']> =
    jest.fn();

  function start() {
    const api = { getEntityStatus };
    return renderHook(() => useEntityStatus(OBSERVER), {
      wrapper: ({ children }: { children: ReactNode }) => (
        <TestApiProvider apis={[[safekeepApiRef, api], mockApis.translation()]}>
          {children}
        </TestApiProvider>
      ),
    });
  }

  beforeEach(() => {
    jest.useFakeTimers();
    getEntityStatus.mockReset();
  });

  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('asks every five seconds, one question at a time', async () => {
    let answer: (status: EntityStatus) => void = () => {};
    getEntityStatus.mockImplementation(
      () => new Promise(resolve => (answer = resolve)),
    );
    const { result } = start();
    await pass(3 * POLL_INTERVAL_MS);
    expect(getEntityStatus).toHaveBeenCalledTimes(1);
    expect(result.current.status).toBeUndefined();

    await act(async () => answer(healthy()));
    expect(result.current.status?.state).toBe('ok');
    await pass(POLL_INTERVAL_MS - 1);
    expect(getEntityStatus).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(getEntityStatus).toHaveBeenCalledTimes(2);
    expect(getEntityStatus).toHaveBeenLastCalledWith(OBSERVER, {
      signal: expect.any(AbortSignal),
    });
  });

  it('asks nothing while the document is hidden, and at once when it is back', async () => {
    getEntityStatus.mockImplementation(async () => healthy());
    start();
    await pass(0);
    expect(getEntityStatus).toHaveBeenCalledTimes(1);

    setHidden(true);
    await pass(20 * POLL_INTERVAL_MS);
    expect(getEntityStatus).toHaveBeenCalledTimes(1);

    setHidden(false);
    expect(getEntityStatus).toHaveBeenCalledTimes(2);
    await pass(POLL_INTERVAL_MS);
    expect(getEntityStatus).toHaveBeenCalledTimes(3);
  });

  it('starts with no question in a hidden document', async () => {
    jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    getEntityStatus.mockImplementation(async () => healthy());
    start();
    await pass(5 * POLL_INTERVAL_MS);
    expect(getEntityStatus).not.toHaveBeenCalled();
  });

  it('aborts when it is left, and asks no more', async () => {
    getEntityStatus.mockImplementation(() => new Promise(() => {}));
    const { unmount } = start();
    const signal = getEntityStatus.mock.calls[0][1]?.signal;
    expect(signal?.aborted).toBe(false);
    unmount();
    expect(signal?.aborted).toBe(true);
    await pass(5 * POLL_INTERVAL_MS);
    expect(getEntityStatus).toHaveBeenCalledTimes(1);
  });

  it('keeps the last answer while asking fails, and recovers', async () => {
    getEntityStatus
      .mockResolvedValueOnce(healthy())
      .mockRejectedValueOnce(new Error('ECONNRESET'))
      .mockRejectedValueOnce(refusal(503))
      .mockResolvedValue(healthy());
    const { result } = start();
    await pass(0);
    const { answeredAt } = result.current;

    await pass(POLL_INTERVAL_MS);
    const failingSince = result.current.failingSince;
    expect(result.current).toMatchObject({
      status: { state: 'ok' },
      answeredAt,
      error: { message: 'ECONNRESET' },
      failingSince: expect.any(Number),
    });
    await pass(POLL_INTERVAL_MS);
    expect(result.current).toMatchObject({
      status: { state: 'ok' },
      error: { message: 'status 503' },
      failingSince,
    });
    await pass(POLL_INTERVAL_MS);
    expect(result.current.error).toBeUndefined();
    expect(result.current.failingSince).toBeUndefined();
    expect(result.current.answeredAt).toBeGreaterThan(answeredAt!);
  });

  it.each([403, 404])(
    'drops what it showed when the answer becomes %s',
    async statusCode => {
      getEntityStatus
        .mockResolvedValueOnce(healthy())
        .mockRejectedValue(refusal(statusCode));
      const { result } = start();
      await pass(0);
      expect(result.current.status).toBeDefined();
      await pass(POLL_INTERVAL_MS);
      expect(result.current.status).toBeUndefined();
      expect(result.current.error).toMatchObject({ statusCode });
    },
  );
});
