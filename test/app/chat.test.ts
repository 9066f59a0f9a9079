/** Promises that a person chats with an AI service as ever: the service sees tokens only, the person sees values only. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testWith } from '../support/clients.ts'

import {
  type Answering,
  askByCurl,
  askByNode,
  askControlText,
  type ChatOffice,
  openChatOffice,
  type Service,
  startService,
  writeInChunks,
} from './chat-scene.ts'
import { type ChatStyle, chatStyles } from './chat-styles.ts'

/** What stands in the request, or the tokens that arrive in its place. */
interface People {
  mail: string
  person: string
  phone: string
  card: string
}

const values: People = {
  mail: 'anna.weber@customer.example',
  person: 'Anna Weber',
  phone: '+49 30 901820',
  card: '4111 1111 1111 1111',
}

/** A conversation with a tool: values in a message, in arguments (JSON in a string), and in what the tool said, once deeper. */
function conversation({ mail, person, phone, card }: People): string {
  return JSON.stringify({
    model: 'm',
    stream: true,
    messages: [
      { role: 'user', content: `Please write to ${person}, ${mail} or ${phone}. The card is ${card}.` },
      {
        role: 'assistant',
        tool_calls: [
          {
            id: 't',
            type: 'function',
            function: { name: 'find', arguments: JSON.stringify({ full_name: person, email: mail }) },
          },
        ],
      },
      {
        role: 'tool',
        tool_call_id: 't',
        content: JSON.stringify({ rows: JSON.stringify([{ email: mail, phone, card_number: card }]) }),
      },
    ],
  })
}

/** What the service says with what it knows of people. Tokens it may write as it likes; `as` does that to them. */
function said(
  { mail, person, phone, card }: People,
  as: { lower(text: string): string; link(text: string): string },
): string {
  return [
    `Dear ${person}, is ${mail} right? **${person}**, \`${mail}\`, _${phone}_ and [${person}](mailto:${as.link(mail)}).`,
    `${person}'s phone, ${person}’s card ${card}; ${as.lower(person)}s and ${as.lower(mail)}.`,
    `See https://crm.example/?q=${mail}&p=${phone}#${card}, {"to":"${mail}"} or "${person}".`,
    `\u{1F600} ${person}${mail}${phone}${card}`,
  ].join('\n')
}

const asTokens = {
  lower: (text: string) => text.toLowerCase(),
  link: (text: string) => text.replace('@', '%40'),
}
const asValues = { lower: (text: string) => text, link: (text: string) => text.replace('@', '%40') }

/** The tokens that arrived; throws where one is missing or a value is there. */
function tokensIn(body: string): People {
  for (const value of [...Object.values(values), '901820', '4111', 'Weber'])
    if (body.includes(value)) throw new Error(`this arrived: ${value}`)
  const first = (type: string) => {
    const found = [...new Set(body.match(new RegExp(`${type}_[2-9A-Z]{12}(?:@token\\.invalid)?`, 'g')))]
    if (found.length !== 1) throw new Error(`${found.length} tokens of ${type} in ${body}`)
    return found[0] as string
  }
  return { mail: first('EMAIL'), person: first('PERSON'), phone: first('PHONE'), card: first('CREDIT_CARD') }
}

/** A card is stopped by the shipped policy; here it gets a token as well. */
const withCards = (shipped: string) =>
  shipped.replace(/(- id: ai-assistants\n(?:.*\n){1,9}? +CREDIT_CARD: )refuse/, '$1tokenize')

let office: ChatOffice
let service: Service
/** How the service answers; each test says it anew. */
let answering: Answering
beforeAll(async () => {
  service = await startService((request, response, body) => answering(request, response, body))
  office = await openChatOffice(service)
  await useRules(withCards)
})
afterAll(async () => {
  await office?.[Symbol.asyncDispose]()
  await service[Symbol.asyncDispose]()
})

async function useRules(change: (shipped: string) => string): Promise<void> {
  await office.writePolicy(change)
  expect((await office.run('reload')).code).toBe(0)
}

async function chatsIn(style: ChatStyle, ask: typeof askByCurl, sizes: readonly number[]): Promise<void> {
  for (const [n, size] of sizes.entries()) {
    answering = async (_request, response, body) => {
      const answer = style.write(said(tokensIn(body), asTokens), size)
      await writeInChunks(response, { contentType: style.contentType, body: answer, isGzipped: n === 1 })
    }
    const answer = await ask(office, service, { ...style, body: conversation(values) })
    expect(answer).toMatchObject({ code: 0, status: 200 })
    expect(style.read(answer.body)).toBe(said(values, asValues))
  }
}

describe.each(chatStyles)(
  '$name: tokens arrive and values come back, wherever stream and texts are cut',
  (style) => {
    testWith('curl', 'through curl', () => chatsIn(style, askByCurl, [1, 7, 400]))
    test('through a Node program', () => chatsIn(style, askByNode, [2, 29]))
  },
)

test('a card in a chat is stopped by the shipped rules, with a reason that a program can read', async () => {
  await useRules((shipped) => shipped)
  service.received.length = 0
  const answer = await askByNode(office, service, {
    ...(chatStyles[0] as ChatStyle),
    body: conversation(values),
  })
  expect(answer.status).toBe(403)
  expect(JSON.parse(answer.body)).toMatchObject({ title: expect.any(String) })
  expect(answer.body).not.toContain('4111')
  expect(service.received).toEqual([])
})

test('neither journal nor metrics nor ledger show a value or a token, and metrics count them', async () => {
  await useRules(withCards)
  answering = (_request, response, body) =>
    void response.setHeader('content-type', 'application/json').end(body)
  const body = conversation(values)
  service.received.length = 0
  const answer = await askByNode(office, service, { ...(chatStyles[0] as ChatStyle), body })
  // What is echoed as JSON comes back byte for byte.
  expect(answer.body).toBe(body)
  const journal = await office.run('journal', 'list', '--json')
  expect(journal.stdout).toContain('tokenize')
  const ledger = await office.run('ledger', 'list', '--json')
  const metrics = await askControlText(office.gateway.ready, '/metrics')
  expect(metrics).toMatch(/^gatehouse_tokens_total\{event="restored",group="ai-assistants"\} [1-9]/m)
  const secrets = [...Object.values(values), ...Object.values(tokensIn(service.received[0] ?? ''))]
  for (const secret of secrets)
    for (const shown of [journal.stdout, ledger.stdout, metrics, ...office.gateway.lines])
      expect(shown).not.toContain(secret)
})
