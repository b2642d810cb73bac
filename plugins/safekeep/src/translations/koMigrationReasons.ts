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

/** Why a database's move to a StatefulSet is where it is, in Korean. */
export const koMigrationReasons = {
  'reason.migration-consumers-running.why':
    '아직 0으로 줄지 않아 쓰기를 할 수 있습니다: {{consumers}}.',
  'reason.migration-consumers-running.whatToDo':
    '변경이 적용되어 파드가 없어질 때까지 기다리세요. 무언가가 다시 늘린다면 그것부터 멈추세요.',
  'reason.migration-snapshot-running.why':
    'Job {{job}}: 데이터베이스에 무엇이 있는지 세는 중입니다. {{detail}}',
  'reason.migration-snapshot-running.whatToDo': '끝날 때까지 기다리세요.',
  'reason.migration-snapshot-waiting.why':
    '데이터베이스에 무엇이 있는지 세는 Job이 아직 없습니다.',
  'reason.migration-snapshot-waiting.whatToDo':
    '변경이 병합되어 적용될 때까지 기다리세요. 적용되었는데도 Job이 없으면 저장소를 적용하는 도구를 확인하세요.',
  'reason.migration-snapshot-not-known.why':
    'Job {{job}}: 끝났지만 결과를 읽을 수 없습니다. 파드가 없어졌거나 다른 말을 남겼습니다.',
  'reason.migration-snapshot-not-known.whatToDo':
    '클러스터에서 이 Job을 지우세요. 다음 동기화가 다시 만들고, 다시 셉니다.',
  'reason.migration-before-not-known.why':
    '옮기기 전에 데이터베이스에 무엇이 있었는지 몰라서 비교할 수 없습니다.',
  'reason.migration-before-not-known.whatToDo':
    '계속하기 전에 데이터를 직접 확인하거나, 되돌리고 처음부터 다시 하세요.',
  'reason.migration-old-server-running.why':
    '이전 서버가 아직 남아 있습니다: {{pods}}.',
  'reason.migration-old-server-running.whatToDo':
    '멈출 때까지 기다리세요. 그 전에는 가드가 두 번째 서버를 띄우지 않습니다. 무언가가 {{workload}} 파드를 다시 늘린다면 그것을 멈추세요.',
  'reason.migration-claim-in-use.why':
    '클레임 {{claim}}: 다른 파드도 마운트하고 있습니다({{pods}}).',
  'reason.migration-claim-in-use.whatToDo':
    '무엇인지 찾아 끝내세요. 한 볼륨에 서버가 둘이면 데이터가 망가집니다.',
  'reason.migration-guard-waiting.why':
    '가드가 기다리고 있습니다. 데이터 디렉터리에 {{date}}에 시작한 서버의 잠금이 있습니다.',
  'reason.migration-guard-waiting.whatToDo':
    '그 서버가 멈출 때까지 기다리세요.',
  'reason.migration-guard-looking.why':
    '다른 서버가 데이터 디렉터리를 쓰고 있는지 가드가 확인하는 중입니다.',
  'reason.migration-lock-left.why':
    '가드가 막고 있습니다. {{date}}에 시작한 서버가 강제로 종료된 것처럼 잠금을 남겼고, 클레임을 마운트한 다른 파드는 없습니다.',
  'reason.migration-lock-left.whatToDo':
    '볼륨을 쓰는 다른 것이 없는지 확인한 다음 “잠금 해제”로 이 잠금만 포기하세요. PostgreSQL은 시작할 때 로그로 복구합니다. Argo CD는 기다리고 있는 동기화를 끝내야(Terminate) 변경을 적용합니다.',
  'reason.migration-guard-no-data.why':
    '가드가 막고 있습니다. 데이터 디렉터리가 있어야 할 곳에 없습니다. 가드가 없었다면 빈 데이터베이스가 만들어졌을 것입니다.',
  'reason.migration-guard-no-data.whatToDo':
    'StatefulSet의 PGDATA, mountPath, subPath를 Deployment와 비교해 고치거나 되돌리세요. Argo CD는 기다리고 있는 동기화를 끝내야(Terminate) 변경을 적용합니다.',
  'reason.migration-guard-wrong-major.why':
    '가드가 막고 있습니다. 데이터의 PostgreSQL 메이저 버전이 이미지와 다릅니다.',
  'reason.migration-guard-wrong-major.whatToDo':
    'StatefulSet에 Deployment의 이미지를 쓰세요. 버전을 바꾸려면 dump-and-restore를 쓰세요. Argo CD는 기다리고 있는 동기화를 끝내야(Terminate) 변경을 적용합니다.',
  'reason.migration-guard-wrong-owner.why':
    '가드가 막고 있습니다. 데이터 디렉터리의 소유자가 서버를 실행하는 사용자와 다릅니다.',
  'reason.migration-guard-wrong-owner.whatToDo':
    'StatefulSet의 사용자(runAsUser, fsGroup)를 Deployment의 이미지에 맞추거나 되돌리세요. Argo CD는 기다리고 있는 동기화를 끝내야(Terminate) 변경을 적용합니다.',
  'reason.migration-guard-silent.why':
    '새 서버가 실행 중이지만 가드가 남긴 말을 읽을 수 없습니다.',
  'reason.migration-guard-silent.whatToDo':
    '계속하기 전에 볼륨을 쓰는 다른 서버가 없는지 확인하세요.',
  'reason.migration-verification-failed.why':
    '데이터베이스의 내용이 옮기기 전과 다릅니다: {{lines}}.',
  'reason.migration-verification-failed.whatToDo':
    '계속하지 마세요. 보고서를 한 줄씩 확인하고, 설명되지 않으면 되돌리세요.',
  'reason.migration-deployment-left.why':
    'Deployment {{name}}: 0으로 줄어든 채 아직 남아 있습니다. 저장소를 적용하는 도구가 Git에서 없어진 것을 지우지 않습니다.',
  'reason.migration-deployment-left.whatToDo':
    'prune을 켜거나 직접 지우세요: kubectl -n {{namespace}} delete deployment {{name}}.',
  'reason.migration-consumers-left.why':
    '옮기느라 0으로 줄인 채 남아 있습니다: {{consumers}}.',
  'reason.migration-consumers-left.whatToDo':
    '변경이 적용될 때까지 기다리세요.',
  'reason.migration-can-switch.why':
    '데이터베이스를 쓰는 것이 모두 꺼졌고 내용도 세었습니다. 이제 옮길 수 있습니다.',
  'reason.migration-can-switch.whatToDo': '전환을 제안하세요.',
  'reason.migration-can-finalize.why':
    '데이터베이스를 옮겼고 문제는 보이지 않습니다. 아직 되돌릴 수 있습니다.',
  'reason.migration-can-finalize.whatToDo': '옮기기를 마치거나 되돌리세요.',
  'reason.migration-under-way.why': 'StatefulSet으로 옮기는 중입니다.',
  'reason.migration-rolling-back.why':
    'Deployment {{name}}: 여기로 되돌리는 중입니다.',
  'reason.migration-rolling-back.whatToDo': '변경이 적용될 때까지 기다리세요.',
  'reason.migration-rolled-back.why':
    'Deployment {{name}}: 여기로 되돌아왔습니다. 옮기기에 쓴 것이 아직 Git에 남아 있습니다.',
  'reason.migration-rolled-back.whatToDo':
    '마무리해서 StatefulSet과 가드를 Git에서 빼세요.',
  'reason.verified-version-changed.why':
    '서버 버전이 다릅니다. 이전 {{before}}, 지금 {{after}}.',
  'reason.verified-version-changed.whatToDo':
    '의도한 것이 아니라면 StatefulSet의 이미지를 확인하세요.',
  'reason.verified-other-server.why':
    '이전 서버가 아닙니다. initdb를 다시 한 것처럼 시스템 식별자가 다르고, 이전 서버의 내용은 여기에 없습니다.',
  'reason.verified-other-server.whatToDo':
    '아무것도 쓰지 못하게 하세요. 되돌리면 데이터는 있던 곳에 그대로 있습니다. 그다음 PGDATA, mountPath, subPath, 클레임을 비교하세요.',
  'reason.verified-same-server.why':
    '아직 이전 서버입니다. 시스템 식별자가 같으니 새 서버에 복원된 것은 없습니다.',
  'reason.verified-same-server.whatToDo':
    'Service가 어느 파드로 가는지, StatefulSet이 어떤 클레임을 마운트하는지 확인하세요.',
  'reason.verified-not-before.why':
    '“이전”으로 기록된 값은 {{before}}에, 비교 대상인 바로 그 서버에서 센 것입니다. 그 서버는 {{since}}부터 실행 중이므로 옮기기 전에 대해서는 아무것도 알려 주지 않습니다.',
  'reason.verified-not-before.whatToDo':
    '비교한 것으로 여기지 마세요. 데이터를 직접 확인하거나, 되돌리고 처음부터 다시 하세요.',
  'reason.verified-data-checksums-off.why':
    '이전 서버는 페이지 체크섬을 썼지만 지금 서버는 쓰지 않습니다.',
  'reason.verified-data-checksums-off.whatToDo':
    '서버를 멈추고 pg_checksums로 켜거나, 새 서버를 --data-checksums로 만드세요.',
  'reason.verified-encoding-changed.why': '인코딩이 다릅니다: {{databases}}.',
  'reason.verified-encoding-changed.whatToDo':
    '되돌린 다음 이전 인코딩으로 복원하세요.',
  'reason.verified-collation-changed.why':
    '정렬 규칙이 다릅니다: {{databases}}. 텍스트의 정렬과 비교가 이전과 달라집니다.',
  'reason.verified-collation-changed.whatToDo':
    '의도한 것이 아니라면 되돌리세요. 의도한 것이라면 텍스트 인덱스를 다시 만드세요(REINDEX).',
  'reason.verified-databases-missing.why':
    '없어진 데이터베이스가 있습니다: {{databases}}.',
  'reason.verified-databases-missing.whatToDo': '되돌리세요.',
  'reason.verified-databases-added.why':
    '이전에 없던 데이터베이스가 있습니다: {{databases}}.',
  'reason.verified-databases-added.whatToDo': '누가 만들었는지 확인하세요.',
  'reason.verified-tables-missing.why': '없어진 테이블이 있습니다: {{tables}}.',
  'reason.verified-tables-missing.whatToDo': '되돌리세요.',
  'reason.verified-tables-added.why':
    '이전에 없던 테이블이 {{count}}개 있습니다.',
  'reason.verified-tables-added.whatToDo': '누가 만들었는지 확인하세요.',
  'reason.verified-rows-missing.why': '행이 줄었습니다: {{tables}}.',
  'reason.verified-rows-missing.whatToDo':
    '누가 지웠는지 알지 못하면 되돌리세요.',
  'reason.verified-rows-fewer.why':
    '행이 줄었습니다: {{tables}}. 그동안 클라이언트가 쓰고 있었으므로 지웠을 수 있습니다.',
  'reason.verified-rows-fewer.whatToDo': '그런지 확인하세요.',
  'reason.verified-rows-grown.why':
    '행이 {{count}}개 늘었습니다. 그동안 클라이언트가 쓰고 있었습니다.',
  'reason.verified-rows-unexpected.why':
    '아무도 쓰지 않아야 했는데 행이 늘었습니다: {{tables}}.',
  'reason.verified-rows-unexpected.whatToDo':
    '누가 썼는지, 두 번 복원된 것은 아닌지 확인하세요.',
  'reason.verified-checksums-differ.why':
    '아무도 쓰지 않아야 했는데 행의 내용이 다릅니다: {{tables}}.',
  'reason.verified-checksums-differ.whatToDo':
    '누가 바꾸었는지 알지 못하면 되돌리세요.',
  'reason.verified-checksums-partly.why':
    '테이블 {{count}}개는 커서 전부 읽지 않고 행 수만 비교했습니다.',
  'reason.verified-checksums-incomparable.why':
    '이전과 지금 전부 읽은 테이블이 서로 달라 체크섬으로는 알 수 없습니다.',
  'reason.verified-checksums-incomparable.whatToDo': '행 수를 확인하세요.',
  'reason.verified-checksums-of-version.why':
    '체크섬이 다릅니다. 버전도 달라서 같은 값을 다르게 적을 수 있습니다.',
  'reason.verified-checksums-of-version.whatToDo':
    '행 몇 개를 직접 비교하세요.',
  'reason.verified-clients-wrote.why':
    '그동안 클라이언트가 쓰고 있어서 달라진 것은 행 수로만 알 수 있습니다. 테이블 {{count}}개는 마지막 행까지 같습니다.',
  'reason.verified-sequences-missing.why':
    '없어진 시퀀스가 있습니다. 이전 {{before}}개, 지금 {{after}}개.',
  'reason.verified-sequences-missing.whatToDo':
    '되돌리세요. 새 행이 이미 쓰인 번호를 받게 됩니다.',
  'reason.verified-sequences-differ.why':
    '아무도 쓰지 않아야 했는데 시퀀스 값이 다릅니다.',
  'reason.verified-sequences-differ.whatToDo':
    '쓰기를 시작하기 전에 시퀀스의 마지막 값을 사용 중인 가장 큰 번호와 비교하세요.',
  'reason.verified-sequences-moved.why':
    '시퀀스가 움직였습니다. 그동안 클라이언트가 쓰고 있었습니다.',
  'reason.verified-objects-missing.why':
    '정의된 것이 줄었습니다. 컬럼, 뷰, 함수, 트리거, 인덱스, 제약 조건을 합쳐 이전 {{before}}개, 지금 {{after}}개.',
  'reason.verified-objects-missing.whatToDo':
    '양쪽의 pg_dump --schema-only를 비교하고, 의심스러우면 되돌리세요.',
  'reason.verified-objects-differ.why':
    '정의된 것이 이전과 같지 않습니다. 이름이나 타입, 소유자가 바뀌었습니다.',
  'reason.verified-objects-differ.whatToDo':
    '양쪽의 pg_dump --schema-only를 비교하세요.',
  'reason.verified-extensions-missing.why':
    '없어진 확장이 있습니다: {{extensions}}.',
  'reason.verified-extensions-missing.whatToDo':
    '이 확장이 들어 있는 이미지를 쓰거나 되돌리세요.',
  'reason.verified-extensions-changed.why':
    '확장의 버전이 다릅니다: {{extensions}}.',
  'reason.verified-extensions-changed.whatToDo':
    'ALTER EXTENSION … UPDATE가 필요한지 확인하세요.',
  'reason.verified-roles-missing.why':
    '없어진 롤이 있습니다. 이전 {{before}}개, 지금 {{after}}개.',
  'reason.verified-roles-missing.whatToDo':
    '되돌리거나, 클라이언트가 돌아오기 전에 다시 만드세요.',
  'reason.verified-roles-differ.why':
    '롤의 속성이나 멤버십, 설정이 이전과 다릅니다.',
  'reason.verified-roles-differ.whatToDo': '양쪽의 \\du와 \\drds를 비교하세요.',
  'reason.verified-indexes-invalid.why':
    '유효하지 않은 인덱스가 생겼습니다. 이전 {{before}}개, 지금 {{after}}개.',
  'reason.verified-indexes-invalid.whatToDo': 'REINDEX 하고 원인을 찾으세요.',
  'reason.verified-constraints-invalid.why':
    '검증되지 않은 제약 조건이 있습니다. 이전 {{before}}개, 지금 {{after}}개.',
  'reason.verified-constraints-invalid.whatToDo':
    'ALTER TABLE … VALIDATE CONSTRAINT 하고 원인을 찾으세요.',
  'reason.verified-invalid-as-before.why':
    '이전과 마찬가지로 {{after}}개입니다.',
  'reason.verified-invalid-as-before.whatToDo':
    '시간이 있을 때 REINDEX 하거나 검증하세요.',
} as const;
