/** With the policy as it is shipped the office works: ordinary requests leave byte for byte, and what must not leave does not. */
import { describe, expect, test } from 'vitest'
import { checkPolicy } from '../../gateway/core/policy/check.ts'
import { json, type Sent, send, shippedCatalogue, shippedContext, shippedPolicy } from './shipped.ts'

const card = '4111 1111 1111 1111'
const form = 'application/x-www-form-urlencoded'
const pdf = Buffer.concat([
  Buffer.from(
    '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Author (jane@example.com) /Card (4111111111111111)>>\n',
    'latin1',
  ),
  Buffer.from(Array.from({ length: 600 }, (_, index) => (index * 89 + 7) % 256)),
  Buffer.from('\n%%EOF\n'),
])

describe('what is shipped is sound', () => {
  test('the policy has no problems', () => {
    expect(checkPolicy(shippedPolicy, shippedContext)).toEqual([])
  })

  test('it enforces', () => {
    expect(shippedPolicy.mode).toBe('enforce')
  })

  test('every group of the catalogue is dated, has hosts, and is used by a rule', () => {
    const used = JSON.stringify(shippedPolicy)
    for (const [name, group] of Object.entries(shippedCatalogue.groups)) {
      expect(group.asOf).toMatch(/^2026-11-2[23]$/)
      expect(group.hosts.length).toBeGreaterThan(3)
      expect(new Set(group.hosts).size).toBe(group.hosts.length)
      expect(used).toContain(`group:${name}`)
    }
  })
})

