/** Promises that ages and user names in free text are recognised by the words beside them, and other numbers and words are not. */
import { expect, test } from 'vitest'
import type { Finding } from '../../../../../gateway/core/pii/entity.ts'
import { findToldPersons } from '../../../../../gateway/core/pii/recognizers/told/told-person.ts'
import { everyWord } from './every-word.ts'

function find(text: string): string[] {
  const bytes = Buffer.from(text)
  const found: Finding[] = []
  findToldPersons({ bytes, start: 0, end: bytes.length }, everyWord(bytes), found)
  return found.map(({ type, start, end }) => `${type} ${bytes.toString('utf8', start, end)}`)
}

test.each([
  ['in English', 'Our neighbour is «34» years old.'],
  ['as one word', 'a «62»-year-old patient'],
  ['behind a word', 'Tina, age «71», starts on Monday'],
  ['behind a colon', 'Alter: «45»'],
  ['on a birthday', 'I will turn «40» tomorrow'],
  ['in German', 'Er ist «29» Jahre alt.'],
  ['as a German word', 'die «83»-jährige Nachbarin'],
  ['in French', 'Elle a «34» ans.'],
  ['in Spanish', 'tiene «51» años'],
  ['in Italian', 'ha «8» anni'],
  ['in Dutch', 'zij is «67» jaar oud'],
])('an age is found %s', (_reason, marked) => {
  const wanted = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => `AGE ${value}`)
  expect(find(marked.replace(/[«»]/g, ''))).toEqual(wanted)
})

test.each([
  ['behind a colon', 'username: «annak»'],
  ['in two words', 'User name is «anna_k7», please reset it'],
  ['right behind it', "UserID '«office_admin»' was locked"],
  ['behind a hint', 'the token of user «maria_k7» was issued'],
  ['of whom logs in', 'Log in as «anna77» please'],
  ['in German', 'Mein Benutzername lautet «akoch.»'.replace('.»', '».')],
  ['with a full stop', 'username: «anna.k77»'],
  ['in Dutch', 'gebruikersnaam: «jvdberg»'],
  ['in Italian', 'nome utente: «gferrari»'],
])('a user name is found %s', (_reason, marked) => {
  const wanted = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => `USERNAME ${value}`)
  expect(find(marked.replace(/[«»]/g, ''))).toEqual(wanted)
})

test.each([
  ['a guarantee', 'The guarantee lasts 3 years.'],
  ['a contract', 'un contrat de 3 ans'],
  ['a year', 'in the year 2026'],
  ['a range', 'ages 5-10 and age 20-30'],
  ['a share', 'age 20% of them'],
  ['a page', 'turn to page 34'],
  ['talk about users', 'the user interface of user version-two'],
  ['a haste', 'log in as soon as possible'],
  ['an angle', 'turn 40 degrees to the left'],
  ['too many', 'a 400 years old oak'],
  ['a rule', 'A username must have 8 characters.'],
  ['an address', 'username anna.k@example.com'],
  ['a call', "username = input('Enter your name: ')"],
  ['a member of a table', 'user = User.objects.get(pk=1)'],
  ['a member of a request', 'user: req.body.user_id'],
  ['a type of a program', 'type User = { name: string; age: number; password: Secret }'],
  ['a type that may be missing', 'interface User { username: undefined; userId: number }'],
  ['no value', 'the username: null'],
  ['a variable', 'userId = userId'],
  ['a name of something else', 'the name of the file is report'],
])('nothing is found in %s', (_reason, text) => {
  expect(find(text)).toEqual([])
})

test.each([
  ['by an English word', 'patient id «8812»'],
  ['by a German word', 'Patientennummer: «88123»'],
  ['over two words', 'Patient Nr. «4711» kommt morgen'],
])('the number of a patient is found %s', (_reason, marked) => {
  const wanted = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => `HEALTH_ID ${value}`)
  expect(find(marked.replace(/[«»]/g, ''))).toEqual(wanted)
})

test.each(['Patient 2026 report', 'patients: 1200 beds', 'Patientennummer 12.50 €', 'order no. 88123'])(
  'no number of a patient is found in «%s»',
  (text) => {
    expect(find(text)).toEqual([])
  },
)
