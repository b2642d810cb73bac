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

import { GuideCommands } from './guideCommands';
import { GuideFacts } from './GuideFacts';
import { code, secretTable, shell } from './markdown';

export const KOREAN_HEADING = 'SealedSecret 사용 가이드';

/** The guide in Korean, in Markdown. It says what the English one says. */
export function guideKorean(
  facts: GuideFacts,
  commands: GuideCommands,
): string {
  const { controller, plain, unread } = facts;
  const { merge, raw } = commands;
  return [
    '_Safekeep이 이 폴더에 맞춰 작성했습니다. 다시 작성하면 이 부분은 통째로 바뀌므로, 직접 쓰는 메모는 이 부분의 위나 아래에 두세요._',
    '## 이 폴더에 있는 것',
    'SealedSecret 하나가 같은 이름, 같은 네임스페이스의 Secret 하나가 됩니다. 클러스터의 컨트롤러만 열 수 있으며, 아래 표에 값은 없습니다.',
    secretTable(facts, ['네임스페이스', '이름', '파일', '키', '범위']),
    `컨트롤러는 네임스페이스 ${code(controller.namespace)}의 ${code(
      controller.name,
    )}입니다. kubeseal은 따로 지정하지 않으면 \`kube-system\`의 \`sealed-secrets-controller\`를 찾으므로, 아래의 모든 명령에 컨트롤러를 명시했습니다.`,
    ...(plain.length > 0
      ? [
          `**아직 Git에 평문으로 있는 Secret:** ${plain
            .map(({ name, file }) => `${code(name)} (${code(file)})`)
            .join(
              ', ',
            )}. “Seal a secret”으로 봉인해 머지한 다음 값을 교체하세요. 예전 값은 Git 이력에 그대로 남습니다.`,
        ]
      : []),
    ...(unread.length > 0
      ? [
          `다음 파일은 읽지 못했으므로 Secret이 더 있을 수 있습니다: ${unread
            .map(code)
            .join(', ')}.`,
        ]
      : []),
    '## 값 바꾸기',
    'Backstage의 서비스 페이지에서 다음 템플릿을 사용합니다.',
    [
      '- **Seal a secret**: 새 키 또는 기존 키에 값을 넣습니다. 평문 Secret을 SealedSecret으로 전환할 때도 사용합니다.',
      '- **Rotate secret**: 새 값을 생성하고, 같은 값을 쓰는 키를 함께 바꾸고, 그 값을 읽는 워크로드를 재시작합니다.',
      '- **Edit the keys of a secret**: 값을 몰라도 키 이름을 바꾸거나 키를 삭제할 수 있습니다.',
      '- **Re-encrypt secrets**: 봉인된 값을 컨트롤러의 최신 키로 다시 암호화합니다.',
    ].join('\n'),
    '모두 요청한 부분만 바꾸는 풀 리퀘스트를 엽니다. 주석과 키별 봉인 시각 기록도 그대로 유지됩니다. 아래의 kubeseal을 직접 쓰면 둘 다 유지되지 않습니다.',
    '### 직접 하는 방법',
    'bash 또는 zsh로, 이 파일이 있는 폴더에서 실행합니다. 값은 화면에 보이지 않게 입력합니다. 명령줄에 적으면 셸 히스토리와 프로세스 목록에 남습니다.',
    ...(merge
      ? [
          `다음 명령은 키 하나만 파일에 넣고 나머지 키는 그대로 둡니다(예: ${code(
            merge.secret.name,
          )}의 ${code(
            merge.key,
          )}. 다른 이름과 파일은 위 표를 참고하세요). \`--merge-into\` 없이 출력을 파일로 리다이렉트하면 나머지 키가 모두 사라집니다.`,
          shell(merge.command),
          '컨트롤러가 파일 전체를 열 수 있는지 확인합니다. 문제가 없으면 아무것도 출력하지 않습니다.',
          shell(merge.validate),
        ]
      : []),
    ...(raw
      ? [
          `${
            merge ? `${code(raw.secret.file)}처럼` : '이 폴더의 파일은'
          } 오브젝트가 둘 이상이거나 네임스페이스를 kustomization에서 받는 ${
            merge ? '파일은 ' : '것이어서 '
          }kubeseal이 직접 고칠 수 없습니다. 대신 암호문을 출력하므로, ${code(
            raw.secret.name,
          )}의 \`spec.encryptedData\` 아래 ${code(
            `${raw.key}:`,
          )} 뒤에 붙여 넣으세요.`,
          shell(raw.command),
        ]
      : []),
    '암호문은 위의 이름과 네임스페이스에 묶여 있습니다. 이름이나 네임스페이스가 다르면 컨트롤러가 열 수 없습니다.',
    '이어서 풀 리퀘스트를 올립니다. main 브랜치에 직접 푸시하지 않습니다.',
    shell(commands.propose),
    '클러스터에 접근할 수 없을 때는 컨트롤러를 지정하는 두 옵션 대신 `--cert sealing-certificate.pem`으로 봉인합니다. 인증서는 공개해도 되지만 30일마다 갱신되므로, 매번 새로 받고 커밋하지 마세요.',
    shell(commands.certificate),
    '## 머지한 다음',
    '동기화가 SealedSecret을 적용하고 컨트롤러가 Secret을 씁니다. `SYNCED`가 `True`여야 합니다.',
    shell(commands.look),
    [
      '- **파드의 환경 변수는 재시작할 때까지 예전 값입니다.** Safekeep의 풀 리퀘스트는 체크섬으로 파드를 재시작합니다. 직접 바꿨다면 직접 재시작하세요.',
      '- **Secret을 바꿔도 데이터베이스 비밀번호는 바뀌지 않습니다.** PostgreSQL은 데이터 디렉터리가 비어 있을 때만 `POSTGRES_PASSWORD`를 읽습니다. 롤도 함께 바꾸지 않으면(`ALTER ROLE`) 클라이언트가 접속하지 못합니다.',
      '- **Git 이력은 남습니다.** 한 번이라도 평문이었던 값과 이전 암호문이 모두 이력에 있고, 이전 암호문은 지금도 클러스터가 열 수 있습니다. 노출된 값은 파일만이 아니라 그 값을 쓰는 곳에서 새 값으로 바꿔야 합니다.',
      '- **재암호화는 교체가 아닙니다.** 값은 그대로입니다.',
    ].join('\n'),
    '## 개인 키 보관',
    `컨트롤러의 키는 네임스페이스 ${code(
      controller.namespace,
    )}의 Secret입니다. **공개 키가 아니라 개인 키이며, 이 폴더와 그 이력에 있는 모든 것을 열 수 있습니다. 비공개 저장소라도 Git에 절대 커밋하지 마세요.** 이 키가 없으면 새 클러스터에서는 아무것도 열 수 없습니다. 컨트롤러는 30일마다 새 키를 만들고 예전 키도 보관하므로, 백업도 그때마다 갱신해야 합니다. 백업은 이 클러스터 밖에, 소수만 읽을 수 있는 곳에 둡니다.`,
    shell(commands.backUp),
    '복구는 새 클러스터라면 컨트롤러를 시작하기 전에 합니다. 이미 실행 중이라면 재시작해야 합니다. 컨트롤러는 시작할 때만 키를 읽습니다.',
    shell(commands.restore),
    '## 문제가 생겼을 때',
    [
      '- `no key could decrypt secret`: 봉인할 때와 이름, 네임스페이스 또는 범위가 다르거나, 다른 클러스터의 인증서로 봉인했거나, 키가 없어진 경우입니다. 위의 이름으로 다시 봉인하세요.',
      '- `already exists and is not managed by SealedSecret`: 같은 이름의 Secret을 누군가 직접 만들어 둔 경우입니다. 그 Secret을 삭제하거나, Secret에 `sealedsecrets.bitnami.com/managed: "true"` 어노테이션을 달아 컨트롤러가 넘겨받게 하세요.',
      '- 상태(condition)가 아예 없음: 컨트롤러가 실행 중이 아니거나 그 네임스페이스를 담당하지 않습니다. 자세한 내용은 컨트롤러 로그에 있습니다.',
    ].join('\n'),
    shell(commands.controllerLog),
  ].join('\n\n');
}