const ordinary: Record<string, Sent> = {
  'an e-mail login form': {
    host: 'portal.supplier.example',
    path: '/login',
    type: form,
    body: 'email=jane.doe%40example.com&password=corr%65ct+horse&remember=on&csrf=8f14e45fceea167a5a36dedd4bea2543',
  },
  'an e-mail login by JSON': {
    host: 'portal.supplier.example',
    path: '/api/session',
    body: json({ email: 'jane.doe@example.com', password: 'correct horse', device: { ip: '198.51.100.7' } }),
  },
  'a login at an AI assistant': {
    host: 'claude.ai',
    path: '/api/auth/send_magic_link',
    body: json({ email_address: 'jane.doe@example.com', source: 'claude' }),
  },
  'an OAuth token call': {
    host: 'login.microsoftonline.com',
    path: '/9188040d-6c67-4c5b-b112-36a304b66dad/oauth2/v2.0/token',
    type: form,
    body:
      'client_id=6731de76-14a6-49ae-97bc-6eba6914391e&grant_type=password&username=jane.doe%40example.com&password=x' +
      '&scope=user.read%20openid&client_assertion=eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI0NzExIn0.c2lnbmF0dXJl',
  },
  'a checkout with card and delivery address on a payment page': {
    host: 'api.stripe.com',
    path: '/v1/payment_methods',
    type: form,
    body:
      'type=card&card[number]=4111111111111111&card[exp_month]=12&card[exp_year]=2029&card[cvc]=123' +
      '&billing_details[name]=Jane+Doe&billing_details[email]=jane.doe%40example.com&billing_details[phone]=%2B12125550100' +
      '&billing_details[address][line1]=12+Main+St&billing_details[address][postal_code]=10001',
  },
  'a checkout that a shop takes itself': {
    host: 'www.shop.example',
    path: '/de/checkout/payment',
    body: json({
      card: { number: card, expiry: '12/29' },
      delivery: {
        name: 'Jane Doe',
        street: '12 Main St',
        phone: '+1 212 555 0100',
        mail: 'jane.doe@example.com',
      },
    }),
  },
  'a bank transfer with the IBAN of the payee': {
    host: 'online.smallbank.example',
    path: '/api/transfers',
    body: json({
      debtor: { iban: 'DE89 3704 0044 0532 0130 00' },
      creditor: { name: 'Jane Doe', iban: 'GB82 WEST 1234 5698 7654 32' },
      amount: { value: 1250.0, currency: 'EUR' },
      remittance: 'Invoice 2026-1187',
    }),
  },
  'a parcel label': {
    host: 'api.parcels.example',
    path: '/v2/labels',
    body: json({
      to: {
        name: 'Jane Doe',
        street: 'Hauptstr. 5',
        zip: '10115',
        city: 'Berlin',
        phone: '+49 30 901820',
        email: 'jane@example.com',
      },
      from: { name: 'Office', phone: '+49 30 901821' },
      weight: 1.2,
      reference: '00340434161094042557',
    }),
  },
  'a parcel label by XML at a parcel service': {
    host: 'onlinetools.ups.com',
    path: '/ship/v1/shipments',
    type: 'application/xml',
    body: '<?xml version="1.0"?>\n<Shipment><ShipTo><Name>Jane Doe</Name><Phone>+12125550100</Phone><EMail>jane@example.com</EMail></ShipTo></Shipment>\n',
  },
  'a calendar invitation with thirty guests': {
    host: 'calendar.example',
    path: '/v1/events',
    body: json({
      summary: 'All hands',
      start: { dateTime: '2026-12-01T10:00:00+01:00' },
      attendees: Array.from({ length: 30 }, (_, index) => ({ email: `guest${index}@example.com` })),
    }),
  },
  'a calendar invitation as iCalendar': {
    host: 'caldav.example',
    path: '/calendars/desk/42.ics',
    method: 'PUT',
    type: 'text/calendar; charset=utf-8',
    body: 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:42@example.com\r\nATTENDEE;CN=Jane:mailto:jane@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
  },
  'an invoice upload as multipart with a PDF': {
    host: 'app.bookkeeping.example',
    path: '/documents',
    type: 'multipart/form-data; boundary=----x7MA4YWxkTrZu0gW',
    body: Buffer.concat([
      Buffer.from(
        '------x7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; name="note"\r\n\r\nInvoice for jane@example.com, IBAN DE89370400440532013000\r\n' +
          '------x7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; name="file"; filename="invoice.pdf"\r\nContent-Type: application/pdf\r\n\r\n',
      ),
      pdf,
      Buffer.from('\r\n------x7MA4YWxkTrZu0gW--\r\n'),
    ]),
  },
  'an invoice upload as JSON with base64': {
    host: 'app.bookkeeping.example',
    path: '/api/documents',
    body: json({ name: 'invoice.pdf', contact: 'jane@example.com', content: pdf.toString('base64') }),
  },
  'an invoice upload as the file itself': {
    host: 'app.bookkeeping.example',
    path: '/upload',
    type: 'application/pdf',
    body: pdf,
  },
  'a search with an address in the query': {
    host: 'crm.supplier.example',
    path: '/search',
    method: 'GET',
    type: '',
    query: 'q=jane.doe%40example.com&phone=%2B12125550100&page=2',
  },
  'telemetry with addresses of machines': {
    host: 'telemetry.vendor.example',
    path: '/v1/events',
    body: json({
      hosts: Array.from({ length: 200 }, (_, index) => `192.168.1.${index + 1}`),
      trace: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    }),
  },
  'a payroll run with social security numbers': {
    host: 'api.gusto.com',
    path: '/v1/payrolls',
    body: json({
      employees: Array.from({ length: 60 }, (_, index) => ({
        ssn: `536-22-${1000 + index}`,
        email: `staff${index}@example.com`,
      })),
    }),
  },
  'a newsletter list for a newsletter service': {
    host: 'us1.api.mailchimp.com',
    path: '/3.0/lists/a1/members',
    body: json({
      members: Array.from({ length: 500 }, (_, index) => ({ email_address: `reader${index}@example.com` })),
    }),
  },
}

describe('ordinary requests leave byte for byte', () => {
  test.each(Object.entries(ordinary))('%s', (_, sent) => {
    const rehearsal = send(sent)
    expect({ action: rehearsal.action, unread: rehearsal.unread, rule: rehearsal.rule?.id }).toMatchObject({
      action: 'pass',
    })
    expect(rehearsal.bodyOut?.equals(Buffer.from((sent.body ?? '') as string))).toBe(true)
    expect(rehearsal.targetOut).toBe(
      sent.query === undefined ? (sent.path ?? '/') : `${sent.path}?${sent.query}`,
    )
  })

  test('they were looked into: what is in them is recorded', () => {
    const counts = (title: keyof typeof ordinary) =>
      send(ordinary[title] ?? { host: '' }).judgement?.findingCounts
    expect(counts('an e-mail login form')).toEqual({ EMAIL: 1, PASSWORD: 1 })
    expect(counts('a checkout with card and delivery address on a payment page')).toMatchObject({
      CREDIT_CARD: 1,
      EMAIL: 1,
      PHONE: 1,
      PERSON: 1,
    })
    expect(counts('a bank transfer with the IBAN of the payee')).toMatchObject({ IBAN: 2 })
    expect(counts('a calendar invitation with thirty guests')).toMatchObject({ EMAIL: 30 })
    expect(counts('a payroll run with social security numbers')).toMatchObject({ US_SSN: 60, EMAIL: 60 })
  })
})

