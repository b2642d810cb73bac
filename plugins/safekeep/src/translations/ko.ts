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

import { koMigrationReasons } from './koMigrationReasons';
import { koSnapshotReasons } from './koSnapshotReasons';

/**
 * Korean. Object names and the words of kubectl stay as they are; particles
 * that depend on a name are avoided or written for both endings.
 */
const messages = {
  locale: 'ko',
  title: '데이터와 시크릿',

  'state.ok': '정상',
  'state.attention': '확인 필요',
  'state.failing': '문제 있음',
  'state.unknown': '알 수 없음',
  'state.lastSeen': '마지막 확인: {{state}}',

  'time.never': '확인한 적 없음',

  'freshness.live': '실시간, {{age}}',
  'freshness.starting': '처음 읽는 중',
  'freshness.stale': '{{time}}부터 갱신 안 됨 ({{cause}})',
  'freshness.staleUnknown': '갱신 안 됨 ({{cause}})',
  'freshness.forbidden': '볼 권한 없음: {{subject}}',
  'freshness.unreachable': '연결할 수 없음: {{subject}}',
  'freshness.outdated': '마지막 응답 {{age}}',
  'freshness.clusterSilent': '클러스터 {{name}} 응답 없음',
  'freshness.repositorySilent': '저장소 {{name}} 읽을 수 없음',
  'freshness.secretMetadataSilent': '클러스터 {{name}}의 Secret 읽을 수 없음',
  'freshness.cluster': '클러스터 {{name}}',
  'freshness.namespace': '네임스페이스 {{name}}',
  'freshness.repository': '저장소 {{name}}',
  'freshness.secretMetadata': '클러스터 {{name}}의 Secret 메타데이터',
  'freshness.observed': '{{subject}}: 최신임을 확인한 시각 {{time}}',

  'card.details': '자세히',
  'card.detailsLabel': '데이터와 시크릿 자세히 보기',
  'card.listLabel': '데이터베이스와 시크릿, 나쁜 상태부터',
  'card.loading': '데이터베이스와 시크릿의 상태를 읽는 중',
  'card.more_one': '외 {{count}}개',
  'card.more_other': '외 {{count}}개',

  'database.summary': '{{workload}}의 {{engine}}, 클레임 {{claims}}',
  'database.summaryOperated':
    '{{operator}}의 {{engine}}, 인스턴스 {{instances}}개 중 {{ready}}개 준비됨',
  'database.summaryNoClaim': '{{workload}}의 {{engine}}, 클레임 없음',
  'database.workload': '워크로드',
  'database.ready': '파드 {{desired}}개 중 {{ready}}개 준비됨',
  'database.image': '이미지',
  'database.claimNotFound': '찾을 수 없음',
  'database.noClaims': '없음: 파드가 사라지면 데이터도 사라집니다',
  'database.secrets': '읽는 시크릿',
  'database.noSecrets': '없음',
  'database.inDeployment':
    'Deployment로 실행: 두 번째 파드가 같은 볼륨에 쓸 수 있음',
  'database.version': '버전',
  'database.versionNotTold': '(태그에 버전이 없음)',
  'database.supported': '{{day}}까지 지원',
  'database.supportEnds': '{{day}}에 지원 종료',
  'database.unsupported': '{{day}}에 지원 종료됨',
  'database.supportSource': '출처',
  'database.variant': '{{variant}} 기반',
  'database.floatingTag': '움직이는 태그: 새 파드의 버전이 달라질 수 있음',
  'database.appliedBy': '적용 도구',
  'database.appliedByNotTold': '알 수 없음: 메타데이터에 적혀 있지 않음',
  'database.prunes': 'Git에서 빠진 것을 삭제함',
  'database.doesNotPrune': 'Git에서 빠진 것을 남겨 둠',
  'database.podReady': '준비됨',
  'database.onNode': '노드 {{node}},',
  'database.started': '{{age}} 시작,',
  'database.restarts_one': '재시작 {{count}}회.',
  'database.restarts_other': '재시작 {{count}}회.',
  'database.lastExit': '컨테이너의 마지막 종료: {{exit}}',
  'database.services': '서비스',
  'database.noServices': '연결된 서비스 없음',
  'database.headless': '헤드리스',
  'database.outside': '클러스터 밖에 열려 있음',
  'database.endpoints_one': '엔드포인트 {{count}}개 준비됨',
  'database.endpoints_other': '엔드포인트 {{count}}개 준비됨',
  'database.notReady_one': '/ {{count}}개 준비 안 됨',
  'database.notReady_other': '/ {{count}}개 준비 안 됨',
  'database.noEndpoints': '준비된 엔드포인트 없음',
  'database.endpointsNotSeen': '엔드포인트를 볼 수 없음',
  'database.networkPolicy': '연결 허용',
  'database.noNetworkPolicy':
    '클러스터의 누구나: 파드를 선택하는 NetworkPolicy가 없음',
  'database.allows.nobody': '아무도 허용하지 않음',
  'database.allows.some': '지정한 것만 허용',
  'database.allows.anybody': '누구나 허용',
  'database.disruptionBudget': '노드를 비울 때',
  'database.noDisruptionBudget': '파드를 선택하는 PodDisruptionBudget이 없음',
  'database.evictable_one': '지금 옮길 수 있는 파드 {{count}}개',
  'database.evictable_other': '지금 옮길 수 있는 파드 {{count}}개',
  'database.backups': '백업',
  'database.noBackups': '없음: 확인된 것 중 백업을 만드는 것이 없음',
  'database.byOperator': '오퍼레이터',
  'database.suspended': '중지됨',
  'database.lastSuccess': '마지막 성공 {{age}}',
  'database.noSuccess': '아직 성공한 것을 보지 못함',
  'database.lastFailure': '마지막 실패 {{age}}',
  'database.notReadable':
    '알 수 없음: Safekeep이 여기에서 읽을 권한이 없음 ({{kinds}})',
  'database.notSeen': '지금은 알 수 없음',
  'database.advice': '개선할 수 있는 것',

  'login.new': '새 암호로 로그인할 수 있습니다.',
  'login.previous': '이전 암호로 아직 로그인할 수 있습니다.',
  'login.none': '알려진 어떤 암호로도 로그인할 수 없어 새 연결이 거부됩니다.',
  'login.unchecked': '어떤 암호로 로그인할 수 있는지 알 수 없습니다.',
  'phrase.suspended': '중지되어 있습니다.',
  'phrase.nothing-said': '아직 없음',
  'phrase.no-detail': '자세한 내용은 알 수 없음',
  'phrase.unknown-time': '알 수 없는 시점',
  'phrase.forge-silent': '저장소 서버가 아직 응답하지 않음',

  'operator.label': '오퍼레이터',
  'operator.instances': '인스턴스',
  'operator.ready': '{{instances}}개 중 {{ready}}개 준비됨',
  'operator.primary': '쓰기를 받는 파드: {{pod}}',
  'operator.walArchiving': 'WAL 보관',
  'operator.walWorking': '작동 중',
  'operator.walFailing': '실패 중',
  'operator.recovery': '복구',
  'operator.recoverableSince': '{{age}} 이후의 모든 시점으로 복구 가능',

  'volume.title': '볼륨',
  'volume.table': '{{name}}의 볼륨',
  'volume.claim': '클레임',
  'volume.size': '크기',
  'volume.class': '스토리지 클래스',
  'volume.volume': '볼륨',
  'volume.notTold': '알 수 없음',
  'volume.unbound': '아직 없음',
  'volume.deleting': '삭제 중',
  'volume.reclaim': '정책: {{policy}}',
  'volume.reclaimDelete': '클레임과 함께 삭제됨',
  'volume.onOneNode': '한 노드의 디스크에 있음',
  'volume.retention':
    'StatefulSet을 삭제할 때: {{deleted}}, 축소할 때: {{scaled}}.',
  'volume.retentionDeletes': '클레임이 함께 삭제됨',

  'event.title': '클러스터의 경고',
  'event.none': '클러스터에 남아 있는 경고가 없습니다.',
  'event.times_one': '{{count}}회',
  'event.times_other': '{{count}}회',

  'rotation.label': '암호',
  'rotation.inPlace': '제자리 교체, {{secret}}의 {{keys}}',
  'rotation.twoSlot': '두 역할 번갈아 사용, {{secret}}의 {{keys}}',
  'rotation.role': '역할 {{role}}',
  'rotation.roles':
    '소비자가 쓰는 역할은 {{role}}, 다른 역할은 {{other}}입니다.',
  'rotation.steps': '{{secret}} 암호 교체 단계',
  'rotation.newValue': '새 값 봉인',
  'rotation.change': '데이터베이스에서 변경',
  'rotation.prepare': '역할 준비',
  'rotation.switch': '소비자 전환',
  'rotation.retire': '이전 역할 폐기',
  'rotation.noJob': '이 교체를 위한 Job이 없습니다.',
  'rotation.waitingJob': 'Job {{job}}: 아직 시작되지 않았습니다.',
  'rotation.runningJob': 'Job {{job}}: 시작한 일이 아직 끝나지 않았습니다.',
  'rotation.doneJob': 'Job {{job}}: 끝났습니다.',
  'rotation.failedJob': 'Job {{job}}: 실패했습니다.',
  'rotation.unknownJob':
    'Job {{job}}: 끝났으나 무엇을 남겼는지 읽을 수 없습니다.',
  'rotation.changed': '데이터베이스의 암호를 바꾸었습니다.',
  'rotation.unchanged': '데이터베이스의 암호가 이미 같았습니다.',
  'rotation.retired': '이전 역할을 처리했습니다.',
  'rotation.failed': '맡은 일을 하지 못했습니다.',

  'migration.title': 'StatefulSet으로 이전',
  'migration.back': 'Deployment로 되돌리기',
  'migration.reuseClaim':
    'StatefulSet이 지금의 클레임 {{claim}}을(를) 그대로 마운트합니다. 데이터를 복사하지 않습니다.',
  'migration.dumpAndRestore':
    '클레임 {{claim}}의 데이터를 덤프하여 {{newClaim}}에 복원합니다.',
  'migration.newClaim': '새 클레임',
  'migration.way.guarded':
    '보호된 풀 리퀘스트 하나로 옮기고, 다음 하나로 정리합니다.',
  'migration.way.staged':
    '풀 리퀘스트 세 개로 나누며, 데이터베이스를 쓰는 것을 먼저 멈춥니다.',
  'migration.begun': '시작: {{age}}.',
  'migration.steps': '{{name}} 이전 단계',
  'migration.step.quiesced': '클라이언트 중지',
  'migration.step.snapshot-taken': '옮기기 전 기록',
  'migration.step.stopped': '기존 서버 중지',
  'migration.step.guard-passed': '가드 통과',
  'migration.step.ready': '새 서버 준비',
  'migration.step.verified': '데이터 검증',
  'migration.step.finalized': '정리',
  'migration.stepBack.stopped': 'StatefulSet 중지',
  'migration.stepBack.ready': 'Deployment 준비',
  'migration.blocked.switch': '새 서버를 시작하기 전에 필요한 것:',
  'migration.blocked.release': '잠금을 포기하기 전에 필요한 것:',
  'migration.blocked.finalize': '정리하기 전에 필요한 것:',
  'migration.ready.switch':
    '다음은 기존 서버를 멈추고 StatefulSet을 시작하는 풀 리퀘스트입니다.',
  'migration.ready.release':
    '다음은 강제 종료된 서버의 잠금을 가드가 받아들이게 하는 풀 리퀘스트입니다. 확인된 것 중 클레임을 마운트한 다른 것은 없습니다.',
  'migration.ready.finalize':
    '다음은 정리하는 풀 리퀘스트입니다. Deployment, Job, 가드가 Git에서 빠지고 멈춘 것이 다시 시작됩니다. 서버는 1~2초 동안 한 번 재시작합니다.',
  'migration.ready.finishBack':
    'Deployment가 다시 서비스합니다. 다음은 StatefulSet과 가드를 Git에서 빼는 풀 리퀘스트입니다.',
  'migration.mayNot':
    '직접 제안할 권한이 없습니다. 이 서비스의 담당자에게 문의하세요.',
  'migration.nothingLeft': '남은 일이 없습니다.',
  'migration.goBack':
    '되돌리기도 풀 리퀘스트입니다. Deployment가 다시 서비스하며 잃는 데이터가 없습니다.',
  'migration.goBackLosing':
    '되돌리기도 풀 리퀘스트입니다. Deployment가 기존 클레임으로 다시 서비스하며, 전환 이후에 쓴 것은 사라집니다.',
  'migration.standing':
    'StatefulSet으로 이전 중, {{total}}단계 중 {{done}}단계 완료.',
  'migration.standingBack':
    'Deployment로 되돌리는 중, {{total}}단계 중 {{done}}단계 완료.',
  'migration.at.running': '진행 중: {{step}}.',
  'migration.at.waiting': '다음: {{step}}.',
  'migration.at.failed': '실패: {{step}}.',
  'migration.at.not-known': '알 수 없음: {{step}}.',

  'verification.title': '옮기기 전과 후',
  'verification.table': '{{name}}, 옮기기 전과 후',
  'verification.what': '항목',
  'verification.before': '옮기기 전',
  'verification.after': '옮긴 후',
  'verification.resultHeading': '결과',
  'verification.beforeTaken':
    '옮기기 전: PostgreSQL {{version}}에서 {{age}} 기록.',
  'verification.afterTaken':
    '옮긴 후: PostgreSQL {{version}}에서 {{age}} 기록.',
  'verification.alone': '다른 클라이언트는 연결되어 있지 않았습니다.',
  'verification.sessions_one':
    '다른 세션 {{count}}개가 연결되어 있었고 그동안 썼을 수 있습니다.',
  'verification.sessions_other':
    '다른 세션 {{count}}개가 연결되어 있었고 그동안 썼을 수 있습니다.',
  'verification.lines_one': '{{count}}개 항목',
  'verification.lines_other': '{{count}}개 항목',
  'verification.notTold': '알 수 없음',
  'verification.result.pass': '통과',
  'verification.result.warn': '주의',
  'verification.result.fail': '실패',
  'verification.result.not-known': '알 수 없음',
  'verification.line.version': '서버 버전',
  'verification.line.system-identifier': '시스템 식별자',
  'verification.line.data-checksums': '데이터 체크섬',
  'verification.line.encoding': '인코딩과 정렬 규칙',
  'verification.line.databases': '데이터베이스',
  'verification.line.tables': '테이블',
  'verification.line.rows': '행',
  'verification.line.checksums': '테이블 내용',
  'verification.line.sequences': '시퀀스',
  'verification.line.objects': '뷰, 함수, 트리거, 인덱스, 제약 조건',
  'verification.line.extensions': '확장',
  'verification.line.roles': '역할',
  'verification.line.invalid-indexes': '유효하지 않은 인덱스',
  'verification.line.invalid-constraints': '검증되지 않은 제약 조건',
  'verification.tables_one': '이름별 테이블 {{count}}개',
  'verification.tables_other': '이름별 테이블 {{count}}개',
  'verification.tablesOf': '{{name}}의 테이블',
  'verification.tableName': '테이블',
  'verification.rowsBefore': '옮기기 전 행 수',
  'verification.rowsAfter': '옮긴 후 행 수',
  'verification.inDatabase': '데이터베이스 {{database}}',
  'verification.change.same': '행과 내용이 같음',
  'verification.change.same-count': '행 수가 같음, 내용은 비교하지 않음',
  'verification.change.more': '행이 늘어남',
  'verification.change.fewer': '행이 줄어듦',
  'verification.change.altered': '행 수는 같으나 내용이 다름',
  'verification.change.gone': '옮긴 후에 없음',
  'verification.change.new': '옮기기 전에 없음',
  'verification.change.not-told': '자리가 부족하여 한쪽에만 이름이 있음',
  'verification.more_one': '테이블 {{count}}개는 이름 없이 비교했습니다.',
  'verification.more_other': '테이블 {{count}}개는 이름 없이 비교했습니다.',

  'secret.keys_one': '키 {{count}}개',
  'secret.keys_other': '키 {{count}}개',
  'secret.sealed': '{{keys}}, 봉인됨',
  'secret.sealedAge': '{{keys}}, 가장 최근 봉인 {{age}}',
  'secret.plain': '{{keys}}, Git에 평문으로 있음',
  'secret.unmanaged': 'Git의 어떤 것도 만들지 않음',
  'secret.unknown': '{{keys}}, 어떻게 만들어지는지 알 수 없음',
  'secret.scope': '범위',
  'secret.scopeStrict': 'strict: 이 네임스페이스의 이 이름에서만 열림',
  'secret.scopeNamespaceWide':
    'namespace-wide: 이 네임스페이스의 모든 이름에서 열림',
  'secret.scopeClusterWide': 'cluster-wide: 모든 네임스페이스와 이름에서 열림',
  'secret.keyTable': '{{name}}의 키',
  'secret.key': '키',
  'secret.sealedAt': '봉인',
  'secret.rotatedAt': '값 변경',
  'secret.certificate': '봉인 인증서',
  'secret.newestKey': '최신 키',
  'secret.olderKey': '이전 키',
  'secret.otherKey': '이 클러스터에서 본 적 없는 키',
  'secret.processedAt': '컨트롤러의 마지막 보고',
  'secret.notSealed': '봉인되지 않음',
  'secret.notRecorded': '기록 없음',
  'secret.linked': '함께 바뀌는 키: {{keys}}',
  'secret.keysNotKnown':
    '키를 알 수 없습니다. Safekeep은 Secret을 읽지 않으며, Git의 어떤 파일에도 키가 없습니다.',
  'secret.helperEarlierValue':
    '이전 값. Job이 로그인해 암호를 바꿀 때 쓰며 프로그램은 읽지 않습니다',
  'secret.helperVerifier':
    '암호 대신 데이터베이스에 알리는 값. 프로그램은 읽지 않습니다',
  'secret.consumers': '읽는 워크로드',
  'secret.noConsumers': '확인된 워크로드 중 읽는 것이 없습니다.',
  'secret.restartPending': '재시작 대기 중',
  'secret.noRestartPending': '대기 중인 재시작 없음',
  'secret.drift': '클러스터에서의 변경',
  'secret.driftNone':
    '확인된 변경 없음: Secret의 키와 소유자가 그대로이며, 이후 다른 누구도 쓰지 않았습니다',
  'secret.driftFound': '변경 발견, 위의 이유 참고',
  'secret.driftNotKnown': '지금은 알 수 없음',
  'secret.driftNotWatched':
    '확인하지 않음: Secret 자체가 바뀌었을 수 있습니다. Safekeep은 safekeep.clusters에서 요청한 곳에서만 Secret의 메타데이터를 읽습니다.',

  'item.why': '이유',
  'item.whatToDo': '할 일',
  'item.file': 'Git의 파일',
  'item.fileLine': '{{path}}, {{line}}행',
  'item.observed': '마지막 확인',
  'item.where': '위치',
  'item.cluster': '클러스터 {{cluster}}, 네임스페이스 {{namespace}}',
  'item.namespaceOnly': '네임스페이스 {{namespace}}, Git에서만 확인됨',

  'action.seal-secret': '봉인…',
  'action.rotate-secret': '교체…',
  'action.edit-secret-keys': '키 편집…',
  'action.roll-back-secret': '되돌리기…',
  'action.rotate-database-password': '암호 교체…',
  'action.switch-password': '역할 전환…',
  'action.retire-password': '역할 폐기…',
  'action.re-encrypt-secrets': '다시 암호화…',
  'action.create-postgres': 'PostgreSQL 만들기…',
  'action.migrate-postgres': '이전…',
  'action.switch-database': 'StatefulSet으로 전환…',
  'action.finish-migration': '이전 마무리…',
  'action.release-guard': '잠금 해제…',
  'action.roll-back-postgres': '되돌리기…',
  'action.other': '열기…',
  'action.label': '{{name}} {{action}}',
  'action.retry': '다시 시도',
  'action.copy': '내용 복사',
  'action.copied': '복사됨',

  'check.heading': '점검 목록',
  'check.controller-running': 'sealed-secrets 컨트롤러 실행',
  'check.secrets-sealed-in-git': 'Git의 시크릿 봉인',
  'check.secrets-unsealed': '컨트롤러의 봉인 해제',
  'check.database-in-stateful-set': '데이터베이스의 StatefulSet 사용',
  'check.claims-bound': '클레임 Bound 상태',
  'check.consumers-ready': '시크릿을 읽는 워크로드 준비',
  'check.database-connected': '워크로드의 데이터베이스 연결',
  'check.data-unchanged': '마이그레이션 후 데이터 동일',
  'check.evidence': '확인 내용: {{evidence}}',
  'check.none': '아직 점검할 것이 없습니다.',

  'pullRequest.heading': '풀 리퀘스트',
  'pullRequest.none':
    'Safekeep이 만든 풀 리퀘스트 중 열려 있거나 최근에 병합된 것이 없습니다.',
  'pullRequest.name': '{{title}} (#{{number}})',
  'pullRequest.stages': '풀 리퀘스트 #{{number}}의 단계',
  'pullRequest.done': '완료',
  'pullRequest.current': '현재 단계',
  'pullRequest.pending': '아직 남음',
  'pullRequest.failed': '실패',
  'pullRequest.unknown': '알 수 없음',
  'pullRequest.opened': '열림',
  'pullRequest.merged': '병합됨',
  'pullRequest.synced': '동기화됨',
  'pullRequest.unsealed': '봉인 해제됨',
  'pullRequest.restarted': '재시작됨',
  'pullRequest.openedNext': '열려 있습니다. 리뷰와 병합을 기다립니다.',
  'pullRequest.mergedNext': '병합되었습니다. 클러스터 동기화를 기다립니다.',
  'pullRequest.syncedNext':
    '동기화되었습니다. 컨트롤러가 아직 새 값을 열지 않았습니다.',
  'pullRequest.unsealedNext':
    '봉인이 해제되었습니다. 재시작하거나 데이터베이스에서 바꾸는 일이 아직 끝나지 않았습니다.',
  'pullRequest.restartedNext':
    '완료되었습니다. 재시작된 워크로드가 새 값으로 실행 중입니다.',
  'pullRequest.created': '연 시각',
  'pullRequest.mergedAt': '병합 시각',
  'pullRequest.pointsAt': '변경 대상 {{secret}}',
  'pullRequest.running': '진행 중',
  'pullRequest.databaseNext':
    '병합되었습니다. 어디까지 진행되었는지는 {{database}}에서 볼 수 있습니다.',

  'history.title': '이력',
  'history.none': '아직 알려진 일이 없습니다.',
  'history.when': '시각',
  'history.what': '내용',
  'history.who': '누가',
  'history.where': '풀 리퀘스트와 커밋',
  'history.more_one': '{{count}}개 더 보기',
  'history.more_other': '{{count}}개 더 보기',
  'history.pullRequest': '풀 리퀘스트 #{{number}}',
  'history.commit': '커밋 {{commit}}',
  'history.opened': '열림: {{title}}',
  'history.merged': '병합됨: {{title}}',
  'history.sealed': '{{secret}}에 봉인: {{keys}}',
  'history.rotated': '{{secret}}의 새 값: {{keys}}',
  'history.move-begun': '데이터베이스 {{database}}: StatefulSet으로 이전 시작',
  'history.counted-before': '데이터베이스 {{database}}: 옮기기 전 기록',
  'history.counted-after': '데이터베이스 {{database}}: 옮긴 후 기록',
  'history.ended': '파드 {{pod}}: 컨테이너 종료 {{exit}}',
  'history.warning_one': '{{about}} {{reason}}, {{count}}회',
  'history.warning_other': '{{about}} {{reason}}, {{count}}회',

  'source.heading': '정보 출처',
  'source.live': '실시간',
  'source.starting': '처음 읽는 중',
  'source.stale': '갱신 안 됨',
  'source.forbidden': '권한 없음',
  'source.unreachable': '연결할 수 없음',

  'clusters.title': '봉인 키',
  'clusters.subtitle':
    '클러스터마다 sealed-secrets 컨트롤러, 봉인 키, SealedSecret의 처리 결과를 보여 줍니다.',
  'clusters.loading': '클러스터의 상태를 읽는 중',
  'clusters.noneTitle': '설정된 클러스터 없음',
  'clusters.noneBody':
    'app-config.yaml에 아래 내용을 추가하세요. 클러스터와, 문서의 권한을 가진 계정의 토큰은 직접 채우세요.',
  'clusters.noneLines': '추가할 내용',
  'clusters.forbiddenBody':
    '{{permission}} 권한이 있어야 볼 수 있습니다. 이 Backstage의 운영자에게 문의하세요.',
  'clusters.unreachableBody':
    '응답할 때까지 클러스터에 대해 아무것도 알 수 없습니다. {{seconds}}초마다 다시 묻습니다.',
  'clusters.sourceObjects': 'Deployment와 SealedSecret',
  'clusters.sourceCertificate': '가장 새로운 봉인 인증서',
  'clusters.notKnown': '알 수 없음',
  'clusters.controller': '컨트롤러',
  'clusters.deployment': '디플로이먼트',
  'clusters.ready': '파드',
  'clusters.version': '버전',
  'clusters.versionNotKnown': '알 수 없음',
  'clusters.renewal': '새 봉인 키',
  'clusters.renewalEvery': '{{period}}마다',
  'clusters.renewalDefault': '{{period}}마다(기본값)',
  'clusters.renewalNever': '만들지 않음: 갱신이 꺼져 있습니다',
  'clusters.watches': '여는 네임스페이스',
  'clusters.install': 'sealed-secrets 설치…',
  'clusters.installIn': '{{name}}에 sealed-secrets 설치',
  'clusters.keys': '봉인 키',
  'clusters.keysOf': '{{name}}의 봉인 키',
  'clusters.noKeys':
    '이 클러스터의 인증서를 아직 보지 못했습니다. 없다는 뜻은 아닙니다.',
  'clusters.fromFile':
    '인증서를 설정된 파일에서 읽습니다. 컨트롤러가 새 키를 만들어도 여기에 나타나지 않습니다.',
  'clusters.age': '갱신 주기 대비 나이',
  'clusters.valid': '유효 기간',
  'clusters.sealedWith': '이 키로 봉인된 것',
  'clusters.newest': '최신',
  'clusters.made': '{{age}} 생성',
  'clusters.due': '{{age}} 생성, 다음 키는 {{until}} 예정',
  'clusters.overdue': '{{age}} 생성, 다음 키가 {{duration}} 늦음',
  'clusters.wasNewest': '{{duration}} 동안 최신이었음',
  'clusters.copyFingerprint': '지문 {{fingerprint}} 복사',
  'clusters.sealedCount_one': '키 {{count}}개, SealedSecret {{secrets}}개',
  'clusters.sealedCount_other': '키 {{count}}개, SealedSecret {{secrets}}개',
  'clusters.strays': '그 밖의 인증서',
  'clusters.straysBody':
    '이 클러스터의 SealedSecret에 이 인증서로 봉인했다는 기록이 있으나, 컨트롤러가 내준 것을 본 적이 없습니다.',
  'clusters.strayOf': '클러스터 {{name}}의 인증서',
  'clusters.sealedSecrets': '봉인된 시크릿(SealedSecret)',
  'clusters.sealedSecretsNotSeen': '아무도 볼 수 없었습니다.',
  'clusters.total': '전체',
  'clusters.synced': '열림',
  'clusters.waiting': '컨트롤러 대기 중',
  'clusters.failing': '실패',
  'clusters.withOlderKey': '이전 키로 봉인됨',
  'clusters.notRecorded': '키 기록 없음',
  'clusters.reencrypt': '다시 암호화…',
  'clusters.reencryptIn': '{{name}}의 시크릿 다시 암호화',

  'tab.overview': '점검',
  'tab.databases': '데이터베이스',
  'tab.secrets': '시크릿',
  'tab.noDatabases': '데이터베이스를 찾지 못했습니다.',
  'tab.noSecrets': '시크릿을 찾지 못했습니다.',
  'tab.notLooked': '확인할 수 없었습니다. 정보 출처를 보세요.',

  'notice.missingTitle': '이 엔티티가 어디에서 실행되는지 적혀 있지 않습니다',
  'notice.missingBody':
    'catalog-info.yaml에 다음 줄을 추가하고, 네임스페이스와 저장소를 바꿔 쓰세요.',
  'notice.missingLines': '추가할 줄',
  'notice.emptyTitle': '데이터베이스와 시크릿이 없습니다',
  'notice.emptyBody':
    'Safekeep이 {{places}}에서 찾아보았으나 돌볼 것이 없습니다.',
  'notice.notLookedTitle': '확인할 수 없었습니다',
  'notice.notLookedBody':
    '데이터베이스와 시크릿이 있는지 알 수 없습니다. 없다는 뜻은 아닙니다.',
  'notice.startingTitle': '처음 읽는 중입니다',
  'notice.startingBody': '찾은 것은 여기에 저절로 나타납니다.',
  'notice.forbiddenTitle': '볼 수 있는 권한이 없습니다',
  'notice.forbiddenBody':
    '{{permission}} 권한과 이 엔티티를 읽을 권한이 필요합니다. 이 Backstage의 관리자에게 문의하세요.',
  'notice.notFoundTitle': 'Safekeep이 이 엔티티를 모릅니다',
  'notice.notFoundBody':
    '카탈로그에 없거나 보여 주지 않는 엔티티입니다. {{seconds}}초마다 다시 읽습니다.',
  'notice.unreachableTitle': 'Safekeep 백엔드가 응답하지 않습니다',
  'notice.unreachableBody':
    '응답할 때까지 이 서비스의 데이터베이스와 시크릿에 대해 알 수 있는 것이 없습니다. {{seconds}}초마다 다시 묻습니다.',
  'notice.unreachableDetail': '응답 내용: {{message}}',
  'notice.pollFailed':
    '{{time}}부터 다시 확인하지 못했습니다: {{message}} 보이는 것은 마지막 응답입니다.',

  'edit.help':
    '키의 이름을 바꾸거나 키를 제거할 때는 값이 필요하지 않으므로 아무도 값을 알 필요가 없습니다. 다른 키는 바뀌지 않습니다.',
  'edit.legend': '{{key}} 키를 어떻게 할지',
  'edit.keep': '유지',
  'edit.rename': '이름 바꾸기',
  'edit.remove': '제거',
  'edit.newName': '{{key}}의 새 이름',
  'edit.nothing': '이름을 바꾸거나 제거할 키를 고르세요.',
  'edit.invalidName':
    '“{{key}}” 값은 키가 될 수 없습니다. 영문자, 숫자, “.”, “-”, “_”만 쓸 수 있고 “..”로 시작할 수 없습니다.',
  'edit.takenName': '“{{key}}” 이름의 키가 이미 있습니다.',

  'making.alphabet': '생성되는 값의 문자',
  'making.lettersAndDigits': '영문자와 숫자',
  'making.urlSafe': '영문자, 숫자, - . _ ~ (URL에 안전)',
  'making.hex': '16진수: 0–9, a–f',
  'making.symbols': '영문자, 숫자, 기호',
  'making.symbolsWarning':
    '일부 기호는 URL, 셸, 설정 파일에서 다른 뜻을 갖습니다. 값을 읽는 쪽이 요구하고 따옴표로 감싸는 경우에만 선택하세요.',
  'making.length': '문자 수',
  'making.bits': '{{bits}}비트: 추측할 수 없는 값입니다.',
  'making.lengthInvalid': '1에서 4096 사이의 정수를 선택하세요.',
  'making.lengthGuessable':
    '추측될 수 있는 값입니다. 최소 64비트가 필요합니다. 문자 수를 늘리세요.',
  'making.template': '{{key}} 템플릿',
  'making.templateHelp':
    '{{key}}에는 {{parts}}의 값이 들어 있어 이전 값으로 남으며, 그 값은 아무도 읽을 수 없습니다. {{example}}처럼 다시 작성하면 이제부터 컨트롤러가 값을 넣습니다. 나머지는 Git에서 읽을 수 있습니다.',
  'making.evenIfStale': '{{keys}}을(를) 이전 값으로 두기',
  'making.undecided':
    '{{key}}을(를) 어떻게 할지 정하세요: 템플릿을 작성하거나, 함께 선택하거나, 이전 값으로 두세요.',

  'moving.loading': '{{name}}의 상태를 읽는 중',
  'moving.theClaim': '지금의 클레임',
  'moving.whatUsesIt': '암호를 읽는 것',
  'moving.notSeen':
    '{{name}}을(를) 확인할 수 없어 여기의 설명은 일반적인 것입니다. 작업이 다시 확인하고 안전하지 않으면 거부합니다.',
  'moving.notFound':
    '이 서비스의 데이터베이스 중 {{name}}을(를) 찾지 못했습니다. 첫 단계를 확인하세요. 찾지 못하면 작업이 거부합니다.',
  'moving.notNext':
    '다음 단계가 아닙니다. 이전은 다른 단계에 있습니다. 서비스 페이지에서 양식을 여세요.',
  'moving.optionLegend': '데이터를 StatefulSet으로 옮기는 방법',
  'moving.option.reuse-claim': '클레임 재사용 (옵션 A)',
  'moving.option.dump-and-restore': '덤프 후 새 클레임에 복원 (옵션 B)',
  'moving.reuseClaimHelp':
    'StatefulSet이 {{claim}}을(를) 그대로 마운트합니다. 아무것도 복사하지 않으며 서버는 몇 초 동안만 멈춥니다. 클레임의 이름과 크기는 그대로이고 서버는 지금처럼 하나입니다.',
  'moving.dumpHelp':
    '크기나 스토리지 클래스, 이미지 종류, 더 새로운 메이저 버전이 필요할 때 씁니다. 덤프와 복원이 끝날 때까지 데이터베이스를 쓰는 것을 멈춥니다. 기존 클레임은 건드리지 않습니다.',
  'moving.optionCause.under-way':
    '이미 이 방법으로 시작했으므로 그대로 계속합니다.',
  'moving.optionCause.fits':
    '클레임 재사용이 맞습니다. 클레임이 Bound 상태이며 복사할 것이 없습니다.',
  'moving.optionCause.several':
    '클레임 재사용이 맞습니다. 모두 Bound 상태이며, 데이터 디렉터리의 클레임은 작업이 찾습니다.',
  'moving.optionCause.no-claim':
    '어느 옵션도 데이터를 지키지 못합니다. 클레임이 없어 데이터가 파드와 함께 사라집니다. 파드가 있는 동안 직접 덤프하세요.',
  'moving.optionCause.not-bound':
    '클레임이 Bound 상태가 아니어서 데이터가 어디에 있는지 알 수 없습니다. 먼저 해결하세요. 이유는 서비스 페이지에 있습니다.',
  'moving.optionCause.deleting':
    '덤프만 가능합니다. 누군가 클레임을 삭제하여, 마운트한 마지막 파드와 함께 사라집니다.',
  'moving.optionCause.not-seen':
    '클레임을 확인할 수 없었습니다. 작업이 파일에서 찾습니다.',
  'moving.wayLegend': '풀 리퀘스트의 수',
  'moving.way.guarded': '보호된 것 하나, 그리고 정리하는 것 하나',
  'moving.way.staged': '세 개, 데이터베이스를 쓰는 것을 먼저 멈춤',
  'moving.wayHelp.guarded':
    '데이터베이스를 쓰는 것은 몇 초 동안 연결을 잃었다가 계속합니다. 클라이언트가 쓰는 동안 기록하므로 이후에 테이블이 늘어나 있을 수 있습니다.',
  'moving.wayHelp.staged':
    '두 기록 사이에 아무도 쓰지 않으므로 모두 같아야 합니다. 데이터베이스를 쓰는 것은 첫 병합부터 세 번째 병합까지 멈춥니다.',
  'moving.wayCause.under-way':
    '이미 이 방식으로 시작했으므로 그대로 계속합니다.',
  'moving.wayCause.argo-cd':
    '여기서는 하나로도 안전합니다. Argo CD는 단계(wave) 사이에서 기다리고, 가드는 기존 서버가 종료된 뒤에만 새 서버를 시작합니다.',
  'moving.wayCause.flux':
    '세 개가 필요합니다. Flux는 모두 한꺼번에 적용하므로 전환 전에 기록할 수 없습니다.',
  'moving.wayCause.applied-by-unknown':
    '세 개가 필요합니다. 무엇이 적용하는지 알 수 없어 어떤 순서도 믿을 수 없습니다.',
  'moving.wayCause.dump':
    '세 개가 필요합니다. 아무도 쓰지 않는 동안의 덤프에만 모든 것이 들어 있습니다.',
  'moving.wayCause.not-seen':
    '세 개를 제안합니다. 무엇이 적용하는지 확인할 수 없었습니다.',
  'moving.plan.guardedSwitch':
    '커밋 하나로 {{claim}}을(를) 쓰는 StatefulSet을 Deployment의 이미지와 설정 그대로 추가하고 Deployment를 0으로 줄입니다. Deployment는 두 번째 풀 리퀘스트까지 Git에 남습니다.',
  'moving.plan.guard':
    '새 파드의 가드가 기존 서버가 종료될 때까지 기다렸다가 잠금을 가져오므로, 한 볼륨에서 서버 두 개가 만나지 않습니다.',
  'moving.plan.guardedCount':
    'Job이 옮기기 전에 기록하고 다른 Job이 옮긴 후에 기록합니다. 첫 Job이 실패하면 아무것도 바뀌지 않습니다.',
  'moving.plan.guardedAway':
    '기존 서버가 멈추고 새 서버가 시작될 때까지, 보통 몇 초 동안 데이터베이스를 쓸 수 없습니다. 연결을 잃는 것: {{consumers}}.',
  'moving.plan.guardedNext':
    '기록이 일치하면 두 번째 풀 리퀘스트로 정리합니다.',
  'moving.plan.quiesce':
    '0으로 줄이거나 중지하는 것: {{consumers}}. 원래 수는 그 옆에 적어 둡니다.',
  'moving.plan.quiesceCount':
    'Job이 연결된 클라이언트가 없을 때까지 기다렸다가 기록합니다.',
  'moving.plan.quiesceDump':
    'Job이 연결된 클라이언트가 없을 때까지 기다렸다가 기록하고, 별도의 클레임에 모두 덤프합니다.',
  'moving.plan.quiesceServes':
    '데이터베이스 자체는 계속 실행되며, 두 번째 풀 리퀘스트가 전환합니다.',
  'moving.plan.quiesceAway':
    '멈춘 것은 세 번째 풀 리퀘스트까지, 즉 병합하는 데 걸리는 시간만큼 멈춰 있습니다.',
  'moving.plan.backup':
    'Deployment 파일의 사본을 날짜와 함께 _backup 아래에 남깁니다.',
  'moving.plan.switchClaim':
    'Deployment가 0이 되고, 같은 이미지와 설정의 StatefulSet이 {{claim}}에서 서비스합니다.',
  'moving.plan.switchCount':
    'Job이 다시 기록하고 두 기록을 항목별로 비교합니다.',
  'moving.plan.switchDump':
    'Deployment가 0이 되고 StatefulSet이 새 클레임에서 시작합니다. {{claim}}은(는) 건드리지 않습니다.',
  'moving.plan.switchRestore':
    '다른 연결이 없는 동안 Job이 새 서버에 덤프를 복원하고 다시 기록합니다.',
  'moving.plan.switchNext':
    '기록이 일치하고 세 번째 풀 리퀘스트가 병합될 때까지 멈춘 것은 그대로 멈춰 있습니다.',
  'moving.plan.release':
    '강제 종료된 서버가 남긴 잠금을 가드가 받아들이고 새 서버를 시작합니다.',
  'moving.plan.releaseOnly':
    '그 서버가 시작된 시각으로 식별되는 이 잠금만 받아들입니다. 다른 잠금은 여전히 막습니다.',
  'moving.plan.finalizeConsumers': '원래대로 돌아가는 것: {{consumers}}.',
  'moving.plan.finalizeFiles':
    'Deployment와 Job, 그리고 그에 필요한 것이 Git에서 빠집니다. 클레임은 남습니다.',
  'moving.plan.finalizeRestart':
    'StatefulSet에서 가드를 빼면서 서버가 1~2초 동안 한 번 재시작합니다.',
  'moving.plan.finalizeBack':
    '그 뒤에는 이전 커밋의 Deployment에서 되돌립니다.',
  'moving.plan.finalizeNoBack':
    '그 뒤에는 준비된 되돌리기가 없습니다. 기존 클레임에는 덤프할 때의 데이터가 남아 있습니다.',
  'moving.plan.finishBack':
    '0으로 줄어든 StatefulSet과 가드가 Git에서 빠지고, Deployment가 전처럼 {{claim}}에서 서비스합니다. 클레임은 남습니다.',
  'moving.plan.finishBackRestart':
    '가드가 없어지면서 Deployment의 파드가 교체됩니다. 서버가 몇 초 동안 멈춥니다.',
  'moving.plan.onMerge':
    '풀 리퀘스트를 병합하기 전에는 클러스터에서 아무것도 바뀌지 않습니다.',
  'moving.plan.goBack':
    '되돌리려면 서비스 페이지의 “되돌리기…”를 쓰세요. 이것도 풀 리퀘스트이며 쓴 것을 잃지 않습니다.',
  'moving.plan.goBackLosing':
    '되돌리려면 서비스 페이지의 “되돌리기…”를 쓰세요. 기존 클레임이 다시 서비스하며, 이후에 쓴 것은 들어 있지 않습니다.',
  'moving.checked': '확인하는 것',
  'moving.checkedSame': '같은 서버인지: 버전, 시스템 식별자, 인코딩.',
  'moving.checkedOther':
    '같은 데이터를 가진 새 서버인지: 인코딩은 같고 시스템 식별자는 다름.',
  'moving.checkedCounts':
    '데이터베이스, 테이블과 정확한 행 수, 시퀀스, 확장, 역할, 뷰, 함수, 인덱스, 제약 조건.',
  'moving.checkedContents':
    '일정 크기까지의 테이블 내용(체크섬). 값이나 암호는 클러스터 밖으로 나가지 않습니다.',
  'moving.checkedHolds': '하나라도 실패하면 마지막 풀 리퀘스트가 막힙니다.',
  'moving.commands': '이것이 대신하는 명령',
  'moving.losesNothing':
    '잃는 것이 없습니다. 기존 서버에 쓴 것이 모두 있습니다.',
  'moving.loses':
    '클레임 {{claim}}은(는) 덤프할 때의 상태입니다. 되돌리면 전환 이후 새 서버에 쓴 것이 모두 사라지며 되살릴 수 없습니다.',
  'moving.mayLose':
    '데이터베이스를 어떻게 옮겼는지 확인할 수 없었습니다. 덤프하여 복원했다면, 되돌릴 때 그 이후 새 서버에 쓴 것이 모두 사라지며 되살릴 수 없습니다.',
  'moving.acceptLostWrites': '전환 이후에 쓴 것을 잃는 데 동의합니다',

  'field.loading': '{{name}}의 키를 읽는 중',
  'field.keysLegend': '{{name}}의 키',
  'field.keysLegendUnnamed': '키',
  'field.age': '{{age}} 변경',
  'field.sealedAge': '{{age}} 봉인',
  'field.ageUnknown': '변경 시각 기록 없음',
  'field.plain': 'Git에 평문으로 있음',
  'field.whole': '파일과 함께 봉인됨',
  'field.linked': '함께 바뀌는 키: {{keys}}',
  'field.unreadable':
    '키를 읽지 못했습니다({{reason}}). 직접 입력하세요. 변경할 때 확인합니다.',
  'field.notFound':
    '네임스페이스 {{namespace}}에서 시크릿 {{name}} 항목을 찾지 못했습니다. 키를 직접 입력하세요. 변경할 때 확인합니다.',
  'field.noStatus': '양식에 엔티티가 지정되어 있지 않음',
  'field.notKnown':
    '{{name}}에 어떤 키가 있는지 알 수 없습니다. 직접 입력하세요. 변경할 때 확인합니다.',
  'field.addLabel': '다른 키',
  'field.addDescription': '영문자, 숫자, “.”, “-”, “_”만 쓸 수 있습니다.',
  'field.add': '추가',
  'field.remove': '{{key}} 제거',
  'field.invalidKey':
    '“{{key}}” 값은 키가 될 수 없습니다. 영문자, 숫자, “.”, “-”, “_”만 쓸 수 있습니다.',
  'field.chooseKeys': '키를 하나 이상 고르세요.',
  'field.chooseFirst': '먼저 키를 고르세요. 여기에서 값을 묻습니다.',
  'field.valueLegend': '{{key}} 값을 정하는 방법',
  'field.generated': '생성하기',
  'field.generatedHelp':
    '생성된 값은 작업 안에서 만들어 바로 봉인하며 아무에게도 보이지 않습니다.',
  'field.fromFile': '파일에서 가져오기',
  'field.fromFileHelp': '파일의 값은 지금 Git에 있는 그대로 봉인됩니다.',
  'field.typed': '직접 입력하기',
  'field.typedHelp':
    '입력한 값은 시크릿으로 작업에 전달되어 그곳에서 봉인됩니다.',
  'field.lines': '여러 줄 입력하기',
  'field.file': '파일 선택하기',
  'field.fileLabel': '{{key}}에 넣을 파일',
  'field.fileChosen_one': '{{count}}바이트 파일을 선택했습니다.',
  'field.fileChosen_other': '{{count}}바이트 파일을 선택했습니다.',
  'field.fileTooLarge':
    '이 파일은 Secret 하나에 담을 수 있는 {{limit}} KiB보다 큽니다.',
  'field.fileEmpty': '이 파일은 비어 있습니다.',
  'field.fileUnreadable': '브라우저가 이 파일을 읽지 못했습니다.',
  'field.typedLabel': '{{key}}의 값',
  'field.typedKeep': '작업이 시작될 때까지만 이 양식에 남아 있습니다.',
  'field.reserved':
    '{{key}}: scaffolder가 직접 쓰는 이름이므로 여기에 값을 입력할 수 없습니다.',
  'field.givenUnknown': '고르지 않은 키 {{key}}에 값이 지정되어 있습니다.',
  'field.happens': '일어날 일',
  'field.happensFile': '{{path}} 파일의 나머지는 그대로입니다.',
  'field.happensNewFile': '봉인된 파일이 평문 파일을 대신합니다: {{path}}.',
  'field.happensSealedFile': '{{repository}}에 봉인된 파일이 추가됩니다.',
  'field.happensKeys_one': '키 {{count}}개가 새 값을 받습니다: {{keys}}.',
  'field.happensKeys_other': '키 {{count}}개가 새 값을 받습니다: {{keys}}.',
  'field.happensSealKeys_one': '키 {{count}}개가 봉인됩니다: {{keys}}.',
  'field.happensSealKeys_other': '키 {{count}}개가 봉인됩니다: {{keys}}.',
  'field.happensRestart':
    '병합 후 파일의 체크섬이 바뀌어 재시작되는 것: {{consumers}}.',
  'field.happensKept':
    '한 볼륨에 서버 두 개가 뜨면 데이터가 손상되므로 업데이트 전략이 Recreate일 때만 재시작되는 것: {{consumers}}.',
  'field.happensNoRestart':
    '확인된 워크로드 중 읽는 것이 없어 재시작되는 것도 없습니다.',
  'field.happensMerge':
    '풀 리퀘스트를 병합하기 전에는 클러스터에서 아무것도 바뀌지 않습니다. 되돌리려면 병합을 되돌리세요(revert).',
  'field.databaseRole':
    '데이터베이스 역할의 암호는 그대로입니다. PostgreSQL은 데이터 디렉터리가 비어 있을 때만 {{keys}} 값을 읽으며, 이 작업은 역할이 아니라 시크릿을 바꿉니다. 풀 리퀘스트를 병합할 때 같은 값으로 ALTER ROLE … PASSWORD를 실행하지 않으면 새 연결이 거부됩니다.',
  'field.databaseRoleTyped':
    'ALTER ROLE을 직접 실행해야 한다면 값을 입력하세요. 생성된 값은 아무에게도 보이지 않습니다.',
  'field.databaseRoleInstead': '풀 리퀘스트 하나로 둘 다 바꾸려면:',
  'field.history':
    '저장소의 이력에는 평문이었던 값이 여전히 남아 있습니다. 이 작업 후에 값을 교체하세요.',

  'reason.database-in-deployment.why':
    'Deployment에서는 두 번째 파드가 클레임 {{claim}}에 동시에 쓸 수 있습니다.',
  'reason.database-in-deployment.whatToDo':
    '보호된 풀 리퀘스트로 클레임을 유지하는 StatefulSet으로 옮기세요.',
  'reason.database-without-claim.why':
    '{{engine}}에 영구 볼륨 클레임이 없습니다. 파드가 사라지면 데이터도 사라집니다.',
  'reason.database-without-claim.whatToDo':
    '클레임이 있는 StatefulSet으로 바꾸세요.',
  'reason.database-not-ready.why':
    '파드 {{desired}}개 중 {{ready}}개가 준비되었습니다. {{detail}}',
  'reason.database-not-ready.whatToDo':
    '준비되지 않은 파드의 이벤트와 로그를 보세요. Git에서 고친 뒤에도 파드가 바뀌지 않으면 그 파드를 지우세요.',
  'reason.database-unschedulable.why':
    '파드 {{pod}}을(를) 받을 노드가 없습니다: {{message}}.',
  'reason.database-unschedulable.whatToDo':
    '파드가 요구하는 것(resources, nodeSelector, affinity, 클레임)을 Git에서 고치거나, 그것을 갖춘 노드를 클러스터에 추가하세요. 그래도 기다리고 있으면 파드 {{pod}}을(를) 지우세요. StatefulSet은 준비된 적이 없는 파드를 바꾸지 않습니다.',
  'reason.database-image-not-pulled.why':
    '파드 {{pod}}의 이미지를 가져올 수 없습니다: {{message}}.',
  'reason.database-image-not-pulled.whatToDo':
    'Git에서 이미지를 고치거나, 레지스트리가 이 클러스터에 이미지를 주도록 하세요. 그래도 기다리고 있으면 파드 {{pod}}을(를) 지우세요. StatefulSet은 준비된 적이 없는 파드를 바꾸지 않습니다.',
  'reason.database-scaled-to-zero.why':
    '복제본이 0개여서 데이터를 제공하는 것이 없습니다.',
  'reason.database-scaled-to-zero.whatToDo':
    '실행되어야 한다면 Git에서 replicas를 1로 설정하세요.',
  'reason.database-password-unconfirmed.why':
    '{{secret}}의 암호가 {{date}}에 교체되었으나, 데이터베이스 역할의 암호도 함께 바뀌었다는 증거가 없습니다.',
  'reason.database-password-unconfirmed.whatToDo':
    '둘 다 바꾸는 “Rotate a database password”로 교체하거나, ALTER ROLE … PASSWORD로 역할의 암호를 같은 값으로 바꾸세요. 그러지 않으면 새 연결이 거부됩니다.',
  'reason.database-user-password-unconfirmed.why':
    '{{secret}}의 암호가 {{date}}에 교체되었으나, 데이터베이스 사용자의 암호도 함께 바뀌었다는 증거가 없습니다.',
  'reason.database-user-password-unconfirmed.whatToDo':
    '데이터베이스 사용자에게 같은 암호를 설정하세요. 그러지 않으면 새 연결이 거부됩니다.',
  'reason.password-rotation-waiting.why':
    '{{secret}}에 새 암호가 있으나({{date}}), 이를 데이터베이스에 알릴 Job이 아직 없습니다.',
  'reason.password-rotation-waiting.whatToDo':
    '동기화를 기다리세요. 누군가 Job을 지웠다면 다시 만들어지도록 동기화하세요.',
  'reason.password-rotation-running.why':
    'Job {{job}}: {{secret}}의 암호를 데이터베이스에서 바꾸는 중입니다. {{detail}}',
  'reason.password-rotation-running.whatToDo':
    '기다리세요. 끝나기 전에 로그인하는 것은 거부될 수 있습니다.',
  'reason.password-rotation-not-known.why':
    'Job {{job}}: 끝났으나 파드가 남긴 말을 읽을 수 없어, 데이터베이스가 {{secret}}의 새 암호를 가졌는지 알 수 없습니다.',
  'reason.password-rotation-not-known.whatToDo':
    '암호를 다시 교체하세요. Job은 먼저 확인하며, 암호가 맞으면 아무것도 바꾸지 않습니다.',
  'reason.password-rotation-failed.why':
    'Job {{job}}: {{secret}}의 암호를 데이터베이스에서 바꾸지 못했습니다. {{login}}',
  'reason.password-rotation-failed.whatToDo':
    '파드의 이벤트와 로그를 본 뒤 암호를 다시 교체하세요.',
  'reason.password-secret-not-updated.why':
    'Job {{job}}: {{secret}}의 새 값을 기다리다 그만두었으며 아무것도 바꾸지 않았습니다. {{login}}',
  'reason.password-secret-not-updated.whatToDo':
    '컨트롤러가 SealedSecret을 열지 못하는 이유를 보세요. 그런 다음 Job을 지우고 동기화하여 다시 실행하세요.',
  'reason.password-server-unreachable.why':
    'Job {{job}}: 데이터베이스가 응답하지 않아 {{secret}}의 암호를 바꾸지 못했습니다. {{login}}',
  'reason.password-server-unreachable.whatToDo':
    '데이터베이스를 살리고 Service와 NetworkPolicy를 확인하세요. 그런 다음 Job을 지우고 동기화하여 다시 실행하세요.',
  'reason.password-server-refused.why':
    'Job {{job}}: {{secret}}의 암호 때문이 아닌 다른 이유로 데이터베이스가 연결을 거부했습니다. {{login}}',
  'reason.password-server-refused.whatToDo':
    '데이터베이스 로그를 보세요. 연결이 너무 많거나 pg_hba.conf의 한 줄 때문일 수 있습니다. 그런 다음 Job을 지우고 동기화하여 다시 실행하세요.',
  'reason.password-server-too-old.why':
    'Job {{job}}: 데이터베이스가 PostgreSQL 10보다 오래되어 {{secret}}의 암호를 바꾸지 않았습니다. {{login}}',
  'reason.password-server-too-old.whatToDo':
    'ALTER ROLE로 역할을 직접 바꾸고, 지원되는 PostgreSQL로 옮기세요.',
  'reason.password-not-checked.why':
    'Job {{job}}: 데이터베이스가 암호 없이 누구나 받아들여(trust) {{secret}}의 암호를 바꾸지 않았습니다. {{login}}',
  'reason.password-not-checked.whatToDo':
    'pg_hba.conf에서 네트워크 연결에 scram-sha-256을 설정하세요. 그런 다음 Job을 지우고 동기화하여 다시 실행하세요.',
  'reason.password-previous-refused.why':
    'Job {{job}}: {{secret}}에 있거나 있었던 어떤 암호로도 로그인하지 못했습니다. {{login}}',
  'reason.password-previous-refused.whatToDo':
    '데이터베이스 파드 안의 소켓으로 암호를 설정하거나(ALTER ROLE), 로그인되는 암호를 _PREVIOUS 키에 봉인하세요. 그런 다음 Job을 지우고 동기화하여 다시 실행하세요.',
  'reason.password-admin-refused.why':
    'Job {{job}}: 데이터베이스가 {{secret}}의 관리자 암호를 거부하여 아무것도 바꾸지 않았습니다. {{login}}',
  'reason.password-admin-refused.whatToDo':
    '먼저 관리자 암호를 제자리에서 교체하거나, 로그인되는 암호를 봉인하세요. 그런 다음 Job을 지우고 동기화하여 다시 실행하세요.',
  'reason.password-role-missing.why':
    'Job {{job}}: 데이터를 소유하는 역할이 없어 {{secret}}에 대해 아무것도 바꾸지 않았습니다. {{login}}',
  'reason.password-role-missing.whatToDo':
    '테이블을 소유한 역할의 이름을 지정하고 교체를 다시 준비하세요.',
  'reason.password-slot-taken.why':
    'Job {{job}}: 같은 이름의 역할이 이미 있고 소유자의 구성원이 아니어서 {{secret}}에 대해 건드리지 않았습니다. {{login}}',
  'reason.password-slot-taken.whatToDo':
    '그 역할의 이름을 바꾸거나 지우거나, 소유자의 구성원으로 만드세요. 그런 다음 Job을 지우고 동기화하여 다시 실행하세요.',
  'reason.password-read-only.why':
    'Job {{job}}: 데이터베이스가 쓰기를 받지 않아 {{secret}}의 암호를 바꾸지 못했습니다. {{login}}',
  'reason.password-read-only.whatToDo':
    'Service가 프라이머리를 가리키게 하거나 읽기 전용 상태를 끝내세요. 그런 다음 Job을 지우고 동기화하여 다시 실행하세요.',
  'reason.password-alter-refused.why':
    'Job {{job}}: 데이터베이스가 {{secret}}을 위해 역할을 바꾸는 것을 거부했습니다. {{login}}',
  'reason.password-alter-refused.whatToDo':
    '역할에 자신을 바꿀 권한을 주거나 관리자로 바꾸세요. 거부한 이유는 데이터베이스 로그에 있습니다.',
  'reason.password-login-refused-after-change.why':
    'Job {{job}}: 역할은 바뀌었으나 {{secret}}의 새 암호로 하는 로그인이 거부됩니다. {{login}}',
  'reason.password-login-refused-after-change.whatToDo':
    'pg_hba.conf와 데이터베이스 로그를 보세요. 역할이 NOLOGIN이거나 만료되었거나 그곳에서의 접속이 허용되지 않을 수 있습니다.',
  'reason.password-sessions-connected.why':
    'Job {{job}}: {{secret}}의 이전 역할에 아직 세션이 있어 막지 않았습니다. {{login}}',
  'reason.password-sessions-connected.whatToDo':
    'pg_stat_activity에서 아직 쓰는 것을 찾아 재시작하세요. 그런 다음 Job을 지우고 동기화하여 다시 실행하세요.',
  'reason.password-owner-kept.why':
    '{{secret}}의 이전 역할은 관리자이기도 하거나 다른 역할이 쓰는 것을 소유하므로, 이전 암호로 여전히 로그인할 수 있습니다.',
  'reason.password-owner-kept.whatToDo':
    '그 역할 자신의 암호를 제자리에서 교체하세요.',
  'reason.password-slot-prepared.why':
    '역할 {{role}}: 새 암호로 로그인할 수 있으나 {{secret}}의 소비자는 아직 쓰지 않습니다.',
  'reason.password-slot-prepared.whatToDo':
    '소비자를 전환하세요. 풀 리퀘스트 셋 중 두 번째입니다.',
  'reason.password-slot-switching.why':
    '{{secret}}의 소비자가 역할 {{role}}(으)로 전환됩니다. 아직 재시작되지 않은 것: {{consumers}}.',
  'reason.password-slot-switching.whatToDo':
    '롤아웃을 기다리세요. 진행 중인 것이 없으면 재시작하세요.',
  'reason.password-slot-switched.why':
    '{{secret}}의 소비자가 {{role}}(으)로 로그인하며, {{other}}(으)로도 아직 로그인할 수 있습니다.',
  'reason.password-slot-switched.whatToDo':
    '다른 것이 쓰지 않게 되면 {{other}} 역할을 폐기하세요. 풀 리퀘스트 셋 중 마지막입니다.',
  'reason.claim-not-found.why': '클레임 {{claim}}을(를) 찾지 못했습니다.',
  'reason.claim-not-found.whatToDo':
    '클레임이 Git에 있고 지워지지 않았는지 확인하세요. 새 클레임은 비어 있습니다.',
  'reason.claim-pending.why':
    '클레임 {{claim}}: Bound가 아니라 {{phase}} 상태입니다. StorageClass: {{storageClass}}.',
  'reason.claim-pending.whatToDo':
    '스케줄될 수 있는 파드가 클레임을 쓰는지, 이 StorageClass가 있는지 확인하세요. 없으면 만들거나 Git에서 다른 것을 지정하세요. 다른 것을 지정하려면 클레임을 만드는 StatefulSet과, 한 번도 바인딩된 적 없는 이 클레임을 지워야 합니다.',
  'reason.claim-lost.why':
    '클레임 {{claim}}: Lost 상태입니다. 바인딩되어 있던 볼륨이 없어졌습니다.',
  'reason.claim-lost.whatToDo':
    '볼륨을 같은 이름으로 복원하거나 백업에서 데이터를 복원하세요. 그 전에는 클레임을 지우지 마세요. 새 클레임은 비어 있습니다.',
  'reason.database-out-of-memory.why':
    '파드 {{pod}}이(가) 메모리 한도를 넘어 종료되었습니다(OOMKilled).',
  'reason.database-out-of-memory.whatToDo':
    'Git에서 resources.limits.memory를 늘리거나 shared_buffers, work_mem, max_connections를 줄이세요.',
  'reason.data-permission-denied.why':
    '파드 {{pod}}의 서버가 데이터 디렉터리를 쓸 수 없습니다. 사용자 {{user}}(으)로 실행되는데, 파일의 소유자가 다르거나 다른 사용자에게 열려 있습니다.',
  'reason.data-permission-denied.whatToDo':
    'Git에서 runAsUser, runAsGroup, fsGroup을 파일의 소유자로 설정하세요(postgres는 Alpine 이미지에서 70, Debian에서 999, Bitnami에서 1001). fsGroupChangePolicy는 OnRootMismatch로, PGDATA는 마운트 아래의 폴더로 설정하세요.',
  'reason.data-user-unusual.why':
    '파드 {{pod}}의 서버가 계속 종료됩니다(종료 코드 {{exitCode}}). 사용자 {{user}}(으)로 실행되는데, 이미지는 사용자 {{imageUser}}용입니다.',
  'reason.data-user-unusual.whatToDo':
    '파드의 로그에서 “Permission denied”나 “wrong ownership”을 찾으세요. 있으면 Git에서 runAsUser, runAsGroup, fsGroup을 {{imageUser}}(으)로 설정하세요.',
  'reason.data-of-another-version.why':
    '데이터 디렉터리가 파드 {{pod}}이(가) 시작하는 것과 다른 메이저 버전으로 만들어졌습니다.',
  'reason.data-of-another-version.whatToDo':
    'Git에서 이미지를 이전 메이저로 되돌리세요. 새 메이저에는 덤프와 복원 또는 pg_upgrade가 필요합니다. “Migrate PostgreSQL”의 두 번째 방법이 덤프와 복원을 합니다.',
  'reason.data-disk-full.why': '파드 {{pod}}의 볼륨이 가득 찼습니다.',
  'reason.data-disk-full.whatToDo':
    'StorageClass가 확장을 허용하면 클레임의 크기를 늘리세요. pg_wal의 파일은 지우지 마세요. 데이터베이스를 잃습니다.',
  'reason.data-lock-left.why':
    '파드 {{pod}}의 서버가 시작되지 않습니다. 다른 서버나 마이그레이션의 가드가 가진 잠금 파일이 데이터 디렉터리에 있습니다.',
  'reason.data-lock-left.whatToDo':
    '이 클레임을 마운트한 다른 파드를 찾아 Git에서 0개로 줄이세요. 그런 파드가 없을 때에만 postmaster.pid를 지우세요.',
  'reason.data-directory-not-empty.why':
    '파드 {{pod}}의 서버가 데이터베이스를 만들지 않습니다. 데이터 디렉터리가 비어 있지도, 데이터베이스도 아닙니다. 볼륨 자체의 lost+found이거나 중단된 초기화입니다.',
  'reason.data-directory-not-empty.whatToDo':
    'PGDATA를 마운트 아래의 폴더로 설정하세요. 데이터가 있던 데이터베이스라면 먼저 클레임의 어느 폴더에 있는지 확인하세요.',
  'reason.database-password-missing.why':
    '파드 {{pod}}의 데이터 디렉터리가 비어 있고, 데이터베이스를 만들 암호가 주어지지 않았습니다.',
  'reason.database-password-missing.whatToDo':
    '데이터가 있던 데이터베이스라면 데이터는 다른 클레임이나 다른 폴더에 있습니다. PGDATA, mountPath, subPath를 이전 매니페스트와 비교하세요. 새 데이터베이스라면 Secret의 POSTGRES_PASSWORD를 주세요.',
  'reason.data-outside-claim.why':
    '데이터 디렉터리 {{directory}}이(가) {{path}}에 마운트된 클레임에 있지 않습니다. 컨테이너와 함께 데이터를 잃습니다.',
  'reason.data-outside-claim.whatToDo':
    '파드가 재시작되기 전에 덤프를 만드세요. 그런 다음 이미지가 데이터를 두는 곳에 클레임을 마운트하세요. PostgreSQL 17까지는 /var/lib/postgresql/data, 18부터는 /var/lib/postgresql입니다.',
  'reason.data-directory-differs.why':
    '클레임 {{claim}}에서 폴더 {{directory}}을(를) 쓰는데 {{other}}은(는) {{otherDirectory}}을(를) 씁니다. 하나는 데이터 옆의 빈 데이터베이스입니다.',
  'reason.data-directory-differs.whatToDo':
    'Git에서 둘의 PGDATA, mountPath, subPath를 데이터가 있는 쪽과 같게 하세요.',
  'reason.claim-left-behind.why':
    '클레임 {{own}}에서 실행되며, 더 오래된 클레임 {{claim}}은(는) 아무것도 마운트하지 않습니다. 데이터가 아직 거기에 있을 수 있습니다.',
  'reason.claim-left-behind.whatToDo':
    '테이블이 없어졌으면 Git에서 StatefulSet을 0개로 줄이고 이전 클레임을 마운트하게 하세요. “Migrate PostgreSQL”이 그 계획을 세웁니다. 없어진 것이 없으면 백업을 만든 뒤 이전 클레임을 지우세요.',
  'reason.claim-two-servers.why':
    '지금 두 서버가 클레임 {{claim}}을(를) 가지고 있습니다: {{pods}}. 둘이 쓰는 것은 잃거나 깨집니다.',
  'reason.claim-two-servers.whatToDo':
    '지금 Git에서 올바른 데이터를 가진 것만 남기고 0개로 줄이세요. 그런 다음 남은 것을 로그, 모든 데이터베이스의 덤프, amcheck로 점검하세요.',
  'reason.claim-shared.why':
    '클레임 {{claim}}을(를) {{others}}도 마운트합니다. 두 서버가 같은 데이터를 쓰는 것을 막는 것이 없습니다.',
  'reason.claim-shared.whatToDo':
    '한 워크로드만 클레임을 갖게 하고, 다른 것은 Git에서 0개로 줄이거나 없애세요.',
  'reason.claim-class-missing.why':
    '클레임 {{claim}}이(가) 이 클러스터에 없는 StorageClass {{storageClass}}을(를) 요구합니다. 있는 것: {{known}}.',
  'reason.claim-class-missing.whatToDo':
    'Git에서 있는 것을 지정하세요. StatefulSet의 클레임 템플릿은 바꿀 수 없으므로, 클레임을 만드는 StatefulSet과 한 번도 바인딩된 적 없는 이 클레임을 지우세요. 또는 그 StorageClass를 만드세요.',
  'reason.claim-no-default-class.why':
    '클레임 {{claim}}에 StorageClass가 지정되지 않았고 이 클러스터에는 기본값이 없습니다. 있는 것: {{known}}.',
  'reason.claim-no-default-class.whatToDo':
    'Git에서 하나를 지정하세요. StatefulSet의 클레임 템플릿은 바꿀 수 없으므로, 클레임을 만드는 StatefulSet과 한 번도 바인딩된 적 없는 이 클레임을 지우세요. 또는 하나를 기본값으로 표시하세요.',
  'reason.claim-waits-for-pod.why':
    '클레임 {{claim}}이(가) 파드를 기다립니다. StorageClass {{storageClass}}은(는) 클레임을 쓰는 파드가 노드에 배정된 뒤에야 볼륨을 만듭니다.',
  'reason.claim-waits-for-pod.whatToDo':
    '클레임을 쓰는 파드에 노드가 없는 이유를 확인하세요. Argo CD에서는 클레임과 워크로드를 같은 동기화 웨이브에 두세요. 앞선 웨이브는 클레임을 끝없이 기다립니다.',
  'reason.claim-not-provisioned.why':
    '{{provisioner}}(StorageClass {{storageClass}})이(가) 클레임 {{claim}}의 볼륨을 만들지 못했습니다: {{message}}.',
  'reason.claim-not-provisioned.whatToDo':
    '클레임의 이벤트를 확인하세요. 크기, 접근 모드, 토폴로지는 이 프로비저너가 할 수 있는 것이어야 하고, 프로비저너가 실행 중이어야 합니다.',
  'reason.claim-no-volume.why':
    '클레임 {{claim}}에 맞는 볼륨이 없고 만들어지지도 않습니다. 요구: {{requested}}, {{accessModes}}.',
  'reason.claim-no-volume.whatToDo':
    '그 크기와 접근 모드의 볼륨을 만들거나, 볼륨을 만드는 StorageClass를 지정하세요.',
  'reason.claim-volume-taken.why':
    '클레임 {{claim}}이(가) 볼륨 {{volume}}을(를) 원하지만 쓸 수 없습니다. 없어졌거나, 해제되었거나, 다른 클레임에 바인딩되었거나, 크기·클래스·접근 모드가 다릅니다.',
  'reason.claim-volume-taken.whatToDo':
    '데이터가 있는 볼륨이라면 claimRef를 확인하세요. 해제된 볼륨은 claimRef를 없애야 다시 바인딩됩니다. 볼륨은 지우지 마세요.',
  'reason.service-without-endpoints.why':
    '{{workload}}은(는) 준비되었으나 서비스 {{service}}이(가) 어떤 파드로도 이어지지 않습니다. 클라이언트가 데이터베이스에 닿지 못합니다.',
  'reason.service-without-endpoints.whatToDo':
    'Git에서 서비스의 selector와 파드의 레이블을 비교하여 같게 하세요.',
  'reason.service-several-workloads.why':
    '서비스 {{service}}이(가) 여러 워크로드로 이어집니다: {{workloads}}. 연결마다 그중 하나로 갑니다.',
  'reason.service-several-workloads.whatToDo':
    'Git에서 데이터베이스의 파드만 가진 레이블을 서비스의 selector로 쓰세요.',
  'reason.service-exposed.why':
    '서비스 {{service}}의 종류가 {{type}}입니다. 클러스터 밖에서 데이터베이스에 닿을 수 있습니다.',
  'reason.service-exposed.whatToDo': '의도한 것이 아니면 ClusterIP로 바꾸세요.',
  'reason.sync-immutable-field.why':
    '{{by}}이(가) {{kind}} {{name}}을(를) 적용하지 못합니다. Git이 바꿀 수 없는 필드를 바꿉니다. 이전 상태로 실행됩니다.',
  'reason.sync-immutable-field.whatToDo':
    'Git에서 그 변경을 되돌리세요. 또는 StatefulSet을 --cascade=orphan으로 지워 동기화가 새로 만들게 하세요. 파드와 클레임은 남습니다. 더 큰 클레임은 클레임 자체에서 요구하세요.',
  'reason.sync-refused.why':
    '{{by}}이(가) {{kind}} {{name}}을(를) 적용하지 못합니다. 클러스터가 거부합니다. 이전 상태로 실행됩니다.',
  'reason.sync-refused.whatToDo':
    '동기화의 메시지를 확인하고 Git에서 매니페스트를 고치세요.',
  'reason.operator-not-well.why': '{{operator}}의 말: {{message}}.',
  'reason.operator-not-well.whatToDo':
    '해당 리소스의 상태와 이벤트를 확인하세요.',
  'reason.wal-archiving-failing.why':
    'WAL이 보관되지 않습니다. 시점 복원이 현재까지 되지 않고 볼륨이 차오릅니다.',
  'reason.wal-archiving-failing.whatToDo':
    'Cluster의 ContinuousArchiving 조건을 확인하세요. 대개 오브젝트 저장소의 자격 증명이나 주소가 원인입니다.',
  'reason.backup-failed.why':
    '{{name}}의 마지막 백업이 실패했습니다({{date}}). 마지막으로 성공한 백업: {{last}}.',
  'reason.backup-failed.whatToDo': 'Job의 로그를 확인하세요.',
  'reason.backup-suspended.why': '백업이 중지되어 있습니다: {{name}}.',
  'reason.backup-suspended.whatToDo':
    '다시 실행되어야 하면 Git에서 suspend를 false로 설정하세요.',
  'reason.database-without-backup.why':
    '네임스페이스에 백업을 만드는 것이 없습니다. 밖에서 볼륨을 복사하는 것은 보이지 않습니다.',
  'reason.database-without-backup.whatToDo':
    'pg_dump를 실행하는 CronJob을 추가하세요. “Create PostgreSQL”은 새 데이터베이스에 이를 만듭니다.',
  'reason.database-version-ended.why':
    'PostgreSQL {{major}}은(는) {{date}}부터 보안 수정을 포함한 어떤 수정도 받지 않습니다.',
  'reason.database-version-ended.whatToDo':
    '덤프와 복원으로 새 메이저로 옮기세요. “Migrate PostgreSQL”의 두 번째 방법이 그렇게 합니다.',
  'reason.database-version-ending.why':
    'PostgreSQL {{major}}은(는) {{date}} 이후 수정을 받지 않습니다.',
  'reason.database-version-ending.whatToDo':
    '새 메이저로 옮길 계획을 세우세요.',
  'reason.claims-go-with-stateful-set.why':
    'StatefulSet을 지우거나 줄이면 클레임이 지워집니다(persistentVolumeClaimRetentionPolicy).',
  'reason.claims-go-with-stateful-set.whatToDo':
    'Git에서 whenDeleted와 whenScaled를 Retain으로 설정하세요.',
  'reason.volume-goes-with-claim.why':
    '볼륨 {{volume}}의 회수 정책이 Delete입니다. 클레임 {{claim}}이(가) 지워지면 데이터도 없어집니다.',
  'reason.volume-goes-with-claim.whatToDo':
    '볼륨의 persistentVolumeReclaimPolicy를 Retain으로 설정하거나(kubectl patch pv), reclaimPolicy가 Retain인 StorageClass를 쓰세요.',
  'reason.kinds-not-readable.why':
    '클러스터 {{cluster}}에서 Safekeep이 {{kinds}}을(를) 읽을 수 없습니다. 이들이 알려 줄 것은 알 수 없습니다.',
  'reason.kinds-not-readable.whatToDo':
    '문서의 ClusterRole을 Safekeep 계정에 적용하세요. 클러스터에 없는 종류는 빼도 됩니다.',
  'reason.database-not-reached.why':
    '클라이언트가 데이터베이스에 닿지 못하거나 스스로 준비되지 않았습니다: {{detail}}.',
  'reason.database-not-reached.whatToDo':
    '이 파드들의 이벤트와 로그에서 무엇이 거부되었는지, 무엇을 찾지 못했는지 확인하세요.',
  'reason.database-without-service.why':
    '{{workload}}(으)로 이어지는 서비스가 없습니다. 클라이언트가 어떤 이름으로도 찾지 못합니다.',
  'reason.database-without-service.whatToDo':
    'Git에서 데이터베이스 파드의 레이블을 selector로 하는 서비스를 클라이언트에 설정된 이름으로 추가하세요.',
  'reason.secret-plain-in-git.why':
    '저장소를 읽을 수 있는 사람은 누구나 값 {{count}}개를 가집니다. {{path}} 파일이 평문입니다.',
  'reason.secret-plain-in-git.whatToDo':
    '봉인한 뒤 값을 교체하세요. 저장소의 이력에 값이 여전히 남아 있습니다.',
  'reason.secret-plain-beside-sealed.why':
    '봉인되어 있지만 {{path}} 파일에 값이 여전히 평문으로 있습니다.',
  'reason.secret-plain-beside-sealed.whatToDo':
    '평문 파일을 지우고 값을 교체하세요.',
  'reason.secret-unmanaged.why':
    '워크로드가 읽지만 Git의 파일도 SealedSecret도 만들지 않습니다.',
  'reason.secret-unmanaged.whatToDo':
    '직접 생성된 것이라면 복구하고 검토할 수 있도록 봉인하세요.',
  'reason.secret-not-listed.why':
    '{{path}} 파일이 Git에 있으나 어떤 kustomization에도 없어 적용되지 않습니다.',
  'reason.secret-not-listed.whatToDo':
    'kustomization.yaml의 resources에 추가하세요.',
  'reason.sealed-secret-not-in-git.why':
    'SealedSecret이 클러스터에는 있으나 Git에 없습니다.',
  'reason.sealed-secret-not-in-git.whatToDo':
    '복구하고 검토할 수 있도록 GitOps 저장소에 커밋하세요.',
  'reason.secret-not-applied.why':
    'SealedSecret이 Git에는 있으나 아직 클러스터에 없습니다.',
  'reason.secret-not-applied.whatToDo':
    '동기화를 기다리고, 몇 분이 걸리면 동기화 오류를 보세요.',
  'reason.secret-out-of-sync.why': '클러스터의 내용이 Git의 내용과 다릅니다.',
  'reason.secret-out-of-sync.whatToDo':
    '동기화를 기다리고, 몇 분이 걸리면 동기화 오류를 보세요.',
  'reason.sealed-secret-unprocessed.why':
    '컨트롤러가 이 SealedSecret에 대해 아무것도 보고하지 않았습니다.',
  'reason.sealed-secret-unprocessed.whatToDo':
    'sealed-secrets 컨트롤러가 실행 중이며 이 네임스페이스를 감시하는지 확인하세요.',
  'reason.sealed-secret-pending.why':
    '컨트롤러가 최신 변경을 아직 처리하지 않았습니다.',
  'reason.sealed-secret-pending.whatToDo':
    '기다리고, 오래 걸리면 컨트롤러가 실행 중인지 확인하세요.',
  'reason.sealed-secret-wrong-key.why':
    '컨트롤러가 열 수 없는 키: {{keys}}. 다른 이름, 네임스페이스, 범위 또는 클러스터에 대해 봉인되었거나 개인 키가 없어졌습니다.',
  'reason.sealed-secret-wrong-key.whatToDo':
    '이 클러스터의 현재 인증서로 {{namespace}}/{{name}}에 대해 다시 봉인하세요.',
  'reason.sealed-secret-in-the-way.why':
    '컨트롤러가 관리하지 않는 같은 이름의 Secret이 있습니다.',
  'reason.sealed-secret-in-the-way.whatToDo':
    '그 Secret에 sealedsecrets.bitnami.com/managed: "true" 어노테이션을 달거나 그 Secret을 지우세요. 그런 다음 SealedSecret의 값 하나를 다시 봉인하세요. 컨트롤러는 spec이 바뀌어야 다시 시도합니다.',
  'reason.sealed-secret-invalid-data.why':
    '올바른 암호문이 아닌 값이 있습니다: {{message}}.',
  'reason.sealed-secret-invalid-data.whatToDo': '그 키를 다시 봉인하세요.',
  'reason.sealed-secret-immutable.why':
    '같은 이름의 Secret을 그 자리에서 바꿀 수 없습니다: {{message}}.',
  'reason.sealed-secret-immutable.whatToDo':
    '컨트롤러가 다시 만들도록 그 Secret을 지우거나, SealedSecret에 새 이름을 주세요.',
  'reason.sealed-secret-invalid-template.why':
    '템플릿을 렌더링할 수 없습니다: {{message}}.',
  'reason.sealed-secret-invalid-template.whatToDo':
    'Git에서 spec.template.data를 고치세요.',
  'reason.sealed-secret-controller-forbidden.why':
    '컨트롤러에 이 Secret을 쓸 권한이 없습니다: {{message}}.',
  'reason.sealed-secret-controller-forbidden.whatToDo':
    '이 네임스페이스에서 컨트롤러 계정에 권한을 주세요. 그런 다음 SealedSecret의 값 하나를 다시 봉인하세요. 컨트롤러는 spec이 바뀌어야 다시 시도합니다.',
  'reason.sealed-secret-failed.why': '컨트롤러의 보고: {{message}}.',
  'reason.sealed-secret-failed.whatToDo':
    'sealed-secrets 컨트롤러의 로그를 보세요.',
  'reason.secret-missing.why':
    '컨트롤러가 만든 Secret {{name}}이(가) 사라졌습니다. 이것이 필요한 파드는 시작되지 않습니다.',
  'reason.secret-missing.whatToDo':
    'sealed-secrets 컨트롤러가 실행 중인지 확인하세요. --skip-recreate로 시작되지 않았다면 삭제된 Secret을 다시 만듭니다. 다시 만들지 않으면 컨트롤러를 재시작하세요.',
  'reason.secret-keys-missing.why':
    'SealedSecret에 있는 {{keys}} 키가 Secret {{name}}에 없습니다. 이 키를 읽는 파드는 다시 시작되지 않습니다.',
  'reason.secret-keys-missing.whatToDo':
    '누가 지웠는지 알아본 뒤 Secret을 삭제하세요. 컨트롤러가 온전하게 다시 만듭니다. 컨트롤러가 스스로 고치지는 않습니다.',
  'reason.secret-keys-added.why':
    'Secret {{name}}에 SealedSecret이 만들지 않은 {{keys}} 키가 있습니다. 쓴 주체: {{manager}}.',
  'reason.secret-keys-added.whatToDo':
    '이 키를 읽는 것이 있으면 봉인하세요. 어떤 파일에도 없으며, SealedSecret이 다음에 바뀔 때 지워집니다. 없으면 Secret을 삭제하세요. 컨트롤러가 다시 만듭니다.',
  'reason.secret-edited-by-hand.why':
    '컨트롤러가 쓴 뒤 {{manager}}이(가) Secret {{name}}의 {{keys}} 값을 바꿨습니다({{date}}). Git에는 이 값이 없습니다.',
  'reason.secret-edited-by-hand.whatToDo':
    '올바른 값을 봉인하세요. SealedSecret이 다음에 바뀔 때 지금 값을 덮어씁니다. Git의 값이 맞다면 Secret을 삭제하세요. 컨트롤러가 다시 만듭니다.',
  'reason.secret-not-owned.why':
    'Secret {{name}}에 SealedSecret을 가리키는 ownerReference가 없습니다. 컨트롤러는 다음 변경을 쓰지 않으며, SealedSecret을 삭제해도 Secret은 남습니다.',
  'reason.secret-not-owned.whatToDo':
    '그 Secret에 sealedsecrets.bitnami.com/managed: "true" 어노테이션을 붙이세요. 그런 다음 SealedSecret의 값을 하나 다시 봉인하세요. spec이 바뀌어야만 컨트롤러가 ownerReference와 함께 Secret을 씁니다.',
  'reason.secret-owned-by-another.why':
    'Secret {{name}}의 소유자는 SealedSecret이 아니라 {{owner}}입니다. 컨트롤러는 다음 변경을 쓰지 않으며, 그 소유자가 사라지면 Secret도 사라집니다.',
  'reason.secret-owned-by-another.whatToDo':
    '같은 이름의 Secret을 만드는 다른 것을 찾아 없애거나, 둘 중 하나의 이름을 바꾸세요. 그런 다음 Secret에 sealedsecrets.bitnami.com/managed: "true" 어노테이션을 붙이고 SealedSecret의 값을 하나 다시 봉인하세요.',
  'reason.secret-outlives-sealed-secret.why':
    'Secret {{name}}에 SealedSecret을 가리키는 ownerReference가 없습니다. SealedSecret을 삭제해도 Secret은 남습니다.',
  'reason.secret-outlives-sealed-secret.whatToDo':
    'SealedSecret의 값을 하나 다시 봉인하세요. 컨트롤러는 이 Secret을 쓸 수 있고, 그때 ownerReference를 붙입니다.',
  'reason.secret-metadata-starting.why':
    '네임스페이스 {{namespace}}의 Secret 메타데이터를 처음 읽고 있습니다.',
  'reason.secret-metadata-unreachable.why':
    '클러스터 {{cluster}}의 네임스페이스 {{namespace}}에 있는 Secret의 메타데이터를 읽을 수 없습니다: {{message}}.',
  'reason.secret-metadata-unreachable.whatToDo':
    '클러스터까지의 네트워크와, 클러스터가 PartialObjectMetadata 요청에 메타데이터만으로 응답하는지 확인하세요. 또는 safekeep.clusters에서 이 네임스페이스를 빼세요.',
  'reason.secret-metadata-stale.why':
    '클러스터 {{cluster}}의 네임스페이스 {{namespace}}에 있는 Secret의 메타데이터를 {{since}}부터 읽을 수 없습니다: {{message}}.',
  'reason.secret-metadata-stale.whatToDo':
    '클러스터까지의 네트워크와, 클러스터가 PartialObjectMetadata 요청에 메타데이터만으로 응답하는지 확인하세요. 또는 safekeep.clusters에서 이 네임스페이스를 빼세요.',
  'reason.secret-metadata-forbidden.why':
    '클러스터 {{cluster}}에서 Safekeep이 네임스페이스 {{namespace}}의 Secret 메타데이터를 읽을 수 없습니다.',
  'reason.secret-metadata-forbidden.whatToDo':
    '이 네임스페이스의 Secret에 대한 list와 watch 권한을 계정에 주세요. 그러면 그 계정은 값도 읽을 수 있습니다. 또는 safekeep.clusters에서 이 네임스페이스를 빼세요.',
  'reason.restart-pending.why': '아직 이전 값으로 실행 중: {{consumers}}.',
  'reason.restart-pending.whatToDo':
    '롤아웃을 기다리세요. 진행 중인 롤아웃이 없으면 재시작하세요. Deployment로 실행되는 데이터베이스는 같은 볼륨에 두 번째 서버가 뜨지 않도록 0으로 줄였다가 다시 늘려서만 재시작하세요.',
  'reason.cluster-starting.why':
    '클러스터 {{cluster}}을(를) 처음 읽고 있습니다.',
  'reason.cluster-unreachable.why':
    '클러스터 {{cluster}}이(가) 응답하지 않습니다: {{message}}.',
  'reason.cluster-unreachable.whatToDo':
    '주소, 인증서, 클러스터까지의 네트워크를 확인하세요.',
  'reason.cluster-stale.why':
    '클러스터 {{cluster}}이(가) {{since}}부터 응답하지 않습니다: {{message}}.',
  'reason.cluster-stale.whatToDo':
    '주소, 인증서, 클러스터까지의 네트워크를 확인하세요.',
  'reason.cluster-forbidden.why':
    '클러스터 {{cluster}}에서 Safekeep이 {{resource}} 리소스를 읽을 수 없습니다.',
  'reason.cluster-forbidden.whatToDo':
    '문서에 있는 ClusterRole을 해당 계정에 적용하세요.',
  'reason.cluster-unknown.why':
    '엔티티가 가리키는 클러스터 {{cluster}}이(가) 설정되어 있지 않습니다.',
  'reason.cluster-unknown.whatToDo':
    '어노테이션을 고치거나 클러스터를 설정하세요.',
  'reason.cluster-without-sealed-secrets.why':
    '클러스터 {{cluster}}에 SealedSecret API가 없습니다. sealed-secrets 컨트롤러가 설치되어 있지 않습니다.',
  'reason.cluster-without-sealed-secrets.whatToDo':
    'sealed-secrets 컨트롤러를 CRD와 함께 설치하세요.',
  'reason.cluster-missing.why': '엔티티가 실행되는 클러스터를 알 수 없습니다.',
  'reason.cluster-missing.whatToDo':
    'backstage.io/kubernetes-namespace 어노테이션을 추가하고 클러스터를 설정하세요.',
  'reason.namespace-not-allowed.why':
    '이 엔티티는 클러스터 {{cluster}}의 네임스페이스 {{namespace}}을(를) 보여 줄 수 없습니다.',
  'reason.namespace-not-allowed.whatToDo':
    'Namespace에 safekeep.io/entities: {{entityRef}} 어노테이션을 달거나 safekeep.access에서 허용하세요.',
  'reason.repository-missing.why':
    '엔티티에 배포에 쓰는 GitOps 저장소가 적혀 있지 않습니다.',
  'reason.repository-missing.whatToDo':
    'safekeep.io/gitops-url 어노테이션을 추가하세요.',
  'reason.repository-starting.why':
    '저장소 {{repository}}을(를) 처음 읽고 있습니다.',
  'reason.repository-unreachable.why':
    '저장소 {{repository}}을(를) 읽지 못했습니다: {{message}}.',
  'reason.repository-unreachable.whatToDo':
    'URL과 통합(integration) 토큰을 확인하세요.',
  'reason.repository-stale.why':
    '저장소 {{repository}}을(를) {{since}}부터 읽지 못했습니다: {{message}}.',
  'reason.repository-stale.whatToDo':
    'URL과 통합(integration) 토큰을 확인하세요.',
  'reason.repository-not-allowed.why':
    '저장소 {{repository}}은(는) Safekeep이 읽을 수 있는 저장소가 아닙니다.',
  'reason.repository-not-allowed.whatToDo':
    'safekeep.access.repositories에 추가하세요.',
  'reason.repository-file-not-visible.why':
    'Git에 있는지 알 수 없습니다. {{path}} 파일을 읽지 못했습니다.',
  'reason.repository-file-not-visible.whatToDo':
    '파일이 올바른 매니페스트인지, 네임스페이스를 알 수 있는지 확인하세요.',
  'reason.check-not-visible.why': '이 점검에 필요한 것을 확인할 수 없었습니다.',
  'reason.check-not-visible.whatToDo': '이 상태의 정보 출처를 보세요.',
  'reason.controller-not-ready.why':
    'sealed-secrets 컨트롤러의 파드 {{desired}}개 중 {{ready}}개가 준비되었습니다.',
  'reason.controller-not-ready.whatToDo':
    '{{namespace}}/{{name}}의 파드를 보세요.',
  'reason.controller-scaled-to-zero.why':
    'sealed-secrets 컨트롤러의 복제본이 0개입니다. 봉인된 것을 열 수 없고, 새로 봉인할 수도 없습니다.',
  'reason.controller-scaled-to-zero.whatToDo':
    'Deployment {{namespace}}/{{name}}의 replicas를 1로 설정하세요.',
  'reason.controller-not-found.why':
    'Deployment {{namespace}}/{{name}}을(를) 찾지 못했습니다.',
  'reason.controller-not-found.whatToDo':
    'sealed-secrets 컨트롤러를 설치하거나 그 이름과 네임스페이스를 설정하세요.',
  'reason.sealed-secret-waiting.why':
    '컨트롤러가 아직 처리하지 않았습니다. 이 클러스터의 SealedSecret {{count}}개가 기다리고 있습니다.',
  'reason.sealed-secret-waiting.whatToDo':
    '기다리세요. 컨트롤러는 --kubeclient-qps가 허용하는 속도(기본값 초당 요청 5개)로 하나씩 처리합니다.',
  'reason.sealed-secret-controller-away.why':
    '컨트롤러 {{namespace}}/{{name}}이(가) 실행 중이 아니어서 기다리고 있습니다.',
  'reason.sealed-secret-controller-away.whatToDo':
    '그 Deployment에 준비된 파드가 없는 이유를 보세요. 준비되면 컨트롤러가 알아서 처리합니다.',
  'reason.sealed-secret-namespace-not-watched.why':
    '컨트롤러가 네임스페이스 {{namespace}}을(를) 감시하지 않습니다. 인수에 있는 네임스페이스: {{watched}}.',
  'reason.sealed-secret-namespace-not-watched.whatToDo':
    '컨트롤러의 --additional-namespaces에 이 네임스페이스를 더하거나 전체를 감시하게 하세요. 거기에 적힌 이름이 존재하지 않으면 말없이 건너뜁니다.',
  'reason.sealed-secret-passed-over.why':
    '컨트롤러가 이 클러스터의 다른 SealedSecret {{count}}개에 대해서는 보고했지만 이것에 대해서는 아무것도 보고하지 않았습니다.',
  'reason.sealed-secret-passed-over.whatToDo':
    '오래 걸리면 컨트롤러가 이 네임스페이스(--additional-namespaces)와 이 레이블(--label-selector)을 감시하는지 확인하세요.',
  'reason.sealed-secret-status-off.why':
    '열렸는지 알 수 없습니다. 컨트롤러가 상태를 쓰지 않도록 설정되어 있습니다(--update-status=false).',
  'reason.sealed-secret-status-off.whatToDo':
    '실패가 드러나도록 그 인수를 없애세요.',
  'reason.sealed-secret-moved.why':
    '컨트롤러가 열 수 없는 키: {{keys}}. {{from}}에 대해 봉인되었는데 지금은 {{namespace}}/{{name}}입니다.',
  'reason.sealed-secret-moved.whatToDo':
    '{{namespace}}/{{name}}에 대해 다시 봉인하거나, 봉인할 때의 이름과 네임스페이스로 되돌리세요.',
  'reason.sealed-secret-scope-changed.why':
    '컨트롤러가 열 수 없는 키: {{keys}}. 범위 {{sealedScope}}(으)로 봉인되었는데 SealedSecret 자신의 메타데이터에는 {{scope}}(이)라고 되어 있습니다.',
  'reason.sealed-secret-scope-changed.whatToDo':
    'SealedSecret의 metadata.annotations에 범위 {{sealedScope}}을(를) 적고(템플릿의 것은 효과가 없습니다) spec도 함께 바꾸세요. 컨트롤러는 어노테이션만 바뀌면 알아채지 못합니다. 또는 다시 봉인하세요.',
  'reason.sealed-secret-other-cluster.why':
    '컨트롤러가 열 수 없는 키: {{keys}}. 클러스터 {{other}}의 인증서로 봉인되었습니다.',
  'reason.sealed-secret-other-cluster.whatToDo':
    '클러스터 {{cluster}}의 인증서로 다시 봉인하거나, 클러스터 {{other}}에 적용하세요.',
  'reason.sealed-secret-unknown-certificate.why':
    '컨트롤러가 열 수 없는 키: {{keys}}. 인증서 {{certificate}}(으)로 봉인되었는데, 이 클러스터에서 본 적이 없는 인증서입니다({{since}}부터).',
  'reason.sealed-secret-unknown-certificate.whatToDo':
    '이 클러스터의 현재 인증서로 {{namespace}}/{{name}}에 대해 다시 봉인하세요.',
  'reason.sealed-secret-made-for-another.why':
    '컨트롤러에 개인 키가 있는데도 열 수 없는 키: {{keys}}. 이름, 네임스페이스 또는 범위가 봉인할 때와 다릅니다.',
  'reason.sealed-secret-made-for-another.whatToDo':
    '{{namespace}}/{{name}}에 대해 다시 봉인하거나, 이름이나 네임스페이스나 어노테이션을 바꾼 것을 되돌리세요.',
  'reason.sealed-secret-value-altered.why':
    '컨트롤러에 개인 키가 있고 이름, 네임스페이스, 범위가 봉인할 때와 같은데도 열 수 없는 키: {{keys}}. 암호문이 바뀌었거나 다른 곳에서 붙여 넣은 것입니다.',
  'reason.sealed-secret-value-altered.whatToDo':
    'Git 기록에서 되찾거나 그 키를 다시 봉인하세요.',
  'reason.sealed-secret-key-lost.why':
    '컨트롤러가 열 수 없는 키: {{keys}}. 인증서 {{certificate}}의 개인 키가 없어졌습니다. {{lastSeen}}까지 배포되었으나 지금은 더 오래된 인증서가 배포됩니다.',
  'reason.sealed-secret-key-lost.whatToDo':
    '그 키가 든 Secret이 있고 레이블이 active이면 컨트롤러를 다시 시작하세요. 없으면 백업에서 복구하고 다시 시작하거나, 값을 다시 봉인하세요.',
  'reason.sealed-secret-key-gone.why':
    '컨트롤러가 열 수 없는 키: {{keys}}. 이름이 바뀌지는 않았으며, 인증서 {{certificate}}의 개인 키가 컨트롤러에 더는 없습니다.',
  'reason.sealed-secret-key-gone.whatToDo':
    '그 키가 든 Secret이 있고 레이블이 active(compromised가 아님)이면 컨트롤러를 다시 시작하세요. 없으면 백업에서 복구하고 다시 시작하거나, 값을 다시 봉인하세요.',
  'reason.sealed-secret-some-keys-closed.why':
    '컨트롤러가 다른 키는 열지만 {{keys}}은(는) 열지 못합니다. 따라서 이름, 네임스페이스, 범위는 맞습니다. 다른 SealedSecret에서 붙여 넣었거나, 바뀌었거나, 개인 키가 없어진 인증서로 봉인된 것입니다.',
  'reason.sealed-secret-some-keys-closed.whatToDo':
    '그 키를 {{namespace}}/{{name}}에 대해 다시 봉인하세요.',
  'reason.sealed-secret-two-controllers.why':
    '컨트롤러가 열 수 없는 키: {{keys}}. 컨트롤러가 하나가 아닙니다. 자신만의 개인 키를 가진 {{controllers}}도 이 클러스터에서 실행 중입니다.',
  'reason.sealed-secret-two-controllers.whatToDo':
    '그중 하나만 이 네임스페이스를 감시하게 하고, 그 컨트롤러의 인증서로 봉인하세요.',
  'reason.sealed-secret-not-sealed.why':
    '어떤 키로도 열 수 없는, 봉인되지 않은 값: {{keys}}. 평문이거나 다른 것을 base64로 적은 것입니다.',
  'reason.sealed-secret-not-sealed.whatToDo':
    '봉인하세요. 실제 값이었다면 교체하세요. 저장소의 기록에 평문으로 남아 있습니다.',
  'reason.sealed-secret-cut-off.why':
    '잘려서 어떤 키로도 열 수 없음: {{keys}}.',
  'reason.sealed-secret-cut-off.whatToDo':
    '값 전체를 붙여 넣거나, Git 기록에서 되찾거나, 다시 봉인하세요.',
  'reason.sealed-secret-type-changed.why':
    '같은 이름의 Secret이 다른 type이며, type은 바뀔 수 없습니다: {{message}}.',
  'reason.sealed-secret-type-changed.whatToDo':
    '컨트롤러가 새 type으로 다시 만들도록 그 Secret을 지우거나, SealedSecret에 새 이름을 주세요.',
  'reason.sealed-secret-both-fields.why':
    'spec.encryptedData 옆에 옛 필드 spec.data가 있습니다.',
  'reason.sealed-secret-both-fields.whatToDo': 'spec.data를 없애세요.',
  'reason.sealed-secret-deprecated-data.why':
    '이 컨트롤러가 열지 않는 옛 필드 spec.data가 있습니다.',
  'reason.sealed-secret-deprecated-data.whatToDo':
    '값을 다시 봉인하면 spec.encryptedData가 쓰입니다. 그때까지는 컨트롤러를 --accept-deprecated-v1-data로 실행하세요.',
  'reason.sealed-secret-namespace-missing.why':
    '컨트롤러가 처리할 때 네임스페이스가 없었습니다: {{message}}.',
  'reason.sealed-secret-namespace-missing.whatToDo':
    '네임스페이스를 만드세요. 그런 다음 SealedSecret의 값 하나를 다시 봉인하세요. 컨트롤러는 spec이 바뀌어야 다시 시도합니다.',
  'reason.sealed-secret-given-up.why':
    '컨트롤러가 다섯 번 시도한 뒤 더는 시도하지 않습니다: {{message}}.',
  'reason.sealed-secret-given-up.whatToDo':
    '컨트롤러 로그에서 첫 실패를 보세요. 그런 다음 spec을 바꾸거나(값 하나를 다시 봉인) 컨트롤러를 다시 시작하세요.',
  'reason.sealed-secret-change-ignored.why':
    '메타데이터만 바뀌었으며 컨트롤러는 그것을 알아채지 못합니다: {{message}}.',
  'reason.sealed-secret-change-ignored.whatToDo':
    'spec이 바뀌도록 값 하나를 다시 봉인하세요.',
  'reason.sealed-secret-several-documents.why':
    '컨트롤러는 문서를 한 번에 하나만 받습니다: {{message}}.',
  'reason.sealed-secret-several-documents.whatToDo':
    '파일을 SealedSecret 하나씩으로 나누세요.',
  'reason.sealed-secret-input-invalid.why':
    '봉인하려던 것이 온전한 Secret이 아닙니다: {{message}}.',
  'reason.sealed-secret-input-invalid.whatToDo':
    'Secret에 이름과 네임스페이스와 값을 적어도 하나 주고 다시 봉인하세요.',
  'reason.controller-without-keys.why':
    '컨트롤러에 쓸 수 있는 개인 키가 없습니다: {{message}}.',
  'reason.controller-without-keys.whatToDo':
    '컨트롤러 네임스페이스에서 레이블 sealedsecrets.bitnami.com/sealed-secrets-key가 있는 Secret을 보세요. 각각 tls.crt와 RSA tls.key가 있어야 합니다. 그런 다음 컨트롤러를 다시 시작하세요.',
  'reason.controller-unreachable.why':
    '컨트롤러에 물어볼 수 없었습니다: {{message}}.',
  'reason.controller-unreachable.whatToDo':
    'Service 이름(Helm 차트는 sealed-secrets), 파드가 준비되었는지, API 서버가 포트 8080에 닿을 수 있는지 확인하세요.',
  'reason.controller-busy.why': '컨트롤러가 답하지 못했습니다: {{message}}.',
  'reason.controller-busy.whatToDo':
    '나중에 다시 물어보세요. 컨트롤러는 이런 요청을 초당 두 개 처리합니다. 계속되면 로그를 보세요.',
  'reason.sealing-certificate-unusable.why':
    '봉인 인증서를 쓸 수 없습니다: {{message}}.',
  'reason.sealing-certificate-unusable.whatToDo':
    '컨트롤러에서 현재 인증서를 가져오세요.',
  'reason.controller-other-name.why':
    'Deployment {{namespace}}/{{name}}은(는) 없지만 {{found}}이(가) sealed-secrets 컨트롤러를 실행합니다.',
  'reason.controller-other-name.whatToDo':
    'safekeep.sealedSecrets.clusters.{{cluster}}의 controllerNamespace와 controllerName을 그것으로 설정하세요.',
  'reason.controller-not-alone.why':
    'sealed-secrets 컨트롤러가 둘 이상 실행 중입니다: {{found}}도 있습니다. 각각 자신만의 개인 키를 가집니다.',
  'reason.controller-not-alone.whatToDo':
    '하나만 남기고 없애거나, 각각 다른 네임스페이스를 감시하게 하세요(--additional-namespaces).',
  'reason.controller-several-replicas.why':
    '복제본이 {{desired}}개이지만 하나로 실행하도록 만들어졌습니다. 하나가 만든 새 키를 다른 복제본은 모릅니다.',
  'reason.controller-several-replicas.whatToDo': 'replicas를 1로 설정하세요.',
  'reason.controller-status-off.why':
    '상태를 쓰지 않도록 설정되어 있어(--update-status=false) 실패가 드러나지 않습니다.',
  'reason.controller-status-off.whatToDo': '그 인수를 없애세요.',
  'reason.controller-version-scope.why':
    '버전 {{version}}은(는) 0.36.0보다 오래되었습니다. 다시 암호화할 때 범위를 템플릿에서 가져오므로, 한 이름에 대해 봉인된 값을 어떤 이름으로도 열리는 값으로 만들 수 있습니다.',
  'reason.controller-version-scope.whatToDo': '0.40.0 이상을 설치하세요.',
  'reason.controller-version-oracle.why':
    '버전 {{version}}은(는) 0.40.0보다 오래되었습니다. 포트에 닿을 수 있는 사람은 다시 암호화(0.39.0 이전에는 검증도)를 요청할 때 렌더링되는 템플릿을 통해 값을 알아낼 수 있습니다.',
  'reason.controller-version-oracle.whatToDo':
    '0.40.0 이상을 설치하세요. 그때까지는 Safekeep과 관리자 외에는 API 서버를 통해서도 그 Service에 닿지 못하게 하세요.',
  'reason.sealing-key-not-renewed.why':
    '최신 키는 {{date}}의 것으로, 갱신 주기({{period}})보다 오래되었습니다.',
  'reason.sealing-key-not-renewed.whatToDo':
    '새 키를 만들지 않는 이유를 컨트롤러 로그에서 보고 컨트롤러를 다시 시작하세요. 시작할 때 키의 나이를 확인합니다.',
  'reason.sealing-key-lost.why':
    '{{lastSeen}}까지 배포되었으나 지금은 더 오래된 인증서가 배포됩니다. 개인 키가 없어졌거나 읽히지 않았습니다. 이것으로 봉인된 것은 열리지 않습니다.',
  'reason.sealing-key-lost.whatToDo':
    '그 키가 든 Secret이 있고 레이블이 active이면 컨트롤러를 다시 시작하세요. 없으면 백업에서 복구하거나, 이것으로 봉인한 것을 다시 봉인하세요.',
  'reason.sealing-certificate-expired.why':
    '인증서가 {{date}}에 만료되었습니다. kubeseal과 Safekeep은 이것으로 봉인하지 않습니다. 이미 봉인된 것은 계속 열립니다.',
  'reason.sealing-certificate-expired.whatToDo':
    '컨트롤러가 새 키를 만들게 하세요. --key-cutoff-time을 설정하면 됩니다.',
  'reason.sealing-certificate-expiring.why':
    '인증서가 {{date}}에 만료됩니다. 그 뒤에는 이것으로 봉인할 수 없습니다.',
  'reason.sealing-certificate-expiring.whatToDo':
    '컨트롤러가 새 키를 만들게 하세요. --key-cutoff-time을 설정하면 됩니다.',
  'reason.secret-rotation-due.why':
    '{{keys}} 값이 교체 주기 {{days}}일보다 오래되었습니다: {{date}} 또는 그 이전의 값입니다.',
  'reason.secret-rotation-due.whatToDo': '값을 교체하세요.',
  'reason.sealed-with-older-key.why':
    '클러스터의 최신 키보다 오래된 키로 봉인됨: {{keys}}. 그 키가 있는 동안에는 열립니다.',
  'reason.sealed-with-older-key.whatToDo':
    '다시 암호화하세요. 값은 그대로이고 아무것도 다시 시작하지 않습니다.',
  'reason.certificate-starting.why':
    '클러스터 {{cluster}}의 봉인 인증서를 가져오는 중입니다.',
  'reason.certificate-unreachable.why':
    '클러스터 {{cluster}}의 봉인 인증서를 본 적이 없습니다: {{message}}.',
  'reason.certificate-unreachable.whatToDo':
    '컨트롤러가 실행 중인지, Safekeep의 계정이 그 services/proxy를 get할 수 있는지 확인하세요.',
  'reason.certificate-stale.why':
    '클러스터 {{cluster}}의 봉인 인증서를 마지막으로 본 것은 {{since}}입니다: {{message}}.',
  'reason.certificate-stale.whatToDo':
    '컨트롤러가 실행 중인지, Safekeep의 계정이 그 services/proxy를 get할 수 있는지 확인하세요.',
  'reason.certificate-forbidden.why':
    '클러스터 {{cluster}}에서 Safekeep이 봉인 인증서를 물어볼 수 없습니다: {{message}}.',
  'reason.certificate-forbidden.whatToDo':
    '문서의 Role을 그 계정에 적용하거나 certificateFile을 설정하세요.',
  'reason.consumers-not-ready.why': '준비되지 않음: {{consumers}}.',
  'reason.consumers-not-ready.whatToDo': '파드의 이벤트와 로그를 보세요.',
  ...koMigrationReasons,
  ...koSnapshotReasons,
} as const;

export default messages;
