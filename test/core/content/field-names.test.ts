/** What the name of a field tells is found in every format, however the body arrives, and nothing else is touched. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldsAnalyzer, shippedAnalyzer } from '../../support/analysis.ts'
import { runs } from '../../support/property-runs.ts'
import { type Order, run, runWhole } from './support.ts'

function found(body: string, order: Partial<Order> & Pick<Order, 'format'>): string[] {
  const { questions } = run(body, { analyzer: fieldsAnalyzer, ...order })
  return questions.map(({ type, value }) => `${type} ${value}`)
}

function json(value: unknown): string[] {
  return found(JSON.stringify(value), { format: 'json' })
}

test('a number with nobody around it that happens to have check digits is left alone, unless its field tells', () => {
  // A German physician's number and an Australian tax file number by their check digits, and the bytes of a download.
  const number = '536870912'
  for (const value of [{ x: number }, { order_id: number }, { x: Number(number) }, { size: number }])
    expect(json(value)).toEqual([])
  expect(json({ tfn: number })).toEqual([`TAX_ID ${number}`])
})

describe('in JSON', () => {
  test.each<[unknown, string[]]>([
    [{ first_name: 'Anna' }, ['PERSON Anna']],
    [{ ssn: '536221234' }, ['US_SSN 536221234']],
    [{ phone: 2125550147 }, ['PHONE 2125550147']],
    [{ cvc: 737 }, ['CARD_SECURITY_CODE 737']],
    [{ zip: 94107 }, ['ADDRESS 94107']],
    [{ birth_year: 1984 }, ['DATE_OF_BIRTH 1984']],
    [{ location: { lat: 48.1374, lng: 11.5755 } }, ['LOCATION 48.1374', 'LOCATION 11.5755']],
    [{ firstNames: ['Anna', 'Jörg'] }, ['PERSON Anna', 'PERSON Jörg']],
    [{ password: 'correct horse' }, ['PASSWORD correct horse']],
    [{ name: { first: 'Priya', last: 'Raman' } }, ['PERSON Priya', 'PERSON Raman']],
    [{ customer: { name: 'Eileen O’Rourke' } }, ['PERSON Eileen O’Rourke']],
    [
      { Straße: 'Lindenweg 17', PLZ: '50674', Ort: 'Köln' },
      ['ADDRESS Lindenweg 17', 'ADDRESS 50674', 'ADDRESS Köln'],
    ],
    [{ 'e\u006dail': 'anna@example.com' }, ['EMAIL anna@example.com']],
    [{ date_de_naissance: '14/03/1962' }, ['DATE_OF_BIRTH 14/03/1962']],
    [{ diagnosis: 'asthma' }, ['HEALTH asthma']],
    [{ contact: 'anna@example.com' }, ['EMAIL anna@example.com']],
    [{ phones: [{ type: 'home', value: '0170 1234567' }] }, ['PHONE 0170 1234567']],
  ])('%j', (value, expected) => {
    expect(json(value)).toEqual(expected)
  })

  test.each<unknown>([
    { product: { name: 'Summer Dress' } },
    { company: { name: 'Acme Tools' } },
    { event: { name: 'Board Meeting' } },
    { file: { name: 'Annual Report' } },
    { name: 'bug' },
    { name: 'Acme Gmbh' },
    { order_id: '4711', sku: 'IPOD2008', created_at: '2014-01-20', price: '199.00', version: '1.2' },
    { first_name: '' },
    { first_name: 'n/a', last_name: null, phone: 'unknown', email: '<redacted>', city: '***' },
    { first_name: '{{first}}', phone: '[PHONE]', ssn: '$' + '{ssn}' },
    { first_name: { id: 7 }, last_name: [true, null] },
    { country: 'Germany', country_code: 'DE' },
    { phone_type: 'home', email_verified: true, address_id: 'A12' },
    { user: { id: 'u_7f3a9' } },
  ])('nothing in %j', (value) => {
    expect(json(value)).toEqual([])
  })

  test('a name with an escape in it tells the same', () => {
    expect(found('{"first\\u005fname":"Anna"}', { format: 'json' })).toEqual(['PERSON Anna'])
  })

  test('an object in a told array is asked by its own names', () => {
    expect(json({ emails: [{ kind: 'work' }, 'a@example.com'], names: [['x']] })).toEqual([
      'EMAIL a@example.com',
    ])
  })

  test('a long value is read as text, not taken as a whole', () => {
    expect(json({ first_name: 'Anna '.repeat(200) })).toEqual([])
    expect(json({ address: `${'x '.repeat(9000)} call +49 30 901820` })).toEqual(['PHONE +49 30 901820'])
  })
})

describe('in every other format', () => {
  test.each<[Order['format'], string, string[]]>([
    ['form', 'user%5Bfirst_name%5D=Anna&plz=10115&order_id=4711', ['PERSON Anna', 'ADDRESS 10115']],
    ['form', 'first+name=Anna+Lena', ['PERSON Anna Lena']],
    [
      'xml',
      '<Customer id="C-20481"><Name><First>Priya</First></Name><City>Pune</City></Customer>',
      ['PERSON Priya', 'ADDRESS Pune'],
    ],
    ['xml', '<person firstName="Priya" age="34"/>', ['PERSON Priya', 'AGE 34']],
    [
      'csv',
      'id,name,phone\n1,Tom Becker,+1-202-555-0143\n2,"Eva Lang",\n',
      ['PERSON Tom Becker', 'PHONE +1-202-555-0143', 'PERSON Eva Lang'],
    ],
    ['csv', 'sku,name,price\n1,Summer Dress,10\n', []],
  ])('%s %s', (format, body, expected) => {
    expect(found(body, { format })).toEqual(expected)
  })

  test('a part of a multipart body is told by its name', () => {
    const body = [
      '--B7x',
      'Content-Disposition: form-data; name="patient_name"',
      '',
      'Eileen Rourke',
      '--B7x--',
      '',
    ].join('\r\n')
    expect(found(body, { format: 'multipart', boundary: 'B7x' })).toEqual(['PERSON Eileen Rourke'])
  })
})

describe('however it arrives', () => {
  const names = ['first_name', 'phone', 'city', 'order_id', 'note', 'name', 'customer', 'ssn', 'vorname', 'x']
  const values = fc.oneof(
    fc.constantFrom(
      'Anna',
      'Jörg Müller',
      '+49 30 901820',
      '536-22-1234',
      'n/a',
      '',
      'a@example.com',
      '4111111111111111',
    ),
    fc.string({ maxLength: 12 }),
    fc.integer(),
    fc.constant(null),
  )
  const documents = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, values, fc.array(tie('value'), { maxLength: 3 }), tie('object')),
    object: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 4 }),
  })).object

  test('JSON: the same is found in any pieces, and what is kept leaves as it came', () => {
    fc.assert(
      fc.property(
        documents,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        (value, pieces) => {
          const body = JSON.stringify(value)
          const order = { format: 'json', analyzer: fieldsAnalyzer } as const
          const whole = run(body, order)
          expect(run(body, { ...order, pieces }).questions).toEqual(whole.questions)
          expect(run(body, { ...order, pieces, operator: 'keep' }).out).toBe(body)
          expect(() => JSON.parse(whole.out)).not.toThrow()
        },
      ),
      runs(100),
    )
  })

  test('a long text is read for names by its own paragraphs, so that pieces change nothing', () => {
    const sentence = 'Yesterday Mrs Annika Sørensen called about the invoice and asked for Tom Becker. '
    const body = `${sentence.repeat(40)}\n${'nothing of interest was said in this line\n'.repeat(500)}${sentence.repeat(120)}`
    const order = { format: 'text', analyzer: shippedAnalyzer() } as const
    const whole = run(body, order)
    expect(whole.questions.length).toBeGreaterThan(100)
    for (const pieces of [[1000], [16384], [4097, 333], [70000]]) {
      expect(run(body, { ...order, pieces }).questions).toEqual(whole.questions)
    }
  })
})

describe('whoever is named once', () => {
  test('is found everywhere in a body that is held whole', () => {
    const body = JSON.stringify({
      subject: 'Sørensen has not paid yet',
      customer: { first_name: 'Annika', last_name: 'Sørensen' },
      note: 'remind Annika of it',
    })
    const whole = runWhole(body, { format: 'json', analyzer: fieldsAnalyzer })
    expect(whole.questions.map(({ type, path }) => `${type} ${path}`).sort()).toEqual([
      'PERSON customer.first_name',
      'PERSON customer.last_name',
      'PERSON note',
      'PERSON subject',
    ])
    expect(whole.out).not.toContain('rensen')
    expect(JSON.parse(whole.out).note).toMatch(/^remind A?\*+ of it$/)
  })

  test('is asked about once in each place, and keeps the answer', () => {
    const body = JSON.stringify({
      a: { first_name: 'Annika' },
      note: 'see Annika',
      b: { first_name: 'Annika' },
    })
    const { questions } = runWhole(body, { format: 'json', analyzer: fieldsAnalyzer })
    expect(questions.map(({ offset }) => offset).sort((a, b) => a - b)).toHaveLength(3)
  })
})
