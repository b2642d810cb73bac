import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description:
      'Bring the earlier value of a key back, after `fetch:plain` has put an earlier commit into `.earlier`',
    example: stringify({
      steps: [
        {
          id: 'rollBack',
          name: 'Restore the key',
          action: 'safekeep:secret:roll-back',
          input: {
            namespace: 'observer-prod',
            name: 'observer-secrets',
            step: 'restore',
            keys: ['POSTGRES_PASSWORD'],
            earlier: '.earlier',
          },
        },
      ],
    }),
  },
  {
    description: 'Bring back one key alone, and restart nothing',
    example: stringify({
      steps: [
        {
          id: 'rollBack',
          name: 'Restore the key',
          action: 'safekeep:secret:roll-back',
          input: {
            namespace: 'observer-prod',
            name: 'observer-secrets',
            step: 'restore',
            keys: ['DB_PASSWORD'],
            earlier: '.earlier',
            path: 'sealed-secrets/observer-sealed-secrets.yaml',
            includeLinked: false,
            restartConsumers: false,
          },
        },
      ],
    }),
  },
  {
    description: 'Let the Secret stay when its SealedSecret goes',
    example: stringify({
      steps: [
        {
          id: 'rollBack',
          name: 'Detach the Secret',
          action: 'safekeep:secret:roll-back',
          input: {
            namespace: 'observer-prod',
            name: 'observer-secrets',
            step: 'detach',
          },
        },
      ],
    }),
  },
  {
    description:
      'Take the SealedSecret out of the repository, once that is in the cluster',
    example: stringify({
      steps: [
        {
          id: 'rollBack',
          name: 'Remove the SealedSecret',
          action: 'safekeep:secret:roll-back',
          input: {
            namespace: 'observer-prod',
            name: 'observer-secrets',
            step: 'remove',
          },
        },
      ],
    }),
  },
];
