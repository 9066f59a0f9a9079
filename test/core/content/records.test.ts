/** Names that say little alone say more beside others of the same record, in every format as in a table. */
import { describe, expect, test } from 'vitest'
import { fieldsAnalyzer } from '../../support/analysis.ts'
import { type Order, run, runWhole } from './support.ts'

const held = (body: string, format: Order['format'] = 'json') =>
  runWhole(body, { format, analyzer: fieldsAnalyzer })
    .questions.toSorted((one, other) => one.offset - other.offset)
    .map(({ type, path }) => `${type} ${path}`)

describe('a name that says little alone', () => {
  test('is a person’s beside what only persons have, before it or behind it', () => {
    expect(held('{"name":"Ana Kovac"}')).toEqual(['PERSON name'])
    expect(held('{"first":"Ana","last":"Kovac"}')).toEqual([])
    for (const birth of ['"birthdate":"1980-02-03"', '"phone":"+1 202-555-0143"'])
      for (const body of [
        `{${birth},"first":"Ana","last":"Kovac"}`,
        `{"first":"Ana","last":"Kovac",${birth}}`,
      ])
        expect(held(body)).toEqual(expect.arrayContaining(['PERSON first', 'PERSON last']))
  })

  test('is a person’s in each record of a list once one of them shows it', () => {
    const body = '{"rows":[{"first":"Bob"},{"first":"Ana","mail":"ana@example.com"},{"first":"Eve"}]}'
    expect(held(body)).toEqual([
      'PERSON rows[0].first',
      'PERSON rows[1].first',
      'EMAIL rows[1].mail',
      'PERSON rows[2].first',
    ])
  })

  test('means the same in XML and in forms', () => {
    expect(
      held('<r><row first="Ana"><last>Kovac</last><birthdate>1980-02-03</birthdate></row></r>', 'xml'),
    ).toEqual(['PERSON r.row.first', 'PERSON r.row.last', 'DATE_OF_BIRTH r.row.birthdate'])
    const form = held('user[first]=Ana&user[last]=Kovac&user[email]=ana%40example.com', 'form')
    expect(form).toEqual(['PERSON user[first]', 'PERSON user[last]', 'EMAIL user[email]'])
  })

  test('is of an address or a card beside others of one', () => {
    expect(held('{"state":"IL","city":"Springfield"}')).toEqual(['ADDRESS state', 'ADDRESS city'])
    expect(held('{"state":"open","count":3}')).toEqual([])
    expect(held('{"cvc":"123"}')).toEqual(held('{"cvc":"123","price":"12"}'))
    expect(held('{"pin":"4711","card_number":"4111111111111111"}')).toContain('CARD_SECURITY_CODE pin')
  })

  test('is nobody’s beside an address for mail, if it may be a campaign’s as well', () => {
    expect(held('{"name":"Spring sale 2026","from_email":"info@example.com"}')).toEqual(['EMAIL from_email'])
  })

  test('is still free text beside a town, if it is one alone', () => {
    const weather = 'Please tell me what the weather is like tomorrow'
    expect(held(`{"city":"Berlin","text":"${weather}"}`)).toEqual(['ADDRESS city'])
    expect(held('{"city":"Berlin","text":"Write to ana@example.com"}')).toEqual([
      'ADDRESS city',
      'EMAIL text',
    ])
    expect(held('{"address":{"city":"Berlin","text":"Am Markt 3, Berlin"}}')).toContain(
      'ADDRESS address.text',
    )
  })

  test('says nothing about records that stand elsewhere', () => {
    expect(held('{"a":{"first":"Blue","last":"Red"},"b":{"mail":"ana@example.com"}}')).toEqual([
      'EMAIL b.mail',
    ])
  })
})

test('of a body that streams, what came before tells, however it is cut', () => {
  const body =
    '{"rows":[{"first":"Bob"},{"first":"Ana","mail":"ana@example.com"},{"first":"Eve","mail":"e@example.com"}]}'
  const order: Order = { format: 'json', analyzer: fieldsAnalyzer }
  const whole = run(body, order)
  expect(whole.questions.map(({ path }) => path)).toEqual(['rows[1].mail', 'rows[2].first', 'rows[2].mail'])
  for (const pieces of [[1], [13, 4], [40]]) expect(run(body, { ...order, pieces })).toEqual(whole)
})
