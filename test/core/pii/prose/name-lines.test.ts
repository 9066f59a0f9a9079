/** Promises that people who stand on lines of their own are told apart, and that a name which a line end cuts in two is not. */
import { expect, test } from 'vitest'
import { read } from './read.ts'

test.each([
  ['customer name: Jens Kierkegard\nEva Holm\n', ['Jens Kierkegard', 'Eva Holm']],
  ['customer name: Jens Kierkegard\r\nEva Holm', ['Jens Kierkegard', 'Eva Holm']],
  ['Kunde: Anna Weber\n\nThomas Schneider', ['Anna Weber', 'Thomas Schneider']],
  ['Kunde: Anna Weber\tThomas Schneider', ['Anna Weber', 'Thomas Schneider']],
  ['Kunde: Anna Weber / Thomas Schneider', ['Anna Weber', 'Thomas Schneider']],
  ['Dear Dr. Jens Kierkegard\nDr. Eva Holm\nJ. R. Tolkien', ['Jens Kierkegard', 'Eva Holm', 'J. R. Tolkien']],
  ['Weber, Anna\nSchneider, Thomas', ['Weber', 'Anna', 'Schneider', 'Thomas']],
  ['customer name: Jens Kierkegard\nEva', ['Jens Kierkegard', 'Eva']],
  ['Best,\nAnna\nBen', ['Anna', 'Ben']],
  ['Regards\nEva\nJens', ['Eva', 'Jens']],
  ['Teilnehmer:\nAnna\nBen\nEva', ['Anna', 'Ben', 'Eva']],
  ['Teilnehmer:\nAnna\nThomas\n', ['Anna', 'Thomas']],
  [
    'Attendees:\n- Anna Weber\n- Ben Fischer\n- Søren Jensen\n',
    ['Anna Weber', 'Ben Fischer', 'Søren Jensen'],
  ],
])('%j names each by itself', (text, names) => {
  expect(read(text)).toEqual(names.map((name) => `PERSON ${name}`))
})

test('what a line below a name says of a place is no part of it', () => {
  expect(read('customer name: Jens Kierkegard\nBerlin Office\n')).toEqual(['PERSON Jens Kierkegard'])
})

test.each([
  ['please ask Anna Maria\nWeber about it', 'Anna Maria\nWeber'],
  ['the customer Anna\nWeber called', 'Anna\nWeber'],
  ['the customer Anna\nWeber called at 5', 'Anna\nWeber'],
])('%j names one person', (text, name) => {
  expect(read(text)).toEqual([`PERSON ${name}`])
})

const lines = [
  ...['50968 Köln', '50968', 'Lindenallee 17', 'Lindenallee 17\n50968 Köln', 'Am Alten Markt 3'],
  ...['12 Main Street', 'Main Street 5', 'Calle Mayor 5', '12, rue de la Paix', 'Postfach 1234'],
]
test.each(lines)('a line of an address below a labelled name does not hide it: %j', (line) => {
  const names = [
    ...[
      'Eva Holm',
      'Jens Kierkegard',
      'Anna Weber',
      'Ben Fischer',
      'Søren Jensen',
      'Maria Rossi',
      'John Smith',
    ],
    ...['Claire Dupont', 'Piotr Nowak', 'Lena Vogel', 'Paul Koch', 'Lucas Martin', 'Emma Wood', 'Nina Stein'],
  ]
  const missed = ['Customer', 'Kunde'].flatMap((label) =>
    names.filter((name) => !read(`${label}: ${name}\n${line}`).some((found) => found.includes(name))),
  )
  expect(missed).toEqual([])
})

test('no two ordinary names on two lines are one, and none is lost', () => {
  const firsts = ['Anna', 'Jens', 'Eva', 'Thomas', 'Nina', 'Maria', 'Peter', 'Laura', 'Paul', 'Julia']
  const lasts = [
    ...['Weber', 'Kierkegard', 'Holm', 'Schneider', 'Jensen'],
    ...['Rossi', 'Novak', 'Martin', 'Fischer', 'Berger'],
  ]
  const people = firsts.map((first, index) => `${first} ${lasts[index]}`)
  const joined: string[] = []
  for (const label of ['customer name', 'Name', 'Kunde']) {
    for (const one of people) {
      for (const other of people) {
        const found = read(`${label}: ${one}\n${other}\n`)
        for (const name of [one, other])
          if (!found.includes(`PERSON ${name}`)) joined.push(`${label}: ${found}`)
      }
    }
  }
  expect(joined).toEqual([])
})