describe('private and fragile traffic is not looked into', () => {
  test.each([
    'www.chase.com',
    'www.sparkasse.de',
    'www.doctolib.de',
    'swcdn.apple.com',
    'fe2.update.microsoft.com',
    'us05web.zoom.us',
    'mmg.whatsapp.net',
  ])('%s is a tunnel', (host) => {
    expect(send({ host, body: json({ card }) })).toMatchObject({
      action: 'tunnel',
      reason: 'connection-rule',
      judgement: null,
    })
  })
})

describe('what must not leave does not', () => {
  const prompt = (text: string) => json({ model: 'gpt-5', messages: [{ role: 'user', content: text }] })
  const aiHosts = [
    'api.openai.com',
    'chatgpt.com',
    'api.anthropic.com',
    'claude.ai',
    'generativelanguage.googleapis.com',
    'copilot.microsoft.com',
    'api.mistral.ai',
  ]

  test.each(aiHosts)('a card number in a chat prompt to %s is refused', (host) => {
    const rehearsal = send({ host, path: '/v1/chat/completions', body: prompt(`Refund ${card} please`) })
    expect(rehearsal).toMatchObject({ action: 'refuse', reason: 'entity-refused', bodyOut: null })
    expect(rehearsal.rule?.id).toBe('ai-assistants')
  })

  test('names, addresses, numbers and accounts in a chat prompt leave as tokens, the rest of it as it was', () => {
    const text =
      'Write to Jane Doe, 12 Main Street, Springfield, jane.doe@example.com (+1 212 555 0100), IBAN DE89 3704 0044 0532 0130 00, about order 1187.'
    const rehearsal = send({ host: 'api.openai.com', path: '/v1/chat/completions', body: prompt(text) })
    expect(rehearsal).toMatchObject({ action: 'transform', reason: 'rule' })
    const sent = rehearsal.bodyOut?.toString() ?? ''
    for (const value of ['Jane', 'Main Street', 'jane.doe', 'example.com', '555', '0100', '3704', '0532'])
      expect(sent).not.toContain(value)
    const content = (JSON.parse(sent) as { messages: { content: string }[] }).messages[0]?.content
    const code = '[0-9A-Z]{12}'
    expect(content).toMatch(
      new RegExp(
        `^Write to PERSON_${code}, ADDRESS_${code}, EMAIL_${code}@token\\.invalid \\(PHONE_${code}\\), ` +
          `IBAN IBAN_${code}, about order 1187\\.$`,
      ),
    )
    expect(rehearsal.rule?.restore).toBe(true)
  })

  test('an address of a machine in a chat prompt stays, or no log could be discussed', () => {
    const rehearsal = send({
      host: 'api.openai.com',
      path: '/v1/chat/completions',
      body: prompt('Why does 192.168.1.7 not answer?'),
    })
    expect(rehearsal.action).toBe('pass')
  })

  test('a card number to a host that nobody knows is refused, in every form', () => {
    const host = 'collect.unknown.example'
    const requests: Sent[] = [
      { host, path: '/api', body: json({ orders: [{ paid: [{ by: card }] }] }) },
      { host, path: '/api', type: form, body: 'a=1&number=4111+1111+1111+1111' },
      { host, path: '/api', type: 'application/xml', body: `<a><b>${card}</b></a>` },
      { host, path: '/api', type: 'text/csv', body: `name,card\nJane,${card}\n` },
      { host, path: '/api', type: 'text/plain', body: `my card is ${card}` },
      { host, path: '/api', type: '', method: 'GET', query: 'card=4111111111111111' },
    ]
    for (const request of requests) {
      const rehearsal = send(request)
      expect([request.type, rehearsal.action, rehearsal.reason]).toEqual([
        request.type,
        'refuse',
        'entity-refused',
      ])
    }
  })

  test.each([
    ['JSON', 'application/json', (records: object[]) => json({ records })],
    [
      'NDJSON',
      'application/x-ndjson',
      (records: object[]) => records.map((record) => JSON.stringify(record)).join('\n'),
    ],
    [
      'CSV',
      'text/csv',
      (records: object[]) =>
        ['name,email,phone', ...records.map((record) => Object.values(record).join(','))].join('\n'),
    ],
  ])('200 customer records as %s to a host that nobody knows are refused', (_, type, write) => {
    const records = Array.from({ length: 200 }, (_, index) => ({
      name: `Customer ${index}`,
      email: `customer${index}@example.com`,
      phone: `+1212555${String(1000 + index)}`,
    }))
    const rehearsal = send({ host: 'collect.unknown.example', path: '/import', type, body: write(records) })
    expect(rehearsal).toMatchObject({ action: 'refuse', reason: 'too-many-persons', bodyOut: null })
    expect(rehearsal.judgement?.findingCounts.EMAIL).toBe(200)
  })

  test('a list of customers to an AI assistant is refused, although every address would be masked', () => {
    const list = Array.from(
      { length: 200 },
      (_, index) => `Customer ${index} <customer${index}@example.com>`,
    ).join('\n')
    expect(send({ host: 'claude.ai', path: '/api/append_message', body: prompt(list) })).toMatchObject({
      action: 'refuse',
      reason: 'too-many-persons',
    })
  })

  test.each(['paste.example', 'api.openai.com', 'api.hubapi.com', 'api.stripe.com'])(
    'a private key in a paste to %s is refused',
    (host) => {
      const key = `-----BEGIN PRIVATE KEY-----\n${'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n'.repeat(3)}-----END PRIVATE KEY-----\n`
      expect(send({ host, path: '/new', type: 'text/plain', body: `here it is\n${key}` })).toMatchObject({
        action: 'refuse',
        reason: 'entity-refused',
      })
      expect(send({ host, path: '/new', body: json({ text: key }) })).toMatchObject({ action: 'refuse' })
    },
  )

  test('a social security number leaves for payroll and authorities alone', () => {
    const body = json({ ssn: '536-22-8471' })
    const action = (host: string) => send({ host, path: '/api/forms', body }).action
    expect(action('unknown.example')).toBe('refuse')
    expect(action('api.openai.com')).toBe('refuse')
    expect(action('www.ssa.gov')).toBe('pass')
    expect(action('run.adp.com')).toBe('pass')
  })

  test.each([
    [
      'a diagnosis in a record',
      { patient: { name: 'Anna Weber', diagnosis: 'F32.1', religion: 'catholic' } },
    ],
    ['a union in a sentence', { text: 'She is a member of ver.di and pays her dues.' }],
  ])('%s is stopped where nobody said that it may go there', (_, record) => {
    expect(send({ host: 'collect.unknown.example', path: '/api', body: json(record) })).toMatchObject({
      action: 'refuse',
      reason: 'entity-refused',
    })
    expect(send({ host: 'crm.hubspot.com', path: '/api', body: json(record) }).action).toBe('pass')
  })

  test.each([
    { name: 'Christian Müller', street: 'Church Street 5', city: 'Union City' },
    { guest: 'Jane Doe', persons: 4, note: 'One of us is vegetarian, one has a nut allergy' },
    { body: 'The union of both lists is ready. The orange party starts at 8.' },
    { employee: 'Ben Cohen', reason: 'sick leave', days: 3 },
    { product: 'Ibuprofen 400mg tablets', qty: 2, sku: 'A12.3' },
    { ticket: 'The server had a heart attack again; hiv.sys is missing' },
  ])('what merely sounds like health, religion or politics leaves: %j', (record) => {
    expect(send({ host: 'collect.unknown.example', path: '/api', body: json(record) }).action).toBe('pass')
  })

  test('what claims to be JSON and is not does not slip through to an unknown host', () => {
    expect(send({ host: 'unknown.example', path: '/api', body: `{"a": "${card}` })).toMatchObject({
      action: 'refuse',
    })
  })
})
