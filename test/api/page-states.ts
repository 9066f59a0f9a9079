/** The states in which a screen is looked at: empty, typical, overfull, hostile. */
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import type { EntityType, Operator } from '../../gateway/core/pii/entity.ts'
import { entityTypes } from '../../gateway/core/pii/entity.ts'
import type { Proposal } from '../../gateway/core/proposal/proposal.ts'
import { exchange, type StandIn, standIn } from './stand-in.ts'

/** A morning of a practice: mostly harmless, some cleaned, one stopped, two warnings. */
export function typicalOffice(): StandIn {
  const office = standIn(
    [
      ...Array.from({ length: 2000 }, (_, at) =>
        exchange({ n: 100 + at, at: exchange().at - 3600_000 - at * 12_000 }),
      ),
      ...typicalRecords(),
    ],
    [
      proposal({ host: 'mmg.example-chat.net' }),
      proposal({ kind: 'install-root', host: null, why: 'no-root' }),
    ],
  )
  office.services.health.raise({
    code: 'authority-ends',
    title: 'The certificate for web traffic ends on 14 January 2027',
    hint: 'Begin its roll-over with “gatehouse ca rotate interception”, then install the new one on every client.',
    severity: 'act-by',
  })
  return office
}

/** Everything at once, and all of it long. */
export function overfullOffice(): StandIn {
  const office = standIn(
    Array.from({ length: 12_000 }, (_, at) =>
      exchange({
        n: at + 1,
        at: exchange().at - at * 3000,
        client: 'fd12:3456:789a:1:8000:1234:5678:9abc',
        destination: `${'very-long-label.'.repeat(3)}analytics-and-telemetry.eu-central-1.internal.example-provider.com`,
        port: 10443,
        pathTemplate: `/api/${'segment/{…}/'.repeat(20)}`,
        action: at % 3 === 0 ? 'refuse' : at % 3 === 1 ? 'transform' : 'refused-midstream',
        reason: at % 3 === 0 ? 'too-many-persons' : at % 3 === 1 ? 'rule' : 'entity-refused',
        ruleId: 'unconfirmed-destinations-with-many-persons',
        ...found({ EMAIL: 1240, PHONE: 733, CREDIT_CARD: 12, IBAN: 99, US_SSN: 1, PRIVATE_KEY: 2 }, 'mask'),
      }),
    ),
    Array.from({ length: 30 }, (_, at) =>
      proposal({
        client: 'fd12:3456:789a:1:8000:1234:5678:9abc',
        host: `${'very-long-label.'.repeat(12)}n${at}.example-provider.com`,
        why: at % 2 === 0 ? 'own-list' : 'only-this',
        left: 1240,
      }),
    ),
  )
  for (const [at, severity] of (
    ['act-now', 'act-now', 'act-by', 'act-by', 'note', 'note', 'note'] as const
  ).entries()) {
    office.services.health.raise({
      code: `warning-${at}`,
      title:
        'The disk is full, so the journal is no longer written, although the gateway goes on cleaning requests',
      hint: 'Make room on the disk that holds /var/lib/gatehouse, or shorten the retention of the journal under System → Retention; what was not written cannot be brought back.',
      severity,
    })
  }
  return office
}

/** Destinations and paths that try to be markup, or to look like others. */
export const hostileTexts = [
  '<script>document.title="owned"</script>',
  '"><img src=x onerror=alert(1)>',
  "'onmouseover='alert(1)",
  '</style><style>*{display:none}</style>',
  '\u202ekcatta\u202c.example.com',
  'java\u0000script:alert(1)',
  '&lt;b&gt;&#60;i&#62;',
  '{{7*7}}<%= 7*7 %>',
] as const

export function hostileOffice(): StandIn {
  return standIn(
    hostileTexts.map((text, at) =>
      exchange({
        n: at + 1,
        destination: text,
        client: text,
        pathTemplate: text,
        method: text,
        ruleId: text,
        action: 'refuse',
        reason: 'entity-refused',
      }),
    ),
    hostileTexts.map((text) => proposal({ host: text, client: text })),
  )
}

export function proposal(change: Partial<Proposal> = {}): Proposal {
  const at = exchange().at
  return {
    ...{ id: '0a1b2c3d', kind: 'tunnel', client: '192.168.1.37', host: 'app.example.com', why: 'pinned' },
    ...{ refused: 7, left: 0, firstAt: at - 3_600_000, lastAt: at },
    ...{ state: 'open', answeredAt: null, correction: null },
    ...change,
  }
}

function typicalRecords(): ExchangeRecord[] {
  return [
    exchange({
      n: 1,
      destination: 'updates.example-linux.org',
      method: 'GET',
      pathTemplate: '/dists/stable/Release',
    }),
    exchange({
      n: 4,
      destination: 'chat.example-ai.com',
      pathTemplate: '/v1/chat/completions',
      action: 'transform',
      reason: 'rule',
      ruleId: 'ai-assistants',
      client: '192.168.1.44',
      ...found({ EMAIL: 3, PHONE: 1 }, 'mask'),
    }),
    exchange({
      n: 9,
      destination: 'onlinebanking.example-bank.de',
      action: 'tunnel',
      reason: 'connection-rule',
      ruleId: 'private-banking',
      method: null,
      pathTemplate: null,
      status: null,
      client: '192.168.1.37',
    }),
    exchange({
      n: 15,
      destination: 'chat.example-ai.com',
      pathTemplate: '/v1/chat/completions',
      action: 'refuse',
      reason: 'entity-refused',
      ruleId: 'ai-assistants',
      client: '192.168.1.44',
      ...found({ CREDIT_CARD: 1 }, 'refuse'),
    }),
    exchange({
      n: 21,
      destination: 'crm.example.com',
      action: 'pass',
      reason: 'all-kept',
      ruleId: 'our-crm',
      ...found({ EMAIL: 1 }, 'keep'),
    }),
    exchange({
      n: 33,
      destination: 'pay.example.com',
      action: 'fail',
      reason: 'certificate-expired',
      ruleId: null,
      client: '192.168.1.20',
    }),
    exchange({
      n: 47,
      scheme: 'http',
      port: 8081,
      destination: '192.0.2.7',
      method: 'GET',
      pathTemplate: '/status',
      client: '192.168.1.12',
    }),
    exchange({
      n: 58,
      destination: 'newsletter.example.net',
      pathTemplate: '/lists/{…}/members',
      action: 'refused-midstream',
      reason: 'too-many-persons',
      ruleId: 'default',
      ...found({ EMAIL: 212 }, 'refuse'),
    }),
  ]
}

function found(
  counts: Partial<Record<EntityType, number>>,
  operator: Operator,
): Pick<ExchangeRecord, 'findings' | 'findingCounts'> {
  return {
    findingCounts: counts,
    findings: (Object.keys(counts) as EntityType[]).map((type) => ({
      type,
      class: entityTypes[type].class,
      place: 'body',
      path: 'messages[0].content',
      offset: 10,
      length: 20,
      score: 0.9,
      reasons: [],
      operator,
      blindIndex: null,
    })),
  }
}
