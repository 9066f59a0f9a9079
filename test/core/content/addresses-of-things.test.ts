/** Promises that what stands beside an address of the net or a machine is nobody's name, nor that of a place beside its own. */
import { describe, expect, test } from 'vitest'
import { actedOn, written } from './acted-on.ts'

function personsIn(body: string, format: Parameters<typeof actedOn>[1]): string[] {
  return actedOn(body, format).filter((found) => found.startsWith('PERSON'))
}

function inAll(entry: Record<string, string>): string[][] {
  const pasted = `${Object.keys(entry).join('\t')}\n${Object.values(entry).join('\t')}\n`
  return [...written(entry).map(([body, format]) => personsIn(body, format)), personsIn(pasted, 'text')]
}

const nobody = [[], [], []]

test.each([
  ['Main Server', '10.0.0.1'],
  ['Holding Register', '40001'],
  ['Motor Left', '0x0040'],
  ['Project Alpha', 'https://x.de/a'],
  ['Backup Host', 'srv1.example.com'],
  ['Front Door', '00:1A:2B:3C:4D:5E'],
  ['Coin Vault', '0x52908400098527886E0F7030069857D2E4169EE7'],
])('%s at %s', (name, address) => {
  expect(inAll({ name, address, total: '5' })).toEqual(nobody)
})

test.each([['Café Central'], ['Warehouse Two'], ['San Jose Airport'], ['Hotel Adlon'], ['Filiale Nord']])(
  '%s, a place',
  (name) => {
    expect(inAll({ name, address: 'Elm Street 7', total: '5' })).toEqual(nobody)
    expect(inAll({ name, street: 'Elm Street 7', zip: '12346', city: 'Shelbyville' })).toEqual(nobody)
  },
)

describe('a name that the model does not know is found', () => {
  test.each(['Elm Street 7', 'Elmstr. 7', 'Shelbyville', '12346 Shelbyville', 'eva@example.org'])(
    'beside %s',
    (address) => {
      for (const body of [
        `name,address,total\n"Qwxzi Vrtlk","${address}","5"\n`,
        `total,name,address\n"5","Qwxzi Vrtlk","${address}"\n`,
        `name,address,total\n"Main Server","10.0.0.1","5"\n"Qwxzi Vrtlk","${address}","5"\n`,
      ])
        expect(personsIn(body, 'csv')).toContain('PERSON Qwxzi Vrtlk')
      expect(personsIn(`name\taddress\ttotal\nQwxzi Vrtlk\t${address}\t5\n`, 'text')).toContain(
        'PERSON Qwxzi Vrtlk',
      )
    },
  )
})

test('a name the address of which is missing is found', () => {
  expect(personsIn('name,address,total\n"Qwxzi Vrtlk","","5"\n', 'csv')).toEqual(['PERSON Qwxzi Vrtlk'])
  expect(personsIn('name\taddress\ttotal\nQwxzi Vrtlk\t\t5\n', 'text')).toEqual(['PERSON Qwxzi Vrtlk'])
})
