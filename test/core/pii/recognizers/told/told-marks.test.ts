/** Promises that logins are found behind a word and a mark where no sentence stands, and that transcripts and code are left. */
import { expect, test } from 'vitest'
import { createAnalyzer } from '../../../../../gateway/core/pii/analyzer.ts'
import type { Finding } from '../../../../../gateway/core/pii/entity.ts'
import {
  findToldByMarks,
  mayTellByMarks,
} from '../../../../../gateway/core/pii/recognizers/told/told-marks.ts'
import { shippedAnalysis } from '../../../../support/analysis.ts'
import { run } from '../../../content/support.ts'

const analyzer = createAnalyzer(shippedAnalysis)

function find(text: string, out: Finding[] = []): string[] {
  const bytes = Buffer.from(text)
  const prose = { bytes, start: 0, end: bytes.length }
  findToldByMarks(prose, out)
  if (out.length > 0) expect(mayTellByMarks(prose)).toBe(true)
  return out.map(({ type, start, end }) => `${type} ${bytes.toString('utf8', start, end)}`)
}

test.each([
  ['username: «bob»'],
  ['user: «bob»'],
  ['  user: «bob»\n  role: editor'],
  ['login: «bob42»'],
  ['login: «bob» password: hunter2x', 'PASSWORD hunter2x'],
  ['user=«bob» action=login'],
  ['ruser=«mweber» rhost=10.0.0.1'],
  ['user name: «bob.miller»'],
  ['user_name = "«bob»"'],
  ['Benutzer: «mweber»'],
  ['Usuario: «mgarcia»,'],
  ['identifiant : «jdupont»'],
  ['utente=«mrossi»&x=1'],
  ['Gebruiker: «jdevries»'],
  ['uid=«jdoe»,ou=people'],
  ['User: «anna_k7»'],
])('%s', (marked, ...more) => {
  const wanted = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => `USERNAME ${value}`)
  expect(find(marked.replace(/[«»]/g, ''))).toEqual([...wanted, ...more])
})

test.each([
  ['what somebody says', 'User: thanks\nAssistant: you are welcome'],
  ['what somebody says in small letters', 'user: thanks\nassistant: you are welcome'],
  ['a sentence', 'user: please help me with this'],
  ['nobody', 'user: root\nlogin: required\nusername: admin\nuser=null'],
  ['types of a program', 'username: number\nlogin: boolean'],
  ['a variable', 'userId: userId'],
  [
    'what forms say of their fields',
    'username: missing\nBenutzername: erforderlich\nUsuario: desconocido\nUtente: sconosciuto\nIdentifiant : obligatoire\nGebruiker: onbekend\nuser=active',
  ],
  ['what is said to people of a shop', 'user: danke\nuser: merci\nuser: moin\nsupport: gerne'],
  ['a comparison', 'if user == bob and login != x'],
  ['a call', 'user = get_user(1); login = user.login; username: str'],
  ['an assignment', 'const user = await Customer.findOne(x)\nlet username = next ?? other'],
  ['a member', 'user: req.body.user'],
  ['a variable', 'username=$USER user=$(whoami)'],
  ['a number', 'uid=1000 user=42\nUID:cong-2027-0031-77'],
  ['a mail address, which is found as one', 'login: bob@example.com'],
  ['a member of a namespace', 'user::new login::form'],
  ['another word', 'superuser-mode: bob, colour: red, users: many'],
])('nothing is found in %s', (_what, text) => {
  expect(find(text)).toEqual([])
})

test('a password is found where two words stand alone, and nothing is put over what was found before', () => {
  expect(find('Username: jdoe\nPassword: hunter2')).toEqual(['USERNAME jdoe', 'PASSWORD hunter2'])
  expect(find('**Username**: jdoe\n**Password**: hunter2')).toEqual(['USERNAME jdoe', 'PASSWORD hunter2'])
  const before: Finding = { type: 'PERSON', start: 6, end: 9, score: 1, reasons: [] }
  expect(find('user: bob', [before])).toEqual(['PERSON bob'])
})

test('in bodies of text, and in JSON, in whatever pieces they come', () => {
  const log = '2026-11-22T10:00:00Z INFO web[1]: login ok user=bob ip=- took=3ms\n'.repeat(40)
  for (const pieces of [[100_000], [7], [1000]]) {
    const { questions } = run(log, { format: 'text', analyzer, pieces })
    expect(questions.filter(({ type }) => type === 'USERNAME')).toHaveLength(40)
  }
  const body = JSON.stringify({ lines: ['GET /x user=bob action=login 200'], x: 'Username: jdoe' })
  const found = run(body, { format: 'json', analyzer }).questions.map(({ value }) => value)
  expect(found).toEqual(['bob'])
})
