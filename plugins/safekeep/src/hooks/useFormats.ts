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
import { useMemo } from 'react';
import { safekeepTranslationRef } from '../translation';

const UNITS: Array<[Intl.RelativeTimeFormatUnit, number]> = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** How the reader's language writes times and lists. */
export interface Formats {
  /** `12 days ago`; narrow: `3s ago`. A time yet to come counts as now. */
  age(time: string | number, now: number, style?: 'long' | 'narrow'): string;
  /** Date and time to the second, for a hover. */
  exact(time: string | number): string;
  /** `14:02` for today, with the date for any other day. */
  clock(time: string | number, now: number): string;
  /** `in 18 days`; a time that has passed counts as now. */
  until(time: number, now: number): string;
  /** `30 days`, in the largest unit that it fills. */
  duration(seconds: number): string;
  /** The day alone: `Nov 23, 2026`. */
  day(time: string): string;
  /** `a, b and c` */
  list(items: string[]): string;
  /** `1,204,113` */
  count(number: number): string;
}

/** Periods are told in days, not in months, as they are configured. */
function unitOf(seconds: number): [Intl.RelativeTimeFormatUnit, number] {
  const found = UNITS.find(
    ([unit, length]) =>
      (seconds >= length && unit !== 'month') || unit === 'second',
  );
  return found!;
}

export function createFormats(locale: string): Formats {
  const relative = {
    long: new Intl.RelativeTimeFormat(locale, { style: 'long' }),
    narrow: new Intl.RelativeTimeFormat(locale, { style: 'narrow' }),
  };
  const justNow = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const exact = new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'medium',
  });
  const timeOfDay = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const dayAndTime = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const whole = new Intl.NumberFormat(locale);

  return {
    until(time, now) {
      const seconds = Math.max(0, Math.round((time - now) / 1_000));
      const [unit, size] = unitOf(seconds);
      return relative.long.format(Math.round(seconds / size), unit);
    },
    duration(seconds) {
      const [unit, size] = unitOf(seconds);
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        unitDisplay: 'long',
      }).format(Math.floor(seconds / size));
    },
    day: time => day.format(new Date(time)),
    age(time, now, style = 'long') {
      const seconds = Math.max(
        0,
        Math.round((now - new Date(time).getTime()) / 1_000),
      );
      const found = UNITS.find(([_, length]) => seconds >= length);
      if (!found) {
        return justNow.format(0, 'second');
      }
      const [unit, size] = found;
      return relative[style].format(-Math.floor(seconds / size), unit);
    },
    exact: time => exact.format(new Date(time)),
    clock(time, now) {
      const date = new Date(time);
      const isToday = date.toDateString() === new Date(now).toDateString();
      return (isToday ? timeOfDay : dayAndTime).format(date);
    },
    list: items => list.format(items),
    count: number => whole.format(number),
  };
}

export function useFormats(): Formats {
  const { t } = useTranslationRef(safekeepTranslationRef);
  const locale = t('locale');
  return useMemo(() => createFormats(locale), [locale]);
}
