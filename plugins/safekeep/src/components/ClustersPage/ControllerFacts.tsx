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
import { ButtonLink } from '@backstage/ui';
import {
  ClusterStatus,
  ControllerStatus,
} from '@safekeep/backstage-plugin-safekeep-common';
import { useFormats } from '../../hooks/useFormats';
import { safekeepTranslationRef } from '../../translation';
import { useTemplateHref } from '../ActionLink';
import { ReasonList } from '../ReasonText';
import { StateIcon, StateWord } from '../StateMark';
import { Fact } from '../Fact';
import { Section } from './Section';
import styles from './Clusters.module.css';

/** What says that there is no controller, so that one may be installed. */
const NOT_INSTALLED = new Set<string>([
  'controller-not-found',
  'cluster-without-sealed-secrets',
]);

/** The controller: where it is, whether it runs, which version, what it does by its arguments. */
export function ControllerFacts(props: {
  cluster: ClusterStatus;
  outdated: boolean;
}) {
  const { cluster, outdated } = props;
  const { controller } = cluster;
  const { name, namespace, state, reasons, image, version } = controller;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const href = useTemplateHref();
  const marked = outdated
    ? { state: 'unknown' as const, lastState: state }
    : { state };
  const isMissing = reasons.some(({ code }) => NOT_INSTALLED.has(code));
  return (
    <Section
      title={t('clusters.controller')}
      mark={
        <>
          <StateIcon {...marked} />
          <StateWord {...marked} />
        </>
      }
      action={
        isMissing && (
          <ButtonLink
            href={href('install-sealed-secrets', { cluster: cluster.name })}
            size="small"
            variant="secondary"
            aria-label={t('clusters.installIn', { name: cluster.name })}
          >
            {t('clusters.install')}
          </ButtonLink>
        )
      }
    >
      <ReasonList reasons={reasons} className={styles.reasons} />
      <dl className={styles.facts}>
        <Fact label={t('clusters.deployment')}>
          <code>{`${namespace}/${name}`}</code>
        </Fact>
        <Fact label={t('clusters.ready')}>
          <Ready controller={controller} />
        </Fact>
        <Fact label={t('clusters.version')}>
          {version ?? t('clusters.versionNotKnown')}
          {image && (
            <>
              {' '}
              <code className={styles.image}>{image}</code>
            </>
          )}
        </Fact>
        <Fact label={t('clusters.renewal')}>
          <Renewal controller={controller} />
        </Fact>
        {controller.watchedNamespaces && (
          <Fact label={t('clusters.watches')}>
            <code>{controller.watchedNamespaces.join(', ')}</code>
          </Fact>
        )}
      </dl>
    </Section>
  );
}

function Ready(props: { controller: ControllerStatus }) {
  const { ready, desired } = props.controller;
  const { t } = useTranslationRef(safekeepTranslationRef);
  return (
    <>
      {ready === undefined || desired === undefined
        ? t('clusters.notKnown')
        : t('database.ready', {
            ready: String(ready),
            desired: String(desired),
          })}
    </>
  );
}

function Renewal(props: { controller: ControllerStatus }) {
  const { renewalPeriod } = props.controller;
  const { t } = useTranslationRef(safekeepTranslationRef);
  const formats = useFormats();
  if (!renewalPeriod) {
    return <>{t('clusters.notKnown')}</>;
  }
  if (renewalPeriod.seconds === 0) {
    return <>{t('clusters.renewalNever')}</>;
  }
  const period = formats.duration(renewalPeriod.seconds);
  return (
    <>
      {renewalPeriod.from === 'default'
        ? t('clusters.renewalDefault', { period })
        : t('clusters.renewalEvery', { period })}
    </>
  );
}
