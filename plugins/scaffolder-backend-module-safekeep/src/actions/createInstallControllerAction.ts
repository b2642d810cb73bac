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

import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  installController,
  NEWEST_CONTROLLER_VERSION,
} from '@safekeep/backstage-plugin-safekeep-node';
import { planAndWrite } from '../workspace/planAndWrite';
import { outputChange } from './changeOutput';
import { examples } from './installController.examples';
import { changeOutput } from './sealingSchema';

/**
 * `safekeep:sealed-secrets:install`: installs the sealed-secrets controller, or
 * upgrades the one that the workspace installs.
 *
 * @public
 */
export function createInstallControllerAction() {
  return createTemplateAction({
    id: 'safekeep:sealed-secrets:install',
    description:
      'Installs the sealed-secrets controller in one pinned version: as an Argo CD Application, a Flux HelmRelease or plain manifests, by what the workspace uses already. Where it installs a controller, that is upgraded in place, or left as it is when it has the version. The text says what was found, what else needs the controller’s name, and how to keep its private keys, none of which is in Git.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        form: z =>
          z
            .enum(['auto', 'argo-cd', 'flux', 'manifests'], {
              description:
                'How it is installed; by default `auto`: what the workspace uses',
            })
            .optional(),
        controllerName: z =>
          z
            .string({
              description:
                'Name of its Deployment and Service; that of the installed one, else sealed-secrets-controller',
            })
            .optional(),
        controllerNamespace: z =>
          z
            .string({
              description:
                'Its namespace; that of the installed one, else kube-system',
            })
            .optional(),
        version: z =>
          z
            .string({
              description: `Version of the controller; by default ${NEWEST_CONTROLLER_VERSION}`,
            })
            .optional(),
        chartVersion: z =>
          z
            .string({
              description:
                'Version of the Helm chart, where it does not follow from that of the controller',
            })
            .optional(),
        namespaces: z =>
          z
            .array(z.string(), {
              description:
                'Namespaces that it serves besides its own; by default all. Needed for a second controller of one cluster',
            })
            .optional(),
        path: z =>
          z
            .string({
              description:
                'File to write, or of the installation to upgrade; by default beside what is like it',
            })
            .optional(),
        cluster: z =>
          z
            .string({
              description:
                'Configured name of the cluster, for the configuration that the text gives',
            })
            .optional(),
      },
      output: {
        ...changeOutput,
        path: z => z.string({ description: 'File of the installation' }),
        form: z => z.string({ description: 'argo-cd, flux or manifests' }),
        version: z => z.string({ description: 'Version of the controller' }),
        controllerName: z =>
          z.string({ description: 'Name of its Deployment and Service' }),
        controllerNamespace: z => z.string({ description: 'Its namespace' }),
        isUpgrade: z =>
          z.boolean({ description: 'Whether one was installed already' }),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const planned = await planAndWrite({
        workspacePath: ctx.workspacePath,
        logger: ctx.logger,
        checkpoint: ctx.checkpoint,
        checkpointKey: 'safekeep.install',
        plan: files =>
          installController(files, {
            form: input.form === 'auto' ? undefined : input.form,
            controllerName: input.controllerName || undefined,
            controllerNamespace: input.controllerNamespace || undefined,
            version: input.version || undefined,
            chartVersion: input.chartVersion || undefined,
            namespaces: input.namespaces,
            path: input.path || undefined,
            cluster: input.cluster || undefined,
          }),
      });
      const { controller, form, version, isUpgrade } = planned;
      if (planned.changes.length === 0) {
        ctx.logger.info(
          `Nothing to do: ${planned.path} installs ${version} already`,
        );
      }
      outputChange((name, value) => ctx.output(name, value), planned, {
        verb: isUpgrade ? 'upgrade' : 'install',
        name: controller.name,
      });
      ctx.output('form', form);
      ctx.output('version', version);
      ctx.output('controllerName', controller.name);
      ctx.output('controllerNamespace', controller.namespace);
      ctx.output('isUpgrade', isUpgrade);
    },
  });
}
